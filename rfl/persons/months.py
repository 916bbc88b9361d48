"""The months of the four calendars, as they are written in Latin letters. Pure."""

from collections.abc import Mapping

from rfl.persons.rules import Calendar
from rfl.text import N_

MONTH_WORDS: Mapping[Calendar, tuple[str, ...]] = {
    Calendar.GREGORIAN: (
        *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
        *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November")),
        N_("December"),
    ),
    Calendar.HIJRI: (
        *(N_("Muharram"), N_("Safar"), N_("Rabi I"), N_("Rabi II"), N_("Jumada I")),
        *(N_("Jumada II"), N_("Rajab"), N_("Sha’ban"), N_("Ramadan"), N_("Shawwal")),
        *(N_("Dhu al-Qa’dah"), N_("Dhu al-Hijjah")),
    ),
    Calendar.SOLAR_HIJRI: (
        *(N_("Farvardin"), N_("Ordibehesht"), N_("Khordad"), N_("Tir"), N_("Mordad")),
        *(N_("Shahrivar"), N_("Mehr"), N_("Aban"), N_("Azar"), N_("Dey"), N_("Bahman")),
        N_("Esfand"),
    ),
    Calendar.ETHIOPIAN: (
        *(N_("Meskerem"), N_("Tikimt"), N_("Hidar"), N_("Tahsas"), N_("Ter")),
        *(N_("Yekatit"), N_("Megabit"), N_("Miyazya"), N_("Ginbot"), N_("Sene")),
        *(N_("Hamle"), N_("Nehase"), N_("Pagumen")),
    ),
}


def month_word(calendar: Calendar, month: int) -> str:
    """Return the English msgid of a month, which counts from 1."""
    return MONTH_WORDS[calendar][month - 1]


def months_in(calendar: Calendar) -> int:
    """Return how many months a year has."""
    return len(MONTH_WORDS[calendar])
