"""Pages of figures: the coordinator's, a head of tracing's, a focal point's for management."""

import csv
import io

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.reporting import service, telling
from rfl.reporting.quarters import lines_of
from rfl.reporting.rules import LEAST, MEASURE_WORDS
from rfl.reporting.telling import Telling
from rfl.tables import safe_cell
from rfl.web.transaction import transaction

blueprint = Blueprint("reporting", __name__)
quarters_blueprint = Blueprint("quarters", __name__)
care_blueprint = Blueprint("care", __name__)


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
    return _page("reporting/quarters.html", telling.WORK)


@quarters_blueprint.post("/figures/figures.csv")
@requires(Permission.REPORT_OWN)
def take_out() -> ResponseReturnValue:
    """Give the same figures as a file."""
    return _file("figures.csv", telling.WORK)


@care_blueprint.get("/access/figures")
@requires(Permission.REPORT_CARE)
def index_of_care() -> ResponseReturnValue:
    """Show what safeguarding was about by whole quarters, without names, for the management."""
    return _page("reporting/care.html", telling.CARE)


@care_blueprint.post("/access/figures/safeguarding.csv")
@requires(Permission.REPORT_CARE)
def take_out_care() -> ResponseReturnValue:
    """Give the same figures as a file."""
    return _file("safeguarding.csv", telling.CARE)


def _page(template: str, about: Telling) -> str:
    with transaction() as session:
        report = telling.quarters(session, current_actor(), about)
        return render_template(template, report=report, words=about.words, least=LEAST)


def _file(name: str, about: Telling) -> Response:
    with transaction() as session:
        report = telling.quarters(session, current_actor(), about, is_taken_out=True)
    out = io.StringIO()
    lines = lines_of(report, about.words)
    csv.writer(out).writerows([safe_cell(cell) for cell in line] for line in lines)
    return Response(
        "\ufeff" + out.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )
