"""A seal ends when somebody named on the record asks and a focal point agrees; not otherwise."""

import pytest

from rfl.access.rules import Role, Sensitivity
from rfl.approvals import service as approvals
from rfl.audit.rules import Act
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.persons import service, unsealing
from tests.persons.people import register, rows
from tests.tracing.web import words_of

WHY = "The danger is over: he lives in another country now."


@pytest.fixture
def sealed(world):
    """Return (head, registration id) of a record sealed with the head alone named on it."""
    head = world.colleague(Role.SUPERVISOR, society="GM", name="Omar Ceesay")
    registration_id = register(world, head)
    _row, person = rows(world, registration_id)
    with world.begin() as session:
        service.seal_record(session, head, person.id, [head.user_id])
    return head, registration_id


def test_it_is_asked_on_the_record_and_decided_by_a_focal_point(site, sealed):
    world, (head, registration_id) = site.world, sealed
    focal = site.as_(world.colleague(Role.SAFEGUARDING, society="GM"))
    other = site.as_(world.colleague(Role.SUPERVISOR, society="GM"))
    number = rows(world, registration_id)[0].number
    omar, show = site.as_(head), f"/registrations/{registration_id}"
    assert "Ask that the seal end" in words_of(omar.get(show))
    assert "Say why in a sentence" in words_of(omar.fill(f"{show}/unseal", {"why": "ok"}, 422))
    omar.fill(f"{show}/unseal", {"why": WHY})

    assert number not in words_of(other.get("/approvals"))
    other.get(show, 404)
    page = words_of(focal.get("/approvals"))
    for words in (f"End the seal of {number}", "Named on it Omar Ceesay", WHY):
        assert words in page
    with world.begin() as session:
        (line,) = approvals.inbox(session, head).waiting
    focal.post(f"/approvals/{line.id}/approve", {"seen": line.seen})

    other.get(show)
    for row in rows(world, registration_id):
        assert row.sensitivity is Sensitivity.RESTRICTED
    assert Act.SENSITIVITY_CHANGED in world.trail(registration_id, "GM")


def test_they_are_searched_again_from_then_on(world, sealed, monkeypatch):
    head, registration_id = sealed
    focal = world.colleague(Role.SAFEGUARDING, society="GM")
    heard = world.saves(monkeypatch)
    with world.begin() as session:
        row = unsealing.ask(session, head, registration_id, WHY)
        approvals.approve(session, focal, row.id, row.content_hash.hex())

    (one,) = heard
    assert (one.record_id, one.is_searched) == (registration_id, True)
    assert one.sensitivity is Sensitivity.RESTRICTED


def test_whoever_is_not_named_cannot_ask_and_no_head_of_tracing_decides(world, sealed):
    head, registration_id = sealed
    other = world.colleague(Role.SUPERVISOR, society="GM")
    focal = world.colleague(Role.SAFEGUARDING, society="GM")
    with world.begin() as session:
        with pytest.raises(NotFoundError):
            unsealing.ask(session, other, registration_id, WHY)
        with pytest.raises(DeniedError):
            unsealing.ask(session, focal, registration_id, WHY)
        row = unsealing.ask(session, head, registration_id, WHY)
    for who in (other, head):
        with world.begin() as session, pytest.raises((NotFoundError, DeniedError)):
            approvals.approve(session, who, row.id, row.content_hash.hex())
    assert rows(world, registration_id)[1].sensitivity is Sensitivity.SEALED


def test_somebody_more_named_in_between_makes_it_worthless(world, sealed):
    head, registration_id = sealed
    focal = world.colleague(Role.SAFEGUARDING, society="GM")
    more = world.colleague(Role.OFFICER, society="GM")
    _row, person = rows(world, registration_id)
    with world.begin() as session:
        row = unsealing.ask(session, head, registration_id, WHY)
        service.seal_record(session, head, person.id, [head.user_id, more.user_id])
    with world.begin() as session, pytest.raises(RuleBrokenError, match="no longer as it was"):
        approvals.approve(session, focal, row.id, row.content_hash.hex())


def test_what_is_not_sealed_is_not_unsealed(world, sealed):
    head, _ = sealed
    registration_id = register(world, head)
    with world.begin() as session, pytest.raises(RuleBrokenError, match="not sealed"):
        unsealing.ask(session, head, registration_id, WHY)
