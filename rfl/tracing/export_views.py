"""Pages on which a list of cases is asked for as a file, and taken once a second person agreed."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.approvals import coming_back
from rfl.approvals.queries import ANSWERED
from rfl.approvals.rules import STATE_WORDS
from rfl.errors import RuleBrokenError
from rfl.tracing import export_file, exporting
from rfl.tracing.blueprint import tracing
from rfl.tracing.bulk_views import ticked
from rfl.tracing.export_rules import (
    MOST_EXPORTED,
    NAMES_SOMEBODY,
    TAKEN_WITHIN,
    USUAL,
    Column,
    FileKind,
    check_asked,
)
from rfl.tracing.forms import ExportForm
from rfl.tracing.narrowing import chosen_of, filter_of
from rfl.web.doing import done
from rfl.web.i18n import say
from rfl.web.transaction import transaction


@tracing.post("/requests/export")
@requires(Permission.REQUEST_WRITE)
def export_many() -> ResponseReturnValue:
    """Show how many cases would be in the file and ask which columns; then ask a second person."""
    form = ExportForm()
    with transaction() as session:
        ids = _chosen(session)
    try:
        check_asked(len(ids), USUAL)
    except RuleBrokenError as error:
        flash(say(error.sentence))
        return redirect(url_for("tracing.index"), code=303)
    wants = request.form.get("go") == "do"
    if not wants:
        form.columns.data, form.kind.data = list(USUAL), FileKind.XLSX.value

    def do(session: Session) -> None:
        columns = [Column(one) for one in form.columns.data or ()]
        kind, why = FileKind(form.kind.data), form.why.data or ""
        exporting.ask(session, current_actor(), ids, columns, kind, why)

    if wants and done(form, do):
        flash(_("Asked for. Once a second person agreed, the file stands here."))
        return redirect(url_for("tracing.exports"), code=303)
    page = render_template(
        "tracing/export.html", form=form, ids=ids, most=MOST_EXPORTED, naming=NAMES_SOMEBODY
    )
    return page, 422 if wants else 200


@tracing.get("/requests/exports")
@requires(Permission.REQUEST_WRITE)
def exports() -> ResponseReturnValue:
    """List the files that the reader asked for."""
    with transaction() as session:
        now = clock.now()
        rows = exporting.asked(session, current_actor())
        return render_template(
            "tracing/exports.html",
            rows=[(row, exporting.can_be_taken(row, now)) for row in rows],
            answers=coming_back.answers(session, current_actor(), rows),
            ended=ANSWERED[1:],
            states=STATE_WORDS,
            days=TAKEN_WITHIN.days,
        )


@tracing.post("/requests/exports/<uuid:approval_id>")
@requires(Permission.REQUEST_WRITE)
def take_export(approval_id: UUID) -> ResponseReturnValue:
    """Give an approved file to whoever asked for it."""
    try:
        with transaction() as session:
            found = exporting.take(session, current_actor(), approval_id)
            return export_file.given(found)
    except RuleBrokenError as error:
        flash(say(error.sentence))
        return redirect(url_for("tracing.exports"), code=303)


@tracing.post("/requests/exports/<uuid:approval_id>/seen")
@requires(Permission.REQUEST_WRITE)
def see_export(approval_id: UUID) -> ResponseReturnValue:
    """Keep that whoever asked has read that there is no file."""
    with transaction() as session:
        coming_back.take_up(session, current_actor(), approval_id)
    return redirect(url_for("tracing.exports"), code=303)


def _chosen(session: Session) -> list[UUID]:
    """Return the ticked cases, or those of the whole view that the address names."""
    if not request.form.get("whole"):
        return list(dict.fromkeys(ticked()))
    actor = current_actor()
    narrowed = filter_of(actor, chosen_of(request.args))
    return exporting.of_view(session, actor, narrowed, MOST_EXPORTED)
