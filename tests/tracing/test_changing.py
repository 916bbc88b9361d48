"""Changing what is known: people, circumstances, consents. What was said before stays."""

import msgspec
import pytest

from rfl.access.rules import Role, Sensitivity
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.persons import service as persons
from rfl.persons.document import PersonDocument
from rfl.persons.registering import NewConsent
from rfl.persons.rules import ConsentDecision, Purpose
from rfl.tracing import changing, reading, service
from rfl.tracing.document import Outcome, RequestDocument, SafeContact
from rfl.tracing.opening import NewSought
from rfl.tracing.queries import RequestFilter
from rfl.tracing.rules import (
    CaseAct,
    CaseState,
    Cause,
    Fate,
    LegalBasis,
    OutcomeReason,
    Whereabouts,
)
from tests.tracing.world import CONSENTS, person, son

TRACING, SHARE = Purpose.TRACING, Purpose.SHARE_SOCIETY


@pytest.fixture
def awa(world):
    return world.colleague(Role.OFFICER)


@pytest.fixture
def case_id(world, awa):
    return world.case(awa, state=CaseState.SUBMITTED)


def read(world, actor, case_id):
    with world.begin() as session:
        return reading.read(session, actor, case_id)


def consents(world, actor, case_id):
    """Return the consents that stand."""
    return {
        (one.purpose, one.recipient)
        for one in read(world, actor, case_id).consents
        if one.decision is ConsentDecision.GIVEN and one.withdrawn_at is None
    }


def test_circumstances_change_and_the_outcome_stays(world, awa, case_id):
    outcome = Outcome(Fate.UNKNOWN, Whereabouts.UNKNOWN, OutcomeReason.NOT_LOCATED)
    world.set(case_id, state=CaseState.ACTIVE)
    with world.begin() as session:
        service.request_closure(session, awa, case_id, outcome)
    new = RequestDocument(
        contact=SafeContact("a neighbour"), cause=Cause.SHIPWRECK, legal_basis=LegalBasis.CONSENT
    )

    with world.begin() as session:
        changing.change(session, awa, case_id, new)

    assert read(world, awa, case_id).document == msgspec.structs.replace(new, outcome=outcome)


def test_danger_told_later_restricts_the_case_and_its_people(world, awa, case_id):
    with world.begin() as session:
        changing.change(session, awa, case_id, RequestDocument(danger="His brother in law."))

    case = read(world, awa, case_id)
    assert case.request.sensitivity is Sensitivity.RESTRICTED
    other = world.colleague(Role.OFFICER)
    with world.begin() as session, pytest.raises(NotFoundError):
        persons.read_person(session, other, case.sought[0].row.person_id)


def test_a_sought_person_is_changed_and_searched_for_anew(world, awa, case_id, monkeypatch):
    heard = world.saves(monkeypatch)
    row = read(world, awa, case_id).sought[0].row

    with world.begin() as session:
        changing.change_sought(session, awa, case_id, row.id, son("Mamadou Lamine Diallo"))

    assert read(world, awa, case_id).sought[0].person.display_name == "Mamadou Lamine Diallo"
    assert [one.document.display_name for one in heard] == ["Mamadou Lamine Diallo"]


def test_a_child_added_later_makes_the_case_restricted(world, awa, case_id, monkeypatch):
    heard = world.saves(monkeypatch)

    with world.begin() as session:
        changing.add_sought(session, awa, case_id, son("Ibrahima Diallo", age=16))

    case = read(world, awa, case_id)
    assert [one.person.display_name for one in case.sought] == ["Mamadou Diallo", "Ibrahima Diallo"]
    assert case.request.sensitivity is Sensitivity.RESTRICTED
    assert {one.sensitivity for one in heard} == {Sensitivity.RESTRICTED}


def test_nobody_without_a_name_is_added(world, awa, case_id):
    with pytest.raises(RuleBrokenError, match="one name"), world.begin() as session:
        changing.add_sought(session, awa, case_id, NewSought(PersonDocument()))
    assert len(read(world, awa, case_id).sought) == 1


