"""My work: what to do next, in order, each with its reason and one act.

Every domain adds its own items through `register_source` (rfl.wiring): imports point down, so this
page cannot know them. A source returns what is the actor's to do, opened under the given receipt.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from rfl.access.rules import Actor
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.text import N_, Text


class WorkKind(StrEnum):
    """What a piece of work is about: one chip each. In the order of weight, heaviest first."""

    FAMILIES = "families"
    ANSWERS = "answers"
    LINKS = "links"
    APPROVALS = "approvals"
    REQUESTS = "requests"
    REVIEWS = "reviews"


KIND_WORDS: Mapping[WorkKind, str] = {
    WorkKind.FAMILIES: N_("Families to call"),
    WorkKind.ANSWERS: N_("Answers"),
    WorkKind.LINKS: N_("Links"),
    WorkKind.APPROVALS: N_("To decide"),
    WorkKind.REQUESTS: N_("Requests"),
    WorkKind.REVIEWS: N_("Reviews"),
}
KIND_ICONS: Mapping[WorkKind, str] = {
    WorkKind.FAMILIES: "phone",
    WorkKind.ANSWERS: "outbox",
    WorkKind.LINKS: "loops",
    WorkKind.APPROVALS: "check",
    WorkKind.REQUESTS: "letter",
    WorkKind.REVIEWS: "clock",
}

PER_SOURCE = 60
"""Most items one source opens for a page: nobody works through more in a day."""


class Name(str):
    """A person's name inside a sentence: the page keeps its direction apart (<bdi>)."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing to do. Names inside `title` and `why` are passed as `Name`."""

    kind: WorkKind
    title: Text
    """What is to be done: 'Call Fatou Ndiaye: nothing heard for 87 days'."""
    why: Text
    case_no: str
    href: str
    """Where the act is done."""
    act: Text
    """The button: 'Call the family'."""
    urgent: bool = False
    """Whether it is late, or will be within a few days."""
    due: date | None = None
    """By which day, if there is one."""
    since: datetime | None = None
    """Since when it waits, where no day is set."""
    case_href: str = ""
    """Where the number leads; the act's own place unless given."""
    is_guarded: bool = False
    """Whether the case is restricted or sealed."""


Source = Callable[[Session, Actor, Receipt], list[WorkItem]]

_sources: list[Source] = []


def register_source(source: Source) -> None:
    """Have `source` asked for its items on every My work page. Twice is once."""
    if source not in _sources:
        _sources.append(source)


def open_desk(session: Session, actor: Actor) -> Receipt:
    """Write to the trail that the actor opens My work, and return leave to open names for it."""
    return audit.record(
        session,
        actor.user_id,
        Act.WORK_LISTED,
        societies=[actor.society],
        fields=["names"],
        purpose="tracing",
    )


def list_work(session: Session, actor: Actor, receipt: Receipt) -> list[WorkItem]:
    """Return everything that is the actor's to do, the most pressing first."""
    return in_order([item for source in _sources for item in source(session, actor, receipt)])


def in_order(items: Sequence[WorkItem]) -> list[WorkItem]:
    """Return `items` as they are to be done: late first; then by weight, day and waiting time."""
    weight = {kind: place for place, kind in enumerate(WorkKind)}
    return sorted(
        items,
        key=lambda item: (
            not item.urgent,
            weight[item.kind],
            item.due or date.max,
            item.since.timestamp() if item.since else 0.0,
            item.case_no,
        ),
    )


def counts(items: Sequence[WorkItem]) -> dict[WorkKind, int]:
    """Return how many items there are of each kind that has any, in the order of the chips."""
    return {
        kind: number
        for kind in WorkKind
        if (number := sum(1 for item in items if item.kind is kind))
    }
