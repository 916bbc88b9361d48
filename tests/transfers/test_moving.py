"""A case that changes hands: told little, taken on, handed over with consent, stopped by a no."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from rfl import clock
from rfl.access.rules import Role, Sensitivity
from rfl.audit.rules import Act
from rfl.db.rounds import ask
from rfl.erasure import emptying, gathering
from rfl.erasure.rules import Record, RecordKind
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.persons import consenting
from rfl.persons import queries as person_queries
from rfl.persons import service as persons
from rfl.persons.rules import Purpose
from rfl.protection.disclosing import disclosures
from rfl.protection.models import RightsRecord
from rfl.protection.rules import RecordKind as Whose
from rfl.societies import service as societies
from rfl.tracing import changing, reading
from rfl.tracing import service as tracing
from rfl.tracing.document import ActionDocument
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import ActionKind, CaseAct, CaseState, OutcomeReason
from rfl.tracing.work import show_nameless
from rfl.transfers import answering, handing_over, offering, panels, records, together
from rfl.transfers.models import CaseOffer
from rfl.transfers.rules import DeclineReason, OfferKind, OfferState, Side
from tests.exchange.gate import Gate
from tests.once import ON_POSTGRESQL
from tests.transfers.moving import NO, SEARCH, TOLD, YES, Move, move_of

S = OfferState


@pytest.fixture
def move(world) -> Move:
    return move_of(world)


def received(move, offer_id, actor=None) -> answering.ReceivedPage:
    with move.world.begin() as session:
        return answering.read(session, actor or move.lamin, offer_id)


def titles(move, actor) -> list[str]:
    with move.world.begin() as session:
        found = ask(session, panels.find_work(actor))
        receipt = records.record(session, actor, Act.WORK_LISTED, session.query(CaseOffer).first())
        return [str(one.title) for one in ask(session, show_nameless(receipt, found))]


def test_a_case_goes_from_one_society_to_another_and_leaves_a_stub(move):
    world = move.world
    gate = Gate(world, move.awa, move.ousmane, move.lamin, move.haddy)
    gate.register()
    request_id = move.case(SEARCH, YES)
    assert gate.links(request_id)
    try_something(move, request_id)
    offer_id = move.offered(request_id)
    page = received(move, offer_id)
    assert page.document.names == ("Mamadou Diallo",), "the mother agreed that Banjul be told"
    assert titles(move, move.lamin) == ["Answer an offered case"]
    move.accepted(offer_id)
    assert titles(move, move.awa) == ["A case you offered was taken on"]
    assert titles(move, move.ousmane) == ["Hand a case over"]
    with world.begin() as session, pytest.raises(DeniedError):
        handing_over.hand_over(session, move.awa, offer_id, TOLD)
    with world.begin() as session, pytest.raises(NotFoundError):
        reading.read(session, move.lamin, request_id)
    new_id = move.handed(offer_id)
    check_there(move, request_id, new_id)
    assert not gate.links(request_id), "what nobody looked at falls away"
    assert gate.links(new_id), "and is found anew there"
    assert Act.REQUEST_CREATED in world.trail(new_id, "GM")
    assert world.trail(new_id, "SN") == []
    here, there = world.trail(offer_id, "SN"), world.trail(offer_id, "GM")
    assert {Act.TRANSFER_OFFERED, Act.TRANSFER_HANDED} <= set(here)
    assert {Act.TRANSFER_ACCEPTED, Act.TRANSFER_RECEIVED} <= set(there)
    assert Act.TRANSFER_ACCEPTED not in here, "what Banjul reads and does is in Banjul's trail"
    check_told_of(move, request_id)
    check_erased_whole(move, request_id, offer_id)


def check_told_of(move, request_id):
    """Who asks may read to whom their case went."""
    with move.world.begin() as session:
        request = session.get_one(TracingRequest, request_id)
        receipt = records.record(
            session, move.ousmane, Act.RIGHTS_GATHERED, session.query(CaseOffer).one()
        )
        whose = RightsRecord(
            kind=Whose.ENQUIRER, person_id=request.enquirer_id, record_id=request_id
        )
        told = disclosures(session, receipt, "SN", [whose])
    assert "the society of The Gambia" in [str(one.recipient) for one in told]
    assert any("carry the search on" in str(one.what) for one in told)


def check_erased_whole(move, request_id, offer_id):
    """With the case go both copies of its offer."""
    with move.world.begin() as session:
        parts = gathering.gather(session, Record(RecordKind.REQUEST, request_id))
        assert parts.rows[CaseOffer] == [offer_id]
        row = session.get_one(CaseOffer, offer_id)
        assert {row.key_id, row.delivered_key_id} <= parts.keys


def try_something(move, request_id):
    """Write down what was tried here."""
    with move.world.begin() as session:
        document = ActionDocument("Asked at the garage", "nobody knew him")
        tracing.log_action(session, move.awa, request_id, ActionKind.COMMUNITY_ENQUIRY, document)


def check_there(move, request_id, new_id):
    """What crossed stands there, under keys and with a trail of its own; a stub stays here."""
    with move.world.begin() as session:
        case = reading.read(session, move.lamin, new_id)
        old = reading.read(session, move.awa, request_id)
        assert case.request.society_code == "GM"
        assert case.request.state is CaseState.ACCEPTED
        assert case.request.owner_id == move.lamin.user_id
        assert case.enquirer.display_name == "Aïssatou Baldé"
        assert case.sought[0].person.display_name == "Mamadou Diallo"
        assert case.document.contact == old.document.contact
        tried = [one for one in case.line if one.row.kind is ActionKind.COMMUNITY_ENQUIRY]
        assert [one.document.result for one in tried] == ["nobody knew him"]
        days = {one.purpose: one.decided_at for one in old.consents}
        assert [(one.purpose, one.decided_at) for one in case.consents] == [
            (Purpose.TRACING, days[Purpose.TRACING])
        ]
        assert old.request.state is CaseState.CLOSED
        assert old.document.outcome
        assert old.document.outcome.reason is OutcomeReason.TRANSFERRED
        keys = {one.key_id for one in (case.request, old.request)}
        assert len(keys) == 2, "under keys of the society that holds it"


def test_two_societies_work_on_one_case_until_the_family_says_no(move):
    world = move.world
    request_id = move.case(SEARCH, YES)
    offer_id = move.offered(request_id, kind=OfferKind.SHARED)
    new_id = move.handed(move.accepted(offer_id))
    assert world.row(request_id).state is CaseState.WITH_PARTNER
    with world.begin() as session:
        together.write(session, move.lamin, offer_id, Side.TO, "The harbour office knows nothing.")
        with pytest.raises(RuleBrokenError, match="leads already"):
            together.pass_lead(session, move.awa, offer_id, Side.FROM)
    assert titles(move, move.awa) == ["Colleagues abroad wrote on shared work"]
    with world.begin() as session:
        page = offering.read(session, move.awa, offer_id)
        (note,) = together.notes(session, page.receipt, page.row, Side.FROM)
        assert (note.words, note.by_society) == ("The harbour office knows nothing.", "GM")
        together.pass_lead(session, move.lamin, offer_id, Side.TO)
    assert titles(move, move.awa) == []
    with world.begin() as session:
        changing.give_consents(session, move.awa, request_id, [NO])
    assert move.view(offer_id) is S.ENDED
    with world.begin() as session:
        there = session.get_one(TracingRequest, new_id)
        assert not person_queries.has_agreed(session, there.enquirer_id, Purpose.TRACING)
        with pytest.raises(RuleBrokenError, match="not possible while"):
            together.write(session, move.lamin, offer_id, Side.TO, "One more.")


def test_without_consent_no_name_crosses_and_a_no_stops_it(move):
    world = move.world
    request_id = move.case(SEARCH)
    offer_id = move.accepted(move.offered(request_id))
    page = received(move, offer_id)
    assert page.document.names == ()
    assert "Diallo" not in repr(page.document)
    with world.begin() as session, pytest.raises(RuleBrokenError, match="has not agreed"):
        handing_over.hand_over(session, move.ousmane, offer_id, TOLD)
    assert titles(move, move.awa) == ["Ask a family whether another society may be told"]
    with world.begin() as session:
        changing.give_consents(session, move.awa, request_id, [NO])
    assert move.view(offer_id) is S.STOPPED
    assert received(move, offer_id).document == answering.NOTHING
    assert titles(move, move.awa) == ["A family does not want a case to be handed over"]
    with world.begin() as session, pytest.raises(RuleBrokenError, match="not possible while"):
        handing_over.hand_over(session, move.ousmane, offer_id, TOLD)
    with world.begin() as session, pytest.raises(RuleBrokenError, match="does not want"):
        offering.offer(session, move.awa, request_id, offering.NewOffer("GM", "Once more"))
    with world.begin() as session:
        offering.note(session, move.awa, offer_id)
    assert titles(move, move.awa) == []


def test_a_consent_taken_back_at_home_ends_the_search_there(move):
    world = move.world
    request_id = move.case(SEARCH, YES)
    new_id = move.handed(move.accepted(move.offered(request_id)))
    with world.begin() as session:
        enquirer = session.get_one(TracingRequest, request_id).enquirer_id
        (given,) = [
            one
            for one in person_queries.standing(session, enquirer)
            if one.purpose is Purpose.SHARE_SOCIETY
        ]
        changing.withdraw_consent(session, move.awa, request_id, given.id)
    with world.begin() as session:
        there = session.get_one(TracingRequest, new_id)
        assert not person_queries.has_agreed(session, there.enquirer_id, Purpose.TRACING)
    assert Act.CONSENT_WITHDRAWN in world.trail(there.enquirer_id, "GM")


@ON_POSTGRESQL  # on SQLite one writes after the other anyway
def test_a_consent_is_not_taken_back_in_the_middle_of_a_hand_over(move):
    """It waits until the case has crossed, and then ends the search there."""
    offer_id = move.accepted()
    with move.world.begin() as session:
        handing_over.hand_over(session, move.ousmane, offer_id, TOLD)
        enquirer = session.get_one(
            TracingRequest, session.get_one(CaseOffer, offer_id).request_id
        ).enquirer_id
        with move.world.begin() as other:
            other.execute(sa.text("SET LOCAL lock_timeout = '20ms'"))
            given = person_queries.standing(other, enquirer)[0]
            with pytest.raises(OperationalError):
                consenting.take_back(other, move.awa, given)
            other.rollback()


def test_what_was_erased_there_ends_the_shared_work_and_breaks_no_page(move):
    world = move.world
    offer_id = move.offered(kind=OfferKind.SHARED)
    new_id = move.handed(move.accepted(offer_id))
    with world.begin() as session:
        together.write(session, move.awa, offer_id, Side.FROM, "We visit the mother.")
        parts = gathering.gather(session, Record(RecordKind.REQUEST, new_id))
        emptying.empty(session, parts, clock.now())
    for key_id in parts.keys:
        world.installation.keys.destroy(key_id)
    page = received(move, offer_id)
    assert (page.view, page.document) == (S.ENDED, answering.NOTHING)
    with world.begin() as session:
        assert together.notes(session, page.receipt, page.row, Side.TO) == []
        with pytest.raises(RuleBrokenError, match="not possible while"):
            together.write(session, move.awa, offer_id, Side.FROM, "And again.")


def test_people_in_danger_are_offered_when_the_focal_point_says_so(move):
    world = move.world
    offer_id = move.offered(move.case(age=15))
    assert move.view(offer_id) is S.TO_SIGN
    with pytest.raises(NotFoundError):
        received(move, offer_id, move.haddy)
    with world.begin() as session, pytest.raises(DeniedError):
        offering.sign(session, move.ousmane, offer_id)
    assert titles(move, move.mariama) == ["Say whether a case is safe to offer"]
    with world.begin() as session:
        offering.sign(session, move.mariama, offer_id)
    with pytest.raises(NotFoundError):
        received(move, offer_id)
    page = received(move, offer_id, move.haddy)
    assert [one.value for one in page.document.ages] == ["child"]
    with world.begin() as session:
        answering.accept(session, move.haddy, offer_id)
    there = world.row(move.handed(offer_id))
    assert there.sensitivity is Sensitivity.RESTRICTED
    assert there.owner_id == move.haddy.user_id
    other_id = move.offered(move.case(age=15))
    with world.begin() as session:
        offering.refuse(session, move.mariama, other_id)
    with pytest.raises(NotFoundError):
        received(move, other_id, move.haddy)


def test_an_offer_is_declined_taken_back_or_runs_out(move):
    world = move.world
    offer_id = move.offered()
    with world.begin() as session, pytest.raises(RuleBrokenError, match="Say why not"):
        answering.decline(session, move.lamin, offer_id, DeclineReason.OTHER, " ")
    with world.begin() as session:
        words = "Ask in Basse."
        answering.decline(session, move.lamin, offer_id, DeclineReason.AREA, words)
    with world.begin() as session:
        page = offering.read(session, move.awa, offer_id)
        assert (page.document.reason, page.document.answer) == (DeclineReason.AREA, words)
        assert page.view is S.DECLINED
        offering.note(session, move.awa, offer_id)
    request_id = page.request.id
    again = move.offered(request_id)
    with world.begin() as session, pytest.raises(RuleBrokenError, match="offered already"):
        offering.offer(session, move.awa, request_id, offering.NewOffer("FR", "Closer"))
    with world.begin() as session:
        session.get_one(CaseOffer, again).answer_by = clock.now() + timedelta(days=3)
    assert titles(move, move.awa) == ["An offered case is still without an answer"]
    with world.begin() as session:
        session.get_one(CaseOffer, again).answer_by = clock.now()
    assert move.view(again) is S.EXPIRED
    with world.begin() as session, pytest.raises(RuleBrokenError, match="No answer in time"):
        answering.accept(session, move.lamin, again)
    assert titles(move, move.awa) == ["An offered case was not answered in time"]
    with world.begin() as session:
        offering.note(session, move.awa, again)
    assert received(move, again).document == answering.NOTHING


def test_within_a_society_the_record_stays_and_its_owner_changes(move):
    world = move.world
    other = world.colleague(Role.OFFICER, society="SN")
    request_id = move.case(SEARCH)
    with world.begin() as session:
        branch = societies.sites(session, "SN")[0].id
    offer_id = move.offered(request_id, to_society="SN", site_id=branch)
    with world.begin() as session, pytest.raises(RuleBrokenError, match="You offered"):
        answering.accept(session, move.awa, offer_id)
    with world.begin() as session:
        answering.accept(session, other, offer_id)
    row = world.row(request_id)
    assert (row.owner_id, row.society_code, row.state) == (other.user_id, "SN", CaseState.ACTIVE)
    assert move.view(offer_id) is S.HANDED_OVER


def test_what_names_people_or_is_not_accepted_yet_is_not_offered(move):
    world = move.world
    request_id = move.case()
    with world.begin() as session, pytest.raises(RuleBrokenError, match="Leave the names out"):
        offering.offer(session, move.awa, request_id, offering.NewOffer("GM", "Find Mamadou there"))
    world.set(request_id, state=CaseState.SUBMITTED)
    with world.begin() as session, pytest.raises(RuleBrokenError, match="after it was accepted"):
        offering.offer(session, move.awa, request_id, offering.NewOffer("GM", "Closer"))


def test_danger_that_came_up_since_needs_the_focal_point_and_a_seal_hides_the_offer(move):
    world = move.world
    request_id = move.case()
    offer_id = move.accepted(move.offered(request_id))
    with world.begin() as session:
        case = reading.read(session, move.awa, request_id)
        changing.change(
            session, move.awa, request_id, msgspec.structs.replace(case.document, danger="A debt")
        )
    with world.begin() as session, pytest.raises(RuleBrokenError, match="nobody knew that"):
        handing_over.hand_over(session, move.ousmane, offer_id, TOLD)
    sought = case.sought[0].row.person_id
    with world.begin() as session:
        persons.seal_record(session, move.ousmane, sought, [move.ousmane.user_id])
    with pytest.raises(NotFoundError):
        received(move, offer_id, move.haddy)
    with world.begin() as session, pytest.raises(NotFoundError):
        offering.read(session, move.awa, offer_id)
    assert titles(move, move.lamin) == titles(move, move.awa) == []
    with world.begin() as session, pytest.raises(RuleBrokenError, match="nobody knew that"):
        handing_over.hand_over(session, move.ousmane, offer_id, TOLD)


def test_what_is_under_way_is_finished_first(move):
    world = move.world
    gate = Gate(world, move.awa, move.ousmane, move.lamin, move.haddy)
    link = gate.link()
    offer_id = move.accepted(move.offered(link.request_id))
    with world.begin() as session, pytest.raises(RuleBrokenError, match="being judged"):
        handing_over.hand_over(session, move.ousmane, offer_id, TOLD)
    gate.sent(link)
    with world.begin() as session, pytest.raises(RuleBrokenError, match="A question to another"):
        handing_over.hand_over(session, move.ousmane, offer_id, TOLD)
    with world.begin() as session:
        assert session.scalar(sa.select(CaseOffer.state)) is S.ACCEPTED, "nothing was half done"
        with pytest.raises(RuleBrokenError, match="Offer the case to the other society first"):
            tracing.act(session, move.ousmane, UUID(str(link.request_id)), CaseAct.TRANSFER)
