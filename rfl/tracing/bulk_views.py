"""Pages on which many cases are given to a colleague, or get a day of review, and the way back."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.tracing import bulk, reading
from rfl.tracing.blueprint import tracing
from rfl.tracing.bulk_rules import BULK_WORDS, MOST, BulkKind, Wish, check_many
from rfl.tracing.forms import BulkForm
from rfl.tracing.rules import STATE_WORDS
from rfl.web.choices import options
from rfl.web.i18n import say
from rfl.web.transaction import transaction


@tracing.post("/requests/many/<kind>")
@requires(Permission.REQUEST_WRITE)
def many(kind: str) -> ResponseReturnValue:
    """Show what one act would change in the ticked cases, then do it."""
    if kind not in set(BulkKind):
        raise NotFoundError("act on many cases")
    form, wanted, ids = BulkForm(), BulkKind(kind), ticked()
    go = request.form.get("go", "")
    with transaction() as session:
        _choose(session, form)
    wish = _wish(form, wanted) if go else None
    try:
        check_many(len(set(ids)))
        if go == "do" and wish is not None:
            with transaction() as session:
                done = bulk.carry_out(session, current_actor(), ids, wish)
            return redirect(url_for("tracing.many_done", bulk_id=done.id), code=303)
    except RuleBrokenError as error:
        if not 0 < len(set(ids)) <= MOST:
            flash(say(error.sentence))
            return redirect(url_for("tracing.index"), code=303)
        form.refuse(str(say(error.sentence)))
    with transaction() as session:
        shown = bulk.preview(session, current_actor(), ids, wish)
        page = render_template(
            "tracing/many.html",
            form=form,
            kind=wanted,
            shown=shown,
            wish=wish,
            act_words=BULK_WORDS,
            state_words=STATE_WORDS,
        )
    return page, 422 if form.summary() or form.form_errors else 200


@tracing.get("/requests/many/<uuid:bulk_id>")
@requires(Permission.REQUEST_WRITE)
def many_done(bulk_id: UUID) -> ResponseReturnValue:
    """Show that it was done, and the way back."""
    with transaction() as session:
        done = bulk.read(session, current_actor(), bulk_id)
        return render_template("tracing/many_done.html", done=done, act_words=BULK_WORDS)


@tracing.post("/requests/many/<uuid:bulk_id>/undo")
@requires(Permission.REQUEST_WRITE)
def undo_many(bulk_id: UUID) -> ResponseReturnValue:
    """Give each case back what it had."""
    try:
        with transaction() as session:
            back, left = bulk.undo(session, current_actor(), bulk_id)
    except RuleBrokenError as error:
        flash(say(error.sentence))
        return redirect(url_for("tracing.many_done", bulk_id=bulk_id), code=303)
    flash(ngettext("Undone in %(num)s case.", "Undone in %(num)s cases.", back))
    if left:
        flash(
            ngettext(
                "%(num)s case was changed since, or is not yours to open any more, and stays.",
                "%(num)s cases were changed since, or are not yours to open any more, and stay.",
                left,
            )
        )
    return redirect(url_for("tracing.index"), code=303)


def ticked() -> list[UUID]:
    """Return the cases that are ticked in the list."""
    found = []
    for value in request.form.getlist("case"):
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def _choose(session: Session, form: BulkForm) -> None:
    names = reading.colleagues(session, current_actor())
    form.owner.choices = options(
        [("", _("Choose a colleague")), *sorted(((str(k), v) for k, v in names.items()), key=_name)]
    )


def _name(pair: tuple[str, str]) -> str:
    return pair[1].casefold()


def _wish(form: BulkForm, kind: BulkKind) -> Wish | None:
    """Return what a form wishes; None, with a word on the field, where it does not say."""
    if not form.validate():
        return None
    if kind is BulkKind.OWNER:
        if not form.owner.data:
            form.refuse(_("Choose who takes them."), "owner")
            return None
        return Wish(kind, owner_id=UUID(form.owner.data))
    if form.day.data is None or form.day.data < clock.today():
        form.refuse(_("Choose today or a later day for the next review."), "day")
        return None
    return Wish(kind, day=form.day.data)
