"""Choosing the language in which rfl speaks: by anybody, on any page."""

from urllib.parse import urlsplit

from flask import current_app, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from rfl.access import service, sign_in
from rfl.access.blueprint import blueprint
from rfl.errors import NotFoundError
from rfl.web.i18n import CHOSEN, LANGUAGES
from rfl.web.transaction import transaction


@blueprint.post("/language")
def speak() -> ResponseReturnValue:
    """Speak another language from here on, and to a colleague at each later sign-in too."""
    language = request.form.get("speak", "")
    if language not in LANGUAGES:
        raise NotFoundError("language")
    if current_user.is_authenticated and current_user.locale != language:
        with transaction() as session:
            service.prefer_language(session, current_user.actor, language)
        sign_in.reread()
    cookie[CHOSEN] = language
    return redirect(_page_before(), code=303)


def _page_before() -> str:
    """Return the page on which the language was chosen, if it can be opened anew."""
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc != request.host:
        return url_for("access.home")
    try:
        current_app.url_map.bind(request.host).match(came_from.path, method="GET")
    except HTTPException:
        return url_for("access.home")
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
