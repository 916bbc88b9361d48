"""The record of processing and the impact assessment: no personal data, made to be printed."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rfl import clock
from rfl.access import service as access
from rfl.access.guards import current_actor, requires
from rfl.access.rules import ROLE_WORDS, Permission, may
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.persons.rules import PURPOSE_WORDS
from rfl.protection import impact_review
from rfl.protection.blueprint import processing
from rfl.protection.forms import SeenForm
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


@processing.post("/impact")
@requires(Permission.RETENTION_WORK)
def keep_impact_review() -> ResponseReturnValue:
    """Keep that the impact assessment was read through, and holds."""
    form = SeenForm()
    with transaction() as session:
        impact_review.keep(session, current_actor(), form.seen.data or "")
    flash(_("Kept. It stands in your work again in a year, or when what it says has changed."))
    return redirect(url_for("processing.impact"), code=303)


def _page(template: str) -> str:
    with transaction() as session:
        actor = current_actor()
        receipt = audit.record(
            session, actor.user_id, Act.PROCESSING_READ, societies=[actor.society], fields=["names"]
        )
        standing = impact_review.standing(session, actor.society)
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
            standing=standing,
            reader="".join(access.staff_names(session, receipt, [standing.read_by]).values()),
            seen_form=SeenForm(formdata=None, seen=impact_review.content_hash().hex()),
            may_keep=may(actor, Permission.RETENTION_WORK),
        )
