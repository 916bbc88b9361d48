"""Pages on which a case is shared, and teams are made."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.purposes import SharePurpose
from rfl.access.rules import Permission
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.tracing import sharing, teams
from rfl.tracing.blueprint import team, tracing
from rfl.tracing.forms import ShareForm, TeamForm
from rfl.tracing.words import SHARE_WORDS
from rfl.web.choices import options
from rfl.web.forms import BaseForm
from rfl.web.i18n import say
from rfl.web.transaction import transaction

TEAM = "team:"
"""What stands before the id of a team among those with whom a case can be shared."""


@tracing.get("/requests/<uuid:request_id>/share")
@requires(Permission.REQUEST_WRITE)
def shares(request_id: UUID) -> ResponseReturnValue:
    """Show with whom a case is shared, and ask with whom else."""
    return _share_page(request_id, ShareForm(formdata=None))


@tracing.post("/requests/<uuid:request_id>/share")
@requires(Permission.REQUEST_WRITE)
def share(request_id: UUID) -> ResponseReturnValue:
    """Share a case with a colleague or a team."""
    form = ShareForm()
    form.whom.validate_choice = False  # the service knows with whom it can be shared

    def do(session: Session) -> None:
        last_day = form.last_day.data
        if last_day is None:
            raise RuleBrokenError("Choose a last day from today on, within half a year.")
        sharing.share(
            session,
            current_actor(),
            request_id,
            _whom(form.whom.data or ""),
            SharePurpose(form.purpose.data),
            last_day,
        )

    if _done(form, do):
        flash(_("Shared. It shuts by itself after the last day."))
        return redirect(url_for("tracing.shares", request_id=request_id), code=303)
    return _share_page(request_id, form), 422


@tracing.post("/requests/<uuid:request_id>/share/<uuid:share_id>/end")
@requires(Permission.REQUEST_WRITE)
def end_share(request_id: UUID, share_id: UUID) -> ResponseReturnValue:
    """End a share at once."""
    with transaction() as session:
        sharing.end(session, current_actor(), request_id, share_id)
    flash(_("It is shared with them no more."))
    return redirect(url_for("tracing.index"), code=303)


@team.get("/teams")
@requires(Permission.REQUEST_ASSIGN)
def teams_page() -> ResponseReturnValue:
    """List the teams."""
    return _teams_page(TeamForm(formdata=None))


@team.post("/teams")
@requires(Permission.REQUEST_ASSIGN)
def make_team() -> ResponseReturnValue:
    """Make a team."""
    form = TeamForm()
    if _done(form, lambda session: teams.make(session, current_actor(), form.name.data or "")):
        return redirect(url_for("team.teams_page"), code=303)
    return _teams_page(form), 422


@team.post("/teams/<uuid:team_id>/members")
@requires(Permission.REQUEST_ASSIGN)
def add_member(team_id: UUID) -> ResponseReturnValue:
    """Put a colleague into a team."""
    with transaction() as session:
        teams.add(session, current_actor(), team_id, _id_of(request.form.get("user", "")))
    return redirect(url_for("team.teams_page"), code=303)


@team.post("/teams/<uuid:team_id>/members/<uuid:user_id>/remove")
@requires(Permission.REQUEST_ASSIGN)
def remove_member(team_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Take a colleague out of a team."""
    with transaction() as session:
        teams.remove(session, current_actor(), team_id, user_id)
    return redirect(url_for("team.teams_page"), code=303)


def _done(form: BaseForm, do: Callable[[Session], object]) -> bool:
    if not form.validate():
        return False
    try:
        with transaction() as session:
            do(session)
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return False
    return True


def _whom(text: str) -> sharing.With:
    if text.startswith(TEAM):
        return sharing.With(team_id=_id_of(text.removeprefix(TEAM)))
    return sharing.With(user_id=_id_of(text))


def _id_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFoundError("id") from None


def _share_page(request_id: UUID, form: ShareForm) -> str:
    with transaction() as session:
        page = sharing.read(session, current_actor(), request_id)
        people = sorted(page.colleagues.items(), key=lambda one: one[1].casefold())
        groups = [
            (f"{TEAM}{one}", _("Team %(name)s", name=name)) for one, name in page.teams.items()
        ]
        form.whom.choices = options([*groups, *((str(one), name) for one, name in people)])
        return render_template("tracing/share.html", page=page, form=form, words=SHARE_WORDS)


def _teams_page(form: TeamForm) -> str:
    with transaction() as session:
        page = teams.read(session, current_actor())
        return render_template("tracing/teams.html", page=page, form=form)
