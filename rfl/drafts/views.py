"""Keeping a form while it is typed, and throwing one away."""

from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.drafts import service
from rfl.drafts.keeping import number_of
from rfl.drafts.rules import FormKind
from rfl.errors import RuleBrokenError
from rfl.web.formats import hour
from rfl.web.i18n import say
from rfl.web.transaction import transaction

blueprint = Blueprint("drafts", __name__)

FORMS = {FormKind.REQUEST: "tracing.new", FormKind.REGISTRATION: "registrations.new"}
"""On which page each form stands."""


@blueprint.post("/drafts/requests")
@requires(Permission.REQUEST_CREATE)
def keep_request() -> ResponseReturnValue:
    """Keep a tracing request while it is typed."""
    return _keep(FormKind.REQUEST)


@blueprint.post("/drafts/registrations")
@requires(Permission.REGISTRATION_CREATE)
def keep_registration() -> ResponseReturnValue:
    """Keep a registration while it is typed."""
    return _keep(FormKind.REGISTRATION)


@blueprint.post("/drafts/requests/<uuid:draft_id>/discard")
@requires(Permission.REQUEST_CREATE)
def discard_request(draft_id: UUID) -> ResponseReturnValue:
    """Throw away a tracing request that was not finished."""
    return _discard(FormKind.REQUEST, draft_id)


@blueprint.post("/drafts/registrations/<uuid:draft_id>/discard")
@requires(Permission.REGISTRATION_CREATE)
def discard_registration(draft_id: UUID) -> ResponseReturnValue:
    """Throw away a registration that was not finished."""
    return _discard(FormKind.REGISTRATION, draft_id)


def _keep(kind: FormKind) -> ResponseReturnValue:
    """Answer with one sentence for the line under the form: what was kept, or why nothing was."""
    try:
        with transaction() as session:
            number = number_of(request.form.get("once"))
            typed = list(request.form.items(multi=True))
            service.save(session, current_actor(), kind, number, typed)
            words, status = _("Kept at %(hour)s.", hour=hour(clock.now())), 200
    except RuleBrokenError as error:
        words, status = str(say(error.sentence)), 422
    answer = make_response(words, status)
    answer.mimetype = "text/plain"
    return answer


def _discard(kind: FormKind, draft_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        service.discard(session, current_actor(), draft_id)
    flash(_("Thrown away."))
    return redirect(url_for(FORMS[kind]), code=303)
