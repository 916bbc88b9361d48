"""Pages for links: the list, the review of one pair, the acts. The search box: search_views."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, may, visible
from rfl.linking import drawing, pictures, queries, search_views, service, wording
from rfl.linking.blueprint import blueprint
from rfl.linking.forms import NeedForm, RejectForm, ReverseForm
from rfl.linking.rules import REJECT_WORDS, STATE_WORDS, TO_JUDGE, LinkAct, LinkState, RejectReason
from rfl.linking.whereabouts import KIND_WORDS
from rfl.matching import version
from rfl.persons.rules import RELATION_WORDS
from rfl.web.doing import done
from rfl.web.forms import BaseForm
from rfl.web.paging import SIZE, Page, asked_page
from rfl.web.transaction import transaction

__all__ = ["blueprint"]

rooms = (search_views,)
"""Imported for the pages that they hang on the blueprint."""

CHIPS: dict[str, tuple[LinkState, ...]] = {
    "judge": TO_JUDGE,
    "more": (LinkState.MORE_NEEDED,),
    "probable": (LinkState.PROBABLE,),
    "confirmed": (LinkState.CONFIRMED,),
    "rejected": (LinkState.REJECTED,),
}

FORMS: Mapping[str, type[BaseForm]] = {
    "reject": RejectForm,
    "need": NeedForm,
    "reverse": ReverseForm,
}
"""What can be filled in beside a pair."""


@blueprint.get("/links")
@requires(Permission.LINK_LIST)
def index() -> ResponseReturnValue:
    """List links, likeliest first."""
    chosen = request.args.get("show", "judge")
    states = CHIPS.get(chosen, TO_JUDGE)
    with transaction() as session:
        actor = current_actor()
        counts = queries.counts(session, visible(actor, Permission.LINK_LIST, clock.now()))
        page = Page(asked_page(), sum(counts.get(state, 0) for state in states))
        rows, _receipt = service.list_links(session, actor, states, limit=SIZE, offset=page.offset)
        totals = {
            name: sum(counts.get(state, 0) for state in group) for name, group in CHIPS.items()
        }
        return render_template(
            "linking/index.html",
            rows=rows,
            page=page,
            chosen=chosen,
            totals=totals,
            states=STATE_WORDS,
            likely=wording.likely_words,
            share=wording.share_words,
            may_read_names=may(actor, Permission.LEXICON_READ),
        )


@blueprint.get("/links/<uuid:link_id>")
@requires(Permission.LINK_READ)
def show(link_id: UUID) -> ResponseReturnValue:
    """Show one pair side by side, with the reasons."""
    return _review(link_id)


@blueprint.post("/links/<uuid:link_id>/probable")
@requires(Permission.LINK_JUDGE)
def judge_probable(link_id: UUID) -> ResponseReturnValue:
    """Judge that they are probably the same person."""
    return _do(link_id, LinkAct.JUDGE_PROBABLE, _("Kept as probably the same person."))


@blueprint.post("/links/<uuid:link_id>/reject")
@requires(Permission.LINK_JUDGE)
def reject(link_id: UUID) -> ResponseReturnValue:
    """Judge that they are not the same person."""
    form = RejectForm()
    if not form.validate():
        return _review(link_id, reject=form), 422
    with transaction() as session:
        service.judge(
            session,
            current_actor(),
            link_id,
            LinkAct.REJECT,
            reason=RejectReason(form.reason.data),
            words=form.words.data or "",
        )
    flash(_("Kept as not the same person. It will not be asked again unless something changes."))
    return redirect(url_for("linking.show", link_id=link_id), code=303)


@blueprint.post("/links/<uuid:link_id>/more")
@requires(Permission.LINK_JUDGE)
def need_more(link_id: UUID) -> ResponseReturnValue:
    """Write down what must be found out before the pair can be judged: a task of the owner."""
    form = NeedForm()

    def do(session: Session) -> None:
        words, day = form.needed.data or "", form.day.data or clock.today()
        service.need_more(session, current_actor(), link_id, words, day)

    if not done(form, do, "day"):
        return _review(link_id, need=form), 422
    flash(
        _(
            "Kept as a task of whoever leads the case: it stands in their work on its day, until "
            "the pair is judged."
        )
    )
    return redirect(url_for("linking.show", link_id=link_id), code=303)


@blueprint.post("/links/<uuid:link_id>/confirm")
@requires(Permission.LINK_CONFIRM)
def confirm(link_id: UUID) -> ResponseReturnValue:
    """Confirm, as a second person, what somebody judged probable."""
    return _do(link_id, LinkAct.CONFIRM, _("Confirmed."))


@blueprint.post("/links/<uuid:link_id>/undo")
@requires(Permission.LINK_JUDGE)
def undo(link_id: UUID) -> ResponseReturnValue:
    """Take one's own judgement back."""
    return _do(link_id, LinkAct.UNDO, _("Undone. The pair waits to be judged again."))


@blueprint.post("/links/<uuid:link_id>/reverse")
@requires(Permission.LINK_REVERSE)
def reverse(link_id: UUID) -> ResponseReturnValue:
    """Take a probable or confirmed link back, with a reason."""
    form = ReverseForm()
    if not form.validate():
        return _review(link_id, reverse=form), 422
    with transaction() as session:
        service.judge(
            session, current_actor(), link_id, LinkAct.REVERSE, words=form.words.data or ""
        )
    flash(_("Taken back. The pair waits to be judged again."))
    return redirect(url_for("linking.show", link_id=link_id), code=303)


def _do(link_id: UUID, act: LinkAct, told: str) -> ResponseReturnValue:
    with transaction() as session:
        service.judge(session, current_actor(), link_id, act)
    flash(told)
    return redirect(url_for("linking.show", link_id=link_id), code=303)


def _review(link_id: UUID, **filled: BaseForm) -> str:
    """Return the page of one pair; `filled` holds the form that was sent and must be mended."""
    forms = {name: filled.get(name) or form(formdata=None) for name, form in FORMS.items()}
    actor = current_actor()
    with transaction() as session:
        review = service.review(session, actor, link_id)
        earlier, following = queries.neighbours(
            session, visible(actor, Permission.LINK_LIST, clock.now()), review.link
        )
        return render_template(
            "linking/show.html",
            review=review,
            link=review.link,
            picture=pictures.waterfall(review.likeness),
            minibar=pictures.minibar,
            drawn=drawing.drawn(review.stops),
            tick_words=drawing.tick_words,
            stop_kinds=KIND_WORDS,
            wording=wording,
            version=version(),
            relations=RELATION_WORDS,
            states=STATE_WORDS,
            earlier=earlier,
            following=following,
            forms=forms,
            reject_words=REJECT_WORDS,
            me=actor.user_id,
            may_reverse=may(actor, Permission.LINK_REVERSE),
            may_judge=may(actor, Permission.LINK_JUDGE),
            may_propose=may(actor, Permission.LEXICON_PROPOSE),
            site_hidden=review.is_guarded,
        )
