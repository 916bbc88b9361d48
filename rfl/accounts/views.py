"""The page of colleagues, on which an administrator asks for a new one."""

from flask import render_template
from flask.typing import ResponseReturnValue

from rfl.access.document import StaffDocument
from rfl.access.guards import current_actor, requires
from rfl.access.rules import ROLE_WORDS, Permission, Role
from rfl.accounts import asking, colleague_views, managing
from rfl.accounts.blueprint import blueprint
from rfl.accounts.forms import InviteForm
from rfl.accounts.invitations import INVITATION_HOURS
from rfl.errors import RuleBrokenError
from rfl.web.i18n import say
from rfl.web.transaction import transaction

__all__ = ["blueprint"]

rooms = (colleague_views,)
"""Imported for the pages that they hang on the blueprint."""


@blueprint.get("/users")
@requires(Permission.USER_MANAGE)
def users() -> ResponseReturnValue:
    """List the colleagues of the administrator's society."""
    return _page(InviteForm(formdata=None))


@blueprint.post("/users")
@requires(Permission.USER_MANAGE)
def invite() -> ResponseReturnValue:
    """Ask that a colleague be invited; the asker's half of the code is shown once."""
    form = InviteForm()
    if not form.validate():
        return _page(form), 422
    staff = StaffDocument(
        name=(form.name.data or "").strip(),
        email=(form.email.data or "").strip(),
        place=(form.place.data or "").strip(),
        village=(form.village.data or "").strip(),
    )
    try:
        with transaction() as session:
            asked = asking.ask_invite(
                session, current_actor(), staff, Role(form.role.data), form.why.data or ""
            )
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)), "email" if "e-mail" in str(error) else "")
        return _page(form), 422
    return _page(InviteForm(formdata=None), asked.half)


def _page(form: InviteForm, half: str = "") -> str:
    actor = current_actor()
    with transaction() as session:
        return render_template(
            "accounts/users.html",
            form=form,
            rows=managing.list_colleagues(session, actor, actor.society),
            words=ROLE_WORDS,
            half=half,
            is_alone=not asking.has_decider(session, actor),
            hours=INVITATION_HOURS,
            me=actor.user_id,
        )
