"""Pages on which it is written what is best for the child, and signed by a head of tracing."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, may
from rfl.children import deciding
from rfl.children.blueprint import children
from rfl.children.document import Determination, EntryDocument
from rfl.children.forms import DeterminationForm, SeenForm
from rfl.children.pages import back, page
from rfl.children.rules import ChildAct
from rfl.children.words import CARE_WORDS, FACTOR_WORDS, GROUND_WORDS, VERDICT_WORDS
from rfl.errors import RuleBrokenError
from rfl.text import N_
from rfl.web.doing import done
from rfl.web.i18n import say
from rfl.web.transaction import transaction


@children.get("/<uuid:child_id>/write/determination")
@requires(Permission.CHILD_WRITE)
def determination_page(child_id: UUID) -> ResponseReturnValue:
    """Ask what is best for the child."""
    return _form_page(child_id, DeterminationForm(formdata=None))


@children.post("/<uuid:child_id>/write/determination")
@requires(Permission.CHILD_WRITE)
def determine(child_id: UUID) -> ResponseReturnValue:
    """Write down what is best, and put it up to be signed."""
    form = DeterminationForm()

    def do(session: Session) -> None:
        determined = Determination(
            form.verdict.data, form.reasons.data or "", form.dissent.data or ""
        )
        document = EntryDocument(determination=determined)
        deciding.determine(session, current_actor(), child_id, document)

    if done(form, do, "reasons"):
        return back(child_id, _("Put up. A head of tracing and a focal point sign it now."))
    return _form_page(child_id, form), 422


@children.get("/<uuid:child_id>/determination")
@requires(Permission.CHILD_READ)
def read_determination(child_id: UUID) -> ResponseReturnValue:
    """Show exactly what is signed."""
    return paper_page(child_id, Permission.CHILD_READ, ChildAct.SIGN_HEAD)


@children.post("/<uuid:child_id>/determination/sign")
@requires(Permission.CHILD_DECIDE)
def sign(child_id: UUID) -> ResponseReturnValue:
    """Sign as head of tracing exactly what was shown."""
    form = SeenForm()
    try:
        with transaction() as session:
            actor = current_actor()
            seen = form.seen.data or ""
            deciding.sign(session, actor, child_id, ChildAct.SIGN_HEAD, seen)
    except RuleBrokenError as error:
        flash(str(say(error.sentence)))
        return redirect(url_for("children.read_determination", child_id=child_id), code=303)
    return back(child_id, _("Signed."))


def paper_page(child_id: UUID, permission: Permission, act: ChildAct) -> str:
    """Return the page of what is signed, as whoever reads under `permission` sees it."""
    with transaction() as session:
        actor = current_actor()
        paper = deciding.read(session, actor, permission, child_id)
        is_head = act is ChildAct.SIGN_HEAD
        return render_template(
            "children/paper.html",
            paper=paper,
            row=paper.row,
            form=SeenForm(formdata=None, seen=paper.seen),
            is_head=is_head,
            may_sign=may(actor, Permission.CHILD_DECIDE if is_head else Permission.CHILD_SIGN),
            me=actor.user_id,
            is_waiting=deciding.is_signable(paper.row),
            factors=FACTOR_WORDS,
            verdicts=VERDICT_WORDS,
            grounds=GROUND_WORDS,
            cares=CARE_WORDS,
        )


def _form_page(child_id: UUID, form: DeterminationForm) -> str:
    return page(
        child_id,
        "children/write.html",
        form,
        title=N_("What is best for the child"),
        lead=N_(
            "Two people sign exactly what stands here, with the assessment and the child’s words."
        ),
    )
