from datetime import timedelta

import pytest

from rfl import clock
from rfl.access.rules import Role
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.exchange import answering, asking, releasing
from rfl.exchange.crossing import release_hash
from rfl.exchange.document import AskDocument, Decision
from rfl.exchange.models import ConfirmationRequest, Release
from rfl.exchange.rules import Allowed, View
from rfl.linking.models import Link
from rfl.tracing import handing
from tests.exchange.gate import ALIVE, NOTHING
from tests.tracing.web import site_of, words_of
from tests.tracing.world import person


def _asker_page(gate, ask_id):
    with gate.world.begin() as session:
        return asking.read(session, gate.awa, ask_id)


def test_what_the_person_allows_and_only_that_reaches_the_asking_society(gate):
    ask_id = gate.sent()

    gate.released(ask_id)

    page = _asker_page(gate, ask_id)
    assert page.view is View.RELEASED
    assert page.release is not None
    assert page.release.alive
    assert page.release.message == ALIVE.message
    assert not page.release.contact
    assert not page.release.whereabouts


def test_only_the_chosen_fields_are_sent(gate):
    ask_id = gate.sent()

    with gate.world.begin() as session:
        page = answering.read(session, gate.lamin, ask_id)

    assert {name for name, _value in page.document.fields} == {"names", "birth"}


def test_a_draft_is_changed_before_it_goes_to_a_second_person(gate):
    browser = site_of(gate.world).as_(gate.awa)
    typed = {"question1": "Who taught him to sew?", "answer1": "Papa Ndaw"}
    at = browser.fill(f"/exchange/new/{gate.link().id}", typed).headers["Location"]
    assert "Papa Ndaw" in browser.get(f"{at}/edit").text
    browser.send(f"{at}/edit", {"answer1": ""}, 422)
    page = browser.follow(browser.send(f"{at}/edit", {"answer1": "Papa Ndao"}))
    assert "Who taught him to sew? Papa Ndao" in words_of(page)
    browser.post(f"{at}/submit")
    browser.get(f"{at}/edit", 404)


def test_nothing_is_asked_on_the_engines_word_alone(gate):
    gate.register()
    link = gate.links(gate.request())[0]

    with gate.world.begin() as session, pytest.raises(RuleBrokenError, match="probably the same"):
        asking.draft(session, gate.awa, link.id, AskDocument())


def test_nobody_approves_what_they_wrote_themselves(gate, world):
    head = world.colleague(Role.SUPERVISOR, society="SN")
    link = gate.link()
    with world.begin() as session:
        ask = asking.draft(session, head, link.id, AskDocument())
        asking.submit(session, head, ask.id)
        seen = asking.content_hash(ask, AskDocument()).hex()
        with pytest.raises(RuleBrokenError, match="other than its writer"):
            asking.approve(session, head, ask.id, seen)


def test_an_approval_of_something_else_is_refused(gate):
    link = gate.link()
    with gate.world.begin() as session:
        ask = asking.draft(session, gate.awa, link.id, AskDocument())
        asking.submit(session, gate.awa, ask.id)
        with pytest.raises(RuleBrokenError, match="was changed"):
            asking.approve(session, gate.ousmane, ask.id, "00" * 32)


def test_a_society_that_the_family_did_not_name_is_not_asked(gate, world):
    link = gate.link()
    with world.begin() as session:
        ask = asking.draft(session, gate.awa, link.id, AskDocument())
        request_id, ask_id = ask.request_id, ask.id
    with world.begin() as session:
        for consent in asking.enquirer_consents(session, request_id):
            consent.withdrawn_at = clock.now()

    with world.begin() as session, pytest.raises(RuleBrokenError, match="has not agreed"):
        asking.submit(session, gate.awa, ask_id)


def test_nothing_is_released_before_the_person_decided(gate):
    ask_id = gate.sent()
    gate.identified(ask_id)

    with gate.world.begin() as session, pytest.raises(RuleBrokenError, match="in order"):
        releasing.release(session, gate.haddy, ask_id, "")


