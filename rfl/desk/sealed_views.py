"""The page of sealed records."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.desk import sealing, service
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
