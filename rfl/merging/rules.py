"""Which two records may be joined. Pure."""

from dataclasses import dataclass
from uuid import UUID

from rfl.errors import RuleBrokenError


@dataclass(frozen=True, slots=True)
class Half:
    """What a merge asks of one record; never its particulars."""

    person_id: UUID
    society: str
    whole_id: UUID
    is_open: bool
    """Neither sealed nor erased."""
    is_sought: bool
    is_registered: bool


def check_joined(one: Half, other: Half) -> None:
    """Return if two records may be joined as one person's.

    Who was met and who is looked for are a link: judged on its own page, told only through the
    consent gate. What is sealed joins nothing, so that no page, count or search hints at it.

    Raises:
        RuleBrokenError: they may not; the sentence says why.

    """
    if one.person_id == other.person_id:
        raise RuleBrokenError("This is the same record. Choose another one.")
    if one.society != other.society:
        raise RuleBrokenError("Each society keeps its own records. Only two of one are joined.")
    if not (one.is_open and other.is_open):
        raise RuleBrokenError("One of these records cannot be joined with another.")
    if one.whole_id == other.whole_id:
        raise RuleBrokenError("These two are joined already.")
    if _is_link(one, other) or _is_link(other, one):
        raise RuleBrokenError(
            "One of them is looked for and the other was met. That is a link: judge it on the page "
            "of links, so that the family is told only what the person allows."
        )


def _is_link(one: Half, other: Half) -> bool:
    return one.is_sought and other.is_registered
