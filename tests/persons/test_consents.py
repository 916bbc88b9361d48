"""What people decide: given, refused, taken back; it acts at once, here and in other societies."""

import pytest

from rfl.access.rules import Role
from rfl.audit.rules import Act
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.linking import service as links
from rfl.linking.rules import LinkState
from rfl.persons import deciding, queries, records, service
from rfl.persons.document import ConsentDocument
from rfl.persons.queries import ConsentFilter, ConsentShow
from rfl.persons.registering import NewConsent
from rfl.persons.rules import ConsentDecision, Purpose
from rfl.tracing.rules import CaseState
from rfl.wiring import wire
from tests.persons.people import MOMODOU, register, rows

ALL_STATES = list(LinkState)


def withdraw(world, actor, registration_id, purpose, recipient="*"):
    with world.begin() as session:
        page = records.read(session, actor, registration_id)
        consent = next(
            one for one in page.consents if (one.purpose, one.recipient) == (purpose, recipient)
        )
        deciding.withdraw_consent(session, actor, consent.id)
        return consent.id


def shared(world, person_id, society):
    with world.begin() as session:
        return queries.shares_with(session, [person_id], society) == {person_id}


def standing(world, person_id):
    with world.begin() as session:
        return {(one.purpose, one.recipient) for one in queries.standing(session, person_id)}


def links_of(world, officer):
    with world.begin() as session:
        return len(links.list_links(session, officer, ALL_STATES, limit=9, offset=0)[0])


@pytest.fixture
def gambian(world):
    wire()
    return world.colleague(Role.OFFICER, society="GM")


def test_a_registration_is_shared_with_those_who_were_named(world, gambian):
    named = (NewConsent(Purpose.TRACING), NewConsent(Purpose.SHARE_SOCIETY, recipient="SN"))
    _row, person = rows(world, register(world, gambian, consents=named))
    assert shared(world, person.id, "SN")
    assert not shared(world, person.id, "IT")
    _row, person = rows(world, register(world, gambian))
    assert shared(world, person.id, "IT")
    only_sharing = (NewConsent(Purpose.SHARE_SOCIETY),)
    _row, person = rows(world, register(world, gambian, consents=only_sharing))
    assert not shared(world, person.id, "IT")


@pytest.mark.parametrize("purpose", [Purpose.SHARE_SOCIETY, Purpose.TRACING])
def test_taking_back_acts_at_once_in_the_other_society(world, gambian, purpose):
    senegalese = world.colleague(Role.OFFICER, society="SN")
    world.case(senegalese, state=CaseState.SUBMITTED)
    registration_id = register(world, gambian)
    _row, person = rows(world, registration_id)
    assert links_of(world, senegalese) == 1
    consent_id = withdraw(world, gambian, registration_id, purpose)
    assert links_of(world, senegalese) == 0
    assert not shared(world, person.id, "SN")
    assert Act.CONSENT_WITHDRAWN in world.trail(consent_id, "GM")


def test_without_the_search_nobody_new_finds_them_and_nothing_rests_on_it(world, gambian):
    registration_id = register(world, gambian)
    _row, person = rows(world, registration_id)
    withdraw(world, gambian, registration_id, Purpose.TRACING)
    assert standing(world, person.id) == set()
    world.case(gambian, state=CaseState.SUBMITTED)
    assert links_of(world, gambian) == 0


def test_a_decision_given_later_acts_at_once_too(world, gambian):
    senegalese = world.colleague(Role.OFFICER, society="SN")
    world.case(senegalese, state=CaseState.SUBMITTED)
    registration_id = register(world, gambian, consents=())
    assert links_of(world, senegalese) == 0
    with world.begin() as session:
        for consent in MOMODOU.consents:
            deciding.give_consent(session, gambian, registration_id, consent)
    assert links_of(world, senegalese) == 1


def test_a_refusal_takes_back_what_was_given_before(world, gambian):
    registration_id = register(world, gambian)
    _row, person = rows(world, registration_id)
    refused = NewConsent(Purpose.SHARE_SOCIETY, ConsentDecision.REFUSED)
    with world.begin() as session:
        deciding.give_consent(session, gambian, registration_id, refused)
    assert standing(world, person.id) == {(Purpose.TRACING, "*")}
    assert not shared(world, person.id, "SN")


