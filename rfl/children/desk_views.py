"""The safeguarding focal point's pages of child files: the list, lapses, what is to be signed."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.children import deciding, reviewing
from rfl.children.blueprint import overseen
from rfl.children.determination_views import paper_page
from rfl.children.forms import AnswerForm, SeenForm
from rfl.children.late import REASON_WORDS
from rfl.children.reading import days_since, days_unseen
from rfl.children.rules import STATE_WORDS, ChildAct
from rfl.children.tasks import SAYINGS
from rfl.errors import RuleBrokenError
from rfl.web.doing import done
from rfl.web.i18n import say
from rfl.web.paging import SIZE, Page, asked_page
from rfl.web.transaction import transaction


@overseen.get("")
@requires(Permission.CHILD_OVERSEE)
def index() -> ResponseReturnValue:
    """List the society's child files by number, and what waits for a focal point."""
    return _index(AnswerForm(formdata=None), None)


@overseen.post("/reviews/<uuid:child_review_id>")
@requires(Permission.CHILD_OVERSEE)
def answer(child_review_id: UUID) -> ResponseReturnValue:
    """Answer for a step that is late or was left out."""
    form = AnswerForm()
    with transaction() as session:
        reviewing.reachable(session, current_actor(), child_review_id)

    def do(session: Session) -> None:
        reviewing.answer(session, current_actor(), child_review_id, form.words.data or "")

    if done(form, do, "words"):
        flash(_("Your answer is kept."))
        return redirect(url_for("overseen.index"), code=303)
    return _index(form, child_review_id), 422


@overseen.get("/<uuid:child_id>")
@requires(Permission.CHILD_SIGN)
def read_determination(child_id: UUID) -> ResponseReturnValue:
    """Show exactly what a focal point signs, and no more of the file."""
    return paper_page(child_id, Permission.CHILD_SIGN, ChildAct.SIGN_FOCAL)


@overseen.post("/<uuid:child_id>/sign")
@requires(Permission.CHILD_SIGN)
def sign(child_id: UUID) -> ResponseReturnValue:
    """Sign as focal point exactly what was shown."""
    form = SeenForm()
    try:
        with transaction() as session:
            actor, seen = current_actor(), form.seen.data or ""
            deciding.sign(session, actor, child_id, ChildAct.SIGN_FOCAL, seen)
    except RuleBrokenError as error:
        flash(str(say(error.sentence)))
        return redirect(url_for("overseen.read_determination", child_id=child_id), code=303)
    flash(_("Signed."))
    return redirect(url_for("overseen.index"), code=303)


def _index(form: AnswerForm, answered: UUID | None) -> str:
    with transaction() as session:
        number = asked_page()
        found = reviewing.overview(session, current_actor(), limit=SIZE, offset=(number - 1) * SIZE)
        return render_template(
            "children/overseen.html",
            found=found,
            form=form,
            answered=answered,
            page=Page(number, found.total),
            state_words=STATE_WORDS,
            sayings=SAYINGS,
            reasons=REASON_WORDS,
            days_unseen=days_unseen,
            days_since=days_since,
        )
