"""A boat that was lost: what is told of it, who may know, and what becomes of it in the end."""

from dataclasses import dataclass, replace
from uuid import UUID

import pytest
import sqlalchemy as sa
from msgspec import structs

from rfl import clock
from rfl.access.rules import Actor, Permission, Role, Sensitivity, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.db.migrate import History, downgrade, upgrade
from rfl.db.rounds import ask
from rfl.erasure import emptying, gathering
from rfl.erasure import service as erasure
from rfl.erasure.rules import EraseReason, Record, RecordKind
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.incidents import (
    document,
    hanging,
    panels,
    queries,
    reading,
    service,
    testimonies,
    wording,
)
from rfl.incidents.account import Seen, Standing
from rfl.incidents.models import Incident, IncidentSighting, IncidentTestimony
from rfl.incidents.queries import IncidentFilter
from rfl.incidents.rules import (
    CountKind,
    CountSource,
    IncidentAct,
    IncidentKind,
    IncidentState,
)
from rfl.incidents.service import Event, Figure
from rfl.incidents.testimonies import NewSeen, NewTestimony
from rfl.persons.models import Person, Registration
from rfl.persons.rules import RelationKind, SourceKind
from rfl.protection import incident_retention
from rfl.protection.blackening import Voice
from rfl.protection.incident_lines import incident_lines
from rfl.protection.rules import RecordKind as Whose
from rfl.societies.rules import Route
from rfl.tracing import queries as cases
from rfl.tracing import reading as case_reading
from tests.once import ON_ALL, ON_SQLITE
from tests.persons.people import MOMODOU, register, somebody
from tests.tracing.web import site_of, words_of
from tests.tracing.world import World

CANARY = "Zebulonzinho"


@dataclass
class Wreck:
    """An event with one case and one survivor on it."""

    world: World
    awa: Actor
    head: Actor
    other: Actor
    incident_id: UUID
    request_id: UUID
    sought_id: UUID
    """The record of who is sought."""
    survivor_id: UUID
    """The record of who was registered after it."""
    registration_id: UUID

    def tell(self, *seen: NewSeen, witness_id: UUID | None = None, words: str = "") -> UUID:
        told = document.TestimonyDocument(SourceKind.SURVIVOR, clock.today(), words, who=CANARY)
        with self.world.begin() as session:
            new = NewTestimony(told, seen, witness_id)
            return testimonies.take_down(session, self.awa, self.incident_id, new).id

    def page(self, actor: Actor | None = None) -> reading.Page:
        with self.world.begin() as session:
            return reading.read(session, actor or self.awa, self.incident_id)

    def standing(self, person_id: UUID, actor: Actor | None = None) -> Standing:
        (one,) = [one for one in self.page(actor).people if one.person_id == person_id]
        return one.account.standing

    def act(self, actor: Actor, act: IncidentAct, words: str = "") -> IncidentState:
        with self.world.begin() as session:
            return service.act(session, actor, self.incident_id, act, words).state


@pytest.fixture
def wreck(world) -> Wreck:
    awa, head = world.colleague(Role.OFFICER), world.colleague(Role.SUPERVISOR)
    other = world.colleague(Role.OFFICER)
    request_id = world.case(other)
    registration_id = register(world, other, replace(MOMODOU, person=somebody("Lamin Ceesay")))
    known = document.IncidentDocument(f"Boat of {CANARY}", clock.today(), words=CANARY)
    event = Event(IncidentKind.SHIPWRECK, Route.ATLANTIC, known)
    with world.begin() as session:
        row = service.open_incident(session, awa, event)
        number = session.get_one(Registration, registration_id).number
        hanging.hang(session, awa, row.id, number)
        (sought,) = cases.sought(session, [request_id])
        survivor_id = session.get_one(Registration, registration_id).person_id
    return Wreck(
        *(world, awa, head, other, row.id, request_id),
        *(sought.person_id, survivor_id, registration_id),
    )


