"""Working a case: acts, what was tried and told, owner, review, closure."""

from datetime import timedelta
from uuid import uuid4

import pytest

from rfl import clock
from rfl.access.rules import Role, Sensitivity
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.persons import queries as person_queries
from rfl.tracing import handing, queries, reading, service
from rfl.tracing.document import ActionDocument, Outcome
from rfl.tracing.next_act import choices
from rfl.tracing.queries import RequestFilter
from rfl.tracing.rules import (
    REVIEW_DAYS,
    ActionKind,
    CaseAct,
    CaseState,
    Fate,
    OutcomeReason,
    Whereabouts,
)
from tests.tracing.world import COMPLETE, son

FOUND = Outcome(Fate.ALIVE, Whereabouts.KNOWN, OutcomeReason.CONTACT_RESTORED, words="They talk.")
TOLD = ActionDocument(words="He is alive.", told_how="by telephone")
MAIN = {
    "submitted": [],
    "accepted": [CaseAct.ACCEPT],
    "active": [CaseAct.ACCEPT, CaseAct.START],
    "located": [CaseAct.ACCEPT, CaseAct.START, CaseAct.LOCATE],
    "verified": [CaseAct.ACCEPT, CaseAct.START, CaseAct.LOCATE, CaseAct.VERIFY],
}


@pytest.fixture
def awa(world):
    return world.colleague(Role.OFFICER, name="Awa Sarr")


@pytest.fixture
def ousmane(world):
    return world.colleague(Role.SUPERVISOR, name="Ousmane Faye")


@pytest.fixture
def at(world, awa, ousmane):
    """Return a function that brings a new case of Awa's to a state, step by step."""

    def bring(state):
        request_id = world.case(awa, state=CaseState.SUBMITTED)
        for act in MAIN[state]:
            decides = act in (CaseAct.ACCEPT, CaseAct.VERIFY)
            do(world, ousmane if decides else awa, request_id, act, words="Because.")
        return request_id

    return bring


def do(world, actor, request_id, act, words=""):
    with world.begin() as session:
        service.act(session, actor, request_id, act, words=words)


def test_a_draft_is_submitted_when_consent_and_basis_are_there(world, awa):
    ready, bare = world.case(awa), world.case(awa, consents=())

    do(world, awa, ready, CaseAct.SUBMIT)
    with pytest.raises(RuleBrokenError, match="consent first"):
        do(world, awa, bare, CaseAct.SUBMIT)

    assert world.row(ready).state is CaseState.SUBMITTED
    assert world.row(bare).state is CaseState.DRAFT


def test_accepting_sets_a_first_review(world, at):
    review = world.row(at("accepted")).review_on

    assert (review.date() - clock.today()).days == REVIEW_DAYS


def test_a_head_of_tracing_does_not_accept_their_own_request(world, ousmane):
    request_id = world.case(ousmane, state=CaseState.SUBMITTED)

    with pytest.raises(RuleBrokenError, match="other than the person who opened"):
        do(world, ousmane, request_id, CaseAct.ACCEPT)


def test_who_located_somebody_does_not_verify_it(world, at, ousmane):
    request_id = at("active")
    do(world, ousmane, request_id, CaseAct.LOCATE, "He called.")

    with pytest.raises(RuleBrokenError, match="other than the person who located"):
        do(world, ousmane, request_id, CaseAct.VERIFY)
    do(world, world.colleague(Role.SUPERVISOR), request_id, CaseAct.VERIFY)


