"""The table of a message's way: every state, act and role, read off by hand."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfl.access.rules import GRANTS, Reach, Role
from rfl.errors import RuleBrokenError
from rfl.messages.calls import ServiceKind, check_minutes
from rfl.messages.checks import (
    check_changed_mind,
    check_clean,
    check_give_up,
    check_leave,
    check_reply,
    check_return,
    check_screener,
)
from rfl.messages.rules import (
    ACTS,
    KEPT,
    PAPER_REASONS,
    STATE_WORDS,
    Breach,
    Handing,
    Leave,
    MessageAct,
    MessageKind,
    MessageState,
    Report,
    ReturnReason,
    Side,
    Undeliverable,
    acts_from,
    check_act,
    first_state,
    sender_view,
)
from rfl.messages.words import DONE_WORDS, SHORT_STATES

S, A = MessageState, MessageAct
NOW = datetime(2026, 11, 29, tzinfo=UTC)

BY_HAND = {
    (S.COLLECTED, A.EDIT): S.COLLECTED,
    (S.RETURNED_FOR_EDIT, A.EDIT): S.COLLECTED,
    (S.COLLECTED, A.SCREEN): S.SCREENED,
    (S.COLLECTED, A.RETURN_FOR_EDIT): S.RETURNED_FOR_EDIT,
    (S.SCREENED, A.RETURN_FOR_EDIT): S.RETURNED_FOR_EDIT,
    (S.SCREENED, A.DISPATCH): S.DISPATCHED,
    (S.DELIVERED, A.TELL_SENDER): S.DELIVERED,
    (S.UNDELIVERABLE, A.RETURN): S.RETURNED,
    (S.DISPATCHED, A.ATTEMPT): S.ATTEMPTED,
    (S.ATTEMPTED, A.ATTEMPT): S.ATTEMPTED,
    (S.UNDELIVERABLE, A.ATTEMPT): S.ATTEMPTED,
    (S.DISPATCHED, A.DELIVER): S.DELIVERED,
    (S.ATTEMPTED, A.DELIVER): S.DELIVERED,
    (S.UNDELIVERABLE, A.DELIVER): S.DELIVERED,
    (S.DELIVERED, A.DELIVER): S.DELIVERED,
    (S.DISPATCHED, A.GIVE_UP): S.UNDELIVERABLE,
    (S.ATTEMPTED, A.GIVE_UP): S.UNDELIVERABLE,
}

OF_ROLE = {
    Role.VOLUNTEER: {A.EDIT: Reach.OWN, A.TELL_SENDER: Reach.OWN, A.RETURN: Reach.OWN},
    Role.OFFICER: dict.fromkeys(A, Reach.SOCIETY),
    Role.SUPERVISOR: dict.fromkeys(A, Reach.SOCIETY),
    Role.PARTNER: {
        A.EDIT: Reach.OWN,
        A.TELL_SENDER: Reach.OWN,
        A.RETURN: Reach.OWN,
        A.ATTEMPT: Reach.SOCIETY,
        A.DELIVER: Reach.SOCIETY,
        A.GIVE_UP: Reach.SOCIETY,
    },
}


@pytest.mark.parametrize(("state", "act"), list(product(S, A)))
def test_every_state_and_act_leads_where_the_table_says(state, act):
    if (state, act) in BY_HAND:
        assert check_act(state, act) is BY_HAND[state, act]
    else:
        with pytest.raises(RuleBrokenError, match="not possible while"):
            check_act(state, act)


@pytest.mark.parametrize(("role", "act"), list(product(Role, A)))
def test_every_role_does_what_is_its_own(role, act):
    assert GRANTS[role].get(ACTS[act].permission) == OF_ROLE.get(role, {}).get(act)


@pytest.mark.parametrize("side", list(Side))
def test_an_act_leaves_each_side_in_a_state_that_it_keeps(side):
    for state in KEPT[side]:
        for act in acts_from(state, side):
            assert check_act(state, act) in KEPT[side] | {S.DELIVERED}


def test_everything_has_words():
    assert set(STATE_WORDS) == set(S)
    assert set(DONE_WORDS) == set(A)
    assert set(SHORT_STATES) == set(S) - {S.ATTEMPTED}


def test_only_fixed_phrases_go_unread():
    assert [first_state(kind) for kind in MessageKind] == [S.COLLECTED, S.COLLECTED, S.SCREENED]


def test_whoever_wrote_it_does_not_screen_it():
    writer, other = uuid4(), uuid4()
    check_screener((writer, None), other)
    with pytest.raises(RuleBrokenError, match="other than the person"):
        check_screener((other, writer), writer)


@pytest.mark.parametrize("breach", list(Breach))
def test_what_is_no_family_news_does_not_go(breach):
    with pytest.raises(RuleBrokenError, match="open family news"):
        check_clean([breach], is_read=True)
    check_return([breach], [], "")


def test_a_message_is_read_whole_before_it_goes():
    check_clean([], is_read=True)
    with pytest.raises(RuleBrokenError, match="Read the whole message"):
        check_clean([], is_read=False)


def test_going_back_has_a_reason():
    check_return([], [ReturnReason.UNREADABLE], "")
    check_return([], [ReturnReason.OTHER], "The name is another.")
    with pytest.raises(RuleBrokenError, match="Say why"):
        check_return([], [], "words alone")
    with pytest.raises(RuleBrokenError, match="in your words"):
        check_return([], [ReturnReason.OTHER], " ")


@pytest.mark.parametrize("reason", list(Undeliverable))
@pytest.mark.parametrize("attempts", [0, 1, 3])
def test_a_reason_that_crosses_is_open_only_before_anybody_went(reason, attempts):
    if (reason in PAPER_REASONS) is (attempts == 0):
        check_give_up(reason, attempts)
    else:
        with pytest.raises(RuleBrokenError):
            check_give_up(reason, attempts)


@pytest.mark.parametrize("refuses", [True, False])
@pytest.mark.parametrize("child", [True, False])
@pytest.mark.parametrize("guardian", ["", "her aunt"])
def test_nothing_may_always_be_told_and_arrival_only_with_leave(refuses, child, guardian):
    check_leave(Leave.NOTHING, gate_refuses=refuses, is_child=child, guardian=guardian)
    if refuses or (child and not guardian):
        with pytest.raises(RuleBrokenError):
            check_leave(Leave.ARRIVED, gate_refuses=refuses, is_child=child, guardian=guardian)
    else:
        check_leave(Leave.ARRIVED, gate_refuses=refuses, is_child=child, guardian=guardian)


def test_what_was_told_is_not_untold():
    check_changed_mind(None, Leave.NOTHING)
    check_changed_mind(Leave.NOTHING, Leave.ARRIVED)
    with pytest.raises(RuleBrokenError, match="cannot be untold"):
        check_changed_mind(Leave.ARRIVED, Leave.NOTHING)


def test_a_reply_tells_and_so_needs_leave():
    check_reply(Handing.READ_ALOUD, Leave.ARRIVED)
    for handing, leave in ((None, None), (Handing.HANDED_OVER, Leave.NOTHING)):
        with pytest.raises(RuleBrokenError):
            check_reply(handing, leave)


REPORTS = st.builds(
    Report, st.none() | st.sampled_from(Handing), st.none() | st.sampled_from(sorted(PAPER_REASONS))
)


@given(st.sampled_from(sorted(KEPT[Side.SENDER])), REPORTS, st.integers(-400, 400))
def test_the_view_is_of_the_senders_own_row_the_report_and_the_clock(state, report, days):
    until = NOW + timedelta(days=days) if state is S.DISPATCHED else None
    view = sender_view(state, report, until, NOW)

    assert view is not S.ATTEMPTED
    if report.handing:
        assert view is S.DELIVERED
    elif state is not S.DISPATCHED:
        assert view is state
    else:
        over = report.paper is not None or days <= 0
        assert view is (S.UNDELIVERABLE if over else S.DISPATCHED)


def test_a_call_has_its_minutes():
    check_minutes(ServiceKind.CALL, 7)
    check_minutes(ServiceKind.SIM, 0)
    for minutes in (0, 241):
        with pytest.raises(RuleBrokenError, match="minutes"):
            check_minutes(ServiceKind.CALL, minutes)