@ON_ALL
def test_what_is_told_of_somebody_stands_at_their_name_and_contradicts_what_it_contradicts(wreck):
    world = wreck.world
    assert wreck.page(wreck.head).knows
    assert not wreck.page(wreck.other).knows
    assert not wreck.page(wreck.other).people
    with world.begin() as session, pytest.raises(NotFoundError):  # nor may they write in it
        service.to_write(session, wreck.other, wreck.incident_id)
    with world.begin() as session:
        hanging.hang_case(session, wreck.other, wreck.incident_id, wreck.request_id)
        with pytest.raises(RuleBrokenError, match="already"):
            hanging.hang_case(session, wreck.other, wreck.incident_id, wreck.request_id)
    assert wreck.page(wreck.other).knows
    seen = NewSeen(Seen.IN_DANGER, person_id=wreck.sought_id, tie=(RelationKind.BROTHER, 1))
    wreck.tell(seen, NewSeen(Seen.ABOARD, CANARY), witness_id=wreck.survivor_id)
    assert wreck.standing(wreck.sought_id) is Standing.IN_DANGER
    assert wreck.standing(wreck.survivor_id) is Standing.ARRIVED
    page = wreck.page(wreck.other)
    assert page.testimonies[0].who == "Lamin Ceesay"
    assert page.testimonies[0].ties[0][1:] == (RelationKind.BROTHER, CANARY)
    wreck.tell(NewSeen(Seen.SEEN_DEAD, person_id=wreck.sought_id))
    wreck.tell(NewSeen(Seen.ARRIVED, person_id=wreck.sought_id))
    assert wreck.standing(wreck.sought_id, wreck.other) is Standing.CONTRADICTED


@ON_ALL
def test_whoever_is_known_by_a_name_may_be_said_to_be_somebody_and_no_column_tells(wreck):
    world = wreck.world
    wreck.tell(NewSeen(Seen.ABOARD, CANARY), words=CANARY)
    page = wreck.page()
    (alone,) = [one for one in page.people if one.sighting_id]
    with world.begin() as session:
        testimonies.say_who(
            session, wreck.awa, wreck.incident_id, alone.sighting_id, wreck.survivor_id
        )
    assert not [one for one in wreck.page().people if one.sighting_id]
    clear = [Incident, IncidentTestimony, IncidentSighting]
    with world.begin() as session:
        for table in clear:
            for row in session.execute(sa.select(table.__table__)).all():
                assert CANARY not in repr(tuple(row))
                assert CANARY.encode() not in row._mapping["sealed"]
    assert world.trail(wreck.incident_id).count(Act.TESTIMONY_TAKEN) == 1
    assert Act.INCIDENT_OPENED in world.trail(wreck.survivor_id)


@ON_ALL
def test_a_case_and_a_head_of_tracing_are_told_that_somebody_spoke(wreck):
    world = wreck.world
    with world.begin() as session:
        hanging.hang_case(session, wreck.other, wreck.incident_id, wreck.request_id)
        assert not ask(session, panels.find_work(wreck.head))
    wreck.tell(NewSeen(Seen.ALIVE, person_id=wreck.sought_id))
    wreck.tell(NewSeen(Seen.ALIVE, person_id=wreck.survivor_id))
    with world.begin() as session:
        (waits,) = ask(session, panels.find_work(wreck.head))
        assert waits.case_no == session.get_one(Incident, wreck.incident_id).number
        assert not ask(session, panels.find_work(wreck.awa))
        line = case_reading.read(session, wreck.other, wreck.request_id).line
    told = [one.document.result for one in reversed(line)]
    assert told == ["opened", "incident_hung", "testimony"]
    wreck.act(wreck.head, IncidentAct.REVIEW, "Nothing is known")
    with world.begin() as session:
        assert not ask(session, panels.find_work(wreck.head))
        (tie_id,) = queries.ties(session, wreck.incident_id).keys() & {wreck.request_id}
        hanging.take_off(session, wreck.other, queries.ties(session, wreck.incident_id)[tie_id])
    assert not wreck.page(wreck.other).knows


