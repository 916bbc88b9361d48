"""Pages for signing in and out, invitations, one's own sessions and passphrase."""

import re
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from rfl import clock
from rfl.access import choosing, entering, language_views, second_views, sign_in
from rfl.access.blueprint import blueprint
from rfl.access.forms import InvitationForm, PassphraseForm, SignInForm
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Actor, Permission, Role
from rfl.access.steps import Stage
from rfl.access.throttle import limited, named_account, own_account
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.web.i18n import say
from rfl.web.transaction import installation, transaction

__all__ = ["blueprint", "home_of"]

rooms = (language_views, second_views)
"""Imported for the pages that they hang on the blueprint."""

HOMES: tuple[tuple[Role, str], ...] = (
    (Role.SUPERVISOR, "work.my_work"),
    (Role.OFFICER, "work.my_work"),
    (Role.SAFEGUARDING, "work.my_work"),
    (Role.PARTNER, "inbox.index"),
    (Role.VOLUNTEER, "intake.home"),
    (Role.DPO, "work.my_work"),
    (Role.ADMIN, "accounts.users"),
    (Role.COORDINATOR, "reporting.index"),
)
"""Where each role begins; of several roles, the first in this order."""

OWN_PAGE = re.compile(r"/(?!/)[A-Za-z0-9/_.~?=&%+-]*")
"""An address within this site. What a browser could read as another host does not fit."""


def home_of(actor: Actor) -> str:
    """Return the address of the page with which the actor's day begins."""
    for role, endpoint in HOMES:
        if role in actor.roles and endpoint in current_app.view_functions:
            return url_for(endpoint)
    return url_for("access.sessions")


@blueprint.get("/")
@requires(Permission.HOME)
def home() -> ResponseReturnValue:
    """Lead everybody to where their day begins."""
    return redirect(home_of(current_actor()), code=303)


@blueprint.get("/sign-in")
def sign_in_page() -> ResponseReturnValue:
    """Show the sign-in page; in the demonstration with a door for each role."""
    return _sign_in_page(SignInForm())


@blueprint.post("/sign-in")
@limited(named_account)
def enter() -> ResponseReturnValue:
    """Sign in with e-mail and passphrase. Unknown and wrong are told in the same words."""
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form), 422
    try:
        entered = entering.enter(
            transaction,
            form.email.data or "",
            form.passphrase.data or "",
            needs_second=not installation().config.demo,
            instead_of=sign_in.present_session(),
        )
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)), "email")
        return _sign_in_page(form), 422
    if entered is None:
        form.refuse(_("This e-mail and passphrase do not open an account. Look at both once more."))
        return _sign_in_page(form), 422
    if entered.stage is not Stage.OPEN:
        return redirect(second_views.wait(entered, _wanted_page()), code=303)
    sign_in.admit(entered.secret)
    return redirect(_next_page(), code=303)


@blueprint.post("/sign-in/demo")
def enter_demo() -> ResponseReturnValue:
    """Sign in as a demonstration user, in demonstration mode and only there."""
    if not installation().config.demo:
        raise NotFoundError("no demonstration here")
    try:
        user_id = UUID(request.form.get("user", ""))
    except ValueError:
        raise NotFoundError("demonstration user") from None
    with transaction() as session:
        secret = entering.enter_demo(session, user_id, instead_of=sign_in.present_session())
    sign_in.admit(secret)
    return redirect(_next_page(), code=303)


@blueprint.post("/sign-out")
@requires(Permission.HOME)
def leave() -> ResponseReturnValue:
    """End this session."""
    with transaction() as session:
        entering.leave(session, current_actor())
    sign_in.dismiss()
    answer = redirect(url_for("access.sign_in_page"), code=303)
    # The back button and what the browser holds show nothing to whoever sits down next.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@blueprint.get("/invitation")
def invitation() -> ResponseReturnValue:
    """Show the form on which the holder of an invitation chooses a passphrase."""
    return render_template("access/invitation.html", form=InvitationForm())


@blueprint.post("/invitation")
@limited(named_account)
def accept_invitation() -> ResponseReturnValue:
    """Take the code and the chosen passphrase. The code is never part of an address."""
    form = InvitationForm()
    if form.validate():
        try:
            taken = choosing.accept_invitation(
                transaction,
                form.email.data or "",
                form.code.data or "",
                form.passphrase.data or "",
            )
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)))
        else:
            if taken:
                flash(_("Your passphrase is kept. You can sign in now."))
                return redirect(url_for("access.sign_in_page"), code=303)
            form.refuse(
                _(
                    "This invitation cannot be used: the e-mail or the code is mistyped, or it was "
                    "used, or it is older than three days. Your administrator can make a new one."
                )
            )
    return render_template("access/invitation.html", form=form), 422


@blueprint.get("/sessions")
@requires(Permission.HOME)
def sessions() -> ResponseReturnValue:
    """List where one is signed in."""
    actor = current_actor()
    with transaction() as session:
        rows = entering.own_sessions(session, actor)
        return render_template("access/sessions.html", rows=rows, here=actor.session_id)


@blueprint.post("/sessions/<uuid:session_id>/end")
@requires(Permission.HOME)
def end_session(session_id: UUID) -> ResponseReturnValue:
    """End one of one's own sessions."""
    with transaction() as session:
        entering.leave(session, current_actor(), session_id)
    return redirect(url_for("access.sessions"), code=303)


@blueprint.get("/passphrase")
@requires(Permission.HOME)
def passphrase() -> ResponseReturnValue:
    """Show the form on which one exchanges one's passphrase."""
    return render_template("access/passphrase.html", form=PassphraseForm())


@blueprint.post("/passphrase")
@requires(Permission.ACCOUNT_CHANGE)
@limited(own_account)
def change_passphrase() -> ResponseReturnValue:
    """Exchange one's passphrase; other sessions of one's own end."""
    form = PassphraseForm()
    if form.validate():
        try:
            choosing.change_passphrase(
                transaction, current_actor(), form.present.data or "", form.passphrase.data or ""
            )
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)))
        else:
            flash(_("Your new passphrase is kept. Wherever else you were signed in has ended."))
            return redirect(url_for("access.sessions"), code=303)
    return render_template("access/passphrase.html", form=form), 422


def _sign_in_page(form: SignInForm) -> str:
    doors, loading = [], ""
    if installation().config.demo:
        provider = current_app.extensions.get("rfl.demo")
        doors, loading = provider() if provider else ([], "")
    return render_template(
        "access/sign_in.html", form=form, doors=doors, loading=loading, now=clock.now()
    )


def _next_page() -> str:
    """Return the page that was asked for before signing in, if it is one of ours."""
    return _wanted_page() or home_of(current_user.actor)


def _wanted_page() -> str:
    wanted = request.args.get("next", "")
    return wanted if OWN_PAGE.fullmatch(wanted) else ""
