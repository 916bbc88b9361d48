"""A person asks about their data: on both kinds of database, through the services."""

from datetime import timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from rfl import clock
from rfl.access.rules import Role, Sensitivity
from rfl.attachments import service as attachments
from rfl.attachments.document import AttachmentDocument
from rfl.attachments.rules import AttachmentKind
from rfl.audit.rules import Act
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.exchange import asking
from rfl.exchange.models import Release
from rfl.exchange.rules import View
from rfl.linking import queries as links
from rfl.persons import deciding as consents
from rfl.persons import queries, service
from rfl.persons.document import Said
from rfl.persons.models import Registration
from rfl.persons.rules import Purpose, SourceKind
from rfl.protection import carrying_out, copies, deciding, periods, requests
from rfl.protection.carrying_out import Correction
from rfl.protection.deciding import Decision
from rfl.protection.document import RightsDocument
from rfl.protection.periods import Periods
from rfl.protection.rules import RecordKind, Right, RightsState, RightsVerdict
from rfl.tracing import changing
from rfl.tracing import service as tracing
from rfl.tracing.document import Outcome
from rfl.tracing.rules import Fate, OutcomeReason, Whereabouts
from tests.attachments.test_attaching import DRAWN, GIVER, NOTE, PAPER
from tests.exchange.gate import NOTHING
from tests.protection.desk import ASKS, desk_of

REGISTERED = RecordKind.REGISTERED


def number_of(world, registration_id: UUID) -> str:
    with world.begin() as session:
        return session.get_one(Registration, registration_id).number


def person_of(world, registration_id: UUID) -> UUID:
    with world.begin() as session:
        return session.get_one(Registration, registration_id).person_id


WITHDRAWN = Outcome(Fate.ALIVE, Whereabouts.UNKNOWN, OutcomeReason.WITHDRAWN)


def test_it_is_to_be_answered_within_a_month_or_sooner_if_the_society_says_so(world, desk):
    with world.begin() as session:
        first = requests.take_down(session, desk.marta, Right.ACCESS, ASKS)
        assert first.due_on - first.created_at == timedelta(days=30)
        periods.set_periods(session, desk.marta, Periods(answer_days=14))
        second = requests.take_down(session, desk.marta, Right.ERASURE, ASKS)
        assert second.due_on - second.created_at == timedelta(days=14)
        with pytest.raises(RuleBrokenError):
            periods.set_periods(session, desk.marta, Periods(answer_days=45))
        with pytest.raises(DeniedError):
            periods.set_periods(session, desk.elena, Periods())
        rows, total = requests.list_requests(
            session, desk.marta, {RightsState.OPEN}, limit=9, offset=0
        )
        assert ([row.number for row in rows], total) == ([second.number, first.number], 2)


def test_an_officer_takes_it_down_and_sees_no_more_of_it(world, gate):
    with world.begin() as session:
        row = requests.take_down(session, gate.lamin, Right.ACCESS, ASKS)
        with pytest.raises(DeniedError):
            requests.read(session, gate.lamin, row.id)
    with world.begin() as session, pytest.raises(RuleBrokenError):
        requests.take_down(session, gate.lamin, Right.ACCESS, RightsDocument(words="All."))


def test_a_record_of_another_society_or_a_sealed_one_is_as_good_as_none(world, gate, desk):
    rights_id = desk.asked(Right.ACCESS)
    registration_id = gate.register()
    number = number_of(world, registration_id)
    case_id = gate.request()
    case_number = world.row(case_id).number
    person_id = person_of(world, registration_id)
    with world.begin() as session:
        service.seal_record(session, gate.haddy, person_id, [gate.haddy.user_id])
    told = set()
    for wanted, kind in (
        (number, REGISTERED),
        (case_number, RecordKind.ENQUIRER),
        ("GM-R-2026-09999", REGISTERED),
    ):
        with world.begin() as session, pytest.raises(RuleBrokenError) as error:
            requests.add_record(session, desk.marta, rights_id, wanted, kind)
        told.add(str(error.value))
    assert len(told) == 1


