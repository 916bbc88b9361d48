"""Pages on which somebody of a case is sent to a service, and asked after."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.directory import service as directory
from rfl.directory.rules import HELP_WORDS, HelpKind
from rfl.errors import NotFoundError
from rfl.referrals import service
from rfl.referrals.forms import FollowUpForm, ReferForm
from rfl.referrals.rules import ACTS, STATE_WORDS, ReferralAct, ReferralState
from rfl.referrals.service import NewReferral
from rfl.societies import service as societies
from rfl.societies.names import country_names
from rfl.tracing import reading
from rfl.tracing.acting import back
from rfl.web.choices import options
from rfl.web.doing import done
from rfl.web.transaction import transaction

blueprint = Blueprint("referrals", __name__)


@blueprint.get("/requests/<uuid:request_id>/refer")
@requires(Permission.REQUEST_WRITE)
def new(request_id: UUID) -> ResponseReturnValue:
    """Show the services of a country, and ask who is sent where."""
    form = ReferForm(formdata=None)
    return _form_page(request_id, form)


@blueprint.post("/requests/<uuid:request_id>/refer")
@requires(Permission.REQUEST_WRITE)
def refer(request_id: UUID) -> ResponseReturnValue:
    """Write down that somebody was sent to a service."""
    form = ReferForm()
    form.person.validate_choice = form.entry.validate_choice = False  # the service knows

    def do(session: Session) -> None:
        found = NewReferral(
            person_id=_id_of(form.person.data),
            told=form.told.data or "",
            is_agreed=bool(form.is_agreed.data),
            entry_id=_id_of(form.entry.data) if form.entry.data else None,
            kind=HelpKind(form.kind.data or HelpKind.OTHER),
            service=form.service.data or "",
            carer=form.carer.data or "",
            follow_up_on=form.follow_up_on.data,
        )
        service.refer(session, current_actor(), request_id, found)

    if done(form, do):
        return back(request_id, _("Written down. On its day My work asks what came of it."))
    return _form_page(request_id, form), 422


@blueprint.get("/referrals/<uuid:referral_id>")
@requires(Permission.REQUEST_WRITE)
def show(referral_id: UUID) -> ResponseReturnValue:
    """Show one referral, and ask what came of it."""
    return _page(referral_id, FollowUpForm(formdata=None))


@blueprint.post("/referrals/<uuid:referral_id>")
@requires(Permission.REQUEST_WRITE)
def follow_up(referral_id: UUID) -> ResponseReturnValue:
    """Write down what came of it."""
    form = FollowUpForm()

    def do(session: Session) -> None:
        act, words = ReferralAct(form.act.data), form.words.data or ""
        service.follow_up(session, current_actor(), referral_id, act, words, form.again_on.data)

    if done(form, do, "words"):
        with transaction() as session:
            request_id = service.read(session, current_actor(), referral_id).request.id
        return redirect(url_for("tracing.show", request_id=request_id), code=303)
    return _page(referral_id, form), 422


def _id_of(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise NotFoundError("id") from None


def _form_page(request_id: UUID, form: ReferForm) -> str:
    actor = current_actor()
    country = request.args.get("country", actor.society)[:2]
    with transaction() as session:
        heading = reading.heading(session, actor, request_id)
        services = directory.listed(session, actor, society=country)
        ids = service.people_of(session, heading.request)
        names = [heading.enquirer, *heading.sought]
        form.person.choices = options(
            (str(one), person.display_name) for one, person in zip(ids, names, strict=True)
        )
        form.entry.choices = options(
            [("", "–"), *((str(one.row.id), one.row.name) for one in services)]
        )
        form.person.data = form.person.data or str(ids[0])
        return render_template(
            "referrals/new.html",
            heading=heading,
            form=form,
            services=services,
            country=country,
            countries=country_names(),
            societies=[one.code for one in societies.societies(session)],
            words=HELP_WORDS,
        )


def _page(referral_id: UUID, form: FollowUpForm) -> str:
    with transaction() as session:
        page = service.read(session, current_actor(), referral_id)
        return render_template(
            "referrals/show.html",
            page=page,
            form=form,
            states=STATE_WORDS,
            kinds=HELP_WORDS,
            acts=ACTS,
            is_open=page.row.state is ReferralState.MADE,
            today=clock.today(),
        )