def test_whom_a_reader_may_not_know_is_neither_shown_nor_counted(wreck):
    world = wreck.world
    with world.begin() as session:
        hanging.hang_case(session, wreck.other, wreck.incident_id, wreck.request_id)
    hidden = register(world, wreck.head, replace(MOMODOU, person=somebody("Ebrima Touray")))
    with world.begin() as session:
        hidden_id = session.get_one(Registration, hidden).person_id
    both = (NewSeen(Seen.ALIVE, person_id=hidden_id), NewSeen(Seen.ALIVE, "Sulayman"))
    wreck.tell(*both, words="Ebrima held on")
    wreck.tell(NewSeen(Seen.ARRIVED, person_id=wreck.sought_id), witness_id=hidden_id)
    before = wreck.page(wreck.other)
    assert (len(before.testimonies), len(before.people)) == (2, 4)
    with world.begin() as session:
        session.get_one(Person, hidden_id).sensitivity = Sensitivity.SEALED
    page = wreck.page(wreck.other)
    (one,) = page.testimonies  # nor is there one whose witness is hidden
    assert one.document is None  # its words name who is hidden
    assert [seen.name for seen in one.seen] == ["Sulayman"]
    assert {str(one.name) for one in page.people} == {"Mamadou Diallo", "Lamin Ceesay", "Sulayman"}
    assert wreck.standing(wreck.sought_id, wreck.other) is Standing.NOTHING
    told = document.TestimonyDocument(SourceKind.SURVIVOR, clock.today())
    new = NewTestimony(told, [NewSeen(Seen.ALIVE, person_id=hidden_id)])
    with world.begin() as session, pytest.raises(NotFoundError):
        testimonies.take_down(session, wreck.other, wreck.incident_id, new)


def test_cases_and_events_out_of_reach_are_neither_listed_nor_counted(wreck):
    world = wreck.world
    with world.begin() as session:
        hanging.hang_case(session, wreck.other, wreck.incident_id, wreck.request_id)
    world.set(wreck.request_id, sensitivity=Sensitivity.SEALED)
    assert not wreck.page(wreck.head).cases
    assert not wreck.page(wreck.other).knows
    with world.begin() as session:
        (line,) = reading.listed(session, wreck.head, IncidentFilter(), limit=9, offset=0).lines
    assert line.cases == 0
    far, admin = world.colleague(Role.SUPERVISOR, society="GM"), world.colleague(Role.ADMIN)
    with world.begin() as session:
        assert not reading.listed(session, far, IncidentFilter(), limit=9, offset=0).lines
        with pytest.raises(NotFoundError):
            reading.read(session, far, wreck.incident_id)
        with pytest.raises(DeniedError):
            reading.read(session, admin, wreck.incident_id)


@ON_ALL
def test_the_account_is_reviewed_by_another_and_anew_when_something_is_added(wreck):
    figure = Figure(CountKind.LEFT, 60, CountSource.FAMILIES, clock.today(), "two mothers")
    with wreck.world.begin() as session:
        service.add_figure(session, wreck.awa, wreck.incident_id, figure)
        service.add_figure(session, wreck.awa, wreck.incident_id, replace(figure, number=64))
        service.take_figure_back(session, wreck.awa, wreck.incident_id, 0, "Another boat")
        with pytest.raises(RuleBrokenError, match="does not count"):
            service.take_figure_back(session, wreck.awa, wreck.incident_id, 0, "Again")
    counts = wreck.page().document.counts
    assert [(one.number, one.mistake) for one in counts] == [(60, "Another boat"), (64, "")]
    said = [str(one.title) for one in wording.moments(wreck.page())]
    assert "It counts no more: Left: 60, by families" in said
    with pytest.raises(DeniedError):
        wreck.act(wreck.awa, IncidentAct.REVIEW, "Probably lost")
    assert wreck.act(wreck.head, IncidentAct.REVIEW, "Probably lost") is IncidentState.REVIEWED
    known = structs.replace(wreck.page().document, name="Boat of Mbour")
    with wreck.world.begin() as session:
        event = Event(IncidentKind.NOT_ARRIVED, Route.ATLANTIC, known)
        assert service.change(session, wreck.head, wreck.incident_id, event).state is (
            IncidentState.REOPENED
        )
    with pytest.raises(RuleBrokenError, match="wrote last"):
        wreck.act(wreck.head, IncidentAct.REVIEW, "Still")
    second = wreck.world.colleague(Role.SUPERVISOR)
    wreck.act(second, IncidentAct.REVIEW, "Still")
    assert wreck.act(second, IncidentAct.CLOSE) is IncidentState.CLOSED
    with wreck.world.begin() as session, pytest.raises(RuleBrokenError, match="not possible"):
        service.add_figure(session, wreck.awa, wreck.incident_id, figure)
    assert wreck.act(wreck.awa, IncidentAct.REOPEN, "A body") is IncidentState.REOPENED
    assert [one.words for one in wreck.page().document.done] == [
        "Probably lost", "Still", "", "A body",
    ]  # fmt: skip


