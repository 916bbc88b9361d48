"""Time zones: all that can be chosen, and that of a country, with its days of rest."""

from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global

MAIN: dict[str, str] = {
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "PT": "Europe/Lisbon",
    "UA": "Europe/Kyiv",
}
"""Where most people of a country with several zones live."""


def zone_of(country: str) -> str:
    """Return the IANA name of the zone of `country` (ISO 3166-1), or '' if it has several."""
    if country in MAIN:
        return MAIN[country]
    zones = get_global("territory_zones").get(country, [])
    return str(zones[0]) if len(zones) == 1 else ""


def zones() -> list[str]:
    """Return the IANA names of all zones in which people live, in order."""
    return sorted(set(get_global("zone_territories")) & available_timezones())


def weekend_of(country: str) -> frozenset[int]:
    """Return the days on which offices of `country` rest (Monday is 0), as Unicode's CLDR has it.

    Saturday and Sunday where nothing is known.
    """
    try:
        locale = Locale.parse(f"und_{country}")
    except (UnknownLocaleError, ValueError):
        return frozenset({5, 6})
    first, last = locale.weekend_start, locale.weekend_end
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))
