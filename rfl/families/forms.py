"""What the page of a family sends: one answer for each link, or ticks."""

from uuid import UUID

from werkzeug.datastructures import MultiDict

from rfl.families.service import LEAVE, PROBABLE
from rfl.linking.rules import RejectReason
from rfl.web.forms import BaseForm

ANSWERS = frozenset({LEAVE, PROBABLE, *RejectReason})
PREFIX = "link-"


class FamilyForm(BaseForm):
    """Only the token and what a rule refuses: the answers stand by link."""


def chosen(sent: MultiDict[str, str]) -> dict[UUID, str] | None:
    """Return the answer for each link; None where one is none of those on the page."""
    found = {}
    for name, value in sent.items():
        if name.startswith(PREFIX):
            link_id = _id(name.removeprefix(PREFIX))
            if link_id is None or value not in ANSWERS:
                return None
            found[link_id] = value
    return found


def ticked(sent: MultiDict[str, str]) -> list[UUID]:
    """Return the links that were ticked; what names none is left out."""
    return [one for value in sent.getlist("link") if (one := _id(value)) is not None]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