def test_what_somebody_told_goes_with_them_and_what_they_told_of_others_stays(wreck):
    world = wreck.world
    with world.begin() as session:
        hanging.hang_case(session, wreck.other, wreck.incident_id, wreck.request_id)
    wreck.tell(
        NewSeen(Seen.ALIVE, person_id=wreck.sought_id),
        NewSeen(Seen.ALIVE, person_id=wreck.survivor_id),
        witness_id=wreck.survivor_id,
        words="I held on",
    )
    with world.begin() as session:
        parts = gathering.gather(session, Record(RecordKind.PERSON, wreck.survivor_id))
        emptying.empty(session, parts, clock.now())
    people = visible(wreck.other, Permission.PERSON_LIST, clock.now())
    events = visible(wreck.other, Permission.INCIDENT_READ, clock.now())
    with world.begin() as session:
        (said,) = ask(session, queries.said_of_sought(people, events, wreck.request_id))
    assert said.person_id == wreck.sought_id
    page = wreck.page()
    assert page.testimonies[0].document is None
    assert page.testimonies[0].who == ""
    assert [one.row.person_id for one in page.testimonies[0].seen] == [wreck.sought_id]
    assert wreck.standing(wreck.sought_id) is Standing.ALIVE
    with world.begin() as session:
        parts = gathering.gather(session, Record(RecordKind.REQUEST, wreck.request_id))
        emptying.empty(session, parts, clock.now())
        assert set(session.scalars(sa.select(IncidentSighting.sealed))) == {b""}
    assert not wreck.page().people
    engine = world.installation.database.engine
    downgrade(engine, History.MAIN, "0044")
    upgrade(engine, History.MAIN)
    with world.begin() as session:
        assert not session.scalars(sa.select(Incident)).all()


@ON_SQLITE
def test_an_event_goes_by_its_pages(site):
    world = site.world
    actor = world.colleague(Role.OFFICER)
    awa, head = site.as_(actor), site.as_(world.colleague(Role.SUPERVISOR))
    request_id = world.case(actor)
    row = world.row(request_id)
    page = awa.fill("/incidents/new", {"day": "2026-09-14"}, 422)
    assert "Please fill this in" in words_of(page)
    said = {"name": "Boat of 14 September", "exactness": "about", "vessel": "blue, two motors"}
    page = awa.follow(awa.send("/incidents/new", said))
    assert "about 14 September 2026" in words_of(page)
    here = page.request.path
    awa.fill(f"{here}/hang", {"number": "SN-2026-99999"}, 422)
    assert row.number in words_of(awa.follow(awa.send(f"{here}/hang", {"number": row.number})))
    figures = [("left", "60", "families"), ("left", "64", "survivors"), ("arrived", "38", "own")]
    for kind, number, source in figures:
        told = {"kind": kind, "number": number, "source": source, "day": "2026-09-20"}
        page = awa.follow(awa.fill(f"{here}/figures/new", told))
    assert "sources differ" in words_of(page)
    assert "between 22 and 26" in words_of(page)
    told = {"day": "2026-09-21", "words": "We left at night", "source": "relative"}
    awa.fill(f"{here}/testimonies/new", told)
    assert "Somebody else reviews the account" in words_of(awa.get(here))
    head.fill(f"{here}/acts/review", {"words": " "}, 422)
    page = words_of(head.follow(head.send(f"{here}/acts/review", {"words": "Lost at sea"})))
    assert "Reviewed by a second person" in page
    head.follow(head.fill(f"{here}/acts/close"))
    assert "Closed" in words_of(head.get("/incidents?state=closed&year=2026&kind=shipwreck"))
    other = site.as_(world.colleague(Role.OFFICER))
    page = words_of(other.get(here))
    assert "Who was on board is not shown to you" in page
    assert "We left at night" not in page


