"""Pages on which two records of one person are compared, joined and parted."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.errors import RuleBrokenError
from rfl.linking import pictures, wording
from rfl.merging import service, twins
from rfl.merging.forms import NumberForm, WhyForm
from rfl.persons import calendars
from rfl.persons.wording import WORDS
from rfl.web.i18n import say
from rfl.web.transaction import transaction

blueprint = Blueprint("merging", __name__, url_prefix="/persons")


@blueprint.get("/<uuid:person_id>/same")
@requires(Permission.PERSON_MERGE)
def look(person_id: UUID) -> ResponseReturnValue:
    """Show which records may be of the same person."""
    with transaction() as session:
        return _look_page(session, person_id, NumberForm(formdata=None))


@blueprint.post("/<uuid:person_id>/same")
@requires(Permission.PERSON_MERGE)
def find(person_id: UUID) -> ResponseReturnValue:
    """Go to the comparison with the record whose number was typed."""
    form = NumberForm()
    with transaction() as session:
        try:
            service.reachable(session, current_actor(), person_id)
            found = twins.find(session, current_actor(), person_id, form.number.data or "")
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)), "number")
            return _look_page(session, person_id, form), 422
    return redirect(url_for("merging.compare", person_id=person_id, other_id=found), code=303)


@blueprint.get("/<uuid:person_id>/same/<uuid:other_id>")
@requires(Permission.PERSON_MERGE)
def compare(person_id: UUID, other_id: UUID) -> ResponseReturnValue:
    """Show two records side by side."""
    with transaction() as session:
        return _compare_page(session, person_id, other_id, WhyForm(formdata=None))


@blueprint.post("/<uuid:person_id>/same/<uuid:other_id>")
@requires(Permission.PERSON_MERGE)
def ask(person_id: UUID, other_id: UUID) -> ResponseReturnValue:
    """Ask that two records be joined."""
    form = WhyForm()
    try:
        with transaction() as session:
            service.ask_merge(session, current_actor(), person_id, other_id, form.why.data or "")
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)), "why")
        with transaction() as session:
            return _compare_page(session, person_id, other_id, form), 422
    flash(_("Asked. A head of tracing decides; until then nothing changes."))
    return redirect(url_for("persons.show", person_id=person_id), code=303)


@blueprint.get("/<uuid:person_id>/part/<uuid:merge_id>")
@requires(Permission.PERSON_MERGE)
def write_part(person_id: UUID, merge_id: UUID) -> ResponseReturnValue:
    """Show the form on which two joined records are parted."""
    with transaction() as session:
        return _part_page(session, person_id, merge_id, WhyForm(formdata=None))


@blueprint.post("/<uuid:person_id>/part/<uuid:merge_id>")
@requires(Permission.PERSON_MERGE)
def part(person_id: UUID, merge_id: UUID) -> ResponseReturnValue:
    """Ask that two joined records be parted."""
    form = WhyForm()
    try:
        with transaction() as session:
            service.ask_part(session, current_actor(), merge_id, form.why.data or "")
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)), "why")
        with transaction() as session:
            return _part_page(session, person_id, merge_id, form), 422
    flash(_("Asked. A head of tracing decides; until then nothing changes."))
    return redirect(url_for("persons.show", person_id=person_id), code=303)


def _look_page(session: Session, person_id: UUID, form: NumberForm) -> str:
    me, found = twins.look(session, current_actor(), person_id)
    return render_template(
        "merging/look.html",
        me=me,
        twins=found,
        form=form,
        describe=calendars.describe,
        likely=wording.likely_words,
    )


def _compare_page(session: Session, person_id: UUID, other_id: UUID, form: WhyForm) -> str:
    return render_template(
        "merging/compare.html",
        pair=twins.compare(session, current_actor(), person_id, other_id),
        form=form,
        wording=wording,
        minibar=pictures.minibar,
        words=WORDS,
        describe=calendars.describe,
    )


def _part_page(session: Session, person_id: UUID, merge_id: UUID, form: WhyForm) -> str:
    merge = service.readable_merge(session, current_actor(), merge_id)
    pair = twins.compare(session, current_actor(), merge.kept_id, merge.other_id)
    return render_template(
        "merging/part.html", pair=pair, merge=merge, person_id=person_id, form=form
    )
