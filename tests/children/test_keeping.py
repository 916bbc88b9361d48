"""What becomes of a child's file in the end: erased, told to the child, found in no copy."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select

from rfl import clock
from rfl.access import queries as access_queries
from rfl.access import service as access
from rfl.access.filters import where
from rfl.access.rules import GRANTS, Actor, Permission, Role, Sensitivity, decide, visible
from rfl.approvals import service as approvals
from rfl.audit.rules import Act
from rfl.children import opening, reviewing
from rfl.children.late import ReviewReason
from rfl.children.models import ChildEntry, ChildFile, ChildReview
from rfl.children.rules import ChildState
from rfl.db.base import Base
from rfl.db.migrate import History, downgrade, is_current, upgrade
from rfl.erasure import replaying
from rfl.erasure.rules import Record, RecordKind
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.persons import queries as person_queries
from rfl.persons import service as persons
from rfl.persons import unsealing
from rfl.persons.models import Person, Registration
from rfl.protection import child_retention, deciding
from rfl.protection.rules import RecordKind as RightsKind
from rfl.protection.rules import Right
from tests.children.files import Team
from tests.erasure import erasing
from tests.erasure.test_replaying import put_back, snapshot
from tests.exchange.gate import gate_of
from tests.protection.desk import Desk
from tests.tracing.web import site_of, words_of

CANARY = "Zebulonzinho"


@pytest.fixture
def desk(team) -> erasing.Desk:
    """Return a data protection officer of Banjul."""
    return erasing.Desk(gate_of(team.world), team.marta, team.marta)


def closed(team: Team, name: str = CANARY) -> ChildFile:
    """Return a file that went all its way."""
    return team.row(team.brought_to(ChildState.CLOSED, name))


def test_a_file_that_is_open_is_not_erased_and_a_closed_one_wholly(team, desk):
    open_id = team.opened("Fatou Sarr")
    row = closed(team)
    with team.world.begin() as session:
        reviewing.ask_review(session, row, ReviewReason.SKIPPED, row.created_at)
        review_id = session.scalars(select(ChildReview.id)).one()
    with team.world.begin() as session:
        reviewing.answer(session, team.binta, review_id, f"{CANARY} moved.")
    for record in (
        Record(RecordKind.CHILD, open_id),
        Record(RecordKind.PERSON, team.row(open_id).person_id),
    ):
        with pytest.raises(RuleBrokenError, match="still looked after"):
            desk.asked(team.haddy, record)

    done = desk.erased(Record(RecordKind.CHILD, row.id), team.haddy, team.marta)

    assert done.number == row.number
    with team.world.begin() as session:
        ours = select(ChildEntry.sealed).where(ChildEntry.child_id == row.id)
        assert set(session.scalars(ours)) == {b""}
        assert session.get_one(Person, row.person_id).erased_at is None
    assert b"moved." not in erasing.all_that_opens(team.world)
    assert b"To my mother" not in erasing.all_that_opens(team.world)
    site_of(team.world).as_(team.haddy).get(f"/children/{row.id}", 404)


def test_a_childs_record_takes_the_file_with_it_and_a_restore_brings_neither_back(team, desk):
    row = closed(team)
    engine = team.world.installation.database.engine
    old = snapshot(engine, Base)
    desk.erased(Record(RecordKind.PERSON, row.person_id), team.haddy, team.marta)
    assert team.row(row.id).erased_at is not None
    put_back(engine, old)

    replaying.replay(team.world.begin)
    desk.work()

    assert team.row(row.id).erased_at is not None
    left = erasing.all_that_opens(team.world)
    assert CANARY.encode() not in left
    assert b"the imam" not in left


def test_files_whose_time_is_over_are_listed_and_each_is_erased_by_two(team):
    row = closed(team)
    fresh = closed(team, "Fatou Sarr")
    team.set(row.id, closed_at=clock.now() - timedelta(days=6 * 366))
    site = site_of(team.world)
    haddy, marta = site.as_(team.haddy), site.as_(team.marta)

    said = words_of(marta.get("/retention"))
    assert row.number in said
    assert fresh.number not in said
    with team.world.begin() as session:
        asked = child_retention.ask_erasure(session, team.haddy, row.id).id
        with pytest.raises(NotFoundError):
            child_retention.ask_erasure(session, team.haddy, fresh.id)
    assert row.number not in words_of(haddy.get("/retention"))
    assert "a child’s file" in words_of(marta.get(f"/rights/erasures/{asked}"))


def test_a_copy_tells_the_child_their_own_words_and_not_what_others_said(team):
    registration, person_id = team.register()
    with team.world.begin() as session:
        child_id = opening.open_file(session, team.lamin, person_id, "Alone.").id
        opening.bring_in(session, team.lamin, child_id, team.awa.user_id)
    team.decided(child_id)
    team.placed(child_id)
    with team.world.begin() as session:
        number = session.get_one(Registration, registration).number
    desk = Desk(team.world, team.marta, team.haddy)
    rights_id = desk.asked(Right.ACCESS, (number, RightsKind.REGISTERED))

    with team.world.begin() as session:
        holding = deciding.preview(session, team.marta, rights_id).holding
    said = " ".join(str(line) for section in holding.sections for line in section.lines)

    assert "I want to be with my mother." in said
    assert "A foster family" in said
    for others in ("Dija", "her sister", "Asked, and looked", "Mrs Sanneh", "the imam"):
        assert others not in said, others


def test_a_file_is_sealed_and_unsealed_with_the_childs_record(team):
    child_id = team.opened()
    site = site_of(team.world)
    haddy, lamin, binta = (site.as_(one) for one in (team.haddy, team.lamin, team.binta))
    base = f"/children/{child_id}"
    with team.world.begin() as session, pytest.raises(RuleBrokenError, match="focal point too"):
        opening.seal(session, team.haddy, child_id, [team.haddy.user_id])
    readers = [team.haddy.user_id, team.binta.user_id]
    with team.world.begin() as session:
        opening.seal(session, team.haddy, child_id, readers)

    haddy.get(base)
    number = team.row(child_id).number
    assert number in words_of(binta.get("/access/children"))
    assert number in words_of(binta.get("/access/sealed"))
    another = site.as_(team.world.colleague(Role.SUPERVISOR, society="GM"))
    for path in ("/children", "/my-work"):
        assert "Kadija" not in words_of(another.get(path))
    another.get(base, 404)
    lamin.get(base, 404)  # he opened it, and was not ticked
    assert team.row(child_id).owner_id == team.haddy.user_id

    with team.world.begin() as session:
        person_id = session.get_one(ChildFile, child_id).person_id
        rows = person_queries.registrations_of(session, [person_id])
        why = "The danger is over: they moved to another town."
        unsealing.ask(session, team.haddy, rows[0].id, why)
    with team.world.begin() as session:
        (line,) = approvals.inbox(session, team.binta).to_decide
        approvals.approve(session, team.binta, line.id, line.seen)
    assert team.row(child_id).sensitivity is Sensitivity.RESTRICTED


def test_whoever_is_unticked_is_taken_out_of_all_records_of_the_child(team):
    child_id = team.opened()
    site = site_of(team.world)
    haddy, path = site.as_(team.haddy), f"/children/{child_id}/seal"
    everybody = words_of(haddy.get(path))
    assert "It lies with them" in everybody
    assert "Named on it by Lamin Touray" in everybody
    assert {str(team.lamin.user_id), str(team.awa.user_id)} == set(haddy.form["readers"])
    (registered,) = team.records(child_id)

    ticked = [str(one.user_id) for one in (team.awa, team.haddy, team.binta)]
    refused = words_of(haddy.fill(path, {"readers": ticked}, 422))
    assert "Say who goes on with it" in refused
    own = {"readers": ticked, "owner": str(team.awa.user_id)}
    said = words_of(haddy.fill(path, own, 200))

    assert "do not find it any more: Lamin Touray" in said
    assert "From now on it lies with: Fatou Jobe" in said
    row = team.row(child_id)
    assert row.owner_id == team.awa.user_id
    named = {one.user_id for one in (team.awa, team.haddy, team.binta)}
    with team.world.begin() as session:
        for record_id in (row.id, row.person_id, registered):
            assert access_queries.named_readers(session, record_id) == named
    lamin = site.as_(team.lamin)
    for address in (f"/children/{child_id}", f"/registrations/{registered}"):
        lamin.get(address, 404)
    assert Act.SENSITIVITY_CHANGED in team.world.trail(team.lamin.user_id, "GM")


def test_a_child_with_a_file_is_sealed_from_no_page_without_a_focal_point(team):
    child_id = team.opened()
    row, readers = team.row(child_id), [team.lamin.user_id, team.haddy.user_id]
    with team.world.begin() as session:
        with pytest.raises(RuleBrokenError, match="focal point too"), session.begin_nested():
            persons.seal_record(session, team.haddy, row.person_id, readers)
        persons.seal_record(session, team.haddy, row.person_id, [*readers, team.binta.user_id])
    with team.world.begin() as session:
        assert access_queries.named_readers(session, child_id) == {*readers, team.binta.user_id}
    assert team.row(child_id).owner_id == team.lamin.user_id


def test_a_list_of_files_shows_exactly_what_could_be_opened_one_by_one(team):
    ids = [team.opened(f"Child {n}") for n in range(4)]
    team.set(ids[1], owner_id=team.awa.user_id, sensitivity=Sensitivity.SEALED)
    team.set(ids[2], erased_at=clock.now())
    with team.world.begin() as session:
        access.name_reader(session, team.lamin, ids[1], team.binta.user_id)
    now = clock.now()
    users = (team.lamin, team.awa, team.haddy, team.binta)
    actors = [
        Actor(one.user_id, society, frozenset({role}))
        for one, society, role in product(users, ("GM", "SN"), Role)
    ]
    bound = [one for one in Permission if one.value.startswith("child:")]
    with team.world.begin() as session:
        rows = session.scalars(select(ChildFile)).all()
        for actor, permission in product(actors, bound):
            scope = visible(actor, permission, now)
            listed = set(session.scalars(select(ChildFile.id).where(where(scope, ChildFile))))
            opened = {row.id for row in rows if _opens(session, actor, permission, row)}
            assert listed == opened, (actor.roles, permission)
            assert all(permission not in GRANTS[role] for role in actor.roles) <= (not listed)


def test_migrations_go_down_and_up_with_files_in_them(team):
    closed(team)
    engine = team.world.installation.database.engine

    downgrade(engine, History.MAIN, "0017")
    upgrade(engine, History.MAIN)

    assert is_current(engine, History.MAIN)


def _opens(session, actor, permission, row) -> bool:
    try:
        decide(actor, permission, access.resource_of(session, row), clock.now())
    except (DeniedError, NotFoundError):
        return False
    return True
