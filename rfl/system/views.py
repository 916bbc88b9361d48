"""The page of the system: what is in order, what works in the background, how it is set."""

from collections.abc import Mapping

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from rfl import __version__, clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.installation import Installation
from rfl.keeping.backing_up import PUBLIC_NAME
from rfl.keys.transit import is_vault
from rfl.system import service
from rfl.system.rules import WORK_WORDS, signs
from rfl.web.transaction import installation, transaction

blueprint = Blueprint("system", __name__)


@blueprint.get("/system")
@requires(Permission.SYSTEM_READ)
def show() -> str:
    """Show how the installation stands. No record of anybody is opened for it."""
    own = installation()
    has_key = (own.config.instance / PUBLIC_NAME).exists()
    with transaction() as session:
        page = service.page(session, current_actor(), has_backup_key=has_key)
        return render_template(
            "system/show.html",
            page=page,
            signs=signs(page.standing, clock.now()),
            words=WORK_WORDS,
            settings=_settings(own),
        )


def _settings(own: Installation) -> Mapping[str, str]:
    """Return how it is set, without an address, a name or a secret of the server."""
    config = own.config
    return {
        _("Version"): __version__,
        _("Database"): "SQLite" if own.database.is_sqlite else "PostgreSQL",
        _("Background work"): (
            _("In processes of its own") if config.redis_url else _("Inside the server")
        ),
        _("Root key"): _("In a vault") if is_vault(config.root) else _("In a file of the server"),
        _("Letters"): (
            _("By a mail server") if config.smtp else _("Laid into a folder; none is sent")
        ),
        _("Backups are kept"): ngettext("%(num)d day", "%(num)d days", config.backup_days),
    }
