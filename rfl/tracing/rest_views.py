"""Setting a thing of My work aside, and taking it up again."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
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
@requires(Permission.REQUEST_LIST)
def rest() -> ResponseReturnValue:
    """Set a thing aside."""
    form = RestForm()
    if not form.validate():
        raise NotFoundError("work item")
    try:
        with transaction() as session:
            until = resting.rest(
                session, current_actor(), form.kind.data, form.case_no.data or "", form.days.data
            )
    except RuleBrokenError as broken:
        flash(say(broken.sentence))
    else:
        day = week_day(until.date())
        flash(_("Set aside until %(day)s. It stands at the foot of this page.", day=day))
    return _back()


@work.post("/my-work/wake")
@requires(Permission.REQUEST_LIST)
def wake() -> ResponseReturnValue:
    """Take a thing up again."""
    form = ThingForm()
    if not form.validate():
        raise NotFoundError("work item")
    with transaction() as session:
        resting.wake(session, current_actor(), form.kind.data, form.case_no.data or "")
    return _back()


def _back() -> ResponseReturnValue:
    kind, whole = (request.args.get(name) for name in ("kind", "all"))
    return redirect(url_for("work.my_work", kind=kind, all=whole), code=303)
