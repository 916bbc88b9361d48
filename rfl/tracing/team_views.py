"""The page on which a head of tracing sees how work is spread."""

from flask import render_template
from flask.typing import ResponseReturnValue

from rfl.access import service as access
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.tracing import reading
from rfl.tracing import team as spreading
from rfl.tracing.blueprint import team
from rfl.web.transaction import transaction


@team.get("/team")
@requires(Permission.REQUEST_ASSIGN)
def index() -> ResponseReturnValue:
    """Show open cases by colleague and by age, and those that are nobody's."""
    with transaction() as session:
        actor = current_actor()
        return render_template(
            "tracing/team.html",
            team=spreading.read(session, actor),
            leaving=access.leavers(session, actor.society),
            days_since=reading.days_since,
        )
