"""The list of sealed records: held by the focal points of that society, and by nobody else."""

import pytest

from rfl import clock
from rfl.access import queries as access_queries
from rfl.access import service as access
from rfl.access.models import User
from rfl.access.rules import Role, Sensitivity
from rfl.approvals import service as approvals
from rfl.audit.rules import Act
from rfl.desk import naming_readers
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.persons import service as persons
from tests.persons.people import register, rows
from tests.tracing.web import words_of
from tests.tracing.world import person


def test_the_focal_point_holds_the_list_of_sealed_records_and_who_may_open_them(site):
    world = site.world
    head = world.colleague(Role.SUPERVISOR, name="Ousmane Faye")
    focal, abroad = (world.colleague(Role.SAFEGUARDING, society=code) for code in ("SN", "GM"))
    sealed = world.case(head, enquirer=person("Canary Fofana"))
    plain = world.case(head)
    world.set(sealed, sensitivity=Sensitivity.SEALED)
    with world.begin() as session:
        access.name_reader(session, head, sealed, head.user_id)

    said = words_of(site.as_(focal).get("/access/sealed"))

    assert world.row(sealed).number in said
    assert "Ousmane Faye" in said
    assert "Canary" not in said
    assert world.row(plain).number not in said
    assert "Nothing is sealed" in words_of(site.as_(abroad).get("/access/sealed"))
    site.as_(head).get("/access/sealed", 403)
    assert Act.SEALED_LISTED in world.trail(sealed)


def test_a_sealed_record_that_nobody_can_open_any_more_is_told(site):
    world = site.world
    focal = world.colleague(Role.SAFEGUARDING)
    sealed = world.case(world.colleague(Role.OFFICER))
    world.set(sealed, sensitivity=Sensitivity.SEALED)

    assert "Nobody who works here" in words_of(site.as_(focal).get("/access/sealed"))


WHY = "Omar left in May, and the family asks for news of her."


@pytest.fixture
def orphan(world):
    """Return (registration id, ids of all that is sealed with it) whose only reader has left."""
    omar = world.colleague(Role.SUPERVISOR, society="GM", name="Omar Ceesay")
    registration_id = register(world, omar)
    registration, somebody = rows(world, registration_id)
    with world.begin() as session:
        persons.seal_record(session, omar, somebody.id, [omar.user_id])
        session.get_one(User, omar.user_id).ended_at = clock.now()
    return registration.id, (registration.id, somebody.id)


def readers(world, ids):
    with world.begin() as session:
        return [access_queries.named_readers(session, one) for one in ids]


def test_two_focal_points_name_a_new_reader_on_a_record_whose_readers_have_left(site, orphan):
    world, (record_id, together) = site.world, orphan
    focal, other = (world.colleague(Role.SAFEGUARDING, society="GM") for _ in range(2))
    new = world.colleague(Role.SUPERVISOR, society="GM", name="Isatou Touray")
    asks, decides = site.as_(focal), site.as_(other)
    path = f"/access/sealed/{record_id}/reader"
    before = readers(world, together)
    assert path in asks.get("/access/sealed").text
    asks.fill(path, {"reader": str(new.user_id), "why": "ok"}, 422)
    asks.fill(path, {"reader": str(new.user_id), "why": WHY})
    assert readers(world, together) == before

    with world.begin() as session:
        (line,) = approvals.inbox(session, other).to_decide
    said = words_of(decides.get("/approvals"))
    assert "Isatou Touray" in said
    assert WHY in said
    site.as_(new).get(f"/registrations/{record_id}", 404)
    decides.post(f"/approvals/{line.id}/approve", {"seen": line.seen})

    assert readers(world, together) == [one | {new.user_id} for one in before]
    site.as_(new).get(f"/registrations/{record_id}")
    asks.get(path, 404)
    assert Act.SENSITIVITY_CHANGED in world.trail(record_id, "GM")


def test_nobody_is_named_past_the_rules(world, orphan):
    """Not by one person, not oneself, no officer, and not while a reader works here."""
    record_id, together = orphan
    focal, other = (world.colleague(Role.SAFEGUARDING, society="GM") for _ in range(2))
    head = world.colleague(Role.SUPERVISOR, society="GM")
    officer = world.colleague(Role.OFFICER, society="GM")
    abroad = world.colleague(Role.SAFEGUARDING, society="SN")
    refused = (
        (head, head, DeniedError),
        (abroad, head, NotFoundError),
        (focal, focal, RuleBrokenError),
        (focal, officer, RuleBrokenError),
    )
    for asks, reader, error in refused:
        with world.begin() as session, pytest.raises(error):
            naming_readers.ask(session, asks, record_id, reader.user_id, WHY)
    with world.begin() as session:
        row = naming_readers.ask(session, focal, record_id, head.user_id, WHY)
        approval, seen = row.id, row.content_hash.hex()
    with world.begin() as session, pytest.raises(RuleBrokenError):
        approvals.approve(session, focal, approval, seen)
    with world.begin() as session:
        access.name_reader(session, focal, record_id, officer.user_id)
    with world.begin() as session, pytest.raises(RuleBrokenError, match="no longer as it was"):
        approvals.approve(session, other, approval, seen)
    assert head.user_id not in readers(world, together)[1]