def test_a_case_goes_back_to_the_search_when_who_was_found_is_not_them(
    world, at, awa, ousmane, monkeypatch
):
    request_id = at("located")
    heard = world.saves(monkeypatch)
    with pytest.raises(RuleBrokenError, match="Say why"):
        do(world, awa, request_id, CaseAct.NOT_THEM)
    do(world, awa, request_id, CaseAct.NOT_THEM, "He has another mother.")
    row = world.row(request_id)
    assert (row.state, row.located_by) == (CaseState.ACTIVE, None)
    assert [one.is_searched for one in heard] == [True]

    do(world, awa, request_id, CaseAct.LOCATE, "He called.")
    do(world, ousmane, request_id, CaseAct.VERIFY)
    with pytest.raises(DeniedError):
        do(world, awa, request_id, CaseAct.REVERSE, "x")
    with world.begin() as session:
        service.tell(session, awa, request_id, TOLD, is_result=True)
    do(world, ousmane, request_id, CaseAct.REVERSE, "His brother saw the photo.")
    assert world.row(request_id).state is CaseState.ACTIVE

    def first() -> str:
        with world.begin() as session:
            case = reading.read(session, awa, request_id)
            found = choices(case, awa, ()).first
            return found.say.msgid if found else ""

    assert first() == "Tell the family that it was not them"
    with world.begin() as session:
        service.tell(session, awa, request_id, TOLD, is_result=False)
    assert first() == "Search on"


def test_who_asked_for_closure_does_not_close(world, at, ousmane):
    request_id = at("active")
    with world.begin() as session:
        service.request_closure(session, ousmane, request_id, FOUND)

    with pytest.raises(RuleBrokenError, match="other than the person who asked for closure"):
        do(world, ousmane, request_id, CaseAct.CLOSE)
    do(world, world.colleague(Role.SUPERVISOR), request_id, CaseAct.CLOSE)
    assert world.row(request_id).closed_at is not None


def test_an_officer_decides_on_no_request(world, awa):
    request_id = world.case(world.colleague(Role.OFFICER), state=CaseState.SUBMITTED)

    for act in (CaseAct.ACCEPT, CaseAct.RETURN, CaseAct.DECLINE):
        with pytest.raises(DeniedError):
            do(world, awa, request_id, act, "Why.")


def test_an_act_that_somebody_will_ask_about_needs_words(world, at, ousmane):
    request_id = at("submitted")

    with pytest.raises(RuleBrokenError, match="Say why"):
        do(world, ousmane, request_id, CaseAct.RETURN)
    do(world, ousmane, request_id, CaseAct.RETURN, "Who was he with?")
    assert world.row(request_id).state is CaseState.RETURNED


def test_the_result_and_the_closure_are_told_in_full_or_not_at_all(world, at, awa):
    verified = at("verified")

    for act in (CaseAct.DELIVER, CaseAct.REQUEST_CLOSURE):
        with pytest.raises(RuleBrokenError, match="Write down"):
            do(world, awa, verified, act)
    with pytest.raises(RuleBrokenError, match="as a list"):
        do(world, awa, verified, CaseAct.ANONYMISE)


def test_telling_the_family_stops_the_clock(world, at, awa):
    request_id = at("active")
    world.set(request_id, family_heard_at=clock.now() - timedelta(days=80))

    with world.begin() as session:
        service.tell(session, awa, request_id, TOLD, is_result=False)

    assert reading.unheard_days(world.row(request_id)) == 0
    assert world.row(request_id).state is CaseState.ACTIVE
    with world.begin() as session:
        told = reading.read(session, awa, request_id).last_told
    assert told is not None
    assert (told.document.words, told.document.told_how) == ("He is alive.", "by telephone")


@pytest.mark.parametrize("document", [ActionDocument(words="Yes"), ActionDocument(told_how="x")])
def test_what_was_told_says_what_and_how(world, at, awa, document):
    request_id = at("active")
    with pytest.raises(RuleBrokenError, match="was told, and how"), world.begin() as session:
        service.tell(session, awa, request_id, document, is_result=False)


def test_a_result_is_told_only_after_a_second_person_verified_it(world, at, awa):
    early, ready = at("located"), at("verified")

    with pytest.raises(RuleBrokenError, match="not possible"), world.begin() as session:
        service.tell(session, awa, early, TOLD, is_result=True)
    with world.begin() as session:
        service.tell(session, awa, ready, TOLD, is_result=True)

    assert world.row(ready).state is CaseState.DELIVERED
    with world.begin() as session:
        assert len(queries.actions(session, early)) == len(MAIN["located"]) + 1


