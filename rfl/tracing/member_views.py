"""What lies with one colleague, and handing all of it over in one act."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.errors import RuleBrokenError
from rfl.tracing import handing
from rfl.tracing.blueprint import team
from rfl.tracing.forms import TakerForm
from rfl.tracing.rules import STATE_WORDS
from rfl.web.choices import options
from rfl.web.i18n import say
from rfl.web.transaction import transaction


@team.get("/team/<uuid:user_id>")
@requires(Permission.REQUEST_ASSIGN)
def member(user_id: UUID) -> ResponseReturnValue:
    """Show what lies with one colleague."""
    return _page(user_id, TakerForm(formdata=None))


@team.post("/team/<uuid:user_id>/hand-over")
@requires(Permission.REQUEST_ASSIGN)
def hand_over_all(user_id: UUID) -> ResponseReturnValue:
    """Give every open case and every registration of one colleague to another."""
    form = TakerForm()
    with transaction() as session:
        form.taker.choices = _takers(handing.held_by(session, current_actor(), user_id))
    if not form.validate():
        return _page(user_id, form), 422
    try:
        with transaction() as session:
            given = handing.hand_over_all(session, current_actor(), user_id, form.taker.data)
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return _page(user_id, form), 422
    cases, registrations = given
    if cases:
        flash(ngettext("%(num)s case is handed over.", "%(num)s cases are handed over.", cases))
    if registrations:
        flash(
            ngettext(
                "%(num)s registration is handed over.",
                "%(num)s registrations are handed over.",
                registrations,
            )
        )
    return redirect(url_for("team.index"), code=303)


def _takers(held: handing.Held) -> Any:
    return options(sorted(held.colleagues.items(), key=lambda one: one[1].casefold()))


def _page(user_id: UUID, form: TakerForm) -> str:
    with transaction() as session:
        held = handing.held_by(session, current_actor(), user_id)
        form.taker.choices = _takers(held)
        return render_template(
            "tracing/member.html", held=held, form=form, state_words=STATE_WORDS, now=clock.now()
        )
