import msgspec
import pytest
from sqlalchemy import func, select

from rfl import clock
from rfl.access.rules import Role
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.linking import finding, panels, rules, service
from rfl.linking.common import share_words
from rfl.linking.models import IndexedPerson, LexiconToken, Link
from rfl.linking.rules import RETURN_BITS, LinkAct, LinkState, RejectReason
from rfl.persons import records, registering, statements
from rfl.persons import service as persons
from rfl.persons.document import Relation
from rfl.persons.models import Consent, Registration
from rfl.persons.rules import Purpose, RelationKind, Sex
from rfl.persons.watch import Saved, announce
from rfl.tracing import changing, preparing, reading
from rfl.tracing import service as tracing
from rfl.tracing.closing import Known
from rfl.tracing.next_act import choices
from rfl.tracing.rules import CaseAct, Fate
from tests.tracing.world import person, son


def test_a_new_request_finds_whoever_was_registered_before(gate):
    gate.register("Momodou Jallow")

    links = gate.links(gate.request("Mamadou Diallo"))

    assert [link.state for link in links] == [LinkState.SUGGESTED]
    assert links[0].other_society == "GM"


def test_a_new_registration_is_found_for_a_search_that_runs(gate):
    request_id = gate.request("Mamadou Diallo")

    gate.register("Momodou Jallow")

    assert len(gate.links(request_id)) == 1


def test_the_reason_names_the_two_spellings(gate):
    gate.register("Momodou Jallow")
    link = gate.links(gate.request("Mamadou Diallo"))[0]

    with gate.world.begin() as session:
        reasons = [
            str(row.because) for row in service.review(session, gate.awa, link.id).likeness.evidence
        ]

    assert any("Diallo is the French, Jallow the English spelling" in text for text in reasons)


def test_who_did_not_agree_is_never_suggested_to_another_society(gate):
    gate.register(share=False)

    assert gate.links(gate.request()) == []


def test_who_did_not_agree_cannot_be_counted_by_another_society(gate):
    gate.register()
    gate.register(share=False)
    request_id = gate.request()

    with gate.world.begin() as session:
        rows, _receipt = service.list_links(session, gate.awa, rules.TO_JUDGE, limit=50, offset=0)
        found = finding.search(session, gate.awa, "Momodou Jallow")

    assert len(rows) == len(gate.links(request_id)) == 1
    assert all(hit.is_sought for hit in found.hits)


def test_a_consent_taken_back_takes_the_pair_away_at_once(gate):
    registration_id = gate.register()
    link = gate.links(gate.request())[0]
    with gate.world.begin() as session:
        registration = session.get_one(Registration, registration_id)
        consent = session.scalars(
            select(Consent).where(
                Consent.person_id == registration.person_id,
                Consent.purpose == Purpose.SHARE_SOCIETY,
            )
        ).one()
        registering.withdraw_consent(session, gate.lamin, consent.id)

    with gate.world.begin() as session, pytest.raises(NotFoundError):
        service.review(session, gate.awa, link.id)
    with gate.world.begin() as session:
        assert service.list_links(session, gate.awa, rules.TO_JUDGE, limit=9, offset=0)[0] == []


def test_a_sealed_record_is_in_no_index_and_no_suggestion(gate):
    registration_id = gate.register()
    with gate.world.begin() as session:
        person_id = session.get_one(Registration, registration_id).person_id
        persons.seal_record(session, gate.haddy, person_id, [gate.haddy.user_id])

    assert gate.links(gate.request()) == []
    with gate.world.begin() as session:
        found = finding.search(session, gate.lamin, "Momodou Jallow")
        posted = session.scalar(
            select(func.count())
            .select_from(IndexedPerson)
            .where(IndexedPerson.person_id == person_id)
        )
    assert found.hits == ()
    assert posted == 0


def test_a_rejected_pair_stays_rejected(gate):
    gate.register()
    request_id = gate.request()
    link = gate.links(request_id)[0]
    with gate.world.begin() as session:
        service.judge(session, gate.awa, link.id, LinkAct.REJECT, reason=RejectReason.PARENTS)

    _say_anew(gate, link, person("Momodou Jallow", age=24))

    assert [one.state for one in gate.links(request_id)] == [LinkState.REJECTED]


def test_a_rejected_pair_returns_only_when_more_speaks_for_it(gate):
    registration_id = gate.register("Momodou Jallow", age=29)
    request_id = gate.request("Mamadou Diallo", age=24)
    link = gate.links(request_id)[0]
    with gate.world.begin() as session:
        service.judge(session, gate.awa, link.id, LinkAct.REJECT, reason=RejectReason.OTHER)

    _correct(gate, registration_id, person("Momodou Jallow", age=28))
    assert [one.state for one in gate.links(request_id)] == [LinkState.REJECTED]
    mother = Relation(RelationKind.MOTHER, person("Aïssatou Baldé").names)
    told = msgspec.structs.replace(
        person("Momodou Jallow", age=24, sex=Sex.MALE), relations=(mother,)
    )
    _correct(gate, registration_id, told)

    returned = gate.links(request_id)[0]
    assert returned.bits > link.bits + RETURN_BITS
    assert returned.state is LinkState.SUGGESTED
    assert returned.judged_by is None


def _correct(gate, registration_id, document):
    with gate.world.begin() as session:
        registering.change(session, gate.lamin, registration_id, document, registering.NOTHING_SAID)


