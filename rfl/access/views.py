"""Pages for signing in and out, invitations, sessions and colleagues."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from rfl import clock
from rfl.access import service, sign_in
from rfl.access.document import StaffDocument
from rfl.access.forms import InvitationForm, InviteForm, SignInForm
from rfl.access.guards import current_actor, requires
from rfl.access.rules import ROLE_WORDS, Actor, Permission, Role
from rfl.access.throttle import limited
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.web.i18n import say
from rfl.web.transaction import installation, transaction

blueprint = Blueprint("access", __name__)

HOMES: tuple[tuple[Role, str], ...] = (
    (Role.SUPERVISOR, "work.my_work"),
    (Role.OFFICER, "work.my_work"),
    (Role.SAFEGUARDING, "desk.index"),
    (Role.PARTNER, "inbox.index"),
    (Role.VOLUNTEER, "intake.home"),
    (Role.DPO, "consents.consents_index"),
    (Role.ADMIN, "access.users"),
    (Role.COORDINATOR, "reporting.index"),
)
"""Where each role begins; of several roles, the first in this order."""


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
@limited
def enter() -> ResponseReturnValue:
    """Sign in with e-mail and passphrase. Unknown and wrong are told in the same words."""
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form), 422
    try:
        with transaction() as session:
            secret = service.enter(session, form.email.data or "", form.passphrase.data or "")
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return _sign_in_page(form), 422
    if secret is None:
        form.refuse(_("This e-mail and passphrase do not open an account. Look at both once more."))
        return _sign_in_page(form), 422
    sign_in.admit(secret)
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
        secret = service.enter_demo(session, user_id)
    sign_in.admit(secret)
    return redirect(_next_page(), code=303)


@blueprint.post("/sign-out")
@requires(Permission.HOME)
def leave() -> ResponseReturnValue:
    """End this session."""
    with transaction() as session:
        service.leave(session, current_actor())
    sign_in.dismiss()
    return redirect(url_for("access.sign_in_page"), code=303)


@blueprint.get("/invitation")
def invitation() -> ResponseReturnValue:
    """Show the form on which the holder of an invitation chooses a passphrase."""
    return render_template("access/invitation.html", form=InvitationForm())


@blueprint.post("/invitation")
@limited
def accept_invitation() -> ResponseReturnValue:
    """Take the code and the chosen passphrase. The code is never part of an address."""
    form = InvitationForm()
    if form.validate():
        try:
            with transaction() as session:
                service.accept_invitation(session, form.code.data or "", form.passphrase.data or "")
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)))
        else:
            flash(_("Your passphrase is kept. You can sign in now."))
            return redirect(url_for("access.sign_in_page"), code=303)
    return render_template("access/invitation.html", form=form), 422


@blueprint.get("/sessions")
@requires(Permission.HOME)
def sessions() -> ResponseReturnValue:
    """List where one is signed in."""
    actor = current_actor()
    with transaction() as session:
        rows = service.own_sessions(session, actor)
        return render_template("access/sessions.html", rows=rows, here=actor.session_id)


@blueprint.post("/sessions/<uuid:session_id>/end")
@requires(Permission.HOME)
def end_session(session_id: UUID) -> ResponseReturnValue:
    """End one of one's own sessions."""
    with transaction() as session:
        service.leave(session, current_actor(), session_id)
    return redirect(url_for("access.sessions"), code=303)


@blueprint.get("/users")
@requires(Permission.USER_MANAGE)
def users() -> ResponseReturnValue:
    """List the colleagues of the administrator's society."""
    return _users_page(InviteForm())


@blueprint.post("/users")
@requires(Permission.USER_MANAGE)
def invite() -> ResponseReturnValue:
    """Invite a colleague; the one-time code is shown once."""
    form = InviteForm()
    if not form.validate():
        return _users_page(form), 422
    staff = StaffDocument(
        name=(form.name.data or "").strip(),
        email=(form.email.data or "").strip(),
        place=(form.place.data or "").strip(),
    )
    actor = current_actor()
    try:
        with transaction() as session:
            secret = service.invite(session, actor, actor.society, staff, [Role(form.role.data)])
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return _users_page(form), 422
    return _users_page(InviteForm(formdata=None), secret=secret, invited=staff.name)


@blueprint.post("/users/<uuid:user_id>/end-role")
@requires(Permission.USER_MANAGE)
def end_role(user_id: UUID) -> ResponseReturnValue:
    """Take a role away from a colleague."""
    try:
        role = Role(request.form.get("role", ""))
    except ValueError:
        raise NotFoundError("role") from None
    with transaction() as session:
        service.end_role(session, current_actor(), user_id, role)
    return redirect(url_for("access.users"), code=303)


@blueprint.post("/users/<uuid:user_id>/end")
@requires(Permission.USER_MANAGE)
def end_user(user_id: UUID) -> ResponseReturnValue:
    """Close a colleague's account."""
    with transaction() as session:
        service.end_user(session, current_actor(), user_id)
    return redirect(url_for("access.users"), code=303)


def _users_page(form: InviteForm, secret: str = "", invited: str = "") -> str:
    actor = current_actor()
    with transaction() as session:
        ids = service.colleagues(session, actor.society)
        receipt = audit.record(
            session, actor.user_id, Act.USER_LISTED, societies=[actor.society], subjects=ids
        )
        people = service.staff(session, receipt, ids)
        rows = sorted(
            (
                (found.name, user_id, found, service.roles_of(session, user_id, actor.society))
                for user_id, found in people.items()
            ),
            key=lambda row: row[0].casefold(),
        )
        return render_template(
            "access/users.html",
            form=form,
            rows=rows,
            words=ROLE_WORDS,
            secret=secret,
            invited=invited,
            me=actor.user_id,
        )


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
    wanted = request.args.get("next", "")
    parts = urlsplit(wanted)
    own = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    if own and not parts.scheme and not parts.netloc:
        return wanted
    return home_of(current_user.actor)