def test_a_case_closes_with_an_outcome_and_opens_again_with_a_reason(world, at, awa, ousmane):
    request_id = at("active")
    with world.begin() as session:
        service.request_closure(session, awa, request_id, FOUND)
    do(world, ousmane, request_id, CaseAct.CLOSE)
    with world.begin() as session:
        assert reading.read(session, awa, request_id).document.outcome == FOUND

    do(world, awa, request_id, CaseAct.REOPEN, "He is missing again.")

    assert world.row(request_id).state is CaseState.REOPENED
    assert world.row(request_id).closed_at is None


def test_a_closure_that_contradicts_itself_changes_nothing(world, at, awa):
    request_id = at("active")
    wrong = Outcome(Fate.DEAD, Whereabouts.KNOWN, OutcomeReason.CONTACT_RESTORED)

    with pytest.raises(RuleBrokenError, match="does not go with"), world.begin() as session:
        service.request_closure(session, awa, request_id, wrong)
    assert world.row(request_id).state is CaseState.ACTIVE


def test_without_an_outcome_no_case_is_closed(world, at, ousmane):
    request_id = at("active")
    world.set(request_id, state=CaseState.CLOSURE_REQUESTED)

    with pytest.raises(RuleBrokenError, match="how the case ends"):
        do(world, ousmane, request_id, CaseAct.CLOSE)


def test_what_was_tried_stands_in_the_time_line_on_its_day(world, at, awa):
    request_id, day = at("active"), clock.now() - timedelta(days=3)
    tried = ActionDocument(words="Hospital list, Mbour", result="Nobody found")

    with world.begin() as session:
        service.log_action(session, awa, request_id, ActionKind.LIST_CHECK, tried, day)
    with world.begin() as session:
        line = reading.read(session, awa, request_id).line

    entry = next(one for one in line if one.row.kind is ActionKind.LIST_CHECK)
    assert (entry.document, entry.row.happened_at) == (tried, day)
    assert line[-1] is entry  # it happened before the request was taken down here


def test_nothing_is_written_down_before_it_was_done(world, at, awa):
    request_id, later = at("active"), clock.now() + timedelta(days=1)
    tried = ActionDocument(words="Hospital list")

    with pytest.raises(RuleBrokenError, match="still to come"), world.begin() as session:
        service.log_action(session, awa, request_id, ActionKind.LIST_CHECK, tried, later)
    with pytest.raises(RuleBrokenError, match="what was done"), world.begin() as session:
        service.log_action(session, awa, request_id, ActionKind.NOTE, ActionDocument())


def test_a_child_s_case_is_open_to_its_new_owner_and_no_longer_to_any_officer(world, awa, ousmane):
    binta, other = world.colleague(Role.OFFICER), world.colleague(Role.OFFICER)
    request_id = world.case(awa, sought=(son(age=15),), state=CaseState.SUBMITTED)

    with world.begin() as session, pytest.raises(NotFoundError):
        reading.read(session, binta, request_id)
    with world.begin() as session:
        handing.hand_over(session, ousmane, request_id, binta.user_id)
    with world.begin() as session:
        case = reading.read(session, binta, request_id)
        assert case.request.sensitivity is Sensitivity.RESTRICTED
        assert case.has_child
        people = person_queries.people(session, [case.sought[0].row.person_id])
        assert {one.owner_id for one in people.values()} == {binta.user_id}
    with world.begin() as session, pytest.raises(NotFoundError):
        reading.read(session, other, request_id)


def test_a_case_goes_to_somebody_who_works_on_cases_in_the_same_society(world, at, awa):
    request_id = at("active")
    strangers = [
        world.colleague(Role.OFFICER, society="GM"),
        world.colleague(Role.VOLUNTEER),
        world.colleague(Role.ADMIN),
    ]

    for stranger in [*(one.user_id for one in strangers), uuid4()]:
        with pytest.raises(NotFoundError), world.begin() as session:
            handing.hand_over(session, awa, request_id, stranger)


