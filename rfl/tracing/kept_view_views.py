"""Keeping a view of the list of cases, and dropping it."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.errors import RuleBrokenError
from rfl.tracing import kept_views
from rfl.tracing.blueprint import tracing
from rfl.tracing.narrowing import chosen_of
from rfl.web.i18n import say
from rfl.web.transaction import transaction


@tracing.post("/requests/views")
@requires(Permission.REQUEST_LIST)
def keep_view() -> ResponseReturnValue:
    """Keep the filters of the list as a view."""
    chosen = chosen_of(request.form)
    try:
        with transaction() as session:
            is_shared = request.form.get("shared") == "y"
            kept_views.keep(session, current_actor(), chosen, is_shared=is_shared)
    except RuleBrokenError as error:
        flash(say(error.sentence))
    else:
        flash(_("Kept. It stands over the list, with its count."))
    state, owner, due = chosen["state"], chosen["owner"], chosen["due"]
    return redirect(url_for("tracing.index", state=state, owner=owner, due=due), code=303)


@tracing.post("/requests/views/<uuid:view_id>/drop")
@requires(Permission.REQUEST_LIST)
def drop_view(view_id: UUID) -> ResponseReturnValue:
    """Drop a view."""
    with transaction() as session:
        kept_views.drop(session, current_actor(), view_id)
    flash(_("Dropped. The cases are where they were."))
    return redirect(url_for("tracing.index"), code=303)
