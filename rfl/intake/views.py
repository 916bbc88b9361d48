"""Pages for taking in a list: choose, preview, run, mend."""

import csv
import io
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.errors import RuleBrokenError
from rfl.intake import keeping, service
from rfl.intake.columns import FIELD_WORDS, KNOWN_FIELDS
from rfl.intake.forms import ImportForm
from rfl.intake.models import ImportKind, ImportState
from rfl.intake.running import ask_to_run
from rfl.intake.tidying import write_bad_rows
from rfl.web.i18n import say
from rfl.web.transaction import transaction

blueprint = Blueprint("imports", __name__, url_prefix="/imports")

REFRESH_SECONDS = 2
"""How often a page of a running import asks anew how far it is."""


@blueprint.get("")
@requires(Permission.IMPORT_RUN)
def index() -> ResponseReturnValue:
    """Show the form for a new list, and the imports so far."""
    return _index(ImportForm())


@blueprint.post("")
@requires(Permission.IMPORT_RUN)
def upload() -> ResponseReturnValue:
    """Take a file in for preview, sealed. Nothing is added yet."""
    form = ImportForm()
    file = form.file.data
    if not form.validate() or not isinstance(file, FileStorage):
        return _index(form), 422
    try:
        with transaction() as session:
            run = service.start(
                session, current_actor(), ImportKind(form.kind.data), file.stream.read()
            )
            run_id = run.id
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return _index(form), 422
    return redirect(url_for("imports.show", run_id=run_id), code=303)


@blueprint.get("/<uuid:run_id>")
@requires(Permission.IMPORT_RUN)
def show(run_id: UUID) -> ResponseReturnValue:
    """Show how a file is read before it is taken in; how far it is; what is to be mended."""
    return _show(run_id)


@blueprint.post("/<uuid:run_id>/mapping")
@requires(Permission.IMPORT_RUN)
def mapping(run_id: UUID) -> ResponseReturnValue:
    """Say what the columns hold; kept for the next file."""
    headers = request.form.getlist("header")
    fields = request.form.getlist("field")
    try:
        with transaction() as session:
            columns = dict(zip(headers, fields, strict=False))
            service.set_mapping(session, current_actor(), run_id, columns)
    except (RuleBrokenError, ValueError) as error:
        sentence = error.sentence if isinstance(error, RuleBrokenError) else _("Choose again.")
        return _show(run_id, problem=str(say(sentence))), 422
    return redirect(url_for("imports.show", run_id=run_id), code=303)


@blueprint.post("/<uuid:run_id>/run")
@requires(Permission.IMPORT_RUN)
def run(run_id: UUID) -> ResponseReturnValue:
    """Take the rows in, in the background."""
    try:
        with transaction() as session:
            ask_to_run(session, current_actor(), run_id)
    except RuleBrokenError as error:
        return _show(run_id, problem=str(say(error.sentence))), 422
    flash(_("Started. You can leave this page; it goes on."))
    return redirect(url_for("imports.show", run_id=run_id), code=303)


@blueprint.post("/<uuid:run_id>/mend.csv")
@requires(Permission.IMPORT_TAKE_OUT)
def mend(run_id: UUID) -> ResponseReturnValue:
    """Give the rows that were left out, as a file to mend and take in again."""
    with transaction() as session:
        actor = current_actor()
        out = io.StringIO()
        write_bad_rows(
            csv.writer(out),
            service.headers_of(session, actor, run_id),
            service.bad_rows(session, actor, run_id, is_taken_out=True),
        )
    return Response(
        "\ufeff" + out.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=rows-to-mend.csv"},
    )


def _index(form: ImportForm) -> str:
    with transaction() as session:
        rows = service.runs(session, current_actor())
        return render_template("intake/index.html", form=form, rows=rows)


def _show(run_id: UUID, problem: str = "") -> str:
    with transaction() as session:
        actor = current_actor()
        found = keeping.reachable(session, actor, run_id)
        preview = None
        if found.state is ImportState.PREVIEW:
            preview = service.preview(session, actor, run_id)
        bad = service.bad_rows(session, actor, run_id) if found.bad else []
        return render_template(
            "intake/show.html",
            run=found,
            preview=preview,
            bad=bad,
            problem=problem,
            fields={f: FIELD_WORDS[f] for f in KNOWN_FIELDS[found.kind.value]},
            refresh=REFRESH_SECONDS if found.state is ImportState.RUNNING else 0,
        )
