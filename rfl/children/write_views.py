"""Pages on which something is written into a file, and on which it is carried on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import proving
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.children import alarming, files, queries, reading, service
from rfl.children.blueprint import children
from rfl.children.document import (
    Assessed,
    Care,
    EntryDocument,
    Guardian,
    Risks,
    Talk,
)
from rfl.children.forms import (
    ActForm,
    AlarmForm,
    CareForm,
    FactorForm,
    GuardianForm,
    NoteForm,
    QuestionsForm,
    RiskForm,
    VisitForm,
    WishForm,
)
from rfl.children.pages import back, page
from rfl.children.rules import (
    ACTS,
    PART_OF_MORE,
    ChildAct,
    EntryKind,
    Factor,
    Need,
)
from rfl.children.words import ACT_WHY, ASK_WORDS, DONE_WORDS, FACTOR_WORDS, QUESTION_IDEAS
from rfl.errors import NotFoundError
from rfl.text import N_
from rfl.web.doing import done
from rfl.web.forms import BaseForm
from rfl.web.transaction import transaction


@dataclass(frozen=True, slots=True)
class Writing:
    """One kind of entry with a page of its own. `title` and `lead` are English."""

    form: type[BaseForm]
    title: str
    lead: str
    document: Callable[[Any], EntryDocument]
    field: str = "words"
    """Where a rule's refusal is told."""


def _wish(form: Any) -> EntryDocument:
    talk = Talk(
        language=form.language.data or "",
        interpreter=form.interpreter.data or "",
        alone=bool(form.alone.data),
    )
    return EntryDocument(words=form.words.data or "", talk=talk)


def _care(form: Any) -> EntryDocument:
    care = Care(form.kind.data, form.with_whom.data or "", form.since.data, form.checks.data or "")
    return EntryDocument(words=form.words.data or "", care=care)


def _guardian(form: Any) -> EntryDocument:
    guardian = Guardian(
        form.ground.data, form.who.data or "", form.paper.data or "", form.until.data
    )
    return EntryDocument(words=form.words.data or "", guardian=guardian)


def _risk(form: Any) -> EntryDocument:
    risks = Risks(tuple(form.kinds.data or ()), form.measures.data or "")
    return EntryDocument(words=form.words.data or "", risks=risks)


def _questions(form: Any) -> EntryDocument:
    asked = tuple(one.strip() for one in form.questions.data if one and one.strip())
    return EntryDocument(questions=asked)


def _words(form: Any) -> EntryDocument:
    return EntryDocument(words=form.words.data or "")


WRITINGS: Mapping[EntryKind, Writing] = {
    EntryKind.NOTE: Writing(NoteForm, N_("Write a note"), "", _words),
    EntryKind.VISIT: Writing(
        VisitForm,
        N_("Write down a visit"),
        N_("A child in care is seen at least once a month."),
        _words,
        "day",
    ),
    EntryKind.WISH: Writing(
        WishForm,
        N_("What the child says"),
        N_("Ask openly, promise nothing, and let them stop. What they said before stays as it is."),
        _wish,
        "day",
    ),
    EntryKind.CARE: Writing(
        CareForm,
        N_("Who cares for the child"),
        N_("The arrangement before this one stays in the file."),
        _care,
    ),
    EntryKind.GUARDIAN: Writing(
        GuardianForm,
        N_("Who speaks for the child"),
        N_("A guardian is heard before anything is decided for the child."),
        _guardian,
        "who",
    ),
    EntryKind.RISK: Writing(
        RiskForm,
        N_("Risks for the child"),
        N_("Where one is grave, tick it: a head of tracing finds it in their work."),
        _risk,
        "kinds",
    ),
    EntryKind.ALARM: Writing(
        AlarmForm,
        N_("Tell the head of tracing of a grave risk"),
        N_("They read it in this file. What they find in their work names nobody."),
        _words,
    ),
    EntryKind.QUESTIONS: Writing(
        QuestionsForm,
        N_("What both sides are asked"),
        N_("Only what a family knows and no form or telephone holds. Three good ones are enough."),
        _questions,
        "",
    ),
}


@children.get("/<uuid:child_id>/write/<kind>")
@requires(Permission.CHILD_WRITE)
def write_page(child_id: UUID, kind: str) -> ResponseReturnValue:
    """Ask for one thing that belongs into the file."""
    writing, known = _writing(kind)
    form = writing.form()
    for name in ("day", "since"):
        if name in form:
            form[name].data = form[name].data or clock.today()
    return _write_page(child_id, known, writing, form)


@children.post("/<uuid:child_id>/write/<kind>")
@requires(Permission.CHILD_WRITE)
def write(child_id: UUID, kind: str) -> ResponseReturnValue:
    """Write one thing into the file."""
    writing, known = _writing(kind)
    form = writing.form()

    def do(session: Session) -> None:
        day: date | None = form["day"].data if "day" in form else None
        document, actor = writing.document(form), current_actor()
        if known is EntryKind.ALARM:
            alarming.tell(session, actor, child_id, document.words)
            return
        service.write(session, actor, child_id, known, document, day)
        if known is EntryKind.RISK and form["is_grave"].data:
            alarming.tell_with_risk(session, actor, child_id, document.words)

    if done(form, do, writing.field):
        return back(child_id, _("Written into the file."))
    return _write_page(child_id, known, writing, form), 422