@ON_SQLITE
def test_what_a_survivor_tells_goes_by_its_pages(wreck):
    site = site_of(wreck.world)
    awa, here = site.as_(wreck.awa), f"/incidents/{wreck.incident_id}"
    number = wreck.world.row(wreck.request_id).number
    awa.fill(f"{here}/hang", {"number": number})
    told = {"words": "", "day": "2026-09-21", "seen-0-name": "Modou", "seen-0-seen": "in_danger"}
    awa.fill(
        f"{here}/testimonies/new", told | {"row": "add:seen", "words": "We left at night"}, 200
    )
    more: dict[str, str | None] = {
        "seen-1-person": str(wreck.sought_id),
        "seen-1-seen": "alive",
        "row": None,
    }
    more |= {"seen-0-tie_kind": "brother", "seen-0-tie_to": "2", "seen-1-where": "off Dakhla"}
    page = words_of(awa.follow(awa.send(f"{here}/testimonies/new", more)))
    assert "Last seen in danger; nothing is known of after" in page
    assert "Modou → brother → Mamadou Diallo" in page
    case = words_of(awa.get(f"/requests/{wreck.request_id}"))
    assert "A survivor says: was seen alive on the way · off Dakhla" in case
    assert "Hangs on an event: Boat of" in case
    paper = awa.client.get(f"{here}/people/{wreck.sought_id}/paper")
    assert paper.data.startswith(b"%PDF")
    assert Act.PRINTED in wreck.world.trail(wreck.sought_id)
    awa.get(f"{here}/people/{wreck.incident_id}/paper", 404)
    who = next(part for part in awa.get(here).text.split('"') if "/seen/" in part)
    awa.fill(who, {"person": ""}, 422)
    assert "Say who this is" not in words_of(
        awa.follow(awa.send(who, {"person": str(wreck.sought_id)}))
    )


def test_an_event_is_erased_by_two_once_no_case_needs_it_and_a_person_is_told_what_they_told(
    wreck, later
):
    world = wreck.world
    with world.begin() as session:
        hanging.hang_case(session, wreck.other, wreck.incident_id, wreck.request_id)
    seen = NewSeen(Seen.ALIVE, person_id=wreck.survivor_id)
    wreck.tell(seen, witness_id=wreck.survivor_id, words="I held on")
    with world.begin() as session:
        receipt = audit.record(session, wreck.head.user_id, Act.RIGHTS_GATHERED, societies=["SN"])
        voice = Voice("1", Whose.REGISTERED)
        lines = list(incident_lines(session, receipt, voice, wreck.survivor_id))
    told = [(one.value, one.held_back) for one in lines]
    assert told[1:] == [("I held on", False), ("", True)]
    officer = world.colleague(Role.DPO)
    later(days=6 * 366)
    with world.begin() as session:
        assert not incident_retention.due_incidents(session, officer)
    world.set(wreck.request_id, erased_at=clock.now())
    with world.begin() as session:
        (row,) = incident_retention.due_incidents(session, officer)
        asked = incident_retention.ask_erasure(session, wreck.head, row.id)
        assert asked.reason is EraseReason.OVER
        assert not incident_retention.due_incidents(session, officer)
        found = erasure.read(session, officer, asked.id)
        assert found.counts == {
            "incident": 1, "incident_testimony": 1, "incident_sighting": 1,
        }  # fmt: skip
        erasure.erase(session, officer, asked.id, found.seen)
    with world.begin() as session, pytest.raises(NotFoundError):
        reading.read(session, wreck.head, wreck.incident_id)
    with world.begin() as session:
        assert set(session.scalars(sa.select(IncidentTestimony.sealed))) == {b""}
        assert session.get_one(Person, wreck.survivor_id).erased_at is None