def test_the_interviewer_does_not_release(gate, world):
    head = world.colleague(Role.SUPERVISOR, society="GM")
    gate.lamin = head
    ask_id = gate.sent()
    gate.identified(ask_id)
    gate.decided(ask_id)
    seen = release_hash(ask_id, "SN", ALIVE).hex()
    with world.begin() as session:
        releasing.ask_release(session, head, ask_id, read_back=True)
        with pytest.raises(RuleBrokenError, match="other than the interviewer"):
            releasing.release(session, head, ask_id, seen)


def test_something_else_than_what_was_read_back_is_not_released(site, gate):
    ask_id = gate.sent()
    gate.identified(ask_id)
    gate.decided(ask_id)
    with gate.world.begin() as session:
        releasing.ask_release(session, gate.lamin, ask_id, read_back=True)
    other = release_hash(ask_id, "SN", Decision(allowed=(Allowed.WHEREABOUTS,))).hex()
    page = words_of(site.as_(gate.haddy).get(f"/inbox/{ask_id}"))
    assert "They said A man called Papa Ndaw The family says Papa Ndaw It fits" in page

    with gate.world.begin() as session, pytest.raises(RuleBrokenError, match="was changed"):
        releasing.release(session, gate.haddy, ask_id, other)


def test_the_familys_answer_is_shown_only_after_ones_own_is_written(gate):
    ask_id = gate.sent()
    with gate.world.begin() as session:
        answering.accept(session, gate.lamin, ask_id)
        answering.found(session, gate.lamin, ask_id, clock.today(), "here")
        before = answering.read(session, gate.lamin, ask_id).may_see_answers
        answering.hear(session, gate.lamin, ask_id, ["Papa Ndaw"])
        after = answering.read(session, gate.lamin, ask_id).may_see_answers

    assert (before, after) == (False, True)


def test_for_a_child_the_focal_point_signs_first(gate, world):
    focal = world.colleague(Role.SAFEGUARDING, society="GM")
    gate.awa, gate.lamin = gate.ousmane, world.colleague(Role.SUPERVISOR, society="GM")
    gate.ousmane = world.colleague(Role.SUPERVISOR, society="SN")
    gate.register(document=person("Momodou Jallow", age=12))
    link = gate.judged(gate.links(gate.request(age=12))[0].id)
    ask_id = gate.sent(link)
    gate.identified(ask_id)
    with pytest.raises(RuleBrokenError, match="For a child"):
        gate.decided(ask_id)
    gate.decided(ask_id, guardian="Uncle", best_interest="Done", child_view="Wants to call")
    seen = release_hash(ask_id, "SN", ALIVE).hex()
    with world.begin() as session:
        releasing.ask_release(session, gate.lamin, ask_id, read_back=True)

    with world.begin() as session, pytest.raises(RuleBrokenError, match="focal point signs"):
        releasing.release(session, gate.haddy, ask_id, seen)
    with world.begin() as session:
        releasing.safeguard(session, focal, ask_id, seen)
        releasing.release(session, gate.haddy, ask_id, seen)


def test_after_withdrawal_nothing_can_be_read_and_the_officer_is_told_to_stop(gate, world):
    ask_id = gate.sent()
    release_id = gate.released(ask_id)

    with world.begin() as session:
        releasing.withdraw(session, gate.lamin, release_id)

    page = _asker_page(gate, ask_id)
    assert page.view is View.WITHDRAWN
    assert page.release is None
    with world.begin() as session:
        asking.acknowledge(session, gate.awa, ask_id)


def test_a_release_ends_by_itself(gate, world):
    ask_id = gate.sent()
    release_id = gate.released(ask_id)

    with world.begin() as session:
        session.get_one(Release, release_id).expires_at = clock.now() - timedelta(seconds=1)

    page = _asker_page(gate, ask_id)
    assert page.view is View.EXPIRED
    assert page.release is None


