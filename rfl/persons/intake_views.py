"""The first page of a volunteer: two large buttons, and what they wrote down lately."""

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, may
from rfl.persons import registering
from rfl.persons.queries import RegistrationFilter
from rfl.persons.wording import WORDS
from rfl.web.transaction import transaction

intake = Blueprint("intake", __name__, url_prefix="/intake")

RECENT = 12
LOOKING = "tracing.new"
"""Where somebody who looks for a relative is written down; tracing lies above this domain."""


@intake.get("")
@requires(Permission.REGISTRATION_CREATE)
def home() -> ResponseReturnValue:
    """Show the two large buttons and one's own newest entries."""
    actor = current_actor()
    with transaction() as session:
        own = RegistrationFilter(created_by=actor.user_id)
        rows, total = registering.list_registrations(session, actor, own, limit=RECENT, offset=0)
        can_look = LOOKING in current_app.view_functions and may(actor, Permission.REQUEST_CREATE)
        return render_template(
            "registrations/intake.html",
            rows=rows,
            total=total,
            words=WORDS,
            looking=url_for(LOOKING) if can_look else "",
            is_desk=may(actor, Permission.PERSON_LIST),
        )