def test_a_request_about_a_sealed_record_is_known_only_to_those_named(world, gate, desk):
    registration_id = gate.register()
    person_id = person_of(world, registration_id)
    with world.begin() as session:
        readers = [desk.marta.user_id, gate.haddy.user_id]
        service.seal_record(session, gate.haddy, person_id, readers)
    rights_id = desk.asked(Right.ACCESS, (number_of(world, registration_id), REGISTERED))
    assert desk.row(rights_id).sensitivity is Sensitivity.SEALED
    other = world.colleague(Role.DPO, society="GM")
    with world.begin() as session:
        requests.read(session, desk.marta, rights_id)
        for stranger in (other, desk.elena):
            with pytest.raises(NotFoundError):
                requests.read(session, stranger, rights_id)
            rows, total = requests.list_requests(
                session, stranger, set(RightsState), limit=9, offset=0
            )
            assert (list(rows), total) == ([], 0)


def test_access_takes_two_people_and_gives_exactly_what_was_approved(world, gate, desk):
    registration_id = gate.register()
    number = number_of(world, registration_id)
    rights_id = desk.asked(Right.ACCESS, (number, REGISTERED))
    with world.begin() as session, pytest.raises(RuleBrokenError):
        copies.approved_copy(session, desk.marta, rights_id, is_print=False)
    row = desk.decided(rights_id)
    assert row.state is RightsState.DECIDED
    with world.begin() as session, pytest.raises(RuleBrokenError):
        deciding.approve(session, desk.marta, rights_id, deciding.seen_of(row))
    with world.begin() as session, pytest.raises(RuleBrokenError):
        deciding.approve(session, desk.elena, rights_id, "00" * 32)
    desk.approved(rights_id)
    with world.begin() as session:
        given = copies.approved_copy(session, desk.marta, rights_id, is_print=False)
        with pytest.raises(DeniedError):
            copies.approved_copy(session, desk.elena, rights_id, is_print=False)
    assert ("Name", "Momodou Jallow") in {(line.what, line.value) for line in given.lines}
    assert [section.title for section in given.sections] == [
        "Your registration",
        "Who was told what about you",
    ]
    with world.begin() as session:
        deciding.answer(session, desk.marta, rights_id, "Handed over by Lamin Touray.")
    assert desk.row(rights_id).prepared is None
    with world.begin() as session, pytest.raises(RuleBrokenError):
        copies.approved_copy(session, desk.marta, rights_id, is_print=False)
    acts = world.trail(rights_id, "GM")
    quiet = {Act.RIGHTS_OPENED, Act.RIGHTS_CHANGED}
    assert [act for act in dict.fromkeys(acts) if act not in quiet] == [
        Act.RIGHTS_TAKEN, Act.RIGHTS_GATHERED, Act.RIGHTS_DECIDED, Act.RIGHTS_APPROVED,
        Act.EXPORTED, Act.RIGHTS_ANSWERED,
    ]  # fmt: skip
    assert Act.EXPORTED in world.trail(person_of(world, registration_id), "GM")


def test_what_was_changed_since_it_was_shown_is_not_decided_on(world, gate, desk):
    registration_id = gate.register()
    rights_id = desk.asked(Right.ACCESS, (number_of(world, registration_id), REGISTERED))
    stale = desk.seen(rights_id)
    person_id = person_of(world, registration_id)
    with world.begin() as session:
        consent = queries.standing(session, person_id)[0]
        consents.withdraw_consent(session, desk.marta, consent.id)
    with pytest.raises(RuleBrokenError):
        desk.decided(rights_id, Decision(RightsVerdict.GRANTED, seen=stale))
    desk.decided(rights_id)


def test_a_second_person_can_give_it_back_and_the_copy_is_thrown_away(world, gate, desk):
    rights_id = desk.asked(Right.ACCESS, (number_of(world, gate.register()), REGISTERED))
    desk.decided(rights_id)
    with world.begin() as session:
        deciding.send_back(session, desk.elena, rights_id)
    row = desk.row(rights_id)
    assert (row.state, row.prepared, row.decided_by) == (RightsState.OPEN, None, None)


