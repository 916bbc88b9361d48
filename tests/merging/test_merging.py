"""One person recorded twice: joined, with nothing moved and nothing told more, and parted again."""

from dataclasses import replace
from uuid import UUID

import pytest
import sqlalchemy as sa

from rfl import clock
from rfl.access.rules import Role
from rfl.approvals import service as approvals
from rfl.audit.rules import Act
from rfl.erasure import emptying, gathering
from rfl.erasure.rules import Record, RecordKind
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.linking import service as linking
from rfl.linking.models import IndexedPerson, Link
from rfl.linking.rules import TO_JUDGE, LinkAct, RejectReason
from rfl.merging import service
from rfl.persons import deciding, queries, registering, wholes
from rfl.persons import service as persons
from rfl.persons.document import RegistrationDocument
from rfl.persons.models import Consent, Person, PersonMerge, Registration, SamePerson
from rfl.persons.registering import NewConsent
from rfl.persons.rules import ConsentDecision, Purpose, RegistrationKind
from rfl.tracing.models import TracingRequest
from tests.exchange.gate import NOTHING
from tests.merging.joining import WHY, Desk, desk_of
from tests.persons.people import somebody
from tests.tracing.web import words_of


@pytest.fixture
def desk(world) -> Desk:
    return desk_of(world)


def snapshot(world) -> dict[str, list[str]]:
    """Return every row that a merge could touch, as it stands; places are closed anew each time."""
    tables = (Person, Registration, Consent, Link, SamePerson, IndexedPerson)
    with world.begin() as session:
        return {
            one.__tablename__: sorted(
                repr([value for name, value in row._mapping.items() if name != "places"])
                for row in session.execute(sa.select(one.__table__))
            )
            for one in tables
        }


def shown(world, actor) -> set[UUID]:
    """Return which links an officer is shown to judge."""
    with world.begin() as session:
        rows, _receipt = linking.list_links(session, actor, TO_JUDGE, limit=50, offset=0)
        return {row.registration.id for row in rows}


def test_a_wrong_merge_is_undone_to_the_letter(desk):
    world, gate = desk.world, desk.gate
    met, met_again = gate.register(), gate.register("Momodou Jallow", age=25)
    one, other = desk.person(met), desk.person(met_again)
    request_id = gate.request()
    first = next(link for link in gate.links(request_id) if link.registration_id == met)
    with world.begin() as session:
        linking.judge(session, gate.awa, first.id, LinkAct.REJECT, reason=RejectReason.AGE)
    before = snapshot(world)
    assert shown(world, gate.awa) == {met_again}

    merge_id = desk.join(one, other)
    assert shown(world, gate.awa) == set(), "rejected stays rejected, on either record"
    desk.part(merge_id)
    assert snapshot(world) == before

    merge_id = desk.join(one, other)
    with world.begin() as session:
        changed = somebody("Momodou Lamin Jallow")
        registering.change(session, desk.officer, met, changed, RegistrationDocument())
    desk.part(merge_id)
    after = snapshot(world)
    assert after["consent"] == before["consent"]
    assert [row for row in after["person"] if str(other) in row] == [
        row for row in before["person"] if str(other) in row
    ]
    with world.begin() as session:
        _row, document, _receipt = persons.read_person(session, desk.officer, one)
        assert document.display_name == "Momodou Lamin Jallow"
    assert world.trail(one, "GM").count(Act.PERSON_MERGED) == 2
    assert world.trail(one, "GM").count(Act.PERSON_PARTED) == 2


def test_a_refusal_of_either_record_holds_for_both_and_a_merge_opens_nothing(desk):
    world, gate = desk.world, desk.gate
    met, refused = gate.register(), gate.register(share=False)
    pair = [desk.person(met), desk.person(refused)]

    def shared() -> list[bool]:
        with world.begin() as session:
            told = queries.shares_with(session, pair, "SN")
        return [one in told for one in pair]

    assert shared() == [True, False]
    merge_id = desk.join(*pair)
    assert shared() == [False, False]
    gate.request()
    assert shown(world, gate.awa) == set()
    with world.begin() as session:
        deciding.give_consent(session, desk.officer, refused, NewConsent(Purpose.SHARE_SOCIETY))
    assert shared() == [True, True], "the person changed their mind where they had said no"
    with world.begin() as session:
        (given,) = [
            one for one in queries.standing(session, pair[0]) if one.purpose is Purpose.TRACING
        ]
        deciding.withdraw_consent(session, desk.officer, given.id)
        found = session.scalars(sa.select(IndexedPerson.person_id)).all()
    assert shared() == [False, False]
    assert not set(pair) & set(found), "whoever leaves the search leaves it with both records"
    desk.part(merge_id)
    assert shared() == [False, True]
    with world.begin() as session:
        assert pair[1] in session.scalars(sa.select(IndexedPerson.person_id)).all()


def test_what_is_sealed_is_neither_joined_nor_shown(site, desk):
    world = site.world
    one, other = desk.person(desk.gate.register()), desk.person(desk.gate.register("Musa Sowe"))
    desk.join(one, other)
    with world.begin() as session:
        persons.seal_record(session, desk.head, other, [desk.head.user_id])
    officer = site.as_(desk.officer)
    page = words_of(officer.get(f"/persons/{one}"))
    assert "Musa" not in page
    assert "Recorded more than once" not in page
    assert "Records of the same person" not in page
    officer.get(f"/persons/{one}/same/{other}", 404)
    third = desk.person(desk.gate.register())
    with world.begin() as session:
        with pytest.raises(NotFoundError):
            service.ask_merge(session, desk.officer, third, other, WHY)
        with pytest.raises(RuleBrokenError, match="cannot be joined"):
            service.ask_merge(session, desk.head, third, other, WHY)


