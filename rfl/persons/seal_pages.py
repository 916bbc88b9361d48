"""What the pages that seal share: who is ticked beforehand and why, and what is said afterwards."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from rfl.access.rules import ROLE_WORDS, Role
from rfl.persons.forms import SealForm
from rfl.persons.sealing import Circle
from rfl.persons.sealing_rules import NAMED_BY, TIE_WORDS, Knower, Tie
from rfl.web.choices import options
from rfl.web.formats import day


def fill(form: SealForm, found: Circle) -> None:
    """Give the form everybody who may be named."""
    form.readers.choices = options((str(one), _label(found, one)) for one in found.choices)
    takers = [one for one in found.choices if one in found.takers]
    nobody = [] if found.owner_id else [("", _("Nobody, as before"))]
    gone = found.owner_id is not None and found.owner_id not in takers
    unsaid = [("", _("Somebody who works here no more: choose"))] if gone else []
    named = ((str(one), found.names[one]) for one in takers)
    form.owner.choices = options([*nobody, *unsaid, *named])


def begin(form: SealForm, found: Circle) -> None:
    """Tick whoever knows of it now, and say with whom it lies."""
    form.readers.data = [str(one) for one in found.begins_with]
    form.owner.data = str(found.owner_id or "")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a colleague knows of a record now: an English word to be translated, whom and when."""

    words: str
    day: str = ""
    who: str = ""


def reasons(found: Circle) -> dict[str, list[Reason]]:
    """Return why each colleague knows of it now, by what their box says."""
    return {
        str(one): [_reason(found, known, tie) for tie in Tie if tie in known.ties]
        for one, known in found.known.items()
    }


def readers_of(form: SealForm) -> list[UUID]:
    """Return who was ticked."""
    return [UUID(one) for one in form.readers.data or ()]


def owner_of(form: SealForm, found: Circle) -> UUID | None:
    """Return who was chosen to go on with it; None where nobody was, or nobody who may."""
    asked = form.owner.data or ""
    return next((one for one in found.takers if str(one) == asked), None)


def told(found: Circle, readers: Collection[UUID], owner_id: UUID | None) -> dict[str, object]:
    """Return what is said once it is sealed: who goes on knowing, who does not, whose it is."""
    return {
        "goes_on": sorted(found.names[one] for one in readers),
        "taken_out": found.taken_out(readers),
        "owner": found.names.get(owner_id, "") if owner_id else "",
        "is_passed_on": owner_id != found.owner_id,
    }


def _label(found: Circle, user_id: UUID) -> str:
    name = found.names[user_id]
    if user_id in found.focal:
        return f"{name} ({_(ROLE_WORDS[Role.SAFEGUARDING])})"
    return name


def _reason(found: Circle, known: Knower, tie: Tie) -> Reason:
    if tie is not Tie.NAMED:
        return Reason(TIE_WORDS[tie])
    since, by = day(known.named_at), known.named_by
    if by is None or by == known.user_id or by not in found.names:
        return Reason(TIE_WORDS[Tie.NAMED], since)
    return Reason(NAMED_BY, since, found.names[by])
