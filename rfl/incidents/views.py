"""Pages of events with many missing: the list, one of them, what is written down in it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, may
from rfl.errors import NotFoundError
from rfl.incidents import next_act, reading, service, wording
from rfl.incidents.account import SEEN_WORDS, STANDING_WORDS
from rfl.incidents.document import IncidentDocument
from rfl.incidents.forms import EventForm, FigureForm, WordsForm
from rfl.incidents.queries import IncidentFilter
from rfl.incidents.rules import (
    ACTS,
    ASKS,
    COUNT_SOURCE_WORDS,
    COUNT_WORDS,
    KIND_WORDS,
    ROUTE_WORDS,
    STATE_WORDS,
    TOLD_BY,
    CountKind,
    CountSource,
    Exactness,
    IncidentAct,
    IncidentKind,
    IncidentState,
)
from rfl.incidents.service import Event, Figure
from rfl.persons.rules import RELATION_WORDS
from rfl.societies.rules import Route
from rfl.tracing.dates import short_day
from rfl.web.doing import done
from rfl.web.i18n import say
from rfl.web.paging import SIZE, Page, asked_page
from rfl.web.transaction import transaction

blueprint = Blueprint("incidents", __name__, url_prefix="/incidents")

WORDS: dict[str, Any] = {
    "kinds": KIND_WORDS,
    "routes": ROUTE_WORDS,
    "states": STATE_WORDS,
    "count_words": COUNT_WORDS,
    "count_sources": COUNT_SOURCE_WORDS,
    "told_by": TOLD_BY,
    "seen_words": SEEN_WORDS,
    "standings": STANDING_WORDS,
    "relations": RELATION_WORDS,
}
"""How the pages say what is one word in a table."""


@blueprint.get("")
@requires(Permission.INCIDENT_LIST)
def index() -> ResponseReturnValue:
    """List events, the latest year first. Nobody on board is named."""
    narrowed = _narrowed()
    with transaction() as session:
        found = reading.listed(
            session, current_actor(), narrowed, limit=SIZE, offset=(asked_page() - 1) * SIZE
        )
        return render_template(
            "incidents/index.html",
            found=found,
            narrowed=narrowed,
            page=Page(asked_page(), found.total),
            day_of=wording.day_of,
            **WORDS,
        )


@blueprint.get("/new")
@requires(Permission.INCIDENT_WRITE)
def new() -> ResponseReturnValue:
    """Ask what is known of an event."""
    return render_template("incidents/event.html", form=EventForm(formdata=None), row=None)


@blueprint.post("/new")
@requires(Permission.INCIDENT_WRITE)
def write() -> ResponseReturnValue:
    """Write an event down."""
    form, made = EventForm(), list[UUID]()

    def do(session: Session) -> None:
        is_close = bool(form.is_close.data)
        row = service.open_incident(session, current_actor(), event_of(form), is_close=is_close)
        made.append(row.id)

    if done(form, do, "name"):
        flash(_("Written down. Now take down what those who were there tell."))
        return redirect(url_for("incidents.show", incident_id=made[0]), code=303)
    return render_template("incidents/event.html", form=form, row=None), 422


@blueprint.get("/<uuid:incident_id>")
@requires(Permission.INCIDENT_READ)
def show(incident_id: UUID) -> ResponseReturnValue:
    """Show one event: what is known, who was on board, what was told, and the next act."""
    actor = current_actor()
    with transaction() as session:
        page = reading.read(session, actor, incident_id)
        return render_template(
            "incidents/show.html",
            page=page,
            choices=next_act.choices(page, actor),
            moments=wording.moments(page),
            figures=wording.by_kind(page.document),
            quarrels=wording.quarrels(page.document),
            rest=wording.open_rest(page.document),
            day_of=wording.day_of,
            short_day=short_day,
            **WORDS,
        )


@blueprint.get("/<uuid:incident_id>/change")
@requires(Permission.INCIDENT_WRITE)
def change_page(incident_id: UUID) -> ResponseReturnValue:
    """Show what is known of an event, to be said otherwise."""
    page = opened(incident_id)
    known = page.document
    form = EventForm(
        formdata=None,
        kind=page.row.kind.value,
        route=page.row.route.value,
        exactness=known.exactness.value,
        **{name: getattr(known, name) for name in TOLD},
    )
    return render_template("incidents/event.html", form=form, row=page.row)


@blueprint.post("/<uuid:incident_id>/change")
@requires(Permission.INCIDENT_WRITE)
def change(incident_id: UUID) -> ResponseReturnValue:
    """Say otherwise what is known of an event."""
    form = EventForm()

    def do(session: Session) -> None:
        service.change(session, current_actor(), incident_id, event_of(form))

    if done(form, do, "name"):
        return back(incident_id, _("Kept."))
    return render_template("incidents/event.html", form=form, row=opened(incident_id).row), 422


@blueprint.get("/<uuid:incident_id>/figures/new")
@requires(Permission.INCIDENT_WRITE)
def figure_page(incident_id: UUID) -> ResponseReturnValue:
    """Ask for a figure, and who gave it."""
    row = opened(incident_id).row
    form = FigureForm(formdata=None, day=clock.today())
    return render_template("incidents/figure.html", form=form, row=row)


@blueprint.post("/<uuid:incident_id>/figures/new")
@requires(Permission.INCIDENT_WRITE)
def add_figure(incident_id: UUID) -> ResponseReturnValue:
    """Write a figure down beside the others."""
    form = FigureForm()

    def do(session: Session) -> None:
        figure = Figure(
            kind=CountKind(form.kind.data),
            number=form.number.data or 0,
            source=CountSource(form.source.data),
            day=form.day.data or clock.today(),
            who=form.who.data or "",
            is_about=bool(form.is_about.data),
        )
        service.add_figure(session, current_actor(), incident_id, figure)

    if done(form, do):
        return back(incident_id, _("Written down beside the other figures."))
    row = opened(incident_id).row
    return render_template("incidents/figure.html", form=form, row=row), 422


@blueprint.get("/<uuid:incident_id>/figures/<int:place>")
@requires(Permission.INCIDENT_WRITE)
def wrong_page(incident_id: UUID, place: int) -> ResponseReturnValue:
    """Ask why a figure is wrong."""
    return _wrong_page(incident_id, place, WordsForm(formdata=None))


@blueprint.post("/<uuid:incident_id>/figures/<int:place>")
@requires(Permission.INCIDENT_WRITE)
def take_figure_back(incident_id: UUID, place: int) -> ResponseReturnValue:
    """Say that a figure counts no more."""
    form = WordsForm()

    def do(session: Session) -> None:
        words = form.words.data or ""
        service.take_figure_back(session, current_actor(), incident_id, place, words)

    if done(form, do, "words"):
        return back(
            incident_id, _("It counts no more. It stays in the time line, with the reason.")
        )
    return _wrong_page(incident_id, place, form), 422


@blueprint.get("/<uuid:incident_id>/acts/<step>")
@requires(Permission.INCIDENT_WRITE)
def act_page(incident_id: UUID, step: str) -> ResponseReturnValue:
    """Ask what is said to an act on the account."""
    return _act_page(incident_id, _known(step), WordsForm(formdata=None))


@blueprint.post("/<uuid:incident_id>/acts/<step>")
@requires(Permission.INCIDENT_WRITE)
def do_act(incident_id: UUID, step: str) -> ResponseReturnValue:
    """Review the account of an event, close it, or open it again."""
    form, known = WordsForm(), _known(step)

    def do(session: Session) -> None:
        service.act(session, current_actor(), incident_id, known, form.words.data or "")

    if done(form, do, "words"):
        return back(incident_id, _("Kept."))
    return _act_page(incident_id, known, form), 422


TOLD = ("name", "day", "left_from", "heading_to", "where", "vessel", "words")
"""What the form and the document call alike."""


def event_of(form: EventForm) -> Event:
    """Return what a filled form says of an event."""
    told: dict[str, Any] = {name: form[name].data or "" for name in TOLD if name != "day"}
    document = IncidentDocument(
        day=form.day.data or clock.today(), exactness=Exactness(form.exactness.data), **told
    )
    return Event(IncidentKind(form.kind.data), Route(form.route.data), document)


def opened(incident_id: UUID) -> reading.Page:
    """Return an event that the actor may write in, for a form about it.

    Raises:
        DeniedError, NotFoundError: they may not.

    """
    with transaction() as session:
        page = reading.read(session, current_actor(), incident_id)
        if not page.knows:
            raise NotFoundError("people of the incident")
        return page


def back(incident_id: UUID, words: str) -> ResponseReturnValue:
    """Say what was done, and lead back to the event."""
    flash(words)
    return redirect(url_for("incidents.show", incident_id=incident_id), code=303)


def _narrowed() -> IncidentFilter:
    kind, state = request.args.get("kind", ""), request.args.get("state", "")
    year = request.args.get("year", "")
    return IncidentFilter(
        kind=IncidentKind(kind) if kind in set(IncidentKind) else None,
        state=IncidentState(state) if state in set(IncidentState) else None,
        year=int(year) if year.isdecimal() and len(year) == len("2026") else None,
        number=request.args.get("number", "")[:30],
    )


def _wrong_page(incident_id: UUID, place: int, form: WordsForm) -> str:
    page = opened(incident_id)
    if not 0 <= place < len(page.document.counts):
        raise NotFoundError("figure")
    return render_template(
        "incidents/words.html",
        form=form,
        row=page.row,
        subject=_("This figure is wrong"),
        lead=say(wording.told_figure(page.document.counts[place])),
        hint=_("It stays in the time line with this reason, and counts no more."),
        button=_("It counts no more"),
    )


def _known(step: str) -> IncidentAct:
    """Return the act that a page of its own asks about; whatever is added is written elsewhere."""
    if step not in set(IncidentAct) - {IncidentAct.WRITE}:
        raise NotFoundError("act")
    return IncidentAct(step)


def _act_page(incident_id: UUID, act: IncidentAct, form: WordsForm) -> str:
    page = opened(incident_id)
    if not may(current_actor(), ACTS[act].permission):
        raise NotFoundError("act")
    return render_template(
        "incidents/words.html",
        form=form,
        row=page.row,
        subject=_(ACTS[act].label),
        lead=page.document.name,
        hint=_(ASKS[act]),
        button=_("Keep it"),
    )
