"""Pages on which a testimony is taken down, and somebody in it is said to be a known person."""

from collections.abc import Sequence
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.errors import NotFoundError
from rfl.incidents import testimonies
from rfl.incidents.account import Seen
from rfl.incidents.document import TestimonyDocument
from rfl.incidents.forms import SeenFields, TestimonyForm, WhoForm
from rfl.incidents.reading import Page
from rfl.incidents.testimonies import NewSeen, NewTestimony
from rfl.incidents.views import back, blueprint, opened
from rfl.persons.rules import RelationKind, SourceKind
from rfl.web.choices import options
from rfl.web.doing import done
from rfl.web.rows import ROW, change_rows


@blueprint.get("/<uuid:incident_id>/testimonies/new")
@requires(Permission.INCIDENT_WRITE)
def testimony_page(incident_id: UUID) -> ResponseReturnValue:
    """Ask who tells what, and whom they saw."""
    return _page(opened(incident_id), TestimonyForm(formdata=None, day=clock.today()))


@blueprint.post("/<uuid:incident_id>/testimonies/new")
@requires(Permission.INCIDENT_WRITE)
def take_down(incident_id: UUID) -> ResponseReturnValue:
    """Write a testimony down; or show the form with one person more or less."""
    form = TestimonyForm()
    _trust(form)
    if asked := request.form.get(ROW):
        change_rows(form, asked)
        return _page(opened(incident_id), form)

    def do(session: Session) -> None:
        testimonies.take_down(session, current_actor(), incident_id, _new(form))

    if done(form, do, "words"):
        return back(incident_id, _("Written down. What it says of somebody stands at their name."))
    return _page(opened(incident_id), form), 422


@blueprint.get("/<uuid:incident_id>/seen/<uuid:sighting_id>")
@requires(Permission.INCIDENT_WRITE)
def who_page(incident_id: UUID, sighting_id: UUID) -> ResponseReturnValue:
    """Ask who somebody is that was known by a name alone."""
    return _who_page(incident_id, sighting_id, WhoForm(formdata=None))


@blueprint.post("/<uuid:incident_id>/seen/<uuid:sighting_id>")
@requires(Permission.INCIDENT_WRITE)
def say_who(incident_id: UUID, sighting_id: UUID) -> ResponseReturnValue:
    """Say that somebody who was named is a person of whom there is a record."""
    form = WhoForm()
    form.person.validate_choice = False  # the service knows

    def do(session: Session) -> None:
        who = id_of(form.person.data)
        testimonies.say_who(session, current_actor(), incident_id, sighting_id, who)

    if done(form, do, "person"):
        return back(incident_id, _("Kept. What was said of them stands at their name."))
    return _who_page(incident_id, sighting_id, form), 422


def id_of(text: str | None) -> UUID:
    """Return the id that an option stands for.

    Raises:
        NotFoundError: it is none.

    """
    try:
        return UUID(text or "")
    except ValueError:
        raise NotFoundError("id") from None


def _new(form: TestimonyForm) -> NewTestimony:
    rows: list[SeenFields] = [entry.form for entry in form.seen.entries]
    filled = [one for one in rows if one.person.data or (one.name.data or "").strip()]
    places = {rows.index(one) + 1: place for place, one in enumerate(filled)}
    return NewTestimony(
        TestimonyDocument(
            source=SourceKind(form.source.data),
            day=form.day.data or clock.today(),
            words=(form.words.data or "").strip(),
            who=form.who.data or "",
            how=(form.how.data or "").strip(),
        ),
        [_seen(one, places) for one in filled],
        id_of(form.witness.data) if form.witness.data else None,
    )


def _seen(one: SeenFields, places: dict[int, int]) -> NewSeen:
    tie = None
    if one.tie_kind.data and one.tie_to.data:
        tie = RelationKind(one.tie_kind.data), places.get(int(one.tie_to.data), -1)
    return NewSeen(
        seen=Seen(one.seen.data),
        name=one.name.data or "",
        person_id=id_of(one.person.data) if one.person.data else None,
        where=one.where.data or "",
        when=one.when.data or "",
        words=one.words.data or "",
        is_hearsay=bool(one.is_hearsay.data),
        tie=tie,
    )


def _trust(form: TestimonyForm) -> None:
    """Leave it to the service who may be chosen."""
    form.witness.validate_choice = False
    for entry in form.seen.entries:
        entry.form.person.validate_choice = False


def _known(page: Page) -> Sequence[tuple[str, str]]:
    return [(str(one.person_id), one.name) for one in page.people if one.person_id]


def _page(page: Page, form: TestimonyForm) -> str:
    people = options([("", "–"), *_known(page)])
    form.witness.choices = people
    for entry in form.seen.entries:
        entry.form.person.choices = people
    return render_template("incidents/testimony.html", form=form, row=page.row, page=page)


def _who_page(incident_id: UUID, sighting_id: UUID, form: WhoForm) -> str:
    page = opened(incident_id)
    found = [one for one in page.people if one.sighting_id == sighting_id]
    if not found:
        raise NotFoundError("sighting")
    form.person.choices = options([("", "–"), *_known(page)])
    return render_template("incidents/who.html", form=form, row=page.row, one=found[0])
