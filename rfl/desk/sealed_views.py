"""The page of sealed records, and a new reader for one that nobody may open any more."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.desk import naming_readers, sealing, service
from rfl.desk.forms import ReaderForm
from rfl.desk.sealing import Sealable
from rfl.errors import RuleBrokenError
from rfl.web.i18n import say
from rfl.web.transaction import transaction

blueprint = Blueprint("sealed", __name__)


@blueprint.get("/access/sealed")
@requires(Permission.AUDIT_READ)
def index() -> ResponseReturnValue:
    """List the society's sealed records, and who may open each."""
    with transaction() as session:
        actor = current_actor()
        people = service.colleagues(session, actor)
        rows = sealing.sealed_records(session, actor, people)
        return render_template("desk/sealed.html", rows=rows)


@blueprint.get("/access/sealed/<uuid:record_id>/reader")
@requires(Permission.SEAL_APPROVE)
def reader(record_id: UUID) -> ResponseReturnValue:
    """Ask who is to read a sealed record whose readers have left."""
    form = ReaderForm(formdata=None)
    with transaction() as session:
        return _reader_page(_offered(session, record_id, form), form)


@blueprint.post("/access/sealed/<uuid:record_id>/reader")
@requires(Permission.SEAL_APPROVE)
def ask_reader(record_id: UUID) -> ResponseReturnValue:
    """Ask that somebody be named on it; another focal point decides."""
    form = ReaderForm()
    with transaction() as session:
        row = _offered(session, record_id, form)
        if not form.validate():
            return _reader_page(row, form), 422
        try:
            with session.begin_nested():
                chosen, why = UUID(form.reader.data), form.why.data or ""
                naming_readers.ask(session, current_actor(), record_id, chosen, why)
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)), "why")
            return _reader_page(row, form), 422
    flash(_("Asked. Nobody reads it until another focal point decides."))
    return redirect(url_for("approvals.index"), code=303)


def _offered(session: Session, record_id: UUID, form: ReaderForm) -> Sealable:
    """Return the record, having put into the form who may be named on it."""
    actor = current_actor()
    row = naming_readers.orphan(session, actor, record_id)
    eligible = naming_readers.eligible(session, actor.society)
    form.offer(service.colleagues(session, actor), eligible)
    return row


def _reader_page(row: Sealable, form: ReaderForm) -> str:
    return render_template("desk/reader.html", form=form, row=row)
