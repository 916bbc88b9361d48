"""The coordinator's page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.reporting import service
from rfl.reporting.rules import LEAST, MEASURE_WORDS
from rfl.web.transaction import transaction

blueprint = Blueprint("reporting", __name__)


@blueprint.get("/reports")
@requires(Permission.REPORT_READ)
def index() -> ResponseReturnValue:
    """Show this year's figures of each society, without names."""
    with transaction() as session:
        report = service.this_year(session, current_actor())
        return render_template(
            "reporting/index.html", report=report, words=MEASURE_WORDS, least=LEAST
        )
