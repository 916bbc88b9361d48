"""Unusual access: found in the trail, put before the focal points, answered. On both databases."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from msgspec import structs

from rfl import clock
from rfl.access import service as access
from rfl.access.document import StaffDocument
from rfl.access.rules import Actor, Role, Sensitivity
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM, Act, Decision
from rfl.desk import reviewing, service, watching
from rfl.desk.kin import kin_of
from rfl.desk.models import AccessHabit, AccessReview
from rfl.desk.rules import ANSWERED, WAITING, ReviewAct, ReviewState
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.jobs import rhythm
from rfl.jobs import service as jobs
from rfl.jobs.models import Job
from rfl.persons.document import PlaceStatement
from tests.tracing.web import Site, words_of
from tests.tracing.world import COMPLETE, person, son

WEDNESDAY = datetime(2026, 11, 18, 11, 18, tzinfo=UTC)


@dataclass
class Office:
    """A society with cases of Awa's, and Moussa, who has no part in them."""

    site: Site
    focal: Actor
    awa: Actor
    moussa: Actor
    cases: list[UUID]

    def opens(self, who: Actor, *cases: UUID, minutes: float = 1, **more) -> None:
        """Let somebody open cases, one after the other, now."""
        for _case in cases:
            with self.site.world.begin() as session:
                audit.record(
                    session, who.user_id, more.get("act", Act.REQUEST_OPENED),
                    societies=["SN"], subjects=[_case],
                    decision=more.get("decision", Decision.ALLOWED),
                )  # fmt: skip
            self.move(minutes=minutes)

    def move(self, **amount: float) -> None:
        self.moved[0] += timedelta(**amount)

    def watch(self) -> int:
        with self.site.world.begin() as session:
            return watching.watch(session, "SN")

    def found(self, states=WAITING, actor: Actor | None = None) -> list[reviewing.Review]:
        with self.site.world.begin() as session:
            people = service.colleagues(session, actor or self.focal)
            return reviewing.reviews(session, actor or self.focal, people, states)

    def answer(self, review_id: UUID, act: ReviewAct, words: str, actor: Actor | None = None):
        with self.site.world.begin() as session:
            reviewing.answer(session, actor or self.focal, review_id, act, words)

    moved: list[timedelta]


@pytest.fixture
def office(site: Site, monkeypatch) -> Office:
    moved = [timedelta(0)]
    monkeypatch.setattr(clock, "now", lambda: WEDNESDAY + moved[0])
    world = site.world
    awa = world.colleague(Role.OFFICER, name="Awa Sarr")
    moussa = world.colleague(Role.OFFICER, name="Moussa Delić")
    focal = world.colleague(Role.SAFEGUARDING, name="Ndèye Coumba Sow")
    cases = [world.case(awa, sought=(son("Ibrahima Fall"),)) for _ in range(6)]
    return Office(site, focal, awa, moussa, cases, moved)


def test_cases_that_are_not_theirs_are_put_before_the_focal_point(office):
    office.opens(office.moussa, *office.cases)

    assert office.watch() == 1
    (found,) = office.found()

    assert str(found.what) == "Moussa Delić opened 6 cases that are not theirs"
    assert set(found.records) == {office.site.world.row(case).number for case in office.cases}
    assert found.due_at == clock.now() + timedelta(days=7)


def test_the_owner_and_the_head_of_tracing_are_not_asked(office):
    head = office.site.world.colleague(Role.SUPERVISOR)
    office.opens(office.awa, *office.cases)
    office.opens(head, *office.cases)

    assert office.watch() == 0


def test_whoever_wrote_in_a_case_has_a_part_in_it(office):
    office.opens(office.moussa, *office.cases[:2], act=Act.ACTION_LOGGED)
    office.opens(office.moussa, *office.cases)

    assert office.watch() == 0


def test_looking_again_finds_nothing_new_but_what_was_done_since(office):
    office.opens(office.moussa, *office.cases[:5])
    assert [office.watch(), office.watch()] == [1, 0]
    office.opens(office.moussa, office.cases[5])

    assert office.watch() == 0
    (found,) = office.found()

    assert str(found.what) == "Moussa Delić opened 6 cases that are not theirs"


def test_the_own_family_name_is_found_without_anybody_telling(office):
    namesake = office.site.world.case(office.awa, sought=(son("Haris Delic"),))
    office.opens(office.moussa, namesake)

    office.watch()

    assert [str(one.what) for one in office.found()] == [
        "Moussa Delić opened a record with their own family name"
    ]