@children.get("/<uuid:child_id>/assessment")
@requires(Permission.CHILD_WRITE)
def assessment(child_id: UUID) -> ResponseReturnValue:
    """Lead to the first factor that was not assessed."""
    with transaction() as session:
        row, _child, _receipt = reading.heading(session, current_actor(), child_id)
        standing, _hands = files.standing_of(session, row)
        factor = next((one for one in Factor if one not in standing.factors), Factor.SAFETY)
    return redirect(
        url_for("children.factor_page", child_id=child_id, factor=factor.value), code=303
    )


@children.get("/<uuid:child_id>/assessment/<factor>")
@requires(Permission.CHILD_WRITE)
def factor_page(child_id: UUID, factor: str) -> ResponseReturnValue:
    """Ask about one factor; what was written before stands beside it."""
    return _factor_page(child_id, _factor(factor), None)


@children.post("/<uuid:child_id>/assessment/<factor>")
@requires(Permission.CHILD_WRITE)
def assess(child_id: UUID, factor: str) -> ResponseReturnValue:
    """Write down the assessment of one factor, and go on with the next."""
    form, known = FactorForm(), _factor(factor)

    def do(session: Session) -> None:
        assessed = Assessed(form.facts.data or "", form.view.data or "")
        service.assess(session, current_actor(), child_id, known, EntryDocument(factor=assessed))

    if not done(form, do, "facts"):
        return _factor_page(child_id, known, form), 422
    places = list(Factor)
    after = places[places.index(known) + 1 :]
    if not after:
        return back(child_id, _("Every factor stands in the file."))
    return redirect(
        url_for("children.factor_page", child_id=child_id, factor=after[0].value), code=303
    )


@children.get("/<uuid:child_id>/acts/<act>")
@requires(Permission.CHILD_WRITE)
def act_page(child_id: UUID, act: str) -> ResponseReturnValue:
    """Ask for the words that an act takes."""
    return _act_page(child_id, _known(act), ActForm())


@children.post("/<uuid:child_id>/acts/<act>")
@requires(Permission.CHILD_WRITE)
def do_act(child_id: UUID, act: str) -> ResponseReturnValue:
    """Carry the file on."""
    form, known = ActForm(), _known(act)
    proving.check(ACTS[known].permission)

    def do(session: Session) -> None:
        service.act(session, current_actor(), child_id, known, words=form.words.data or "")

    if done(form, do, "words"):
        return back(child_id, _(DONE_WORDS[known]))
    return _act_page(child_id, known, form), 422


def _known(act: str) -> ChildAct:
    if act not in set(ChildAct) or ChildAct(act) in PART_OF_MORE:
        raise NotFoundError("act")
    return ChildAct(act)


def _writing(kind: str) -> tuple[Writing, EntryKind]:
    if kind not in set(EntryKind) or EntryKind(kind) not in WRITINGS:
        raise NotFoundError("kind of entry")
    return WRITINGS[EntryKind(kind)], EntryKind(kind)


def _factor(word: str) -> Factor:
    if word not in set(Factor):
        raise NotFoundError("factor")
    return Factor(word)


def _write_page(child_id: UUID, kind: EntryKind, writing: Writing, form: BaseForm) -> str:
    return page(
        child_id,
        "children/questions.html" if kind is EntryKind.QUESTIONS else "children/write.html",
        form,
        title=writing.title,
        lead=writing.lead,
        ideas=QUESTION_IDEAS,
    )


def _factor_page(child_id: UUID, factor: Factor, form: FactorForm | None) -> str:
    with transaction() as session:
        row, child, receipt = reading.heading(session, current_actor(), child_id)
        rows = queries.entries(session, row.id, (EntryKind.FACTOR, EntryKind.WISH))
        opened = files.open_entries(session, receipt, rows)
        before = files.newest_factors(opened)
        own = before[factor].document.factor if factor in before else None
        filled = form or FactorForm(
            formdata=None, facts=own.facts if own else "", view=own.view if own else ""
        )
        return render_template(
            "children/factor.html",
            row=row,
            child=child,
            form=filled,
            factor=factor,
            done=set(before),
            factors=FACTOR_WORDS,
            wishes=[one for one in opened if one.row.kind is EntryKind.WISH],
        )


def _act_page(child_id: UUID, act: ChildAct, form: ActForm) -> str:
    return page(
        child_id,
        "children/act.html",
        form,
        label=ACTS[act].label,
        why=ACT_WHY.get(act, ""),
        ask=ASK_WORDS.get(act, ""),
        is_needed=Need.WORDS in ACTS[act].needs,
        is_end=act in (ChildAct.CLOSE, ChildAct.END_EARLY),
    )