def test_an_officer_takes_what_is_nobodys_and_leaves_what_is_anothers(world, at, awa):
    binta, volunteer = world.colleague(Role.OFFICER), world.colleague(Role.VOLUNTEER)
    free, taken = world.case(volunteer, state=CaseState.SUBMITTED), at("active")

    with world.begin() as session:
        handing.hand_over(session, binta, free, binta.user_id)
    with pytest.raises(RuleBrokenError, match="hands it over"), world.begin() as session:
        handing.hand_over(session, binta, taken, binta.user_id)

    assert world.row(free).owner_id == binta.user_id


def test_the_next_review_lies_ahead(world, at, awa):
    request_id = at("active")

    with world.begin() as session:
        service.set_review(session, awa, request_id, clock.today() + timedelta(days=30))
    with pytest.raises(RuleBrokenError, match="later day"), world.begin() as session:
        service.set_review(session, awa, request_id, clock.today() - timedelta(days=1))

    assert (world.row(request_id).review_on.date() - clock.today()).days == 30


def test_another_society_finds_nothing_to_read_list_or_change(world, at):
    request_id = at("active")
    lamin = world.colleague(Role.OFFICER, Role.SUPERVISOR, society="GM")

    with world.begin() as session, pytest.raises(NotFoundError):
        reading.read(session, lamin, request_id)
    with pytest.raises(NotFoundError):
        do(world, lamin, request_id, CaseAct.LOCATE, "x")
    with world.begin() as session:
        found = reading.list_requests(session, lamin, RequestFilter(), limit=9, offset=0)
    assert (found.rows, found.counts) == ([], {})


def test_a_case_leaves_the_search_and_comes_back_with_its_state(
    world, at, awa, ousmane, monkeypatch
):
    request_id = at("active")
    heard = world.saves(monkeypatch)

    do(world, awa, request_id, CaseAct.LOCATE, "He called.")
    with world.begin() as session:
        service.request_closure(session, awa, request_id, FOUND)
    do(world, ousmane, request_id, CaseAct.REFUSE_CLOSURE, "Ask his brother too.")

    assert [one.is_searched for one in heard] == [False, True]


def test_every_step_is_in_the_trail_and_none_without_its_entry(world, at, awa, ousmane):
    request_id = at("active")
    with world.begin() as session:
        service.tell(session, awa, request_id, TOLD, is_result=False)
        service.log_action(session, awa, request_id, ActionKind.NOTE, ActionDocument(words="x"))
        service.set_review(session, awa, request_id, clock.today())
        handing.hand_over(session, awa, request_id, ousmane.user_id)
    with world.begin() as session:
        reading.read(session, awa, request_id)

    trail = world.trail(request_id)
    assert trail[0] == "request:created"
    assert trail.count("request:state_changed") == len(MAIN["active"])
    assert trail[-5:] == [
        *("request:enquirer_told", "request:action_logged", "request:changed"),
        *("request:assigned", "request:opened"),
    ]


def test_a_list_is_narrowed_counted_and_paged(world, at, awa):
    cases = [at("active") for _ in range(3)]
    draft = world.case(awa, COMPLETE)
    world.set(cases[0], family_heard_at=clock.now() - timedelta(days=80))
    world.set(cases[1], review_on=clock.now() - timedelta(days=1))
    world.set(cases[2], owner_id=None)
    now = clock.now()

    def ids(**narrowed):
        with world.begin() as session:
            found = reading.list_requests(
                session, awa, RequestFilter(**narrowed), limit=2, offset=0
            )
        return {row.request.id for row in found.rows}, found.counts

    assert len(ids()[0]) == 2
    assert ids()[1] == {CaseState.ACTIVE: 3, CaseState.DRAFT: 1}
    assert ids(states=frozenset({CaseState.DRAFT}))[0] == {draft}
    assert ids(heard_before=now - timedelta(days=75))[0] == {cases[0]}
    assert ids(review_before=now)[0] == {cases[1]}
    assert ids(is_unowned=True)[0] == {cases[2]}
    assert ids(number=world.row(draft).number[-4:])[0] == {draft}
    assert ids(number="%")[0] == set()
