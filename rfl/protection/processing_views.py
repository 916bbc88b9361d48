"""The record of processing and the impact assessment: no personal data, made to be printed."""

from flask import render_template
from flask.typing import ResponseReturnValue

from rfl import clock
from rfl.access import service as access
from rfl.access.guards import current_actor, requires
from rfl.access.rules import ROLE_WORDS, Permission
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.persons.rules import PURPOSE_WORDS
from rfl.protection.blueprint import processing
from rfl.protection.impact import RISKS
from rfl.protection.periods import periods_of
from rfl.protection.processing import ACTIVITIES, PERIODS
from rfl.societies.names import society_words
from rfl.tracing.words import BASIS_WORDS
from rfl.web.transaction import transaction


@processing.get("")
@requires(Permission.PROCESSING_READ)
def record() -> ResponseReturnValue:
    """Show what is done with people's data, why, by whom, and for how long."""
    return _page("protection/processing.html")


@processing.get("/impact")
@requires(Permission.PROCESSING_READ)
def impact() -> ResponseReturnValue:
    """Show what could go wrong for people, and what keeps it from happening."""
    return _page("protection/impact.html")


def _page(template: str) -> str:
    with transaction() as session:
        actor = current_actor()
        audit.record(session, actor.user_id, Act.PROCESSING_READ, societies=[actor.society])
        periods = periods_of(session, actor.society)
        return render_template(
            template,
            activities=ACTIVITIES,
            risks=RISKS,
            society=society_words(access.society_name(session, actor.society)),
            today=clock.today(),
            years={
                "archive": periods.archive_years,
                "anonymise": periods.anonymise_years,
                "registration": periods.registration_years,
            },
            periods=PERIODS,
            roles=ROLE_WORDS,
            bases=BASIS_WORDS,
            purposes=PURPOSE_WORDS,
        )
