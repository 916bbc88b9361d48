"""The page on which somebody says of each role whether it stays."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rfl.access.guards import current_actor, requires
from rfl.access.rules import ROLE_WORDS, Permission
from rfl.accounts import role_review
from rfl.accounts.review_rules import VERDICT_WORDS, RoleVerdict
from rfl.errors import NotFoundError
from rfl.web.transaction import transaction

blueprint = Blueprint("role_review", __name__)


@blueprint.get("/role-review")
@requires(Permission.ROLE_REVIEW)
def index() -> ResponseReturnValue:
    """Show the review that is open, or the last one."""
    with transaction() as session:
        return render_template(
            "accounts/role_review.html",
            page=role_review.read(session, current_actor()),
            words=ROLE_WORDS,
            verdict_words=VERDICT_WORDS,
        )


@blueprint.post("/role-review")
@requires(Permission.ROLE_REVIEW)
def begin() -> ResponseReturnValue:
    """Begin a review now, before its time."""
    with transaction() as session:
        actor = current_actor()
        role_review.begin(session, actor.user_id, actor.society)
    return redirect(url_for("role_review.index"), code=303)


@blueprint.post("/role-review/<uuid:line_id>")
@requires(Permission.ROLE_REVIEW)
def say(line_id: UUID) -> ResponseReturnValue:
    """Say whether one role stays."""
    try:
        verdict = RoleVerdict(request.form.get("verdict", ""))
    except ValueError:
        raise NotFoundError("verdict") from None
    with transaction() as session:
        role_review.say(session, current_actor(), line_id, verdict)
    flash(_("Kept.") if verdict is RoleVerdict.KEEP else _("Ended. It acts at once."))
    return redirect(url_for("role_review.index"), code=303)
