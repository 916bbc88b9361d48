"""The map and the time line of a pair, in the language of whoever reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, get_locale, gettext

from rfl.linking import atlas, mapping, time_line
from rfl.linking.rules import Side
from rfl.linking.whereabouts import KIND_WORDS, Stop
from rfl.societies.countries import codes_by_number
from rfl.societies.names import country_name
from rfl.web.formats import comma
from rfl.web.i18n import held

DAYS_AT_A_PLACE = 2
"""Days that stand at a place on the map, the latest; the table beside has them all."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a page needs to show places and days."""

    stops: tuple[Stop, ...]
    map: mapping.Map | None
    has_atlas: bool
    line: time_line.TimeLine | None
    off_map: tuple[str, ...]
    """Places that are in no gazetteer, or of which only the country is told."""
    told: tuple[tuple[str, tuple[str, ...]], ...]
    """Of each side: its word, and what it says, place by place; read aloud instead of the map."""


def drawn(stops: Sequence[Stop]) -> Drawn:
    """Return the pictures of `stops`; without shapes of countries, or places known, no map."""
    world = atlas.installed()
    return Drawn(
        stops=tuple(stops),
        map=mapping.draw(stops, world, _country, _days) if world else None,
        has_atlas=world is not None,
        line=time_line.draw(stops, _words, rtl=_reads_leftwards()),
        off_map=tuple(dict.fromkeys(_place(one) for one in stops if _place(one) and not one.spot)),
        told=tuple(
            (side.value, tuple(_words(one) for one in stops if one.side is side)) for side in Side
        ),
    )


def tick_words(day: date, *, by_years: bool, is_first: bool) -> str:
    """Return the word on the band: a year, or a month; January and the first have their year."""
    if by_years:
        return str(format_date(day, "y"))
    return str(format_date(day, "MMM y" if is_first or day.month == 1 else "LLL"))


def _country(number: str) -> str:
    code = codes_by_number().get(number, "")
    return country_name(code) if code else ""


def _days(stops: Sequence[Stop]) -> list[str]:
    days = sorted({one.day for one in stops if one.day})[-DAYS_AT_A_PLACE:]
    return [str(format_date(one, "d MMM y")) for one in days]


def _words(stop: Stop) -> str:
    """Return '14 Sep 2026, last news, Mbour', as far as it is told."""
    day = str(format_date(stop.day, "d MMM y")) if stop.day else ""
    kind = gettext(KIND_WORDS[stop.kind])
    parts = (day, kind[:1].lower() + kind[1:], _place(stop))
    return comma().join(part for part in parts if part)


def _place(stop: Stop) -> str:
    return held(stop.name) or (country_name(stop.country) if stop.country else "")


def _reads_leftwards() -> bool:
    locale = get_locale()
    return bool(locale and locale.text_direction == "rtl")
