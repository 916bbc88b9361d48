"""Days as short as a time line and a work list need them, in the reader's language and zone."""

from datetime import date, datetime

from flask_babel import format_date, gettext, to_user_timezone

from rfl import clock


def short_day(value: date | datetime) -> str:
    """Return 'Today', '9 Oct', or '9 Oct 2025' for another year than this."""
    local = to_user_timezone(value).date() if isinstance(value, datetime) else value
    today = to_user_timezone(clock.now()).date()
    if local == today:
        return str(gettext("Today"))
    return str(format_date(local, "d MMM" if local.year == today.year else "d MMM yyyy"))


def week_day(value: date | datetime) -> str:
    """Return 'Thursday 19 November' of this year, with the year for another."""
    local = to_user_timezone(value).date() if isinstance(value, datetime) else value
    is_near = local.year == to_user_timezone(clock.now()).date().year
    return str(format_date(local, "EEEE d MMMM" if is_near else "EEEE d MMMM yyyy"))
