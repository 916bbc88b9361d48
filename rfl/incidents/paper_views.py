"""The probable account of one person as a paper."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.incidents import papers, reading
from rfl.incidents.views import blueprint
from rfl.societies import service as societies
from rfl.web.i18n import LANGUAGES
from rfl.web.papers import given
from rfl.web.transaction import transaction


@blueprint.get("/<uuid:incident_id>/people/<uuid:person_id>/paper")
@requires(Permission.INCIDENT_READ)
def print_account(incident_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """Give what is probably so of one person, to be read with a family or laid into the case."""
    with transaction() as session:
        page, one = reading.printed(session, current_actor(), incident_id, person_id)
        society = societies.society(session, page.row.society_code).name
        paper = papers.account_paper(page, one, society, str(get_locale() or LANGUAGES[0]))
        return given(paper, page.row.number)
