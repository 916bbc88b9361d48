"""What the bar at the head of every page shows this reader."""

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from rfl.access.rules import Permission, may
from rfl.access.views import home_of
from rfl.pages import TABS
from rfl.societies.names import society_words
from rfl.web.shell import NavItem, Shell
from rfl.web.transaction import installation

SEARCH = "linking.search"
"""It stands at the head of every page, and belongs to no tab."""


def register(app: Flask) -> None:
    """Tell the shell who reads, and where they may go."""
    app.extensions["rfl.shell"] = shell_of


def shell_of() -> Shell:
    """Return the shell of this request."""
    config = installation().config
    if not current_user.is_authenticated:
        return Shell(demo=config.demo)
    return Shell(
        demo=config.demo,
        society_name=society_words(current_user.society_name),
        place=current_user.staff.place,
        who=current_user.staff.name,
        role=_(current_user.role_words),
        can_search=may(current_user.actor, Permission.SEARCH),
        foot=_("Every page you open is recorded for the safeguarding focal point."),
        nav=tabs(),
        is_new=not current_user.staff.knows and request.path == home_of(current_user.actor),
        news=current_user.counts.get("news.index", 0),
        emergency_until=max((one.until for one in current_user.actor.glass), default=None),
    )


def tabs() -> list[NavItem]:
    """Return the tabs that the reader's roles open, the one with which their day begins first."""
    actor, counts = current_user.actor, current_user.counts
    here = "" if request.endpoint == SEARCH else request.blueprint
    pages = current_app.view_functions
    home = home_of(actor)
    found = [
        NavItem(
            label=_(tab.words),
            href=url_for(tab.endpoint),
            current=here in (tab.endpoint.split(".")[0], *tab.also),
            count=counts.get(tab.endpoint) or None,
            is_rare=tab.is_rare,
        )
        for tab in TABS
        if tab.endpoint in pages and may(actor, tab.permission)
    ]
    return sorted(found, key=lambda item: item.href != home)