def test_it_takes_two_people_and_records_that_stayed_as_they_were(desk):
    world = desk.world
    one, other = desk.person(desk.gate.register()), desk.person(desk.gate.register())
    with world.begin() as session:
        row = service.ask_merge(session, desk.head, one, other, WHY)
    with pytest.raises(RuleBrokenError, match="You asked for this yourself"):
        desk.approve(row)
    with world.begin() as session:
        approvals.withdraw(session, desk.head, row.id)
        row = service.ask_merge(session, desk.officer, one, other, WHY)
        session.get_one(Person, other).changed_at = clock.now()
    with pytest.raises(RuleBrokenError, match="no longer as it was"):
        desk.approve(row)
    with world.begin() as session:
        assert session.scalars(sa.select(PersonMerge)).all() == []


def test_a_family_refused_on_one_record_is_told_nothing_by_the_other(desk):
    gate = desk.gate
    met, again = gate.register(), gate.register()
    request_id = gate.request()
    links = {link.registration_id: gate.judged(link.id) for link in gate.links(request_id)}
    no = gate.sent(links[met])
    gate.identified(no)
    gate.decided(no, NOTHING)
    desk.join(desk.person(met), desk.person(again))
    with pytest.raises(RuleBrokenError, match="told nothing"):
        gate.released(gate.sent(links[again]))


def test_nobody_is_suggested_to_themselves_and_erasure_ends_a_merge(desk):
    world, gate = desk.world, desk.gate
    request_id = gate.request("Momodou Jallow")
    with world.begin() as session:
        enquirer = session.get_one(TracingRequest, request_id).enquirer_id
        met = registering.register(
            session,
            gate.awa,
            replace(_new(), person=somebody("Momodou Jallow")),
        )
        met_id, person_id = met.id, met.person_id
    assert shown(world, gate.awa) == {met_id}
    with world.begin() as session:
        row = service.ask_merge(session, gate.awa, enquirer, person_id, WHY)
    desk.approve(row, gate.ousmane)
    assert shown(world, gate.awa) == set()
    with world.begin() as session:
        parts = gathering.gather(session, Record(RecordKind.PERSON, person_id))
        emptying.empty(session, parts, clock.now())
        assert wholes.members(session, enquirer) == [enquirer]
        assert session.scalars(sa.select(PersonMerge.sealed)).all() == [b""]


def test_two_records_are_found_compared_and_joined_on_pages(site, desk):
    met, again = desk.gate.register("Ebrima Ceesay"), desk.gate.register("Ibrahima Sissé")
    one, other = desk.person(met), desk.person(again)
    with site.world.begin() as session:
        number = session.get_one(Registration, again).number
    officer, look, compare = (
        site.as_(desk.officer),
        f"/persons/{one}/same",
        f"/persons/{one}/same/{other}",
    )
    site.as_(site.world.colleague(Role.VOLUNTEER, society="GM")).get(look, 403)

    assert "Look for the same person" in words_of(officer.get(f"/registrations/{met}"))
    assert number in words_of(officer.get(look))
    assert "has this number" in words_of(officer.fill(look, {"number": "GM-1"}, 422))
    page = officer.follow(officer.fill(look, {"number": number.lower()}))
    assert "One person, or two?" in words_of(page)
    assert "Say why in a sentence" in words_of(officer.fill(compare, {"why": "same"}, 422))
    officer.fill(compare, {"why": WHY})
    assert "Waits for somebody else" in words_of(officer.get("/approvals"))
    head = approved(site, desk, f"{number} · Ibrahima Sissé")

    head.get(compare)
    page = words_of(officer.get(f"/persons/{one}"))
    for words in ("Recorded more than once", "Ibrahima Sissé", "Ebrima Ceesay", WHY, "Haddy Njie"):
        assert words in page
    assert "joined already" in words_of(officer.get(compare))


def test_two_joined_records_are_parted_on_pages(site, desk):
    one, other = desk.person(desk.gate.register("Isatou")), desk.person(desk.gate.register("Aisa"))
    merge_id = desk.join(one, other)
    officer, part = site.as_(desk.officer), f"/persons/{one}/part/{merge_id}"
    assert "They are two people" in words_of(officer.get(f"/persons/{one}"))
    assert "Say why in a sentence" in words_of(officer.fill(part, {"why": "no"}, 422))
    officer.fill(part, {"why": "They came together today."})
    approved(site, desk, "Part two records")
    page = words_of(officer.get(f"/persons/{one}"))
    assert "Aisa" not in page
    assert "Parted by Haddy Njie" in page
    assert "parted already" in words_of(officer.get(part))


def approved(site, desk, words: str):
    """Have the head of tracing read `words` and approve the one thing that waits."""
    head = site.as_(desk.head)
    assert words in words_of(head.get("/approvals"))
    with site.world.begin() as session:
        (line,) = approvals.inbox(session, desk.head).to_decide
    head.post(f"/approvals/{line.id}/approve", {"seen": line.seen})
    return head


def _new():
    return registering.NewRegistration(
        kind=RegistrationKind.SAFE_AND_WELL,
        met_on=clock.today(),
        person=somebody(),
        consents=(
            NewConsent(Purpose.TRACING),
            NewConsent(Purpose.SHARE_SOCIETY, ConsentDecision.REFUSED),
        ),
    )