def test_a_society_that_was_not_asked_finds_nothing(gate, world):
    stranger = world.colleague(Role.SUPERVISOR, society="ES")
    ask_id = gate.sent()

    for open_it in (
        lambda session: asking.read(session, stranger, ask_id),
        lambda session: answering.read(session, stranger, ask_id),
    ):
        with world.begin() as session, pytest.raises(NotFoundError):
            open_it(session)


def test_a_refusal_can_be_changed_by_the_person(gate):
    ask_id = gate.sent()
    gate.identified(ask_id)
    gate.decided(ask_id, NOTHING)

    gate.decided(ask_id, ALIVE)

    with gate.world.begin() as session:
        work = answering.read(session, gate.lamin, ask_id).work
    assert work.decision is not None
    assert Allowed.TELL_NOTHING not in work.decision.allowed
    assert work.earlier[-1].allowed == (Allowed.TELL_NOTHING,)


def test_links_and_questions_follow_a_case_to_its_new_owner(gate):
    """A child's link and question are open to whoever works on the case now."""
    ask_id, binta = gate.sent(), gate.world.colleague(Role.OFFICER)
    with gate.world.begin() as session:
        ask = session.get_one(ConfirmationRequest, ask_id)
        request_id, link_id, changed = ask.request_id, ask.link_id, ask.changed_at
        handing.hand_over(session, gate.ousmane, request_id, binta.user_id)
    with gate.world.begin() as session:
        ask = session.get_one(ConfirmationRequest, ask_id)
        owners = {ask.owner_id, session.get_one(Link, link_id).owner_id}
        assert owners == {binta.user_id}
        assert ask.changed_at == changed


def test_a_request_is_given_back_with_a_reason_that_crosses_no_border(gate):
    site = site_of(gate.world)
    awa, ousmane = site.as_(gate.awa), site.as_(gate.ousmane)
    link = gate.link()
    with gate.world.begin() as session:
        ask_id = asking.draft(session, gate.awa, link.id, AskDocument(relation="mother")).id
        asking.submit(session, gate.awa, ask_id)
    page = f"/exchange/{ask_id}"
    ousmane.get(page)
    ousmane.send(f"{page}/send-back", {"why": ""}, 422)
    ousmane.send(f"{page}/send-back", {"why": "Ask about the scar."})
    assert "Go on with a request" in words_of(awa.get("/my-work"))
    assert "Ask about the scar." in words_of(awa.get(page))
    with gate.world.begin() as session:
        asking.submit(session, gate.awa, ask_id)
        assert asking.read(session, gate.ousmane, ask_id).document.given_back == ""


def test_whoever_is_to_release_gives_it_back_and_the_other_society_learns_nothing(gate):
    site = site_of(gate.world)
    awa, lamin, haddy = (site.as_(one) for one in (gate.awa, gate.lamin, gate.haddy))
    ask_id = gate.sent()
    gate.identified(ask_id)
    gate.decided(ask_id)
    with gate.world.begin() as session:
        releasing.ask_release(session, gate.lamin, ask_id, read_back=True)
    page, before = f"/inbox/{ask_id}", words_of(awa.get(f"/exchange/{ask_id}"))
    lamin.get(page)
    lamin.send(f"{page}/give-back", {"why": "Mine."}, 403)
    haddy.get(page)
    haddy.send(f"{page}/give-back", {"why": " "}, 422)
    haddy.send(f"{page}/give-back", {"why": "Read it to him again."})
    assert "Read it to him again." in words_of(lamin.get(page))
    assert "Go on with an interview" in words_of(lamin.get("/my-work"))
    assert words_of(awa.get(f"/exchange/{ask_id}")) == before
    with pytest.raises(RuleBrokenError), gate.world.begin() as session:
        releasing.release(session, gate.haddy, ask_id, release_hash(ask_id, "SN", ALIVE).hex())
