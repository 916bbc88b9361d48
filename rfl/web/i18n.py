"""Languages: which one this reader reads, and how a Text is said in it."""

from functools import cached_property
from gettext import NullTranslations

from flask import Flask, request
from flask import session as cookie
from flask_babel import Babel, Domain, get_locale, get_translations, gettext
from flask_login import current_user
from markupsafe import Markup, escape
from typing_extensions import override

from rfl.text import Counted, Text
from rfl.web.catalogues import translations

LANGUAGES: tuple[str, ...] = ("en", "fr", "es", "ar")
"""Languages that are offered: their catalogues are complete (tests/translations)."""

IN_PREPARATION: tuple[str, ...] = ()
"""Languages whose catalogues are being filled. To offer one, move it up."""


OWN_NAMES = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}
"""What each language calls itself: whoever needs it may read no other."""

FIRST_STRONG, POP = "\u2068", "\u2069"

CHOSEN = "language"
"""Key in the cookie: the language chosen in this browser."""


ASKED = "speak"
"""Name in the address: the language of this one page, where no cookie is to remember one."""


class _Domain(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Our catalogues, as they stand in rfl/translations."""

    @override
    def get_translations(self) -> NullTranslations:
        """Return what speaks the reader's language; English outside a request."""
        locale = get_locale()
        return translations(locale.language if locale else LANGUAGES[0])


class _Babel(Babel):  # type: ignore[misc]
    """Flask-Babel, reading our catalogues."""

    @cached_property
    def domain_instance(self) -> Domain:
        """The one domain of the product."""
        return _Domain()


def register(app: Flask) -> None:
    """Choose the language and the time zone of each request; give templates `say`."""
    app.config["BABEL_DEFAULT_LOCALE"] = LANGUAGES[0]
    _Babel(app, locale_selector=_locale, timezone_selector=_zone)
    app.jinja_env.globals["say"] = say
    app.jinja_env.filters.update(say=say, isolated=held)


def say(text: Text | str | None) -> Markup:
    """Return `text` in the reader's language, escaped."""
    if text is None:
        return Markup()
    if isinstance(text, str):
        return escape(gettext(text) if text else "")
    locale = get_locale()
    is_rtl = bool(locale and locale.text_direction == "rtl")
    return escape((_isolated(text) if is_rtl else text).render(get_translations()))


def held(words: str) -> str:
    """Return what somebody wrote so that it keeps its direction among ours, in a picture too."""
    locale = get_locale()
    is_rtl = bool(locale and locale.text_direction == "rtl")
    return f"{FIRST_STRONG}{words}{POP}" if is_rtl and words else words


def _isolated(text: Text) -> Text:
    """Return `text` with each name in it kept in its own direction (Unicode, UAX 9: isolates)."""
    kept: dict[str, str | int | float | Text] = {}
    for name, value in text.values:
        if isinstance(value, Text):
            kept[name] = _isolated(value)
        else:
            is_wrapped = isinstance(value, str) and any(letter.isalpha() for letter in value)
            kept[name] = f"{FIRST_STRONG}{value}{POP}" if is_wrapped else value
    same = Text(Counted(text.msgid, text.plural) if text.plural else text.msgid, **kept)
    return same.unless(_isolated(text.plain)) if text.plain else same


def _locale() -> str:
    for chosen in (
        request.args.get(ASKED),
        cookie.get(CHOSEN),
        getattr(current_user, "locale", None),
    ):
        if chosen in LANGUAGES:
            return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def _zone() -> str | None:
    return getattr(current_user, "zone", None) or None
