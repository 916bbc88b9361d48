"""Pages of a case's family: the picture, whom they named, and its links judged together."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, may
from rfl.errors import RuleBrokenError
from rfl.families import pictures, service
from rfl.families.forms import FamilyForm, chosen, ticked
from rfl.families.rules import STANDING_WORDS
from rfl.linking import wording
from rfl.linking.rules import OPEN_STATES, REJECT_WORDS, STATE_WORDS
from rfl.persons.rules import ALIVE_WORDS, RELATION_WORDS
from rfl.web.i18n import say
from rfl.web.transaction import transaction

blueprint = Blueprint("families", __name__, url_prefix="/requests")


@blueprint.get("/<uuid:request_id>/family")
@requires(Permission.LINK_LIST)
def show(request_id: UUID) -> ResponseReturnValue:
    """Show the family as a picture and a table, with the links of all its members."""
    return _page(request_id, FamilyForm(formdata=None))


@blueprint.post("/<uuid:request_id>/family/judge")
@requires(Permission.LINK_JUDGE)
def judge(request_id: UUID) -> ResponseReturnValue:
    """Keep what was decided on each link of the family."""
    form = FamilyForm()
    decisions = chosen(request.form)
    if decisions is None:
        form.refuse(_("Choose for each pair one of the answers on the page."))
        return _page(request_id, form), 422
    try:
        with transaction() as session:
            number = service.judge(session, current_actor(), request_id, decisions)
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return _page(request_id, form, decisions), 422
    if not number:
        form.refuse(_("Choose for at least one pair what you judge."))
        return _page(request_id, form), 422
    flash(ngettext("%(num)s pair is judged.", "%(num)s pairs are judged.", number))
    return redirect(url_for("families.show", request_id=request_id), code=303)


@blueprint.post("/<uuid:request_id>/family/confirm")
@requires(Permission.LINK_CONFIRM)
def confirm(request_id: UUID) -> ResponseReturnValue:
    """Confirm the probable links of the family that were ticked."""
    form = FamilyForm()
    try:
        with transaction() as session:
            ids = ticked(request.form)
            number = service.confirm(session, current_actor(), request_id, ids)
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return _page(request_id, form), 422
    if not number:
        form.refuse(_("Tick the pairs that you confirm."))
        return _page(request_id, form), 422
    flash(ngettext("%(num)s pair is confirmed.", "%(num)s pairs are confirmed.", number))
    return redirect(url_for("families.show", request_id=request_id), code=303)


@blueprint.post("/<uuid:request_id>/family/seek")
@requires(Permission.REQUEST_WRITE)
def seek(request_id: UUID) -> ResponseReturnValue:
    """Look for somebody whom the enquirer named as well."""
    form = FamilyForm()
    place, seen = request.form.get("place", ""), request.form.get("seen", "")
    try:
        with transaction() as session:
            number = int(place) if place.isdecimal() and len(place) < len("10000") else -1
            added = service.seek(session, current_actor(), request_id, number, seen)
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return _page(request_id, form), 422
    flash(_("They are looked for now. Write down what else the family knows of them."))
    return redirect(
        url_for("tracing.sought_page", request_id=request_id, sought_id=added.id), code=303
    )


def _page(request_id: UUID, form: FamilyForm, decisions: dict[UUID, str] | None = None) -> str:
    actor = current_actor()
    with transaction() as session:
        family = service.read(session, actor, request_id)
        return render_template(
            "families/show.html",
            family=family,
            picture=pictures.picture(family.members),
            form=form,
            decisions=decisions or {},
            standing_words=STANDING_WORDS,
            relations=RELATION_WORDS,
            alive_words=ALIVE_WORDS,
            states=STATE_WORDS,
            reasons=REJECT_WORDS,
            wording=wording,
            to_judge=OPEN_STATES,
            me=actor.user_id,
            may_judge=may(actor, Permission.LINK_JUDGE),
            may_write=may(actor, Permission.REQUEST_WRITE),
        )
