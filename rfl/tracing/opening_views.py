"""Pages on which a tracing request is taken down."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, may
from rfl.drafts import keeping
from rfl.drafts.rules import FormKind
from rfl.errors import RuleBrokenError
from rfl.persons import likely
from rfl.persons.likely import Known
from rfl.persons.person_form import reads
from rfl.societies import service as societies
from rfl.societies.names import country_name
from rfl.tracing import opening, taking_down
from rfl.tracing.blueprint import tracing
from rfl.tracing.case_forms import SOME, OpeningForm
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import CaseState
from rfl.web.choices import options
from rfl.web.i18n import say
from rfl.web.rows import ROW, change_rows
from rfl.web.transaction import transaction


@tracing.get("/requests/new")
@requires(Permission.REQUEST_CREATE)
def new() -> ResponseReturnValue:
    """Show the form for a new request; with what was typed before, where that is asked for."""
    draft_id = keeping.asked()
    with transaction() as session:
        typed = keeping.restored(session, FormKind.REQUEST, draft_id) if draft_id else None
        return _page(session, OpeningForm(formdata=typed), draft_id)


@tracing.post("/requests/new")
@requires(Permission.REQUEST_CREATE)
def open_new() -> ResponseReturnValue:
    """Open a request: submitted where the enquirer agreed, or a draft."""
    form = OpeningForm()
    if request.form.get("go") == keeping.KEEP:
        return _keep(form)
    is_draft = request.form.get("go") == "draft"
    with transaction() as session:
        if asked := request.form.get(ROW):
            change_rows(form, asked)
            return _page(session, form)
        fill_societies(session, form)
        is_whole = _is_whole(form, is_draft=is_draft)
        found = _doubles(session, form) if is_whole else ()
        if found:
            return _page(session, form, found=found)
    opened = _open(form, CaseState.DRAFT if is_draft else CaseState.SUBMITTED) if is_whole else None
    if opened is None:
        with transaction() as session:
            return _page(session, form), 422
    flash(
        _("Kept as a draft, %(number)s.", number=opened.number)
        if is_draft
        else _("The request %(number)s is open, and the search has begun.", number=opened.number)
    )
    keeping.finished(form.once.data)
    following = "add_sought_page" if request.form.get("go") == "more" else "show"
    return redirect(url_for(f"tracing.{following}", request_id=opened.id), code=303)


def _doubles(session: Session, form: OpeningForm) -> Sequence[Known]:
    """Return who may be sought already, unless the form was sent once more all the same."""
    actor = current_actor()
    if request.form.get("sure") or opening.opened_before(session, actor, form.once.data or ""):
        return ()
    person = taking_down.new_sought(form).person
    return likely.doubles(session, actor, FormKind.REQUEST, person)


def _keep(form: OpeningForm) -> ResponseReturnValue:
    """Keep what was typed, to go on with it later."""
    kept = keeping.kept(form, FormKind.REQUEST)
    if kept is None:
        with transaction() as session:
            return _page(session, form), 422
    flash(keeping.said())
    return redirect(url_for("tracing.new"), code=303)


def fill_societies(session: Session, form: OpeningForm) -> None:
    """Put the partner societies into the form, by country."""
    own = current_actor().society
    form.recipients.choices = options(
        (one.code, country_name(one.code))
        for one in societies.societies(session)
        if one.code != own
    )


def check_consent(form: OpeningForm) -> bool:
    """Tell whether the consent is told in full; say on the form what is missing."""
    if form.share.data == SOME and not form.recipients.data:
        form.refuse(_("Name at least one society, or choose another answer."), "recipients")
        return False
    return True


def _is_whole(form: OpeningForm, *, is_draft: bool) -> bool:
    if is_draft and not form.consent.data:
        form.share.validators = []  # what was not asked yet is not missing in a draft
        form.share.validate_choice = False
    good = form.validate()
    if not is_draft and not form.consent.data:
        form.refuse(
            _("Tick this when the enquirer has agreed. Until then keep the request as a draft."),
            "consent",
        )
        good = False
    return check_consent(form) and good


def _open(form: OpeningForm, state: CaseState) -> TracingRequest | None:
    try:
        with transaction() as session:
            actor = current_actor()
            before = opening.opened_before(session, actor, form.once.data or "")
            new = taking_down.new_request(form, state)
            return before or opening.open_request(session, actor, new)
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return None


def _page(
    session: Session,
    form: OpeningForm,
    here: UUID | None = None,
    found: Sequence[Known] = (),
) -> str:
    fill_societies(session, form)
    return render_template(
        "tracing/new.html",
        form=form,
        reads=reads(form.person.form),
        drafts=keeping.waiting(session, FormKind.REQUEST, here),
        found=found,
        may_search=may(current_actor(), Permission.SEARCH),
    )