def test_a_slip_that_is_put_right_leads_to_a_suggestion_at_once(gate):
    registration_id = gate.register("Kwabena Osei")
    request_id = gate.request("Mamadou Diallo")
    assert gate.links(request_id) == []

    with gate.world.begin() as session:
        before = records.read(session, gate.lamin, registration_id).particulars
    right = statements.corrected(before, person("Momodou Jallow", age=24))
    _correct(gate, registration_id, right)

    assert [one.state for one in gate.links(request_id)] == [LinkState.SUGGESTED]
    with gate.world.begin() as session:
        kept = records.read(session, gate.lamin, registration_id).particulars.replaced
    assert [(one.by, one.names[0].text) for one in kept] == [(gate.lamin.user_id, "Kwabena Osei")]


def test_a_rejection_says_why(gate):
    gate.register()
    link = gate.links(gate.request())[0]

    with gate.world.begin() as session, pytest.raises(RuleBrokenError, match="Say why"):
        service.judge(session, gate.awa, link.id, LinkAct.REJECT)


def test_a_second_person_confirms(gate):
    link = gate.link()

    with gate.world.begin() as session, pytest.raises(RuleBrokenError, match="second person"):
        service.judge(session, gate.awa, link.id, LinkAct.CONFIRM)
    with gate.world.begin() as session:
        confirmed = service.judge(session, gate.ousmane, link.id, LinkAct.CONFIRM)

    assert confirmed.state is LinkState.CONFIRMED


@pytest.mark.parametrize("many", [False, True])
def test_a_case_confirmed_wrongly_takes_its_confirmed_link_back_or_says_that_it_stands(gate, many):
    link = gate.link()
    with gate.world.begin() as session:
        if many:
            changing.add_sought(session, gate.awa, link.request_id, son("Ibrahima Diallo"))
        service.judge(session, gate.ousmane, link.id, LinkAct.CONFIRM)
    with gate.world.begin() as session:
        known = preparing.prepare(session, gate.awa, link.request_id)
        assert known.known_of(link.sought_id) == Known(Fate.ALIVE)
        tracing.act(session, gate.awa, link.request_id, CaseAct.LOCATE, words="He called.")
        tracing.act(session, gate.ousmane, link.request_id, CaseAct.VERIFY)
        tracing.act(session, gate.ousmane, link.request_id, CaseAct.REVERSE, words="Another.")

    found = next(one for one in gate.links(link.request_id) if one.id == link.id)
    assert found.state is (LinkState.CONFIRMED if many else LinkState.REVERSED)
    with gate.world.begin() as session:
        case = reading.read(session, gate.ousmane, link.request_id)
        first = choices(case, gate.ousmane, ()).first
    assert first is not None
    assert (first.href == f"/links/{link.id}") is many


def test_ones_own_judgement_can_be_undone_and_nobody_elses(gate):
    link = gate.link()

    with gate.world.begin() as session, pytest.raises(RuleBrokenError, match="Only the person"):
        service.judge(session, gate.ousmane, link.id, LinkAct.UNDO)
    with gate.world.begin() as session:
        undone = service.judge(session, gate.awa, link.id, LinkAct.UNDO)

    assert undone.state is LinkState.UNDER_REVIEW


def test_a_pair_that_needs_more_is_a_task_with_its_question_until_it_is_judged(gate):
    gate.register()
    link = gate.links(gate.request())[0]
    with gate.world.begin() as session, pytest.raises(RuleBrokenError, match="Write down what"):
        service.judge(session, gate.awa, link.id, LinkAct.NEED_MORE, words=" ")
    with gate.world.begin() as session:
        service.judge(session, gate.awa, link.id, LinkAct.NEED_MORE, words="Which arm was burnt?")

    with gate.world.begin() as session:
        review = service.review(session, gate.awa, link.id)
        assert (review.link.state, review.words) == (LinkState.MORE_NEEDED, "Which arm was burnt?")
        assert [one.thing for one in panels.find_work(session, gate.awa)] == [review.link]
    with gate.world.begin() as session:
        service.judge(session, gate.awa, link.id, LinkAct.JUDGE_PROBABLE)
    with gate.world.begin() as session:
        assert service.review(session, gate.awa, link.id).words == ""
        assert panels.find_work(session, gate.awa) == []


def test_how_common_a_name_is_is_told_in_steps_that_count_nobody():
    told = {
        share: str(share_words(share)) for share in (0.6, 0.34, 0.08, 0.004, 0.0034, 0.0033, 0.0)
    }

    assert list(told.values()) == [
        "about 1 in 2",
        "about 1 in 2",
        "about 1 in 10",
        "about 1 in 200",
        "about 1 in 200",
        "fewer than 1 in 200",
        "fewer than 1 in 200",
    ]


def test_another_society_does_not_see_the_pair(gate, world):
    link = gate.link()
    stranger = world.colleague(Role.SUPERVISOR, society="ES")

    with world.begin() as session, pytest.raises(NotFoundError):
        service.review(session, stranger, link.id)


def test_both_societies_trails_tell_who_opened_the_pair(gate):
    link = gate.link()
    with gate.world.begin() as session:
        service.review(session, gate.awa, link.id)

    assert "link:opened" in gate.world.trail(link.id, "SN")
    assert "link:opened" in gate.world.trail(link.registration_id, "GM") or (
        "link:opened" in gate.world.trail(link.id, "GM")
    )


def test_the_index_holds_no_readable_name(gate):
    gate.register("Momodou Jallow")

    with gate.world.begin() as session:
        blobs = list(session.scalars(select(LexiconToken.sealed)))

    assert blobs
    assert not any(b"jallow" in blob.lower() for blob in blobs)


def _say_anew(gate, link: Link, document):
    """Save the registration once more, as after a small correction."""
    with gate.world.begin() as session:
        row = session.get_one(Registration, link.registration_id)
        row.changed_at = clock.now()
        announce(
            session,
            gate.lamin.user_id,
            [Saved(row.person_id, row.id, False, "GM", row.sensitivity, document)],
        )
