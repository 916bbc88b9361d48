"""The kinds of wishes there are: each domain says of its own what it reads, tells and does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from rfl.access.rules import Actor, Permission, may
from rfl.approvals.rules import ApprovalKind, Wish
from rfl.audit.service import Receipt
from rfl.text import Counted, Text


@dataclass(frozen=True, slots=True)
class Told:
    """A wish in words. `lines` are (what, value): text as it is, a Text translated, a day."""

    title: Text
    lines: tuple[tuple[str, str | Text | date], ...] = ()
    href: str = ""
    """Where whoever decides can look at it, if there is such a page."""


Tell = Callable[[Session, Receipt, Wish], Told]
"""Say a wish in words, opening names under the receipt."""

CarryOut = Callable[[Session, Actor, Wish], str]
"""Do it for the actor who approved; return what is shown to them once, or ''."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of wish, and how its domain carries it out."""

    kind: ApprovalKind
    asks: Permission
    decides: Permission
    standing: Callable[[Session, Wish], Sequence[str]]
    """How the subject stands now; if that changed since, what was asked is worth nothing."""
    tell: Tell
    carry_out: CarryOut
    comes_back_for: timedelta | None = None
    """How long what was decided stands among the work of whoever asked, until they take it up; None
    where nothing is left for them to do."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What also waits for a second person, by rules of its own: the inbox only leads to it."""

    words: Counted
    """What waits, by `num`."""
    endpoint: str
    count: Callable[[Session, Actor], int]


_kinds: dict[ApprovalKind, Kind] = {}
_elsewhere: dict[str, Elsewhere] = {}


def register(kind: Kind) -> None:
    """Have wishes of this kind asked, told and carried out so. Twice is once."""
    _kinds[kind.kind] = kind


def register_elsewhere(one: Elsewhere) -> None:
    """Have the inbox lead to what is decided on a page of its own. Twice is once."""
    _elsewhere[one.endpoint] = one


def elsewhere() -> Sequence[Elsewhere]:
    """Return what is decided on pages of its own."""
    return tuple(_elsewhere.values())


def kind_of(kind: ApprovalKind) -> Kind:
    """Return how wishes of `kind` are handled."""
    return _kinds[kind]


def comes_back_to(actor: Actor) -> Mapping[ApprovalKind, timedelta]:
    """Return the kinds whose answer comes back to `actor`, and for how long."""
    return {
        name: kind.comes_back_for
        for name, kind in _kinds.items()
        if kind.comes_back_for and may(actor, kind.asks)
    }


def decided_by(actor: Actor) -> Mapping[ApprovalKind, Kind]:
    """Return the kinds on which `actor` may decide."""
    return {name: kind for name, kind in _kinds.items() if may(actor, kind.decides)}
