"""How days are written at the desk."""

from datetime import date

from flask_babel import format_date


def weekday(day: date) -> str:
    """Return 'Fri 6'."""
    return str(format_date(day, "E d"))
