"""When an account that nobody uses closes by itself, and from when on that is told. Pure."""

from datetime import date, timedelta

UNUSED = timedelta(days=90)
"""So long an account may lie unused after its last sign-in. PCI DSS 4.0 (8.2.6) asks for no more;
the 45 days of CIS control 5.3 would shut out volunteers who come for one emergency in a season."""

NEVER_ENTERED = timedelta(days=30)
"""So long it waits for its first sign-in after the last invitation, which works for three days."""

NOTICE = timedelta(days=14)
"""So long before it is told, and never later: a clock set wrong closes nothing at once."""


def lapses_on(
    invited_on: date, used_on: date | None, told: date | None, today: date
) -> date | None:
    """Return the last day of an account that nobody uses, or None: it is not time to tell it.

    `invited_on`: it was made, or invited last; `used_on`: signed in last; `told`: as told before.
    """
    last = max(invited_on + NEVER_ENTERED, used_on + UNUSED if used_on else date.min)
    if last - today > NOTICE:
        return None
    return told or max(last, today + NOTICE)
