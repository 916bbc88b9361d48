"""How days, numbers, bits and names are written on a page."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime

from flask import Flask
from flask_babel import (
    format_date,
    format_datetime,
    get_locale,
    gettext,
    ngettext,
    to_user_timezone,
)
from markupsafe import Markup, escape

from rfl import clock

THIN_SPACE = "\u202f"
NEAR_DAYS = 120
"""Within so many days a date has 'in 14 days' or '41 days ago' beside it."""

SLIGHTLY, STRONGLY = 1.0, 3.0
"""Bits from which evidence speaks clearly, and strongly (mock-ups, rules for parts)."""

SCRIPTS = {
    "ARABIC": ("ar", "rtl"), "HEBREW": ("he", "rtl"), "ETHIOPIC": ("ti", "ltr"),
    "CYRILLIC": ("uk", "ltr"), "GREEK": ("el", "ltr"), "BENGALI": ("bn", "ltr"),
    "DEVANAGARI": ("hi", "ltr"),
}  # fmt: skip


COMMAS = {"ar": "، "}
"""What parts things told one after the other, where it is not a Latin comma."""


def register(app: Flask) -> None:
    """Give templates the filters."""
    app.jinja_env.filters.update(
        day=day,
        moment=moment,
        hour=hour,
        weekday_hour=weekday_hour,
        near=near,
        thousands=thousands,
        signed=signed,
        weight=weight,
        lang=script_lang,
        dir=script_dir,
        upper_first=upper_first,
        minus=lambda text: text.replace("-", "−"),
        listed=listed,
        apart=apart,
    )
    app.jinja_env.globals.update(comma=comma, day_words=day)


def comma() -> str:
    """Return what parts two things told one after the other, with its space."""
    locale = get_locale()
    return COMMAS.get(locale.language if locale else "", ", ")


def listed(parts: Iterable[str | int]) -> Markup:
    """Return things told one after the other, each in its own direction, escaped."""
    return escape(comma()).join(
        escape(part) if isinstance(part, int | Markup) else apart(part) for part in parts
    )


def apart(text: str) -> Markup:
    """Return `text` for a place in a sentence: it keeps its own direction, and its language."""
    tongue = script_lang(text)
    said = Markup(' lang="{}" dir="{}"').format(tongue, script_dir(text)) if tongue else Markup()
    return Markup("<bdi{}>{}</bdi>").format(said, text)


def day(value: date | datetime | None) -> str:
    """Return '19 November 2026' in the reader's language and zone."""
    if value is None:
        return ""
    local = to_user_timezone(value).date() if isinstance(value, datetime) else value
    return str(format_date(local, "d MMMM yyyy"))


def moment(value: datetime | None) -> str:
    """Return '19 Nov 2026, 10:20' in the reader's zone."""
    return "" if value is None else str(format_datetime(value, f"d MMM yyyy'{comma()}'HH:mm"))


def hour(value: datetime | None) -> str:
    """Return '10:20' in the reader's zone."""
    return "" if value is None else str(format_datetime(value, "HH:mm"))


def weekday_hour(value: datetime | None) -> str:
    """Return 'Sunday 22 November, 22:48' in the reader's zone, with the year if it is another."""
    if value is None:
        return ""
    is_near = to_user_timezone(value).year == to_user_timezone(clock.now()).year
    day_form = "EEEE d MMMM" if is_near else "EEEE d MMMM yyyy"
    return str(format_datetime(value, f"{day_form}'{comma()}'HH:mm"))


def near(value: date | datetime | None) -> str:
    """Return 'in 14 days' or '41 days ago' for a day near today, else ''."""
    if value is None:
        return ""
    local = to_user_timezone(value).date() if isinstance(value, datetime) else value
    days = (local - to_user_timezone(clock.now()).date()).days
    if days == 0:
        return str(gettext("today"))
    if abs(days) > NEAR_DAYS:
        return ""
    if days > 0:
        return str(ngettext("in %(num)s day", "in %(num)s days", days))
    return str(ngettext("%(num)s day ago", "%(num)s days ago", -days))


def thousands(number: int) -> str:
    """Return a number with its thousands parted by a thin space."""
    return f"{number:,}".replace(",", THIN_SPACE)


def upper_first(text: str) -> str:
    """Return `text` with a capital first letter, the rest as it stands: 'Share with the ICRC'."""
    return text[:1].upper() + text[1:]


def signed(bits: float) -> str:
    """Return bits as '+2.6', '−2.3' or '0.0'."""
    rounded = round(bits, 1)
    return f"{rounded:+.1f}".replace("-", "−") if rounded else "0.0"


def weight(bits: float) -> str:
    """Return how strongly a row of evidence speaks, in words."""
    size = abs(round(bits, 1))
    if not size:
        return str(gettext("no weight"))
    if size < SLIGHTLY:
        return str(gettext("slightly for") if bits > 0 else gettext("slightly against"))
    if size < STRONGLY:
        return str(gettext("clearly for") if bits > 0 else gettext("clearly against"))
    return str(gettext("strongly for") if bits > 0 else gettext("strongly against"))


def script_lang(text: str) -> str:
    """Return the language to mark `text` with, by its script; '' for Latin."""
    return _script(text)[0]


def script_dir(text: str) -> str:
    """Return the direction of `text`."""
    return _script(text)[1]


def _script(text: str) -> tuple[str, str]:
    for letter in text:
        if letter.isalpha():
            name = unicodedata.name(letter, "").split(" ")[0]
            return SCRIPTS.get(name, ("", "ltr"))
    return "", "ltr"
