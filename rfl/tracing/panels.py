"""What other domains add to a case's page: panels below, next acts at the side.

Linking and exchange lie above tracing and register themselves here at start (rfl.wiring). What is
registered is called while the page is built, inside its transaction; whatever it opens is opened
under the page's own receipt.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access.rules import Actor
from rfl.audit.service import Receipt
from rfl.db.rounds import Reading, ask, by_itself, side_by_side
from rfl.text import Text
from rfl.tracing.models import TracingRequest

if TYPE_CHECKING:
    from rfl.tracing.reading import Case


class Pressing(IntEnum):
    """How pressing a next act is: the highest becomes the one primary button of the page."""

    AT_LEISURE = 10
    """What can always be done, when nothing else waits."""
    STEP = 30
    """The next step of the case itself."""
    JUDGE = 50
    """Somebody was suggested and waits to be judged."""
    ANSWER = 70
    """Somebody answered, or something was withdrawn."""
    FAMILY = 90
    """A family has waited too long."""


@dataclass(frozen=True, slots=True)
class NextAct:
    """One act that may come next. Without `href` it is shown with a lock: `why` says why not yet.

    `say` names it for the head of the card ('Look at two suggested links'), `act` is the button
    ('Review the first link'). With `is_post` the button sends an empty form to `href`.
    """

    say: Text
    why: Text
    act: Text | None = None
    href: str = ""
    pressing: Pressing = Pressing.STEP
    is_post: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A small tag on a sought person's card: '1 link to review'. `kind`: for, attention, guard."""

    words: Text
    kind: str = "for"
    icon: str = "loops"


@dataclass(frozen=True, slots=True)
class Heard:
    """One row of 'Who heard what, and when'."""

    who: Text
    what: Text
    when: datetime | None = None
    how: Text | None = None
    number: str = ""
    """The number under which it was sent, where there is one."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of the case's page: a tab, and a section with what `template` draws from `data`.

    The page draws the section and its heading; the template sees `panel` and `case`. `marks` go
    onto the cards of sought people, by the id of SoughtPerson; `heard` goes into the table of who
    heard what.
    """

    anchor: str
    """The section's id, and where its tab leads: 'links'."""
    title: Text
    template: str = ""
    """Path of the template; empty for a panel that adds only marks or rows."""
    data: object = None
    count: int | None = None
    is_waiting: bool = False
    """Whether the count asks for somebody's attention."""
    is_empty: bool = False
    """Whether it holds nothing yet: then it waits small, at the end of the page, without a tab."""
    of_case: "Callable[[Case], object | None] | None" = None
    """What makes `data` out of the opened case, where nothing else is read; None is empty."""
    marks: Mapping[UUID, Sequence[Mark]] = field(default_factory=dict)
    heard: Sequence[Heard] = ()

    def shown(self, case: "Case") -> "Panel":
        """Return the panel as the page of `case` shows it."""
        if self.of_case is None:
            return self
        data = self.of_case(case)
        return replace(self, data=data, is_empty=data is None)


@dataclass(frozen=True, slots=True)
class Part:
    """What one domain adds to a case's page. Both come of one reading."""

    panel: Panel | None = None
    next_act: NextAct | None = None


PartSource = Callable[[Session, Actor, Receipt, TracingRequest], Part]
"""Reads its part by itself, with statements of its own."""

JointPartSource = Callable[[Actor, Receipt, TracingRequest], Reading[Part]]
"""Reads its part together with those of the others."""

_parts: dict[PartSource | JointPartSource, JointPartSource] = {}


def register_part(source: PartSource) -> None:
    """Have `source` asked for its part of every case's page. Twice is once."""

    def joined(actor: Actor, receipt: Receipt, request: TracingRequest) -> Reading[Part]:
        return by_itself(lambda session: source(session, actor, receipt, request))

    _parts.setdefault(source, joined)


def register_joint_part(source: JointPartSource) -> None:
    """Have `source` asked for its part, with what it asks in one statement with the others'."""
    _parts.setdefault(source, source)


def parts_of(
    session: Session, actor: Actor, receipt: Receipt, request: TracingRequest
) -> tuple[list[Panel], list[NextAct]]:
    """Return what the other domains show of this case to this actor, in their order.

    And what they would do next in it, the most pressing first.
    """
    sources = (source(actor, receipt, request) for source in _parts.values())
    parts = ask(session, side_by_side(sources))
    acts = [part.next_act for part in parts if part.next_act is not None]
    panels = [part.panel for part in parts if part.panel is not None]
    return panels, sorted(acts, key=lambda act: -act.pressing)
