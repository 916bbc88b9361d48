"""My work: what to do next, in order, each with its reason and one act.

Every domain adds its own items through `register_source` (rfl.wiring): imports point down, so this
page cannot know them. A source finds what is the actor's to do without opening anything, and then
opens, under the given receipt, what the page has room for.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import cast
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access.rules import Actor
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.db.rounds import Reading, ask, by_itself, side_by_side
from rfl.text import N_, Text


class WorkKind(StrEnum):
    """What a piece of work is about: one chip each. In the order of weight, heaviest first."""

    EMERGENCIES = "emergencies"
    CONCERNS = "concerns"
    ANSWERS = "answers"
    TASKS = "tasks"
    FAMILIES = "families"
    CHILDREN = "children"
    DATA = "data"
    MESSAGES = "messages"
    LINKS = "links"
    APPROVALS = "approvals"
    REQUESTS = "requests"
    REVIEWS = "reviews"
    ACCESS = "access"


KIND_WORDS: Mapping[WorkKind, str] = {
    WorkKind.EMERGENCIES: N_("Emergencies"),
    WorkKind.CONCERNS: N_("Concerns"),
    WorkKind.FAMILIES: N_("Families to call"),
    WorkKind.CHILDREN: N_("Children"),
    WorkKind.ANSWERS: N_("Answers"),
    WorkKind.TASKS: N_("Tasks"),
    WorkKind.DATA: N_("People’s data"),
    WorkKind.MESSAGES: N_("Messages"),
    WorkKind.LINKS: N_("Links"),
    WorkKind.APPROVALS: N_("To decide"),
    WorkKind.REQUESTS: N_("Requests"),
    WorkKind.REVIEWS: N_("Reviews"),
    WorkKind.ACCESS: N_("Unusual access"),
}
KIND_ICONS: Mapping[WorkKind, str] = {
    WorkKind.EMERGENCIES: "key",
    WorkKind.CONCERNS: "speak",
    WorkKind.FAMILIES: "phone",
    WorkKind.CHILDREN: "family",
    WorkKind.ANSWERS: "outbox",
    WorkKind.TASKS: "check",
    WorkKind.DATA: "shield",
    WorkKind.MESSAGES: "letter",
    WorkKind.LINKS: "loops",
    WorkKind.APPROVALS: "check",
    WorkKind.REQUESTS: "doc",
    WorkKind.REVIEWS: "clock",
    WorkKind.ACCESS: "eye",
}

PER_GROUP = 60
"""Most things found of one kind of waiting: nobody works through more in a day."""


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
    """Since when it waits; shown where no day is set."""
    case_href: str = ""
    """Where the number leads; the act's own place unless given."""
    is_guarded: bool = False
    """Whether the case is restricted or sealed."""
    at: datetime | None = None
    """When it happened, where the day and the hour matter."""


@dataclass(frozen=True, slots=True)
class Pending:
    """One thing to do, as far as its place in the list needs it: nothing of it was opened."""

    kind: WorkKind
    case_no: str
    urgent: bool = False
    """Whether it is late, or will be within a few days."""
    due: date | None = None
    """By which day, if there is one."""
    since: datetime | None = None
    """Since when it is theirs to do, if that is known: what came after their last look is news."""
    by: UUID | None = None
    """Who brought it about, if that is known: to them it is no news."""
    thing: object = None
    """What its source shows it from."""

    def shown(
        self,
        *,
        title: Text,
        why: Text,
        href: str,
        act: Text,
        case_href: str = "",
        is_guarded: bool = False,
    ) -> WorkItem:
        """Return it as the page shows it."""
        return WorkItem(
            kind=self.kind,
            title=title,
            why=why,
            case_no=self.case_no,
            href=href,
            act=act,
            urgent=self.urgent,
            due=self.due,
            since=self.since,
            case_href=case_href,
            is_guarded=is_guarded,
        )


@dataclass(frozen=True, slots=True)
class Nameless:
    """What a source shows a thing from in whose words no name stands: all of it is known before."""

    title: Text
    why: Text
    act: Text
    href: str
    case_href: str = ""
    is_guarded: bool = False


def spoken(words: tuple[str, str, str]) -> tuple[Text, Text, Text]:
    """Return title, why and act as sentences."""
    title, why, act = words
    return Text(title), Text(why), Text(act)


