"""Pages: News for you, and one's own settings."""

from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from rfl import clock
from rfl.access import service as access
from rfl.access import sign_in
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, may
from rfl.notices import service
from rfl.notices.forms import SettingsForm
from rfl.tracing.dates import week_day
from rfl.tracing.work import KIND_ICONS, show_work
from rfl.tracing.work_views import told
from rfl.web.transaction import transaction

blueprint = Blueprint("news", __name__)


@blueprint.get("/news")
@requires(Permission.HOME)
def index() -> ResponseReturnValue:
    """Show what came to the reader since they last looked, each with its act."""
    actor = current_actor()
    with transaction() as session:
        receipt = service.open_news(session, actor)
        made_at = clock.now()
        found = service.find(session, actor)
        return render_template(
            "notices/index.html",
            items=show_work(session, receipt, found),
            made_at=made_at,
            seen_at=service.setting(session, actor.user_id).seen_at,
            icons=KIND_ICONS,
            has_work=may(actor, Permission.WORK_LIST),
            today=clock.today(),
            week_day=week_day,
            told=told,
        )


@blueprint.post("/news/seen")
@requires(Permission.HOME)
def seen() -> ResponseReturnValue:
    """Keep that the reader has seen what stood on their page; what came since stays news."""
    try:
        until = datetime.fromisoformat(request.form.get("until", ""))
    except ValueError:
        abort(400)
    if until.tzinfo is None:
        abort(400)
    with transaction() as session:
        service.mark_seen(session, current_actor(), until)
    return redirect(url_for("news.index"), code=303)


@blueprint.get("/my-settings")
@requires(Permission.HOME)
def settings() -> ResponseReturnValue:
    """Show how one reads, and whether news come by e-mail."""
    with transaction() as session:
        kept = service.setting(session, current_actor().user_id)
        form = SettingsForm(formdata=None, mail=kept.mail.value, zone=current_user.staff.zone)
    return render_template("notices/settings.html", form=form)


@blueprint.post("/my-settings")
@requires(Permission.HOME)
def keep_settings() -> ResponseReturnValue:
    """Keep what was chosen."""
    form, actor = SettingsForm(), current_actor()
    if not form.validate():
        return render_template("notices/settings.html", form=form), 422
    zone = form.zone.data or ""
    with transaction() as session:
        service.choose_mail(session, actor, form.wish)
        if zone != current_user.staff.zone:
            access.prefer_zone(session, actor, zone)
    sign_in.reread()
    flash(_("Your settings are kept."))
    return redirect(url_for("news.settings"), code=303)
