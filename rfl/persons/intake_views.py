"""The first page of a volunteer: large buttons, and what they wrote down lately."""

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

WRITING, COUNTING = "messages.new", "services.index"
"""Where a message is taken down, and a call counted; messages lie above this domain too."""


@intake.get("")
@requires(Permission.REGISTRATION_CREATE)
def home() -> ResponseReturnValue:
    """Show the large buttons and one's own newest entries."""
    actor = current_actor()
    with transaction() as session:
        own = RegistrationFilter(created_by=actor.user_id)
        found = registering.list_registrations(session, actor, own, limit=RECENT, offset=0)
        return render_template(
            "registrations/intake.html",
            rows=found.rows,
            total=found.total,
            words=WORDS,
            looking=_door(LOOKING, Permission.REQUEST_CREATE),
            writing=_door(WRITING, Permission.MESSAGE_CREATE),
            counting=_door(COUNTING, Permission.SERVICE_LOG),
            is_desk=may(actor, Permission.PERSON_LIST),
        )


def _door(endpoint: str, permission: Permission) -> str:
    """Return where a large button leads; '' where the page is not there, or not the reader's."""
    is_open = endpoint in current_app.view_functions and may(current_actor(), permission)
    return url_for(endpoint) if is_open else ""
