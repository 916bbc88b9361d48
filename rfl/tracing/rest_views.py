"""Setting a thing of My work aside, and taking it up again."""

from collections.abc import Callable
from contextlib import suppress

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.tracing import resting
from rfl.tracing.blueprint import work
from rfl.tracing.dates import week_day
from rfl.tracing.work import WorkKind
from rfl.web.choices import options
from rfl.web.i18n import say
from rfl.web.transaction import transaction


class ThingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """One thing of My work, as its button names it."""

    kind = SelectField(choices=options((kind.value, "") for kind in WorkKind), coerce=WorkKind)
    case_no = StringField(validators=[InputRequired()])


class RestForm(ThingForm):
    """The same, and for how long it is set aside."""

    days = SelectField(choices=options((days, "") for days in resting.REST_DAYS), coerce=int)


@work.post("/my-work/rest")
@requires(Permission.WORK_LIST)
def rest() -> ResponseReturnValue:
    """Set a thing aside."""
    form = RestForm()

    def do(session: Session) -> str:
        number = form.case_no.data or ""
        until = resting.rest(session, current_actor(), form.kind.data, number, form.days.data)
        day = week_day(until.date())
        return str(_("Set aside until %(day)s. It stands at the foot of this page.", day=day))

    return _done(form, do)


@work.post("/my-work/wake")
@requires(Permission.WORK_LIST)
def wake() -> ResponseReturnValue:
    """Take a thing up again."""
    form = ThingForm()

    def do(session: Session) -> str:
        resting.wake(session, current_actor(), form.kind.data, form.case_no.data or "")
        return str(_("It stands in your work again."))

    return _done(form, do)


def _done(form: ThingForm, do: Callable[[Session], str]) -> ResponseReturnValue:
    """Do it and say so, or say why not; either way the list follows as it stands now."""
    words = _("That waits for you no more. This is what does.")
    if form.validate():
        with suppress(NotFoundError):
            words = _words(do)
    flash(words)
    kind, whole = (request.args.get(name) for name in ("kind", "all"))
    return redirect(url_for("work.my_work", kind=kind, all=whole), code=303)


def _words(do: Callable[[Session], str]) -> str:
    try:
        with transaction() as session:
            return do(session)
    except RuleBrokenError as broken:
        return str(say(broken.sentence))