def test_the_own_village_is_found_if_the_colleague_said_which(office):
    home = (PlaceStatement("origin", "SN", "Ndiagne, Louga"),)
    there = replace(son("Ibrahima Fall"), person=structs.replace(person("A Fall"), places=home))
    case = office.site.world.case(office.awa, sought=(there,))
    with office.site.world.begin() as session:
        staff = StaffDocument("Bineta Sow", "bineta@rfl.example", village="Ndiagne")
        bineta = access.new_user(session, "SN", staff, [Role.OFFICER], SYSTEM)
    office.opens(Actor(bineta.id, "SN", frozenset({Role.OFFICER})), case, office.cases[0])

    office.watch()
    (found,) = office.found()

    assert str(found.what) == "Bineta Sow opened a record of somebody from their own village"
    assert found.records == (office.site.world.row(case).number,)


def test_a_large_town_is_nobody_s_village():
    staff = StaffDocument("Bineta Sow", "bineta@rfl.example", village="Dakar")

    assert kin_of(staff).village == ""
    assert kin_of(structs.replace(staff, village="Ndiagne")).village == "Ndiagne"


def test_a_try_at_a_sealed_record_is_found(office):
    office.site.world.set(office.cases[0], sensitivity=Sensitivity.SEALED)
    office.site.as_(office.moussa).get(f"/requests/{office.cases[0]}", 404)

    office.watch()

    assert [one.rule for one in office.found()] == ["Tried a sealed record"]


def test_five_refusals_within_the_hour_are_found(office):
    browser = office.site.as_(office.moussa)
    for _ in range(5):
        browser.get("/access", 403)

    office.watch()

    assert [str(one.what) for one in office.found()] == [
        "Moussa Delić was refused 5 times in 2 minutes"
    ]


def test_an_export_is_found_and_a_night_on_a_day_of_rest(office):
    office.move(days=4)
    office.opens(office.awa, *office.cases[:3])
    office.opens(office.awa, office.cases[0], act=Act.EXPORTED)

    office.watch()

    assert {one.rule for one in office.found()} == {"Outside working hours", "Taken out"}


def test_what_is_usual_is_learned_day_by_day_and_rests_sealed(office):
    for _ in range(5):
        office.opens(office.awa, *office.cases, minutes=2)
        office.watch()
        office.move(days=1 if clock.now().weekday() < 4 else 3)
    many = [office.site.world.case(office.awa) for _ in range(24)]
    office.opens(office.awa, *office.cases, *many, minutes=0.5)

    office.watch()
    found = next(one for one in office.found() if one.rule == "Many at once")

    assert "They open 6 in such a time on a usual day." in str(found.why)
    with office.site.world.begin() as session:
        assert b"2026-11" not in session.get_one(AccessHabit, office.awa.user_id).sealed


def test_after_a_long_silence_the_first_record_is_looked_at(office):
    office.opens(office.awa, office.cases[0])
    office.watch()
    office.move(days=63)
    office.opens(office.awa, office.cases[0])

    office.watch()

    assert [str(one.what) for one in office.found()] == [
        "Awa Sarr opened records again after 63 days"
    ]


def test_an_answer_needs_a_sentence_and_closes_the_matter(office):
    office.opens(office.moussa, *office.cases)
    office.watch()
    (found,) = office.found()

    with pytest.raises(RuleBrokenError, match="Write a sentence"):
        office.answer(found.id, ReviewAct.EXPLAIN, "  ")
    office.answer(found.id, ReviewAct.EXPLAIN, "He covered for Awa this week.")
    with pytest.raises(RuleBrokenError, match="Somebody answered this meanwhile"):
        office.answer(found.id, ReviewAct.FOLLOW, "Too late")

    assert office.found() == []
    (answered,) = office.found(ANSWERED)
    assert [(said.who, said.words) for said in answered.said] == [
        ("Ndèye Coumba Sow", "He covered for Awa this week.")
    ]
    assert office.site.world.trail(found.id) == [
        Act.REVIEW_PICKED, Act.REVIEW_LISTED, Act.REVIEW_ANSWERED, Act.REVIEW_LISTED,
    ]  # fmt: skip


def test_what_was_explained_comes_back_when_it_goes_on_and_doubles(office):
    office.opens(office.moussa, *office.cases[:5])
    office.watch()
    office.answer(office.found()[0].id, ReviewAct.EXPLAIN, "Training.")
    office.opens(office.moussa, office.cases[5])
    assert office.watch() == 0
    more = [office.site.world.case(office.awa) for _ in range(4)]
    office.opens(office.moussa, *more)

    assert office.watch() == 1
    (found,) = office.found()

    assert found.state is ReviewState.OPEN
    assert [said.who for said in found.said] == ["Ndèye Coumba Sow", ""]


