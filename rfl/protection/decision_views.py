"""Pages on which a rights request is decided, approved, carried out, answered, and its copies."""

import json
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.persons.document import Said
from rfl.persons.rules import Purpose, Sex
from rfl.protection import carrying_out, copies, deciding, erasing
from rfl.protection.blueprint import rights
from rfl.protection.carrying_out import Correction
from rfl.protection.deciding import Decision
from rfl.protection.document import Holding, text_of
from rfl.protection.forms import AnswerForm, CorrectionForm, DecisionForm, SeenForm
from rfl.protection.paper import pdf_of, sections_of
from rfl.protection.rights_views import acted
from rfl.protection.rules import RightsVerdict
from rfl.societies.names import society_words
from rfl.web.formats import comma, day
from rfl.web.i18n import say
from rfl.web.transaction import transaction


@rights.get("/<uuid:rights_id>/holding")
@requires(Permission.RIGHTS_WORK)
def holding(rights_id: UUID) -> ResponseReturnValue:
    """Show what an access request would give, blackened by the rule, to be decided on."""
    return _holding_page(rights_id, DecisionForm(formdata=None))


@rights.post("/<uuid:rights_id>/holding")
@requires(Permission.RIGHTS_WORK)
def decide_access(rights_id: UUID) -> ResponseReturnValue:
    """Decide on an access request: exactly this copy, some lines held back beside the rule's."""
    form = DecisionForm()
    if not form.validate():
        return _holding_page(rights_id, form), 422
    try:
        with transaction() as session:
            deciding.decide(session, current_actor(), rights_id, _decision(form))
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return _holding_page(rights_id, form), 422
    return redirect(url_for("rights.show", rights_id=rights_id), code=303)


@rights.post("/<uuid:rights_id>/decide")
@requires(Permission.RIGHTS_WORK)
def decide(rights_id: UUID) -> ResponseReturnValue:
    """Decide on any other request."""
    form = DecisionForm()

    def do(session: Session) -> None:
        deciding.decide(session, current_actor(), rights_id, _decision(form))

    return acted(rights_id, form, do, decision_form=form)


@rights.post("/<uuid:rights_id>/approve")
@requires(Permission.RIGHTS_APPROVE)
def approve(rights_id: UUID) -> ResponseReturnValue:
    """Approve exactly what was shown, as a second person."""
    form = SeenForm()
    with transaction() as session:
        deciding.approve(session, current_actor(), rights_id, form.seen.data or "")
    flash(_("Approved. The data protection officer can answer the person now."))
    return redirect(url_for("rights.show", rights_id=rights_id), code=303)


@rights.post("/<uuid:rights_id>/send-back")
@requires(Permission.RIGHTS_APPROVE)
def send_back(rights_id: UUID) -> ResponseReturnValue:
    """Give a decision back to be thought over."""
    with transaction() as session:
        deciding.send_back(session, current_actor(), rights_id)
    return redirect(url_for("rights.show", rights_id=rights_id), code=303)


@rights.post("/<uuid:rights_id>/drop")
@requires(Permission.RIGHTS_WORK)
def drop(rights_id: UUID) -> ResponseReturnValue:
    """End a request that the person took back."""
    with transaction() as session:
        deciding.drop(session, current_actor(), rights_id)
    return redirect(url_for("rights.show", rights_id=rights_id), code=303)


@rights.post("/<uuid:rights_id>/stop")
@requires(Permission.RIGHTS_WORK)
def stop(rights_id: UUID) -> ResponseReturnValue:
    """Stop the purposes that the person objects to."""
    with transaction() as session:
        carrying_out.stop_purposes(session, current_actor(), rights_id)
    flash(_("Stopped, here and in other societies."))
    return redirect(url_for("rights.show", rights_id=rights_id), code=303)


@rights.post("/<uuid:rights_id>/erase")
@requires(Permission.RIGHTS_WORK)
def erase(rights_id: UUID) -> ResponseReturnValue:
    """Erase what a second person asked to have erased."""
    with transaction() as session:
        erasing.erase(session, current_actor(), rights_id)
    flash(_("Erased. Tell the person by when no backup can be read either."))
    return redirect(url_for("rights.show", rights_id=rights_id), code=303)


@rights.post("/<uuid:rights_id>/correct")
@requires(Permission.RIGHTS_WORK)
def correct(rights_id: UUID) -> ResponseReturnValue:
    """Put one statement right."""
    form = CorrectionForm()

    def do(session: Session) -> None:
        correction = Correction(
            what=form.what.data,
            words=form.words.data or "",
            country=form.country.data or "",
            birth=form.birth(Said()),
            sex=Sex(form.sex.data),
        )
        record_id = _id_of(form.record.data)
        carrying_out.rectify(session, current_actor(), rights_id, record_id, correction)
        flash(_("Put right. What was said before is kept behind it."))

    return acted(rights_id, form, do, correction_form=form)


