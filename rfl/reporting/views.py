"""Pages of figures: the coordinator's of all societies, a head of tracing's of their own."""

import csv
import io

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.reporting import service, telling
from rfl.reporting.quarters import lines_of
from rfl.reporting.rules import LEAST, MEASURE_WORDS
from rfl.tables import safe_cell
from rfl.web.transaction import transaction

blueprint = Blueprint("reporting", __name__)
quarters_blueprint = Blueprint("quarters", __name__)


@blueprint.get("/reports")
@requires(Permission.REPORT_READ)
def index() -> ResponseReturnValue:
    """Show this year's figures of each society, without names."""
    with transaction() as session:
        report = service.this_year(session, current_actor())
        return render_template(
            "reporting/index.html",
            report=report,
            words=MEASURE_WORDS,
            least=LEAST,
            late=service.late_reviews(session),
        )


@quarters_blueprint.get("/figures")
@requires(Permission.REPORT_OWN)
def index_of_quarters() -> ResponseReturnValue:
    """Show the figures of one's own society by whole quarters, without names."""
    with transaction() as session:
        report = telling.quarters(session, current_actor())
        return render_template(
            "reporting/quarters.html", report=report, words=MEASURE_WORDS, least=LEAST
        )


@quarters_blueprint.post("/figures/figures.csv")
@requires(Permission.REPORT_OWN)
def take_out() -> ResponseReturnValue:
    """Give the same figures as a file."""
    with transaction() as session:
        report = telling.quarters(session, current_actor(), is_taken_out=True)
    out = io.StringIO()
    csv.writer(out).writerows([safe_cell(cell) for cell in line] for line in lines_of(report))
    return Response(
        "\ufeff" + out.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=figures.csv"},
    )
