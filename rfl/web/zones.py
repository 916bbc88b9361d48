"""The time zone of a country, for readers who have not chosen one."""

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
