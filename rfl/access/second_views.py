"""Pages of the second step: shown at sign-in, chosen at the first one, looked after later."""

from uuid import UUID

import segno
from flask import flash, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from rfl.access import entering, factors, passkeys, proving, service, sign_in
from rfl.access.blueprint import blueprint
from rfl.access.entering import Entered
from rfl.access.forms import SecondStepForm
from rfl.access.guards import SignInNeededError, current_actor, requires
from rfl.access.models import User, WebSession
from rfl.access.rules import Actor, Permission
from rfl.access.steps import Stage
from rfl.access.throttle import limited, own_account, waiting_account
from rfl.errors import RuleBrokenError
from rfl.web.i18n import say
from rfl.web.transaction import transaction

WAITING, WANTED = "waiting", "wanted"
"""Keys in the cookie: the secret of a half-done sign-in, and the page that was asked for."""

QR_SCALE = 5


def wait(entered: Entered, wanted: str) -> str:
    """Keep a half-done sign-in in the cookie; return the address of what is still to be done."""
    cookie[WAITING], cookie[WANTED] = entered.secret, wanted
    is_first = entered.stage is Stage.ENROL
    return url_for("access.first_second_step" if is_first else "access.second_step")


@blueprint.get("/sign-in/second-step")
def second_step() -> ResponseReturnValue:
    """Ask for the second step."""
    return _second_page(SecondStepForm())


@blueprint.post("/sign-in/second-step")
@limited(waiting_account)
def show_second_step() -> ResponseReturnValue:
    """Take a code, a recovery code or what a key signed."""
    form = SecondStepForm()
    with transaction() as session:
        web, user = _waiting(session, Stage.PROVE)
        good = form.validate() and proving.is_good(
            session, web, user, form.code.data or "", form.credential.data or ""
        )
        secret = (
            entering.complete(session, web, user, instead_of=sign_in.present_session())
            if good
            else None
        )
        proving.record(session, user, good=secret is not None)
    if secret is None:
        form.refuse(_("This did not fit. A code works once; wait for the next one, and try again."))
        return _second_page(form), 422
    return redirect(_admit(secret), code=303)


@blueprint.get("/sign-in/first-second-step")
def first_second_step() -> ResponseReturnValue:
    """Have somebody new choose their second step."""
    return _enrol_page(SecondStepForm())


@blueprint.post("/sign-in/first-second-step")
@limited(waiting_account)
def keep_first_second_step() -> ResponseReturnValue:
    """Keep the first second step, let its owner in, and show the recovery codes once."""
    form = SecondStepForm()
    secret, codes = None, list[str]()
    with transaction() as session:
        web, user = _waiting(session, Stage.ENROL)
        if form.validate() and _keep(session, web, user, form):
            codes = factors.new_codes(session, user)
            secret = entering.complete(session, web, user, instead_of=sign_in.present_session())
        proving.record(session, user, good=secret is not None)
    if secret is None:
        form.refuse(_sorry())
        return _enrol_page(form), 422
    onward = _admit(secret)
    return render_template("access/recovery_codes.html", codes=codes, onward=onward)


@blueprint.get("/second-step")
@requires(Permission.HOME)
def my_second_steps() -> ResponseReturnValue:
    """List one's keys and apps, and offer to add another."""
    return _own_page(SecondStepForm())


@blueprint.post("/second-step")
@requires(Permission.ACCOUNT_CHANGE)
@limited(own_account)
def add_second_step() -> ResponseReturnValue:
    """Add a key or an app."""
    form, actor = SecondStepForm(), current_actor()
    with transaction() as session:
        web, user = proving.own(session, actor)
        good = form.validate() and _keep(session, web, user, form)
    if not good:
        form.refuse(_sorry())
        return _own_page(form), 422
    flash(_("It is kept. From now on it opens your account as well."))
    return redirect(url_for("access.my_second_steps"), code=303)


@blueprint.post("/second-step/<uuid:factor_id>/remove")
@requires(Permission.ACCOUNT_CHANGE)
def remove_second_step(factor_id: UUID) -> ResponseReturnValue:
    """Remove one of one's keys or apps; never the last one."""
    actor = current_actor()
    try:
        with transaction() as session:
            factors.remove(session, proving.own(session, actor)[1], factor_id)
    except RuleBrokenError as error:
        form = SecondStepForm(formdata=None)
        form.refuse(str(say(error.sentence)))
        return _own_page(form), 422
    flash(_("It is removed. It opens nothing from now on."))
    return redirect(url_for("access.my_second_steps"), code=303)


@blueprint.post("/second-step/codes")
@requires(Permission.ACCOUNT_CHANGE)
@limited(own_account)
def new_recovery_codes() -> ResponseReturnValue:
    """Make new recovery codes, shown once; the earlier ones no longer work."""
    with transaction() as session:
        codes = factors.new_codes(session, proving.own(session, current_actor())[1])
    onward = url_for("access.my_second_steps")
    return render_template("access/recovery_codes.html", codes=codes, onward=onward)


def _keep(session: Session, web: WebSession, user: User, form: SecondStepForm) -> bool:
    if form.credential.data:
        name = form.name.data or ""
        return passkeys.keep_new(session, web, user, proving.place(), form.credential.data, name)
    return factors.confirm_app(session, user, form.code.data or "")


def _second_page(form: SecondStepForm) -> str:
    with transaction() as session:
        web, user = _waiting(session, Stage.PROVE)
        options = passkeys.ask(session, web, user, proving.place())
        return render_template("access/second_step.html", form=form, options=options)


def _enrol_page(form: SecondStepForm) -> str:
    with transaction() as session:
        web, user = _waiting(session, Stage.ENROL)
        return render_template("access/enrol.html", form=form, **_offers(session, web, user))


def _own_page(form: SecondStepForm) -> str:
    with transaction() as session:
        web, user = proving.own(session, current_actor())
        return render_template(
            "access/second_steps.html",
            form=form,
            rows=factors.of(session, user),
            codes_left=factors.codes_left(session, user.id),
            **_offers(session, web, user),
        )


def _offers(session: Session, web: WebSession, user: User) -> dict[str, str | Markup]:
    """Return what a new key and a new app are made from."""
    account = service.own_staff(session, Actor(user.id, user.society_code, frozenset())).email
    app = factors.begun_app(session, user)
    picture = segno.make(factors.address_of(app, account), error="m")
    return {
        "options": passkeys.ask_new(session, web, user, proving.place(), account),
        "secret": app.document.secret,
        "picture": Markup(picture.svg_inline(scale=QR_SCALE, border=4, light="#fff")),  # noqa: S704  # made by segno from our own address
    }


def _waiting(session: Session, stage: Stage) -> tuple[WebSession, User]:
    found = entering.waiting(session, str(cookie.get(WAITING, "")))
    if found is None or found[0].stage is not stage:
        raise SignInNeededError("begin again at the sign-in page")
    return found


def _admit(secret: str) -> str:
    """Exchange the half-done sign-in for the new session; return the page to go to."""
    wanted = str(cookie.get(WANTED, ""))
    sign_in.admit(secret)
    return wanted or url_for("access.home")


def _sorry() -> str:
    return str(
        _(
            "This did not fit, so nothing was added. Try again with the key, or with the code that "
            "the app shows now."
        )
    )
