"""The page on which many faces are put on one sheet to hang up."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session
from wtforms import RadioField, SelectField

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.boards import sheets
from rfl.boards.sheet_rules import GRIDS, MOST_FACES, SheetKind
from rfl.boards.views import blueprint
from rfl.boards.words import LOOKS_WORDS
from rfl.errors import RuleBrokenError
from rfl.societies import service as societies
from rfl.web.choices import languages, options
from rfl.web.forms import BaseForm
from rfl.web.i18n import LANGUAGES, say
from rfl.web.papers import file_of
from rfl.web.transaction import transaction


class SheetForm(BaseForm):
    """How large the sheet is, and in which language. Which faces stands beside the form."""

    kind = RadioField(
        _("Paper"),
        choices=options((one.value, _(grid.words)) for one, grid in GRIDS.items()),
        default=SheetKind.SIX.value,
    )
    language = SelectField(
        _("Language of the poster"),
        choices=languages(),
    )


@blueprint.get("/photo-boards/sheet")
@requires(Permission.REQUEST_WRITE)
def sheet() -> ResponseReturnValue:
    """Show the faces that everybody sees, to choose those of one sheet."""
    form = SheetForm(formdata=None, language=str(get_locale() or LANGUAGES[0]))
    with transaction() as session:
        return _page(session, form, None)


@blueprint.post("/photo-boards/sheet")
@requires(Permission.REQUEST_WRITE)
def print_sheet() -> ResponseReturnValue:
    """Give the chosen faces on as many sheets as they need."""
    form, chosen = SheetForm(), set(request.form.getlist("face"))
    try:
        if form.validate():
            with transaction() as session:
                found = sheets.printed(session, current_actor(), chosen)
                society = societies.society(session, current_actor().society).name
            kind, language = SheetKind(form.kind.data), form.language.data
            address = url_for("board.gallery", _external=True)
            pdf = sheets.sheet(found, kind, language, society, address)
            return file_of(pdf, f"faces-{clock.today().isoformat()}")
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
    with transaction() as session:
        return _page(session, form, chosen), 422


def _page(session: Session, form: SheetForm, chosen: set[str] | None) -> str:
    """Return the page; at first the newest are ticked, as many as one print takes."""
    faces = sheets.faces(session, current_actor())
    if chosen is None:
        chosen = {one.number for one in faces[:MOST_FACES]}
    return render_template(
        "boards/sheet.html", form=form, faces=faces, chosen=chosen, looks=LOOKS_WORDS
    )
