"""The page of one colleague: their roles, their way in, their account."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rfl.access.guards import current_actor, requires
from rfl.access.rules import ROLE_WORDS, Permission, Role
from rfl.accounts import asking, leaving, managing
from rfl.accounts.blueprint import blueprint
from rfl.accounts.forms import LastDayForm, RenewForm, RoleForm
from rfl.accounts.invitations import INVITATION_HOURS
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.web.forms import BaseForm
from rfl.web.i18n import say
from rfl.web.transaction import transaction


@blueprint.get("/users/<uuid:user_id>")
@requires(Permission.USER_MANAGE)
def colleague(user_id: UUID) -> ResponseReturnValue:
    """Show one colleague."""
    return _page(user_id)


@blueprint.post("/users/<uuid:user_id>/role")
@requires(Permission.USER_MANAGE)
def ask_role(user_id: UUID) -> ResponseReturnValue:
    """Ask that a colleague be given one more role, for good or for a time."""
    form = RoleForm()

    def ask() -> None:
        with transaction() as session:
            asking.ask_role(
                session,
                current_actor(),
                user_id,
                Role(form.role.data),
                form.why.data or "",
                last_day=form.last_day.data,
            )

    wrong = _try(form, ask)
    if wrong:
        return _page(user_id, role_form=form), 422
    flash(_("Asked. It stands under ‘Approvals’ until somebody else decides."))
    return redirect(url_for("accounts.colleague", user_id=user_id), code=303)


@blueprint.post("/users/<uuid:user_id>/invitation")
@requires(Permission.USER_MANAGE)
def ask_renew(user_id: UUID) -> ResponseReturnValue:
    """Ask for a new code for a colleague; the asker's half is shown once."""
    form, halves = RenewForm(), list[str]()

    def ask() -> None:
        with transaction() as session:
            made = asking.ask_renew(session, current_actor(), user_id, form.how.data or "")
            halves.append(made.half)

    if _try(form, ask):
        return _page(user_id, renew_form=form), 422
    return _page(user_id, half=halves[0])


@blueprint.post("/users/<uuid:user_id>/end-role")
@requires(Permission.USER_MANAGE)
def end_role(user_id: UUID) -> ResponseReturnValue:
    """Take a role away from a colleague; it acts at once."""
    try:
        role = Role(request.form.get("role", ""))
    except ValueError:
        raise NotFoundError("role") from None
    with transaction() as session:
        managing.end_role(session, current_actor(), user_id, role)
    return redirect(url_for("accounts.colleague", user_id=user_id), code=303)


@blueprint.post("/users/<uuid:user_id>/last-day")
@requires(Permission.USER_MANAGE)
def set_last_day(user_id: UUID) -> ResponseReturnValue:
    """Set the last day on which a colleague works here; the account shuts by itself after it."""
    form = LastDayForm()

    def keep() -> None:
        with transaction() as session:
            leaving.set_last_day(session, current_actor(), user_id, form.leaves_on.data)

    if _try(form, keep):
        return _page(user_id, last_day_form=form), 422
    flash(_("Kept. A head of tracing sees which cases are to be handed over."))
    return redirect(url_for("accounts.colleague", user_id=user_id), code=303)


@blueprint.post("/users/<uuid:user_id>/end-sessions")
@requires(Permission.USER_MANAGE)
def sign_out(user_id: UUID) -> ResponseReturnValue:
    """End every session of a colleague."""
    with transaction() as session:
        leaving.sign_out(session, current_actor(), user_id)
    flash(_("They are signed out on every device."))
    return redirect(url_for("accounts.colleague", user_id=user_id), code=303)


@blueprint.post("/users/<uuid:user_id>/end")
@requires(Permission.USER_MANAGE)
def end_user(user_id: UUID) -> ResponseReturnValue:
    """Close a colleague's account."""
    with transaction() as session:
        managing.end_user(session, current_actor(), user_id)
    flash(_("The account is closed. It opens nothing from now on."))
    return redirect(url_for("accounts.users"), code=303)


def _try(form: BaseForm, ask: Callable[[], None]) -> bool:
    """Do `ask` if the form is right; put what a rule says on the form. Tell whether it is wrong."""
    if not form.validate():
        return True
    try:
        ask()
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return True
    return False


def _page(
    user_id: UUID,
    *,
    role_form: RoleForm | None = None,
    renew_form: RenewForm | None = None,
    last_day_form: LastDayForm | None = None,
    half: str = "",
) -> str:
    actor = current_actor()
    with transaction() as session:
        row = managing.colleague(session, actor, user_id)
        return render_template(
            "accounts/colleague.html",
            row=row,
            role_form=role_form or RoleForm(formdata=None),
            renew_form=renew_form or RenewForm(formdata=None),
            last_day_form=last_day_form or LastDayForm(formdata=None, leaves_on=row.leaves_on),
            wrong="role" if role_form else "renew" if renew_form else "",
            words=ROLE_WORDS,
            half=half,
            hours=INVITATION_HOURS,
            is_me=user_id == actor.user_id,
        )
