"""Pages for the names that a society adds: the list, a proposal, and the second decision."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Actor, Permission, may
from rfl.errors import RuleBrokenError
from rfl.linking import naming, proposing, service, wording
from rfl.linking.naming_forms import FAMILY, AnswerForm, ProposalForm
from rfl.linking.naming_rules import KIND_WORDS, STATE_WORDS, ProposalAct, ProposalState
from rfl.matching import version
from rfl.matching.additions import AdditionKind
from rfl.matching.classes import LANGUAGE_WORDS
from rfl.matching.explaining import alike_words
from rfl.text import N_
from rfl.web.i18n import say
from rfl.web.paging import SIZE, Page, asked_page
from rfl.web.rows import ROW, change_rows
from rfl.web.transaction import transaction

blueprint = Blueprint("names", __name__, url_prefix="/names")

CHIPS: Mapping[str, tuple[str, tuple[ProposalState, ...]]] = {
    "proposed": (N_("Proposed"), (ProposalState.PROPOSED,)),
    "accepted": (N_("Accepted"), (ProposalState.ACCEPTED,)),
    "ended": (N_("Refused or taken back"), (ProposalState.REFUSED, ProposalState.TAKEN_BACK)),
}
"""The chips over the list: a word for the address, a word for people, and the states."""


@blueprint.get("")
@requires(Permission.LEXICON_READ)
def index() -> ResponseReturnValue:
    """List what was proposed, what counts, and what was refused or taken back."""
    asked = request.args.get("show", "")
    chosen = asked if asked in CHIPS else "proposed"
    states = CHIPS[chosen][1]
    with transaction() as session:
        actor = current_actor()
        counts = proposing.counts(session, actor)
        totals = {
            name: sum(counts.get(one, 0) for one in group) for name, (_say, group) in CHIPS.items()
        }
        page = Page(asked_page(), totals[chosen])
        return render_template(
            "linking/names.html",
            rows=proposing.proposals(session, actor, states, limit=SIZE, offset=page.offset),
            page=page,
            chips=CHIPS,
            chosen=chosen,
            totals=totals,
            kinds=KIND_WORDS,
            states=STATE_WORDS,
            names=naming.refresh(session),
            version=version(),
            society=actor.society,
            may_propose=may(actor, Permission.LEXICON_PROPOSE),
        )


@blueprint.get("/new")
@requires(Permission.LEXICON_PROPOSE)
def new() -> ResponseReturnValue:
    """Show the form, empty, or with the two names of a row of evidence.

    The address names the pair and its row, never the names.
    """
    with transaction() as session:
        return _form(ProposalForm(formdata=None, data=_from_pair(session, current_actor())))


@blueprint.post("/new")
@requires(Permission.LEXICON_PROPOSE)
def propose() -> ResponseReturnValue:
    """Keep a proposal for a second person."""
    form = ProposalForm()
    if asked := request.form.get(ROW):
        change_rows(form, asked)
        return _form(form)
    if not form.validate():
        return _form(form), 422
    try:
        with transaction() as session:
            row = proposing.propose(session, current_actor(), form.document())
            proposal_id, number = row.id, row.number
    except RuleBrokenError as error:
        form.refuse_rule(error)
        return _form(form), 422
    flash(_("Proposed as number %(number)s. A second person decides.", number=number))
    return redirect(url_for("names.show", proposal_id=proposal_id), code=303)


@blueprint.get("/<uuid:proposal_id>")
@requires(Permission.LEXICON_READ)
def show(proposal_id: UUID) -> ResponseReturnValue:
    """Show one proposal, what it would change, and what the reader may do."""
    return _page(proposal_id, AnswerForm(formdata=None))


@blueprint.post("/<uuid:proposal_id>/accept")
@requires(Permission.LEXICON_REVIEW)
def accept(proposal_id: UUID) -> ResponseReturnValue:
    """Let somebody else's proposal count, in every process and for every society at once."""
    return _review(proposal_id, ProposalAct.ACCEPT, _("Accepted. Everybody is compared anew."))


@blueprint.post("/<uuid:proposal_id>/refuse")
@requires(Permission.LEXICON_REVIEW)
def refuse(proposal_id: UUID) -> ResponseReturnValue:
    """Refuse a proposal, with the reason."""
    return _review(proposal_id, ProposalAct.REFUSE, _("Refused. Whoever proposed it reads why."))


@blueprint.post("/<uuid:proposal_id>/take-back")
@requires(Permission.LEXICON_REVIEW)
def take_back(proposal_id: UUID) -> ResponseReturnValue:
    """Have what was accepted count no more, with the reason."""
    told = _("Taken back. Everybody is compared anew without it.")
    return _review(proposal_id, ProposalAct.TAKE_BACK, told)


def _review(proposal_id: UUID, act: ProposalAct, told: str) -> ResponseReturnValue:
    form = AnswerForm()
    if act is not ProposalAct.ACCEPT and not form.validate():
        return _page(proposal_id, form), 422
    try:
        with transaction() as session:
            proposing.review(session, current_actor(), proposal_id, act, form.words.data or "")
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return _page(proposal_id, form), 422
    flash(told)
    return redirect(url_for("names.show", proposal_id=proposal_id), code=303)


def _page(proposal_id: UUID, form: AnswerForm) -> str:
    actor = current_actor()
    with transaction() as session:
        shown = proposing.proposal(session, actor, proposal_id)
        return render_template(
            "linking/name.html",
            shown=shown,
            row=shown.row,
            told=shown.document,
            change=proposing.change(session, shown),
            form=form,
            kinds=KIND_WORDS,
            states=STATE_WORDS,
            tongues=LANGUAGE_WORDS,
            alike=alike_words,
            may_review=may(actor, Permission.LEXICON_REVIEW),
            is_own=shown.row.created_by == actor.user_id,
        )


def _form(form: ProposalForm) -> str:
    return render_template("linking/name_new.html", form=form)


def _from_pair(session: Session, actor: Actor) -> dict[str, object]:
    """Return what the form holds beforehand: the names in a row of a pair's evidence, if asked."""
    pair, place = request.args.get("pair", type=UUID), request.args.get("row", type=int)
    kind = request.args.get("kind", type=AdditionKind)
    if pair is None or place is None or kind is None:
        return {}
    rows = service.review(session, actor, pair).likeness.evidence
    if not 0 <= place < len(rows) or kind not in wording.proposable(rows[place]):
        return {}
    row = rows[place]
    return {
        "kind": kind.value,
        "bearers": FAMILY if row.kind == "family_name" else "given",
        "spellings": [{"text": row.a, "language": ""}, {"text": row.b, "language": ""}],
    }