def test_nothing_is_given_before_somebody_made_sure_who_asks(world, gate, desk):
    number = number_of(world, gate.register())
    rights_id = desk.asked(Right.ACCESS, (number, REGISTERED), sure=False)
    with pytest.raises(RuleBrokenError):
        desk.decided(rights_id)
    desk.decided(rights_id, Decision(RightsVerdict.REFUSED, "We cannot tell who you are."))
    desk.approved(rights_id)
    with world.begin() as session:
        with pytest.raises(RuleBrokenError):
            copies.approved_copy(session, desk.marta, rights_id, is_print=False)
        deciding.answer(session, desk.marta, rights_id, "Told at the door.")


def test_a_release_is_told_and_a_refusal_leaves_no_word_on_paper(world, gate, desk):
    told = gate.sent()
    gate.released(told)
    gate.register("Ebrima Ceesay")
    silent = gate.sent(gate.judged(gate.links(gate.request("Ebrima Ceesay"))[0].id))
    gate.identified(silent)
    gate.decided(silent, NOTHING)
    copy_of = {}
    for ask_id in (told, silent):
        with world.begin() as session:
            registration_id = asking.read(session, gate.awa, ask_id).ask.registration_id
        rights_id = desk.asked(Right.ACCESS, (number_of(world, registration_id), REGISTERED))
        with world.begin() as session:
            copy_of[ask_id] = str(deciding.preview(session, desk.marta, rights_id).holding)
    assert "that you are alive" in copy_of[told]
    assert "Senegal" in copy_of[told]
    for word in ("Senegal", "refus", "nothing", "Aïssatou", "interview"):
        assert word not in copy_of[silent]


def test_who_is_looked_for_is_told_so_only_if_it_endangers_nobody(world, gate, desk):
    senegal = desk_of(world, "SN")
    gate.register()
    request_id = gate.request()
    number = world.row(request_id).number
    rights_id = senegal.asked(Right.ACCESS, (number, RecordKind.SOUGHT))
    with world.begin() as session:
        gathered = deciding.preview(session, senegal.marta, rights_id)
    text = str(gathered.holding)
    assert "A search for you" in text
    assert gathered.left_out == ()
    assert not any(word in text for word in ("Aïssatou", "sister’s telephone", number, "Baldé"))
    with world.begin() as session:
        tracing.request_closure(session, gate.awa, request_id, WITHDRAWN)
        text = str(deciding.preview(session, senegal.marta, rights_id).holding)
    assert "What became of you" in text
    assert "Why the search ended" not in text  # that the enquirer ended it is theirs
    with world.begin() as session:
        case = tracing.read(session, gate.awa, request_id)
        endangered = replace(case.document, danger="She fled from him.")
        changing.change(session, gate.awa, request_id, endangered)
    with world.begin() as session:
        gathered = deciding.preview(session, senegal.marta, rights_id)
    assert gathered.left_out == (number,)
    assert "search" not in str(gathered.holding.sections).lower()


def test_an_enquirer_is_given_what_they_told_and_nothing_of_who_was_found(world, gate):
    senegal = desk_of(world, "SN")
    ask_id = gate.sent()
    gate.released(ask_id)
    with world.begin() as session:
        case = asking.read(session, gate.awa, ask_id).request
        number = case.number
        attachments.add(session, gate.awa, case.id, PAPER, DRAWN)
        theirs = AttachmentDocument(AttachmentKind.LETTER, Said(SourceKind.ENQUIRER))
        attachments.add(session, gate.awa, case.id, theirs, DRAWN)
    rights_id = senegal.asked(Right.ACCESS, (number, RecordKind.ENQUIRER))
    with world.begin() as session:
        text = str(deciding.preview(session, senegal.marta, rights_id).holding)
    assert "Aïssatou Baldé" in text
    assert "sister’s telephone" in text
    assert "Letter" in text
    assert "document that others gave us" in text
    for word in ("Identity paper", GIVER, NOTE):
        assert word not in text
    for word in ("Gambia", "Greet mother", "Momodou", "Jallow", "alive", "Answer received"):
        assert word not in text


