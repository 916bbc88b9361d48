"""Countries and societies by name, in the language of whoever reads.

Countries: English as lists have it, others by CLDR. Societies: by their names in the Movement.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from babel import Locale
from flask import Flask
from flask_babel import get_locale, gettext

from rfl.societies.countries import countries


def register(app: Flask) -> None:
    """Give templates `country_name` and `society_words`."""
    app.jinja_env.globals.update(country_name=country_name, society_words=society_words)
    app.jinja_env.filters["society"] = society_words


def country_names() -> Mapping[str, str]:
    """Return the name of every country by ISO 3166-1 alpha-2 code, in the reader's language."""
    return names_in(_language())


def country_name(code: str) -> str:
    """Return the name of a country in the reader's language; what is no code, as it stands."""
    return country_names().get(code, code)


def society_words(name: str) -> str:
    """Return a society's registered name in the reader's language; English where none is known."""
    return str(gettext(name)) if name else ""


def countries_in_order() -> list[tuple[str, str]]:
    """Return codes and names as a reader looks for them: Éthiopie stands before Finlande."""
    return list(_in_order(_language()))


@cache  # a form may hold many lists of countries
def _in_order(language: str) -> Sequence[tuple[str, str]]:
    return sorted(names_in(language).items(), key=lambda pair: _plain(pair[1]))


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "en"


@cache
def names_in(language: str) -> Mapping[str, str]:
    """Return the name of every country by code in `language`, a code such as "fr"."""
    if language == "en":
        return countries()
    told = Locale(language).territories
    return MappingProxyType({code: told.get(code, name) for code, name in countries().items()})


def _plain(name: str) -> str:
    parted = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in parted if not unicodedata.combining(sign))
