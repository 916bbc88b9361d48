"""Every (state, act, role) of every table, written out by hand once more; the page is current."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from rfl.access.rules import Role
from rfl.approvals import rules as approvals
from rfl.desk import rules as desk
from rfl.erasure import rules as erasure
from rfl.errors import RuleBrokenError
from rfl.exchange import rules as exchange
from rfl.linking import naming_rules as naming
from rfl.linking import rules as linking
from rfl.protection import rules as rights
from rfl.safeguarding import rules as glass
from tests.states.__main__ import COMMAND, PAGE, page
from tests.states.machines import machines

ME, OTHER = UUID(int=1), UUID(int=2)
THEN, NOW = datetime(2026, 11, 29, tzinfo=UTC), datetime(2026, 11, 28, tzinfo=UTC)
ROLES = {
    "o": Role.OFFICER,
    "s": Role.SUPERVISOR,
    "p": Role.PARTNER,
    "f": Role.SAFEGUARDING,
    "d": Role.DPO,
}

BY_HAND = {
    "links": """
suggested open under_review os
suggested,under_review,more_needed,reversed reject rejected os
suggested,under_review,more_needed,reversed judge_probable probable os
suggested,under_review,more_needed,reversed need_more more_needed os
probable confirm confirmed os
probable,confirmed reverse reversed s
rejected,probable,more_needed undo under_review os
""",
    "asks": """
draft change draft os
draft submit awaiting_approval os
awaiting_approval approve sent s
awaiting_approval send_back draft s
draft,awaiting_approval,sent,accepted cancel cancelled os
sent accept accepted osp
sent decline declined osp
""",
    "answers": """
accepted found found -
found identified identified -
found not_them not_them -
identified,interviewed,refused,release_asked,withdrawn refused refused -
identified,interviewed,refused,release_asked,withdrawn interviewed interviewed -
not_them accepted accepted -
interviewed release_asked release_asked -
release_asked released released -
released withdrawn withdrawn -
""",
    "referrals": """
made look_again made os
made help helped os
made not_help not_helped os
made take_back taken_back os
""",
    "incidents": """
open write open os
reopened write reopened os
reviewed write reopened os
open review reviewed s
reopened review reviewed s
reviewed close closed s
reviewed reopen reopened os
closed reopen reopened os
""",
    "approvals": """
asked approved approved -
asked refused refused -
asked withdrawn withdrawn -
asked expired expired -
""",
    "erasures": """
asked refused refused -
asked done done -
""",
    "rights": """
open prepare open d
open decide decided d
open decide approved d
decided approve approved sd
decided send_back open sd
approved carry_out approved d
approved answer answered d
open,decided drop dropped d
""",
    "retention": """
proposed running running -
proposed stopped stopped -
running done done -
""",
    "emergencies": """
open justify justified f
open object unjustified f
unjustified justify justified f
""",
    "reviews": """
open explain explained f
open follow followed f
followed follow followed f
followed close closed f
explained reopen open f
closed reopen followed f
""",
    "names": """
proposed accept accepted s
proposed refuse refused s
accepted take_back taken_back s
""",
}
ELSEWHERE = {"requests", "children", "messages", "offers", "boards"}
"""Tables written out by hand in the tests of their own rooms."""


def _hand(name: str) -> set[tuple[str, str, str, Role | None]]:
    found: set[tuple[str, str, str, Role | None]] = set()
    for line in BY_HAND[name].split("\n"):
        if line:
            sources, act, target, roles = line.split()
            who: list[Role | None] = [None] if roles == "-" else [ROLES[one] for one in roles]
            found |= {(one, act, target, role) for one in sources.split(",") for role in who}
    return found


def test_every_state_act_and_role_is_as_it_was_written_out_by_hand():
    known = {machine.name: machine for machine in machines()}
    assert set(BY_HAND) | ELSEWHERE == set(known)
    for name in BY_HAND:
        edges = known[name].edges
        found = {
            (edge.source, edge.act, edge.target, role)
            for edge in edges
            for role in (edge.roles or {None})
        }
        assert found == _hand(name), name


def _link(state: Any, act: Any) -> Any:
    judged_by = ME if act is linking.LinkAct.UNDO else OTHER
    return linking.check_act(state, act, judged_by=judged_by, actor=ME)


def _name(state: Any, act: Any) -> Any:
    return naming.check_review(state, act, proposed_by=OTHER, actor=ME, words="Why.")


GUARDS: dict[str, tuple[Any, Any, Callable[[Any, Any], Any]]] = {
    "links": (linking.LinkState, linking.LinkAct, _link),
    "asks": (exchange.AskState, exchange.AskAct, exchange.check_ask_act),
    "answers": (exchange.AnswerState, exchange.AnswerState, exchange.check_answer_step),
    "approvals": (
        *(approvals.ApprovalState, approvals.ApprovalState),
        lambda state, _act: approvals.check_waits(state, THEN, NOW),
    ),
    "erasures": (
        *(erasure.ErasureState, erasure.ErasureState),
        lambda state, _act: erasure.check_decision(state, OTHER, ME),
    ),
    "rights": (rights.RightsState, rights.RightsAct, rights.check_step),
    "emergencies": (glass.GlassState, glass.GlassAct, lambda s, a: glass.step(s, a, "Why.")),
    "reviews": (desk.ReviewState, desk.ReviewAct, lambda s, a: desk.step(s, a, "Why.")),
    "names": (naming.ProposalState, naming.ProposalAct, _name),
}
"""What the services ask before they move a record."""


def test_what_guards_a_table_opens_each_of_its_arrows_and_no_other():
    for name, (states, acts, guard) in GUARDS.items():
        hand = {(source, act): target for source, act, target, _role in _hand(name)}
        for state, act in product(states, acts):
            is_asked_only = name in ("approvals", "erasures") and act == "asked"
            if (state, act) in hand or (is_asked_only and state == "asked"):
                said = guard(state, act)
                assert said is None or said == hand[state, act], (name, state, act)
            else:
                with pytest.raises(RuleBrokenError):
                    guard(state, act)


def test_every_state_can_be_reached_and_every_arrow_begins_in_a_state():
    for machine in machines():
        starts = {edge.source for edge in machine.edges}
        reached = {edge.target for edge in machine.edges} | {next(iter(machine.states))}
        assert starts <= set(machine.states), machine.name
        drawn = starts | reached
        assert {state for state in drawn if state not in reached} == set(), machine.name


def test_the_page_is_as_the_tables_are():
    assert PAGE.read_text(encoding="utf-8") == page(), f"{COMMAND} writes it"