def test_a_correction_stands_first_and_what_was_said_stays_behind(world, gate, desk):
    registration_id = gate.register()
    rights_id = desk.asked(Right.RECTIFICATION, (number_of(world, registration_id), REGISTERED))
    row = desk.decided(rights_id, Decision(RightsVerdict.GRANTED))
    assert row.state is RightsState.APPROVED
    with world.begin() as session, pytest.raises(RuleBrokenError):
        deciding.answer(session, desk.marta, rights_id, "By telephone.")
    with world.begin() as session:
        record = requests.read(session, desk.marta, rights_id).records[0]
        carrying_out.rectify(
            session, desk.marta, rights_id, record.id, Correction("name", "Muhammad Jallow")
        )
    person_id = person_of(world, registration_id)
    with world.begin() as session:
        _row, document, _receipt = service.read_person(session, gate.haddy, person_id)
        deciding.answer(session, desk.marta, rights_id, "By telephone.")
    assert [name.text for name in document.names] == ["Muhammad Jallow", "Momodou Jallow"]
    assert document.names[0].said.source is SourceKind.PERSON
    assert document.names[0].said.day == clock.today()
    assert Act.PERSON_CHANGED in world.trail(person_id, "GM")


def test_an_objection_stops_the_purpose_here_and_elsewhere(world, gate, desk):
    ask_id = gate.sent()
    release_id = gate.released(ask_id)
    with world.begin() as session:
        registration_id = asking.read(session, gate.awa, ask_id).ask.registration_id
    person_id = person_of(world, registration_id)
    rights_id = desk.asked(Right.OBJECTION, (number_of(world, registration_id), REGISTERED))
    with world.begin() as session, pytest.raises(RuleBrokenError):
        deciding.decide(session, desk.marta, rights_id, Decision(RightsVerdict.GRANTED))
    desk.decided(
        rights_id,
        Decision(
            RightsVerdict.GRANTED, purposes=(Purpose.SHARE_SOCIETY,), takes_back_releases=True
        ),
    )
    with world.begin() as session:
        assert queries.shares_with(session, [person_id], "SN") == {person_id}
        carrying_out.stop_purposes(session, desk.marta, rights_id)
    with world.begin() as session:
        assert queries.shares_with(session, [person_id], "SN") == set()
        assert {one.purpose for one in queries.standing(session, person_id)} == {Purpose.TRACING}
        assert session.get_one(Release, release_id).withdrawn_at is not None
        assert asking.read(session, gate.awa, ask_id).view is View.WITHDRAWN
        deciding.answer(session, desk.marta, rights_id, "By telephone.")


def test_an_enquirers_objection_ends_the_search(world, gate):
    senegal = desk_of(world, "SN")
    gate.register()
    request_id = gate.request()
    rights_id = senegal.asked(Right.OBJECTION, (world.row(request_id).number, RecordKind.ENQUIRER))
    senegal.decided(rights_id, Decision(RightsVerdict.GRANTED, purposes=(Purpose.TRACING,)))
    with world.begin() as session:
        carrying_out.stop_purposes(session, senegal.marta, rights_id)
    with world.begin() as session:
        assert links.searched_sought(session) == []


def test_a_search_for_somebody_ends_with_its_case_not_behind_the_enquirers_back(world, gate):
    senegal = desk_of(world, "SN")
    request_id = gate.request()
    rights_id = senegal.asked(Right.OBJECTION, (world.row(request_id).number, RecordKind.SOUGHT))
    senegal.decided(rights_id, Decision(RightsVerdict.GRANTED, purposes=(Purpose.TRACING,)))
    with world.begin() as session, pytest.raises(RuleBrokenError):
        carrying_out.stop_purposes(session, senegal.marta, rights_id)
