"""What the pages of messages and deliveries share: pictures, printed sheets, lists to choose."""

from collections.abc import Sequence
from typing import Any

from flask import Response, current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import picturing
from rfl.errors import RuleBrokenError
from rfl.messages.document import Handed
from rfl.messages.forms import ContentFields
from rfl.messages.sheet import Letterhead, sheet
from rfl.societies import service as societies
from rfl.societies.names import countries_in_order
from rfl.text import Text
from rfl.web.choices import options
from rfl.web.forms import BaseForm
from rfl.web.i18n import say

MOST_PAGES = 4
"""A message is one sheet with two sides; twice that for large handwriting."""


def pictures(form: BaseForm) -> tuple[bytes, ...] | None:
    """Return the chosen files as pictures of pages; None, and why on the form, if one is none."""
    if not isinstance(form, ContentFields):
        return ()
    try:
        return pages_of(form.files())
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)), "pages")
        return None


def pages_of(files: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the pages of some files as pictures (JPEG), in order.

    Raises:
        RuleBrokenError: see picturing.drawn; or more than MOST_PAGES together.

    """
    too_many = Text(
        "A message has at most %(pages)d pages. Make two messages of it.", pages=MOST_PAGES
    )
    found = [one for data in files if data for one in picturing.drawn(data, MOST_PAGES, too_many)]
    if len(found) > MOST_PAGES:
        raise RuleBrokenError(too_many)
    return tuple(found)


def sheet_of(head: Letterhead, handed: Handed, pages: list[bytes]) -> Response:
    """Return the printed sheet."""
    made = sheet(head, handed, pages, said)
    return current_app.response_class(
        made,
        mimetype="application/pdf",
        headers={"Content-Disposition": f"attachment; filename={head.number}.pdf"},
    )


def said(words: Any) -> str:
    """Return a sentence in the reader's language, for a paper: not escaped."""
    return str(say(words).unescape())


def carriers(session: Session, own: str) -> Any:
    """Return the societies that may bring a message, the own one first."""
    here = {one.code for one in societies.societies(session)}
    found = [pair for pair in countries_in_order() if pair[0] in here]
    return options(
        [
            ("", "–"),
            *(
                (code, _("%(country)s (our own)", country=name))
                for code, name in found
                if code == own
            ),
            *(pair for pair in found if pair[0] != own),
        ]
    )


def sites(session: Session, own: str) -> Any:
    """Return the sites of a society as options, an empty one first."""
    return options([("", "–"), *((str(one.id), one.name) for one in societies.sites(session, own))])
