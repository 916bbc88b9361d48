"""The state tables of the rules, read off as edges: from where, by which act, to where, by whom."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Any

from rfl.access.rules import GRANTS, Permission, Role
from rfl.approvals import rules as approvals
from rfl.boards import rules as boards
from rfl.children import rules as children
from rfl.desk import rules as desk
from rfl.erasure import rules as erasure
from rfl.exchange import rules as exchange
from rfl.incidents import rules as incidents
from rfl.linking import naming_rules as naming
from rfl.linking import rules as linking
from rfl.messages import rules as messages
from rfl.protection import rules as rights
from rfl.protection import schedule
from rfl.referrals import rules as referrals
from rfl.safeguarding import rules as glass
from rfl.tracing import rules as tracing
from rfl.transfers import rules as transfers

NOBODY: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Edge:
    """One arrow: `roles` may go it; none where a rule of another room says who."""

    source: str
    act: str
    target: str
    words: str = ""
    roles: frozenset[Role] = NOBODY
    other: str = ""
    """Whose hands may not be the same: 'located_by'."""


@dataclass(frozen=True, slots=True)
class Machine:
    """One table: its states in order, and its arrows in order."""

    name: str
    title: str
    where: str
    """The table's own name in the code."""
    states: Mapping[Any, str]
    """Each state and how a page says it."""
    edges: tuple[Edge, ...]


def roles_of(permission: Permission) -> frozenset[Role]:
    """Return who has a permission, in whatever reach."""
    return frozenset(role for role in Role if permission in GRANTS[role])


def spoken(word: str) -> str:
    """Return the word of an enum as a page would say it where it has no words of its own."""
    return word.replace("_", " ")


def _edges(
    sources: Iterable[Any],
    act: StrEnum,
    target: StrEnum | None,
    permission: Permission,
    words: str = "",
    other: str = "",
) -> Iterator[Edge]:
    found = set(sources)
    label = words or spoken(act)
    for source in (one for one in type(next(iter(found))) if one in found):
        yield Edge(source, act, target or source, label, roles_of(permission), other)


def _follows(follows: Mapping[Any, frozenset[Any]], words: Mapping[Any, str]) -> tuple[Edge, ...]:
    """Return the arrows of a table that has no acts: what leads to a state is called like it."""
    return tuple(
        Edge(source, target, target, words.get(target, spoken(target)))
        for source in follows
        for target in type(source)
        if target in follows[source]
    )


def _rights() -> Iterator[Edge]:
    for act, step in rights.ACTS.items():
        targets = [step.target]
        if act is rights.RightsAct.DECIDE:
            found = {
                rights.after_decision(*one) for one in product(rights.Right, rights.RightsVerdict)
            }
            targets = [state for state in rights.RightsState if state in found]
        for target in targets:
            yield from _edges(step.sources, act, target, step.permission)


