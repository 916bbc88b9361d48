"""Pages on which an administrator looks after the accounts of their society."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rfl.access import managing
from rfl.access.blueprint import blueprint
from rfl.access.document import StaffDocument
from rfl.access.forms import InviteForm
from rfl.access.guards import current_actor, requires
from rfl.access.managing import INVITATION_HOURS, Invited
from rfl.access.rules import ROLE_WORDS, Permission, Role
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.web.i18n import say
from rfl.web.transaction import transaction


@blueprint.get("/users")
@requires(Permission.USER_MANAGE)
def users() -> ResponseReturnValue:
    """List the colleagues of the administrator's society."""
    return _page(InviteForm())


@blueprint.post("/users")
@requires(Permission.USER_MANAGE)
def invite() -> ResponseReturnValue:
    """Invite a colleague; the one-time code is shown once."""
    form = InviteForm()
    if not form.validate():
        return _page(form), 422
    staff = StaffDocument(
        name=(form.name.data or "").strip(),
        email=(form.email.data or "").strip(),
        place=(form.place.data or "").strip(),
        village=(form.village.data or "").strip(),
    )
    actor = current_actor()
    try:
        with transaction() as session:
            made = managing.invite(session, actor, actor.society, staff, [Role(form.role.data)])
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)), "email")
        return _page(form), 422
    return _page(InviteForm(formdata=None), made)


@blueprint.post("/users/<uuid:user_id>/invitation")
@requires(Permission.USER_MANAGE)
def invite_again(user_id: UUID) -> ResponseReturnValue:
    """Make a new one-time code for a colleague; it is shown once."""
    with transaction() as session:
        made = managing.invite_again(session, current_actor(), user_id)
    return _page(InviteForm(formdata=None), made)


@blueprint.post("/users/<uuid:user_id>/role")
@requires(Permission.USER_MANAGE)
def grant_role(user_id: UUID) -> ResponseReturnValue:
    """Give a colleague one more role, for good or for a time."""
    with transaction() as session:
        managing.grant_role(session, current_actor(), user_id, _role(), last_day=_last_day())
    return redirect(url_for("access.users"), code=303)


@blueprint.post("/users/<uuid:user_id>/end-role")
@requires(Permission.USER_MANAGE)
def end_role(user_id: UUID) -> ResponseReturnValue:
    """Take a role away from a colleague."""
    with transaction() as session:
        managing.end_role(session, current_actor(), user_id, _role())
    return redirect(url_for("access.users"), code=303)


@blueprint.post("/users/<uuid:user_id>/end")
@requires(Permission.USER_MANAGE)
def end_user(user_id: UUID) -> ResponseReturnValue:
    """Close a colleague's account."""
    with transaction() as session:
        managing.end_user(session, current_actor(), user_id)
    flash(_("The account is closed. It opens nothing from now on."))
    return redirect(url_for("access.users"), code=303)


def _last_day() -> date | None:
    asked = request.form.get("last_day", "")
    try:
        return date.fromisoformat(asked) if asked else None
    except ValueError:
        raise RuleBrokenError("Write the last day as a date, or leave it empty.") from None


def _role() -> Role:
    try:
        return Role(request.form.get("role", ""))
    except ValueError:
        raise NotFoundError("role") from None


def _page(form: InviteForm, made: Invited | None = None) -> str:
    actor = current_actor()
    with transaction() as session:
        return render_template(
            "access/users.html",
            form=form,
            rows=managing.list_colleagues(session, actor, actor.society),
            words=ROLE_WORDS,
            made=made,
            hours=INVITATION_HOURS,
            me=actor.user_id,
        )
