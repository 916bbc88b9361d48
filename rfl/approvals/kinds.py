"""The kinds of wishes there are: each domain says of its own what it reads, tells and does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from rfl.access.rules import Actor, Permission, may
from rfl.approvals.rules import ApprovalKind, Wish
from rfl.audit.service import Receipt
from rfl.text import Text


@dataclass(frozen=True, slots=True)
class Told:
    """A wish in words. `lines` are (what, value): text as it is, a Text translated, a day."""

    title: Text
    lines: tuple[tuple[str, str | Text | date], ...] = ()


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


_kinds: dict[ApprovalKind, Kind] = {}


def register(kind: Kind) -> None:
    """Have wishes of this kind asked, told and carried out so. Twice is once."""
    _kinds[kind.kind] = kind


def kind_of(kind: ApprovalKind) -> Kind:
    """Return how wishes of `kind` are handled."""
    return _kinds[kind]


def decided_by(actor: Actor) -> Mapping[ApprovalKind, Kind]:
    """Return the kinds on which `actor` may decide."""
    return {name: kind for name, kind in _kinds.items() if may(actor, kind.decides)}
