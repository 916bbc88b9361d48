"""Pages on which what is due is seen, put up, approved by a second person, and watched."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rfl.access import service as access
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, may
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.persons.rules import REGISTRATION_WORDS
from rfl.protection import child_retention, incident_retention, periods, retention
from rfl.protection.blueprint import keeping
from rfl.protection.forms import PeriodsForm, SeenForm
from rfl.protection.periods import Periods
from rfl.protection.schedule import ACT_WORDS, RUN_WORDS, RetentionAct, RunState
from rfl.tracing.rules import STATE_WORDS
from rfl.web.i18n import say
from rfl.web.transaction import transaction

REFRESH_SECONDS = 2
"""How often the page of a list that is being carried out asks anew how far it is."""


@keeping.get("")
@requires(Permission.RETENTION_READ)
def index() -> ResponseReturnValue:
    """Show what is due, the lists so far, and the society's periods."""
    return _index(None)


@keeping.post("/periods")
@requires(Permission.RETENTION_WORK)
def set_periods() -> ResponseReturnValue:
    """Set the society's periods."""
    form = PeriodsForm()
    if not form.validate():
        return _index(form), 422
    fields = (
        form.answer_days,
        form.archive_years,
        form.anonymise_years,
        form.registration_years,
    )
    wanted = Periods(*(field.data or 0 for field in fields))
    try:
        with transaction() as session:
            periods.set_periods(session, current_actor(), wanted)
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return _index(form), 422
    flash(_("Kept. It holds for what ends from now on, and for what is due today."))
    return redirect(url_for("retention.index"), code=303)


@keeping.post("/due/<act>")
@requires(Permission.RETENTION_WORK)
def propose(act: str) -> ResponseReturnValue:
    """Put up what is due, to be approved by a second person."""
    if act not in set(RetentionAct):
        raise NotFoundError("act")
    with transaction() as session:
        run_id = retention.propose(session, current_actor(), RetentionAct(act)).id
    return redirect(url_for("retention.show", run_id=run_id), code=303)


@keeping.post("/children/<uuid:child_id>")
@requires(Permission.ERASURE_ASK)
def ask_child_erasure(child_id: UUID) -> ResponseReturnValue:
    """Ask that a child's file be erased whose time is over."""
    with transaction() as session:
        child_retention.ask_erasure(session, current_actor(), child_id)
    flash(_("Asked. Somebody else decides on it."))
    return redirect(url_for("retention.index"), code=303)


@keeping.get("/incidents/<uuid:incident_id>")
@requires(Permission.ERASURE_ASK)
def incident_page(incident_id: UUID) -> ResponseReturnValue:
    """Say what is erased with an event, and what stays, before somebody asks for it."""
    with transaction() as session:
        row = incident_retention.reachable(session, current_actor(), incident_id)
    return render_template("protection/incident.html", row=row)


@keeping.post("/incidents/<uuid:incident_id>")
@requires(Permission.ERASURE_ASK)
def ask_incident_erasure(incident_id: UUID) -> ResponseReturnValue:
    """Ask that an event be erased; somebody else decides."""
    with transaction() as session:
        incident_retention.ask_erasure(session, current_actor(), incident_id)
    flash(_("Asked. Somebody else decides on it."))
    return redirect(url_for("access.home"), code=303)


@keeping.get("/<uuid:run_id>")
@requires(Permission.RETENTION_READ)
def show(run_id: UUID) -> ResponseReturnValue:
    """Show one list: exactly what, who put it up and approved it, how far it is."""
    with transaction() as session:
        actor = current_actor()
        page = retention.read(session, actor, run_id)
        receipt = audit.record(
            session,
            actor.user_id,
            Act.USER_LISTED,
            societies=[actor.society],
            fields=["names"],
        )
        names = access.staff_names(session, receipt, [page.run.proposed_by, page.run.approved_by])
        is_running = page.run.state is RunState.RUNNING
        return render_template(
            "protection/run.html",
            page=page,
            run=page.run,
            names=names,
            acts=ACT_WORDS,
            states=RUN_WORDS,
            seen_form=SeenForm(formdata=None, seen=page.run.list_hash.hex()),
            is_second=page.run.proposed_by != actor.user_id,
            refresh=REFRESH_SECONDS if is_running else 0,
        )


@keeping.post("/<uuid:run_id>/approve")
@requires(Permission.RETENTION_APPROVE)
def approve(run_id: UUID) -> ResponseReturnValue:
    """Approve exactly the list that was shown, and carry it out in the background."""
    form = SeenForm()
    with transaction() as session:
        retention.approve(session, current_actor(), run_id, form.seen.data or "")
    flash(_("Approved. You can leave this page; it goes on."))
    return redirect(url_for("retention.show", run_id=run_id), code=303)


@keeping.post("/<uuid:run_id>/stop")
@requires(Permission.RETENTION_APPROVE)
def stop(run_id: UUID) -> ResponseReturnValue:
    """Take a list back; nothing happens to what is on it."""
    with transaction() as session:
        retention.stop(session, current_actor(), run_id)
    return redirect(url_for("retention.show", run_id=run_id), code=303)


def _index(form: PeriodsForm | None) -> str:
    with transaction() as session:
        actor = current_actor()
        now = periods.periods_of(session, actor.society)
        filled = form or PeriodsForm(
            formdata=None,
            answer_days=now.answer_days,
            archive_years=now.archive_years,
            anonymise_years=now.anonymise_years,
            registration_years=now.registration_years,
        )
        return render_template(
            "protection/retention.html",
            due=retention.due(session, actor),
            child_files=child_retention.due_files(session, actor),
            incidents=incident_retention.due_incidents(session, actor),
            may_ask=may(actor, Permission.ERASURE_ASK),
            runs=retention.runs(session, actor),
            form=filled,
            now=now,
            acts=ACT_WORDS,
            states=RUN_WORDS,
            stands={**STATE_WORDS, **REGISTRATION_WORDS},
            most=retention.MOST_SHOWN,
            may_work=may(actor, Permission.RETENTION_WORK),
        )