def test_the_enquirer_is_changed(world, awa, case_id):
    with world.begin() as session:
        changing.change_enquirer(session, awa, case_id, person("Aïssatou Baldé Diallo"))
    assert read(world, awa, case_id).enquirer.display_name == "Aïssatou Baldé Diallo"


def test_a_sought_person_of_another_case_is_not_changed_here(world, awa, case_id):
    other = read(world, awa, world.case(awa)).sought[0].row

    with pytest.raises(NotFoundError), world.begin() as session:
        changing.change_sought(session, awa, case_id, other.id, son())


def test_without_consent_the_search_stops_at_once_and_the_case_can_be_closed(
    world, awa, case_id, monkeypatch
):
    do(world, world.colleague(Role.SUPERVISOR), case_id, CaseAct.ACCEPT)
    heard = world.saves(monkeypatch)
    given = next(one for one in read(world, awa, case_id).consents if one.purpose is TRACING)

    with world.begin() as session:
        changing.withdraw_consent(session, awa, case_id, given.id)

    assert [one.is_searched for one in heard] == [False]
    assert not read(world, awa, case_id).has_consent
    with world.begin() as session:
        assert not service.shares_with(session, case_id, "GM")
        service.request_closure(
            session,
            awa,
            case_id,
            Outcome(Fate.UNKNOWN, Whereabouts.UNKNOWN, OutcomeReason.WITHDRAWN),
        )


def do(world, actor, request_id, act):
    with world.begin() as session:
        service.act(session, actor, request_id, act)


def test_a_consent_given_later_starts_the_search(world, awa, monkeypatch):
    case_id = world.case(awa, consents=())
    world.set(case_id, state=CaseState.ACTIVE)
    heard = world.saves(monkeypatch)

    with world.begin() as session:
        changing.give_consents(session, awa, case_id, CONSENTS)

    assert [one.is_searched for one in heard] == [True]


@pytest.mark.parametrize(
    ("first", "then", "standing"),
    [
        ([("GM",)], [("GM",), ("MR",)], {"GM", "MR"}),
        ([("*",)], [("GM",)], {"GM"}),
        ([("*",)], [("*",)], {"*"}),
        ([("*",)], [], set()),
    ],
)
def test_what_the_enquirer_says_now_stands_in_place_of_what_they_said_before(
    world, awa, first, then, standing
):
    def said(recipients):
        given = [NewConsent(SHARE, recipient=one) for (one,) in recipients]
        return (NewConsent(TRACING), *(given or [NewConsent(SHARE, ConsentDecision.REFUSED)]))

    case_id = world.case(awa, consents=said(first))
    with world.begin() as session:
        changing.give_consents(session, awa, case_id, said(then))

    assert consents(world, awa, case_id) == {
        (TRACING, "*"),
        *((SHARE, one) for one in standing),
    }
    assert sum(one.purpose is TRACING for one in read(world, awa, case_id).consents) == 1


def test_somebody_elses_consent_is_not_taken_back_here(world, awa, case_id):
    other = read(world, awa, world.case(awa)).consents[0]

    with pytest.raises(NotFoundError), world.begin() as session:
        changing.withdraw_consent(session, awa, case_id, other.id)


def test_a_volunteer_changes_nothing(world, awa):
    volunteer = world.colleague(Role.VOLUNTEER)
    case_id = world.case(volunteer)

    with pytest.raises(DeniedError), world.begin() as session:
        changing.change(session, volunteer, case_id, RequestDocument())


def test_a_person_sealed_on_a_page_of_their_own_takes_the_case_out_of_sight(world, awa, case_id):
    head, named = world.colleague(Role.SUPERVISOR), world.colleague(Role.OFFICER)
    person_id = read(world, awa, case_id).sought[0].row.person_id

    with world.begin() as session:
        persons.seal_record(session, head, person_id, [named.user_id])

    assert read(world, named, case_id).sought[0].person.display_name == "Mamadou Diallo"
    for actor in (awa, head):
        with world.begin() as session, pytest.raises(NotFoundError):
            reading.read(session, actor, case_id)
        with world.begin() as session:
            found = reading.list_requests(session, actor, RequestFilter(), limit=9, offset=0)
            assert (found.rows, found.counts) == ([], {})
