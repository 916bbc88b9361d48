"""Opening requests, one by one and in lists."""

from dataclasses import replace

import pytest

from rfl.access.rules import Role, Sensitivity
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.persons.document import PersonDocument
from rfl.persons.models import ExternalRecord, Person
from rfl.persons.registering import NewConsent
from rfl.persons.rules import ConsentDecision, Purpose
from rfl.tracing import queries
from rfl.tracing.document import RequestDocument
from rfl.tracing.opening import open_many
from rfl.tracing.reading import read
from rfl.tracing.rules import CaseState, Cause, LegalBasis
from rfl.tracing.service import shares_with
from tests.tracing.world import COMPLETE, CONSENTS, person, son


def test_a_request_is_a_numbered_draft_of_the_officer_who_opens_it(world):
    awa = world.colleague(Role.OFFICER)

    first, second = world.row(world.case(awa)), world.row(world.case(awa))

    assert first.state is CaseState.DRAFT
    assert (first.owner_id, first.created_by) == (awa.user_id, awa.user_id)
    assert first.number.startswith("SN-20")
    assert second.number != first.number


def test_what_was_taken_down_is_there_to_read(world):
    awa = world.colleague(Role.OFFICER)
    request_id = world.case(awa, sought=(son("Mamadou Diallo"), son("Ibrahima Diallo", age=16)))

    with world.begin() as session:
        case = read(session, awa, request_id)

    assert case.enquirer.display_name == "Aïssatou Baldé"
    assert [one.person.display_name for one in case.sought] == ["Mamadou Diallo", "Ibrahima Diallo"]
    assert case.document.contact.channel == "her sister’s telephone"
    assert [entry.document.result for entry in case.line] == ["opened"]
    assert case.has_consent


def test_who_was_sought_rests_sealed(world):
    awa = world.colleague(Role.OFFICER)
    row = world.row(world.case(awa))

    assert b"contact" not in row.sealed
    assert b"sister" not in row.sealed


def test_a_child_makes_the_whole_case_restricted_from_the_first_save(world):
    awa = world.colleague(Role.OFFICER)
    request_id = world.case(awa, sought=(son(), son("Ibrahima Diallo", age=16)))

    row = world.row(request_id)
    with world.begin() as session:
        people = [one.person_id for one in queries.sought(session, [request_id])]
        levels = {session.get_one(Person, one).sensitivity for one in [row.enquirer_id, *people]}

    assert row.sensitivity is Sensitivity.RESTRICTED
    assert levels == {Sensitivity.RESTRICTED}


@pytest.mark.parametrize(
    "document",
    [RequestDocument(danger="His uncle looks for him."), RequestDocument(cause=Cause.TRAFFICKING)],
)
def test_danger_and_survivors_make_a_case_restricted(world, document):
    awa = world.colleague(Role.OFFICER)

    assert world.row(world.case(awa, document=document)).sensitivity is Sensitivity.RESTRICTED


def test_a_sealed_case_is_known_to_whoever_opened_it_and_to_no_supervisor(world):
    awa, head = world.colleague(Role.OFFICER), world.colleague(Role.SUPERVISOR)
    request_id = world.case(awa, sensitivity=Sensitivity.SEALED)

    with world.begin() as session:
        assert read(session, awa, request_id).enquirer.display_name == "Aïssatou Baldé"
    with world.begin() as session, pytest.raises(NotFoundError):
        read(session, head, request_id)


def test_nobody_to_look_for_is_no_request(world):
    awa = world.colleague(Role.OFFICER)

    with pytest.raises(RuleBrokenError, match="at least one person"):
        world.case(awa, sought=())
    with pytest.raises(RuleBrokenError, match="at least one name"):
        world.case(awa, enquirer=PersonDocument())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"consents": ()}, "consent first"),
        ({"consents": (NewConsent(Purpose.TRACING, ConsentDecision.REFUSED),)}, "consent first"),
        ({"document": RequestDocument()}, "legal basis"),
    ],
)
def test_a_request_that_is_not_ready_cannot_be_submitted_as_it_is_opened(world, change, sentence):
    awa = world.colleague(Role.OFFICER)

    with pytest.raises(RuleBrokenError, match=sentence):
        world.case(awa, state=CaseState.SUBMITTED, **change)