def machines() -> tuple[Machine, ...]:
    """Return every table of states, read off the rules as they stand."""
    return (
        Machine(
            "requests",
            "Tracing requests",
            "rfl/tracing/rules.py, ACTS",
            tracing.STATE_WORDS,
            tuple(
                edge
                for act, step in tracing.ACTS.items()
                for edge in _edges(
                    step.sources, act, step.target, step.permission, step.label, step.other_than
                )
            ),
        ),
        Machine(
            "links",
            "Links",
            "rfl/linking/rules.py, ACTS",
            linking.STATE_WORDS,
            tuple(
                edge
                for act, step in linking.ACTS.items()
                for edge in _edges(step.sources, act, step.target, step.permission)
            ),
        ),
        Machine(
            "asks",
            "Confirmation requests: the asking side",
            "rfl/exchange/rules.py, ASK_ACTS",
            {state: spoken(state) for state in exchange.AskState},
            tuple(
                edge
                for act, step in exchange.ASK_ACTS.items()
                for edge in _edges(step.sources, act, step.target, step.permission)
            ),
        ),
        Machine(
            "answers",
            "Confirmation requests: the asked society’s own work",
            "rfl/exchange/rules.py, ANSWER_STEPS",
            exchange.ANSWER_WORDS,
            _follows(exchange.ANSWER_STEPS, exchange.ANSWER_WORDS),
        ),
        Machine(
            "children",
            "Child files",
            "rfl/children/rules.py, ACTS",
            children.STATE_WORDS,
            tuple(
                edge
                for act, step in children.ACTS.items()
                for edge in _edges(
                    step.sources,
                    act,
                    step.target,
                    step.permission,
                    step.label,
                    ", ".join(step.other_than),
                )
            ),
        ),
        Machine(
            "messages",
            "Red Cross Messages",
            "rfl/messages/rules.py, ACTS",
            messages.STATE_WORDS,
            tuple(
                edge
                for act, step in messages.ACTS.items()
                for edge in _edges(step.sources, act, step.target, step.permission, step.label)
            ),
        ),
        Machine(
            "offers",
            "Offers of cases",
            "rfl/transfers/rules.py, ACTS",
            transfers.STATE_WORDS,
            tuple(
                edge
                for act, step in transfers.ACTS.items()
                for edge in _edges(
                    step.sources, act, step.target, step.permission, step.label, step.other_than
                )
            )
            + tuple(
                Edge(source, after, after, transfers.STATE_WORDS[after])
                for after, sources in transfers.OVERTAKEN.items()
                for source in transfers.OfferState
                if source in sources
            ),
        ),
        Machine(
            "referrals",
            "People sent to a service",
            "rfl/referrals/rules.py, ACTS",
            referrals.STATE_WORDS,
            tuple(
                edge
                for act, step in referrals.ACTS.items()
                for edge in _edges(step.sources, act, step.target, step.permission, step.label)
            ),
        ),
        Machine(
            "incidents",
            "Events with many missing",
            "rfl/incidents/rules.py, ACTS",
            incidents.STATE_WORDS,
            tuple(
                Edge(
                    source,
                    act,
                    target,
                    step.label,
                    roles_of(step.permission),
                    "written_by" if step.is_second else "",
                )
                for act, step in incidents.ACTS.items()
                for source, target in step.targets.items()
            ),
        ),
        Machine(
            "boards",
            "Photo boards",
            "rfl/boards/rules.py, ACTS",
            boards.STATE_WORDS,
            tuple(
                Edge(
                    source,
                    act,
                    step.target,
                    step.label,
                    roles_of(step.permission) if step.permission else NOBODY,
                    "created_by, checked_by" if step.is_second else "",
                )
                for act, step in boards.ACTS.items()
                for source in boards.BoardState
                if source in step.sources
            ),
        ),
        Machine(
            "approvals",
            "Approvals",
            "rfl/approvals/rules.py, FOLLOWS",
            approvals.STATE_WORDS,
            _follows(approvals.FOLLOWS, approvals.STATE_WORDS),
        ),
        Machine(
            "erasures",
            "Erasures",
            "rfl/erasure/rules.py, FOLLOWS",
            {state: spoken(state) for state in erasure.ErasureState},
            _follows(erasure.FOLLOWS, {}),
        ),
        Machine(
            "rights",
            "Rights requests",
            "rfl/protection/rules.py, ACTS",
            rights.STATE_WORDS,
            tuple(_rights()),
        ),
        Machine(
            "retention",
            "Lists of cases whose time is over",
            "rfl/protection/schedule.py, FOLLOWS",
            schedule.RUN_WORDS,
            _follows(schedule.FOLLOWS, schedule.RUN_WORDS),
        ),
        Machine(
            "emergencies",
            "Emergencies (break-glass)",
            "rfl/safeguarding/rules.py, STEPS",
            glass.STATE_WORDS,
            tuple(
                Edge(state, act, target, glass.ACT_WORDS[act], roles_of(Permission.AUDIT_READ))
                for (state, act), target in glass.STEPS.items()
            ),
        ),
        Machine(
            "reviews",
            "Unusual access",
            "rfl/desk/rules.py, STEPS",
            desk.STATE_WORDS,
            tuple(
                Edge(state, act, target, desk.ACT_WORDS[act], roles_of(Permission.AUDIT_READ))
                for (state, act), target in desk.STEPS.items()
            ),
        ),
        Machine(
            "names",
            "Proposals of names",
            "rfl/linking/naming_rules.py, STEPS",
            naming.STATE_WORDS,
            tuple(
                Edge(source, act, target, spoken(act), roles_of(Permission.LEXICON_REVIEW))
                for act, (source, target) in naming.STEPS.items()
            ),
        ),
    )
