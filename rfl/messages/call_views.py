"""The page on which calls and other services are counted, without names."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.messages import calling
from rfl.messages.acting import sites
from rfl.messages.blueprint import services
from rfl.messages.calling import NewService
from rfl.messages.calls import AGE_WORDS, SERVICE_WORDS, AgeGroup, ServiceKind
from rfl.messages.forms import ServiceForm
from rfl.messages.taking_down import id_of, relation_of
from rfl.persons.rules import RELATION_WORDS, SEX_WORDS, Sex
from rfl.societies import service as societies
from rfl.web.doing import done
from rfl.web.transaction import transaction


@services.get("")
@requires(Permission.SERVICE_LOG)
def index() -> ResponseReturnValue:
    """Show what was counted lately, and the form for one more."""
    return _page(ServiceForm(formdata=None, day=clock.today()))


@services.post("")
@requires(Permission.SERVICE_LOG)
def log() -> ResponseReturnValue:
    """Count one service."""
    form = ServiceForm()
    with transaction() as session:
        form.site.choices = sites(session, current_actor().society)

    def do(session: Session) -> None:
        new = NewService(
            kind=ServiceKind(form.kind.data),
            day=form.day.data or clock.today(),
            minutes=form.minutes.data or 0,
            site_id=id_of(form.site.data),
            relation=relation_of(form.relation.data),
            sex=Sex(form.sex.data),
            age_group=AgeGroup(form.age_group.data),
        )
        calling.log_service(session, current_actor(), new)

    if done(form, do, "minutes"):
        flash(_("Counted."))
        return redirect(url_for("services.index"), code=303)
    return _page(form), 422


def _page(form: ServiceForm) -> str:
    actor = current_actor()
    with transaction() as session:
        rows, totals = calling.recent(session, actor)
        form.site.choices = sites(session, actor.society)
        return render_template(
            "messages/services.html",
            form=form,
            rows=rows,
            totals=totals,
            days=calling.SHOWN_DAYS,
            sites={one.id: one.name for one in societies.sites(session, actor.society)},
            service_words=SERVICE_WORDS,
            age_words=AGE_WORDS,
            sexes=SEX_WORDS,
            relations=RELATION_WORDS,
        )