def test_a_request_begins_as_a_draft_or_submitted(world):
    awa = world.colleague(Role.OFFICER)

    with pytest.raises(RuleBrokenError, match="begins as"):
        world.case(awa, state=CaseState.ACTIVE)


def test_a_submitted_request_is_searched_for_and_a_draft_is_not(world, monkeypatch):
    awa = world.colleague(Role.OFFICER)
    heard = world.saves(monkeypatch)

    world.case(awa)
    world.case(awa, state=CaseState.SUBMITTED)

    assert [(one.is_sought, one.is_searched) for one in heard] == [(True, False), (True, True)]


def test_a_volunteer_takes_a_request_down_and_it_is_nobodys_until_an_officer_takes_it(world):
    volunteer = world.colleague(Role.VOLUNTEER)
    row = world.row(world.case(volunteer, state=CaseState.SUBMITTED))

    assert row.owner_id is None
    assert row.created_by == volunteer.user_id


@pytest.mark.parametrize(
    "role", [Role.PARTNER, Role.SAFEGUARDING, Role.DPO, Role.ADMIN, Role.COORDINATOR]
)
def test_other_roles_open_no_requests(world, role):
    with pytest.raises(DeniedError):
        world.case(world.colleague(role))


def test_the_enquirers_consent_decides_which_society_may_be_told(world):
    awa = world.colleague(Role.OFFICER)
    gambia = NewConsent(Purpose.SHARE_SOCIETY, recipient="GM")
    everybody, one, nobody = (
        world.case(awa, consents=consents)
        for consents in (CONSENTS, (NewConsent(Purpose.TRACING), gambia), CONSENTS[:1])
    )

    with world.begin() as session:
        told = {
            society: queries.requests_shared_with(session, [everybody, one, nobody], society)
            for society in ("GM", "MR")
        }
        assert not shares_with(session, nobody, "GM")
    assert told == {"GM": {everybody, one}, "MR": {everybody}}


def test_a_list_of_requests_goes_in_at_once_or_not_at_all(world):
    awa = world.colleague(Role.OFFICER)
    news = [
        replace(
            COMPLETE, document=RequestDocument(external_id=f"row-{n}"), sought=(son(f"Son {n}"),)
        )
        for n in range(30)
    ]

    with pytest.raises(RuleBrokenError), world.begin() as session:
        open_many(session, awa, [*news, replace(COMPLETE, enquirer=person(" "))])
    with world.begin() as session:
        opened = open_many(session, awa, news)
    with world.begin() as session:
        names = [read(session, awa, row.id).sought[0].person.display_name for row in opened]
        assert session.query(ExternalRecord).count() == len(news)

    assert names == [f"Son {n}" for n in range(30)]
    assert len({row.number for row in opened}) == len(news)
    assert {row.family_heard_at for row in opened} == {None}


def test_opening_is_written_to_the_trail_with_the_case_and_its_people(world):
    awa = world.colleague(Role.OFFICER)
    request_id = world.case(awa)

    assert world.trail(request_id) == ["request:created"]
    assert "person:created" in world.trail(world.row(request_id).enquirer_id)


def test_a_request_with_all_it_needs_can_be_submitted_as_it_is_opened(world):
    awa = world.colleague(Role.OFFICER)
    ready = RequestDocument(legal_basis=LegalBasis.VITAL_INTEREST)

    row = world.row(world.case(awa, document=ready, state=CaseState.SUBMITTED))

    assert row.state is CaseState.SUBMITTED