def show_nameless(receipt: Receipt, pending: Sequence[Pending]) -> Reading[list[WorkItem]]:
    """Return things whose `thing` is Nameless as the page shows them. Nothing is opened."""
    yield from ()
    del receipt
    items = []
    for one in pending:
        thing = cast("Nameless", one.thing)
        items.append(
            one.shown(
                title=thing.title,
                why=thing.why,
                href=thing.href,
                act=thing.act,
                case_href=thing.case_href,
                is_guarded=thing.is_guarded,
            )
        )
    return items


@dataclass(frozen=True, slots=True)
class JointSource:
    """One domain's part of My work, read together with those of the others."""

    find: Callable[[Actor], Reading[list[Pending]]]
    """What is the actor's to do. Opens nothing."""
    show: Callable[[Receipt, Sequence[Pending]], Reading[list[WorkItem]]]
    """The same things as the page shows them, opened under the receipt, in order."""


@dataclass(frozen=True, slots=True)
class Source:
    """A domain's part that is read by itself, with statements of its own."""

    find: Callable[[Session, Actor], list[Pending]]
    show: Callable[[Session, Receipt, Sequence[Pending]], list[WorkItem]]

    def joined(self) -> JointSource:
        """Return it as one that is read with others."""
        return JointSource(
            lambda actor: by_itself(lambda session: self.find(session, actor)), shown_by(self.show)
        )


@cache
def shown_by(
    show: Callable[[Session, Receipt, Sequence[Pending]], list[WorkItem]],
) -> Callable[[Receipt, Sequence[Pending]], Reading[list[WorkItem]]]:
    """Return a source's `show` that is read by itself; of the same one the same, twice is once."""

    def showing(receipt: Receipt, pending: Sequence[Pending]) -> Reading[list[WorkItem]]:
        return by_itself(lambda session: show(session, receipt, pending))

    return showing


_sources: dict[JointSource | Source, JointSource] = {}


def register_source(source: JointSource | Source) -> None:
    """Have `source` asked for its items on every My work page. Twice is once."""
    if source not in _sources:
        _sources[source] = source if isinstance(source, JointSource) else source.joined()


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


@dataclass(frozen=True, slots=True)
class Found:
    """One pending thing, and whose it is to show it."""

    pending: Pending
    source: JointSource


def find_work(session: Session, actor: Actor) -> list[Found]:
    """Return everything that is the actor's to do, the most pressing first. Opens nothing."""
    return ask(session, finding(actor))


def finding(actor: Actor) -> Reading[list[Found]]:
    """Read everything that is the actor's to do, the most pressing first. Opens nothing."""
    sources = list(_sources.values())
    found = yield from side_by_side(source.find(actor) for source in sources)
    return in_order(
        [Found(one, source) for source, own in zip(sources, found, strict=True) for one in own]
    )


def show_work(session: Session, receipt: Receipt, found: Sequence[Found]) -> list[WorkItem]:
    """Return things to do as a page shows them, in order; only these are opened."""
    return ask(session, showing(receipt, found))


def showing(receipt: Receipt, found: Sequence[Found]) -> Reading[list[WorkItem]]:
    """Read things to do as a page shows them, in order; only these are opened."""
    places: defaultdict[JointSource, list[int]] = defaultdict(list)
    for place, one in enumerate(found):
        places[one.source].append(place)
    read = yield from side_by_side(
        source.show(receipt, [found[place].pending for place in own])
        for source, own in places.items()
    )
    shown: dict[int, WorkItem] = {}
    for own, items in zip(places.values(), read, strict=True):
        shown |= zip(own, items, strict=True)
    return [shown[place] for place in range(len(found))]


def in_order(found: Sequence[Found]) -> list[Found]:
    """Return things as they are to be done: late first; then by weight, day and waiting time."""
    weight = {kind: place for place, kind in enumerate(WorkKind)}
    return sorted(
        found,
        key=lambda one: (
            not one.pending.urgent,
            weight[one.pending.kind],
            one.pending.due or date.max,
            one.pending.since.timestamp() if one.pending.since else 0.0,
            one.pending.case_no,
        ),
    )


def counts(found: Sequence[Found]) -> dict[WorkKind, int]:
    """Return how many things there are of each kind that has any, in the order of the chips."""
    return {
        kind: number
        for kind in WorkKind
        if (number := sum(1 for one in found if one.pending.kind is kind))
    }