@rights.post("/<uuid:rights_id>/answer")
@requires(Permission.RIGHTS_WORK)
def answer(rights_id: UUID) -> ResponseReturnValue:
    """Write down how the person was answered."""
    form = AnswerForm()

    def do(session: Session) -> None:
        deciding.answer(session, current_actor(), rights_id, form.answer.data or "")

    return acted(rights_id, form, do, answer_form=form)


@rights.post("/<uuid:rights_id>/copy.json")
@requires(Permission.RIGHTS_GIVE)
def copy_json(rights_id: UUID) -> ResponseReturnValue:
    """Give the approved copy as a file that programs read."""
    with transaction() as session:
        given = copies.approved_copy(session, current_actor(), rights_id, is_print=False)
    content = {
        "number": given.number,
        "society": given.society,
        "made_on": given.made_on.isoformat(),
        "sections": sections_of(given, _said),
    }
    return _file(json.dumps(content, ensure_ascii=False, indent=2), given, "json")


@rights.post("/<uuid:rights_id>/copy.pdf")
@requires(Permission.RIGHTS_GIVE)
def copy_pdf(rights_id: UUID) -> ResponseReturnValue:
    """Give the approved copy on paper."""
    with transaction() as session:
        given = copies.approved_copy(session, current_actor(), rights_id, is_print=True)
        society = society_words(access.society_name(session, given.society))
    lead = _(
        "This is what we hold on you. Where a bar stands, it speaks of somebody else, and is "
        "theirs. You may ask us to put it right, to stop using it, or to erase it."
    )
    return _pdf(given, society, _("What we hold on you"), lead)


@rights.get("/<uuid:rights_id>/told")
@requires(Permission.RIGHTS_WORK)
def told(rights_id: UUID) -> ResponseReturnValue:
    """Show who was told what about the person."""
    with transaction() as session:
        log = copies.told_about(session, current_actor(), rights_id, is_print=False)
        return render_template(
            "protection/told.html", log=log, rights_id=rights_id, text_of=text_of
        )


@rights.post("/<uuid:rights_id>/told.pdf")
@requires(Permission.RIGHTS_GIVE)
def told_pdf(rights_id: UUID) -> ResponseReturnValue:
    """Give on paper who was told what about the person."""
    with transaction() as session:
        log = copies.told_about(session, current_actor(), rights_id, is_print=True)
        society = society_words(access.society_name(session, log.society))
    lead = _("Whom we told something about you, what it was, and until when it held.")
    return _pdf(log, society, _("Who was told what about you"), lead)


def _id_of(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise NotFoundError("record") from None


def _decision(form: DecisionForm) -> Decision:
    return Decision(
        verdict=RightsVerdict(form.verdict.data),
        reasons=form.reasons.data or "",
        held_back=tuple(form.hold.data or ()),
        purposes=tuple(Purpose(one) for one in form.purposes.data or ()),
        takes_back_releases=bool(form.take_back.data),
        seen=form.seen.data or "",
    )


def _holding_page(rights_id: UUID, form: DecisionForm) -> str:
    with transaction() as session:
        gathered = deciding.preview(session, current_actor(), rights_id)
        form.seen.data = deciding.holding_hash(gathered.holding)
        return render_template(
            "protection/holding.html",
            form=form,
            holding=gathered.holding,
            left_out=gathered.left_out,
            rights_id=rights_id,
            text_of=text_of,
            ticked=set(form.hold.data or ()),
        )


def _pdf(given: Holding, society: str, title: str, lead: str) -> ResponseReturnValue:
    heads = {
        "title": title,
        "society": society,
        "number": given.number,
        "made_on": str(format_date(given.made_on, "d MMMM yyyy")),
        "lead": lead,
        "comma": comma(),
        "foot": _("Keep this paper where nobody else reads it."),
        "held_back": _("held back: it speaks of somebody else"),
        "head_what": _("What"),
        "head_value": _("What it says, who said it, when"),
    }
    made = pdf_of(given, heads, _said, day, lang=str(get_locale() or "en"))
    return _file(made, given, "pdf")


def _said(text: Any) -> str:
    return str(say(text).unescape())


def _file(content: bytes | str, given: Holding, ending: str) -> Response:
    kind = {"json": "application/json", "pdf": "application/pdf"}[ending]
    name = f"{given.number}-{clock.today():%Y%m%d}.{ending}"
    return Response(
        content, mimetype=kind, headers={"Content-Disposition": f"attachment; filename={name}"}
    )
