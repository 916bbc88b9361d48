"""Papers of a case: the tracing form in the family's language, and the time line."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.societies import service as societies
from rfl.tracing import papers, reading
from rfl.tracing.blueprint import tracing
from rfl.web.i18n import LANGUAGES
from rfl.web.papers import given
from rfl.web.transaction import transaction


@tracing.get("/requests/<uuid:request_id>/paper/form")
@requires(Permission.REQUEST_WRITE)
def print_form(request_id: UUID) -> ResponseReturnValue:
    """Give the request as it was told, to be read back and signed."""
    asked = request.args.get("lang", "")
    with transaction() as session:
        case = reading.printed(session, current_actor(), request_id)
        society = societies.society(session, case.request.society_code).name
        paper = papers.tracing_form(case, society, asked if asked in LANGUAGES else LANGUAGES[0])
        return given(paper, case.request.number)


@tracing.get("/requests/<uuid:request_id>/paper/line")
@requires(Permission.REQUEST_WRITE)
def print_line(request_id: UUID) -> ResponseReturnValue:
    """Give the time line of a case."""
    with transaction() as session:
        case = reading.printed(session, current_actor(), request_id)
        society = societies.society(session, case.request.society_code).name
        paper = papers.time_line(case, society, str(get_locale() or LANGUAGES[0]))
        return given(paper, case.request.number)