def test_what_is_followed_up_stays_until_it_is_closed(office):
    office.opens(office.moussa, *office.cases)
    office.watch()
    (found,) = office.found()

    office.answer(found.id, ReviewAct.FOLLOW, "I meet him on Friday.")
    assert [one.state for one in office.found()] == [ReviewState.FOLLOWED]
    office.answer(found.id, ReviewAct.CLOSE, "A warning was given.")

    assert office.found() == []


def test_nobody_sees_or_answers_what_is_asked_about_themself(office):
    other = office.site.world.colleague(Role.SAFEGUARDING, name="Second Focal")
    with office.site.world.begin() as session:
        session.execute(sa.delete(AccessReview))
    office.opens(other, *office.cases[:3], act=Act.EXPORTED)
    office.watch()
    (found,) = office.found()

    assert office.found(actor=other) == []
    with pytest.raises(NotFoundError):
        office.answer(found.id, ReviewAct.EXPLAIN, "It was nothing.", other)
    page = office.site.as_(other).get("/access")
    assert "Unusual access, 0 to look at" in words_of(page)


def test_another_society_and_another_role_come_to_nothing(office):
    office.opens(office.moussa, *office.cases)
    office.watch()
    (found,) = office.found()
    abroad = office.site.world.colleague(Role.SAFEGUARDING, society="GM")

    with pytest.raises(NotFoundError):
        office.answer(found.id, ReviewAct.EXPLAIN, "x", abroad)
    with pytest.raises(DeniedError):
        office.answer(found.id, ReviewAct.EXPLAIN, "x", office.moussa)
    assert office.found(actor=abroad) == []


def test_what_nobody_answers_in_time_goes_to_the_data_protection_officer_without_names(office):
    dpo = office.site.world.colleague(Role.DPO)
    office.opens(office.moussa, *office.cases)
    office.watch()
    office.move(days=7, minutes=1)
    office.watch()
    (found,) = office.found()

    said = words_of(office.site.as_(dpo).get("/access/reviews/late"))

    assert found.is_overdue
    assert found.escalated_at == clock.now()
    assert "No part in the cases" in said
    assert "Moussa" not in said
    assert "Late reviews 1" in said
    assert office.site.world.trail(found.id).count(Act.REVIEW_ESCALATED) == 1


def test_the_hourly_work_is_asked_once_by_however_many_workers(office):
    world = office.site.world
    asked = []
    for _ in range(2):
        with world.begin() as session:
            asked.append(rhythm.ask_due(session, SYSTEM))
    office.opens(office.moussa, *office.cases)
    with world.begin() as session:
        job = session.scalars(sa.select(Job).where(Job.kind == watching.WATCH_JOB)).one()
    jobs.run(world.begin, job.id)
    office.move(hours=1)
    with world.begin() as session:
        asked.append(rhythm.ask_due(session, SYSTEM))
        kept = session.get_one(Job, job.id)
        all_asked = session.scalars(sa.select(Job.kind)).all()

    assert asked[1] == 0
    assert all_asked.count(watching.WATCH_JOB) == 2
    assert kept.result == {"found": 1}


def test_nothing_of_it_rests_in_clear(office):
    office.opens(office.moussa, *office.cases)
    office.watch()
    (found,) = office.found()
    office.answer(found.id, ReviewAct.FOLLOW, "Canary-7231")

    with office.site.world.begin() as session:
        row = session.get_one(AccessReview, found.id)
    number = office.site.world.row(office.cases[0]).number
    assert number.encode() not in row.sealed
    assert b"Canary" not in row.sealed


def test_the_focal_point_reads_and_answers_on_the_page(office):
    office.opens(office.moussa, *office.cases)
    browser = office.site.as_(office.focal)
    first = words_of(browser.get("/access"))
    (found,) = office.found()

    page = words_of(browser.get(f"/access/reviews/{found.id}"))
    nothing = browser.send(f"/access/reviews/{found.id}", {"act": "explain"}, status=422)
    browser.send(f"/access/reviews/{found.id}", {"act": "explain", "words": "He helps out."})
    after = words_of(browser.get("/access/reviews?show=answered"))

    assert "Unusual access, 1 to look at No part in the cases Moussa Delić opened 6 cases" in first
    assert "Reviews 1" in first
    assert "What Moussa Delić opened in these days" in page
    assert "Write a sentence" in words_of(nothing)
    assert "Moussa Delić opened 6 cases that are not theirs" in after
    assert "He helps out." in words_of(browser.get(f"/access/reviews/{found.id}"))


def test_new_requests_of_a_society_are_everybodys(office):
    loose = [office.site.world.case(office.awa, COMPLETE) for _ in range(6)]
    for case in loose:
        office.site.world.set(case, owner_id=None)
    office.opens(office.moussa, *loose)

    assert office.watch() == 0
