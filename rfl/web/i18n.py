"""Languages: which one this reader reads, and how a Text is said in it."""

from flask import Flask, request
from flask_babel import Babel, gettext
from flask_login import current_user
from markupsafe import Markup, escape

from rfl.text import Text

LANGUAGES: tuple[str, ...] = ("en",)
"""Languages with a complete catalogue. One more file under translations/ makes one more."""


def register(app: Flask) -> None:
    """Choose the language and the time zone of each request; give templates `say`."""
    app.config["BABEL_DEFAULT_LOCALE"] = LANGUAGES[0]
    Babel(app, locale_selector=_locale, timezone_selector=_zone)
    app.jinja_env.globals["say"] = say
    app.jinja_env.filters["say"] = say


def say(text: Text | str | None) -> Markup:
    """Return `text` in the reader's language, escaped."""
    if text is None:
        return Markup()
    spoken = text.render(gettext) if isinstance(text, Text) else gettext(text) if text else ""
    return escape(spoken)


def _locale() -> str:
    chosen = getattr(current_user, "locale", None)
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def _zone() -> str | None:
    return getattr(current_user, "zone", None) or None
