"""What the pages of long forms share: keeping what was typed, and filling a form with it again."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from rfl.access.guards import current_actor
from rfl.drafts import service
from rfl.drafts.models import Draft
from rfl.drafts.rules import FormKind, Glimpse
from rfl.errors import RuleBrokenError
from rfl.web.forms import BaseForm
from rfl.web.i18n import say
from rfl.web.transaction import transaction

KEEP = "keep"
"""Value of the button `go` with which a form is kept unfinished, without a script."""


def number_of(once: str | None) -> UUID:
    """Return the number under which a form is kept.

    Raises:
        RuleBrokenError: it has none.

    """
    try:
        return UUID(once or "")
    except ValueError:
        raise RuleBrokenError("This form has no number. Load its page once more.") from None


def asked() -> UUID | None:
    """Return which unfinished form the address asks to go on with."""
    word = request.args.get("draft", "")
    return number_of(word) if word else None


def restored(session: Session, kind: FormKind, draft_id: UUID) -> MultiDict[str, str]:
    """Return what was typed, as if it were sent again; its number stays.

    Raises:
        NotFoundError: it is gone, or another's.

    """
    fields = service.open_draft(session, current_actor(), kind, draft_id)
    return MultiDict([*fields, ("once", draft_id.hex)])


def kept(form: BaseForm, kind: FormKind) -> Draft | None:
    """Keep the form that was sent; None, and why on the form, if it cannot be kept."""
    try:
        with transaction() as session:
            number = number_of(request.form.get("once"))
            typed = list(request.form.items(multi=True))
            return service.save(session, current_actor(), kind, number, typed)
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return None


def finished(once: str | None) -> None:
    """Throw away what was kept of a form that was sent whole."""
    try:
        number = number_of(once)
    except RuleBrokenError:
        return  # it never had a number, so nothing was kept
    with transaction() as session:
        service.discard(session, current_actor(), number)


def waiting(
    session: Session, kind: FormKind, here: UUID | None = None
) -> Sequence[tuple[Draft, Glimpse | None]]:
    """Return the reader's unfinished forms of a kind but `here`, and what tells several apart."""
    actor = current_actor()
    rows = [row for row in service.waiting(session, actor, kind) if row.id != here]
    glimpses = service.glimpses(session, actor, rows)
    return [(row, glimpses.get(row.id)) for row in rows]


def said() -> str:
    """Return what is said when a form was kept."""
    return str(_("Kept, sealed, for you alone. Go on with it from here within 14 days."))