def test_one_society_is_not_refused_while_all_are_allowed(world, gambian):
    registration_id = register(world, gambian)
    refused = NewConsent(Purpose.SHARE_SOCIETY, ConsentDecision.REFUSED, recipient="SN")
    with world.begin() as session, pytest.raises(RuleBrokenError, match="all societies"):
        deciding.give_consent(session, gambian, registration_id, refused)


def test_a_consent_given_twice_ends_with_one_taking_back(world, gambian):
    registration_id = register(world, gambian)
    _row, person = rows(world, registration_id)
    with world.begin() as session:
        deciding.give_consent(session, gambian, registration_id, MOMODOU.consents[1])
    withdraw(world, gambian, registration_id, Purpose.SHARE_SOCIETY)
    assert standing(world, person.id) == {(Purpose.TRACING, "*")}


def test_the_words_that_were_read_are_kept_with_who_decided(world, gambian):
    words = ConsentDocument("May we?", "Mandinka", "Awa", "his uncle")
    consent = NewConsent(Purpose.TRACING, attested=True, document=words)
    registration_id = register(world, gambian, consents=(consent,))
    with world.begin() as session:
        page = records.read(session, gambian, registration_id)
        assert list(page.consent_words) == [words]
        assert page.consents[0].attested


def test_the_data_protection_officer_lists_decisions_and_takes_them_back(world, gambian):
    dpo = world.colleague(Role.DPO, society="GM")
    foreign = world.colleague(Role.DPO, society="SN")
    register(world, gambian)
    with world.begin() as session:
        found, total = deciding.list_consents(
            session, dpo, ConsentFilter(ConsentShow.ALL), limit=9, offset=0
        )
        assert (len(found), total) == (2, 2)
        consent_id = found[0][0].id
        nothing = deciding.list_consents(
            session, foreign, ConsentFilter(ConsentShow.ALL), limit=9, offset=0
        )
        assert nothing == ([], 0)
        with pytest.raises(NotFoundError):
            deciding.withdraw_consent(session, foreign, consent_id)
        with pytest.raises(DeniedError):
            deciding.list_consents(
                session, gambian, ConsentFilter(ConsentShow.ALL), limit=9, offset=0
            )
        deciding.withdraw_consent(session, dpo, consent_id)
        _found, ended = deciding.list_consents(
            session, dpo, ConsentFilter(ConsentShow.TAKEN_BACK), limit=9, offset=0
        )
        assert ended >= 1


def test_a_sealed_record_is_in_no_list_of_consents(world, gambian):
    head = world.colleague(Role.SUPERVISOR, society="GM")
    dpo = world.colleague(Role.DPO, society="GM")
    _row, person = rows(world, register(world, gambian))
    with world.begin() as session:
        service.seal_record(session, head, person.id, [head.user_id])
        assert deciding.list_consents(
            session, dpo, ConsentFilter(ConsentShow.ALL), limit=9, offset=0
        ) == ([], 0)


def test_decisions_are_found_by_purpose_and_by_the_society_they_let_in(world, gambian):
    dpo = world.colleague(Role.DPO, society="GM")
    register(world, gambian)
    for_senegal = NewConsent(Purpose.SHARE_SOCIETY, recipient="SN")
    register(world, gambian, consents=(NewConsent(Purpose.TRACING), for_senegal))

    def found(**narrowed) -> list[tuple[Purpose, str]]:
        with world.begin() as session:
            rows, total = deciding.list_consents(
                session, dpo, ConsentFilter(**narrowed), limit=9, offset=0
            )
        assert total == len(rows)
        return sorted((one.purpose, one.recipient) for one, _number in rows)

    sharing = Purpose.SHARE_SOCIETY
    assert len(found()) == 4
    assert found(purpose=Purpose.TRACING) == [(Purpose.TRACING, "*")] * 2
    assert found(purpose=sharing) == [(sharing, "*"), (sharing, "SN")]
    assert found(recipient="SN") == [(sharing, "*"), (sharing, "SN")]
    assert found(recipient="IT") == [(sharing, "*")]
    assert found(recipient="IT", show=ConsentShow.TAKEN_BACK) == []
