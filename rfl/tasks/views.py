"""Pages on which a task is written down and done."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.errors import NotFoundError
from rfl.lists import takers
from rfl.tasks import service
from rfl.tasks.forms import TaskForm
from rfl.tracing import reading
from rfl.tracing.acting import back
from rfl.tracing.dates import week_day
from rfl.web.choices import options
from rfl.web.doing import done
from rfl.web.transaction import transaction

blueprint = Blueprint("tasks", __name__)


@blueprint.get("/requests/<uuid:request_id>/tasks/new")
@requires(Permission.REQUEST_WRITE)
def new(request_id: UUID) -> ResponseReturnValue:
    """Ask what is to be done, until when, by whom."""
    return _form_page(request_id, TaskForm(formdata=None))


@blueprint.post("/requests/<uuid:request_id>/tasks/new")
@requires(Permission.REQUEST_WRITE)
def write(request_id: UUID) -> ResponseReturnValue:
    """Write a task down."""
    form = TaskForm()
    form.owner.validate_choice = False  # the service knows who works on cases

    def do(session: Session) -> None:
        day, words = form.day.data or clock.today(), form.words.data or ""
        service.write(session, current_actor(), request_id, words, day, _id_of(form.owner.data))

    if done(form, do, "words"):
        day = week_day(form.day.data or clock.today())
        return back(request_id, _("Written down. It stands in My work: %(day)s.", day=day))
    return _form_page(request_id, form), 422


@blueprint.post("/tasks/<uuid:task_id>/done")
@requires(Permission.REQUEST_WRITE)
def finish(task_id: UUID) -> ResponseReturnValue:
    """Say that a task is done."""
    with transaction() as session:
        row = service.finish(session, current_actor(), task_id)
        flash(_("Done."))
        return redirect(url_for("tracing.show", request_id=row.request_id) + "#tasks", code=303)


@blueprint.post("/tasks/<uuid:task_id>/again")
@requires(Permission.REQUEST_WRITE)
def reopen(task_id: UUID) -> ResponseReturnValue:
    """Say that a task was not done after all."""
    with transaction() as session:
        row = service.reopen(session, current_actor(), task_id)
        return redirect(url_for("tracing.show", request_id=row.request_id) + "#tasks", code=303)


def _id_of(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise NotFoundError("colleague") from None


def _form_page(request_id: UUID, form: TaskForm) -> str:
    with transaction() as session:
        actor = current_actor()
        heading = reading.heading(session, actor, request_id)
        names = sorted(takers.colleagues(session, actor).items(), key=lambda one: one[1])
        form.owner.choices = options((str(one), name) for one, name in names)
        form.owner.data = form.owner.data or str(actor.user_id)
        return render_template("tasks/new.html", heading=heading, form=form)
