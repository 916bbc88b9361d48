"""What people write into cells, read as what they mean. What is unreadable is never guessed."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from babel import Locale

from rfl.errors import RuleBrokenError
from rfl.persons.rules import RelationKind, Sex
from rfl.societies.countries import longer_codes
from rfl.text import Text

YES = frozenset(
    [
        "yes",
        "y",
        "true",
        "1",
        "oui",
        "o",
        "si",
        "sí",
        "sim",
        "da",
        "ja",
        "نعم",
        "اجل",
        "أجل",
        "ok",
        "x",
    ]
)
NO = frozenset(["no", "n", "false", "0", "non", "não", "nein", "ne", "لا"])

SEX_WORDS: Mapping[str, Sex] = {
    word: sex
    for sex, words in (
        (Sex.MALE, "m male man boy homme masculin h garçon hombre masculino varón niño ذكر رجل"),
        (Sex.FEMALE, "f female woman girl femme féminin fille mujer femenino niña أنثى انثى امرأة"),
        (Sex.OTHER, "other autre otro x آخر"),
        (Sex.UNKNOWN, "unknown u ? inconnu desconocido غير-معروف"),
    )
    for word in words.split()
}

RELATION_WORDS: Mapping[str, RelationKind] = {
    **{kind.value: kind for kind in RelationKind},
    **{kind.value.replace("_", " "): kind for kind in RelationKind},
    "mère": RelationKind.MOTHER, "mere": RelationKind.MOTHER, "madre": RelationKind.MOTHER,
    "père": RelationKind.FATHER, "pere": RelationKind.FATHER, "padre": RelationKind.FATHER,
    "frère": RelationKind.BROTHER, "frere": RelationKind.BROTHER, "hermano": RelationKind.BROTHER,
    "sœur": RelationKind.SISTER, "soeur": RelationKind.SISTER, "hermana": RelationKind.SISTER,
    "fils": RelationKind.SON, "hijo": RelationKind.SON,
    "fille": RelationKind.DAUGHTER, "hija": RelationKind.DAUGHTER,
    "épouse": RelationKind.WIFE, "femme": RelationKind.WIFE, "esposa": RelationKind.WIFE,
    "mari": RelationKind.HUSBAND, "époux": RelationKind.HUSBAND, "esposo": RelationKind.HUSBAND,
    "oncle": RelationKind.UNCLE, "tante": RelationKind.AUNT, "cousine": RelationKind.COUSIN,
    "tío": RelationKind.UNCLE, "tía": RelationKind.AUNT, "primo": RelationKind.COUSIN,
    "neveu": RelationKind.NEPHEW, "nièce": RelationKind.NIECE,
    "ami": RelationKind.TRAVEL_COMPANION, "friend": RelationKind.TRAVEL_COMPANION,
}  # fmt: skip

OLDEST_YEARS = 120
EARLIEST_YEAR = 1300
"""Hijri and Solar Hijri years are read as they stand; the calendar is told beside them."""

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_YEAR = re.compile(r"(\d{4})(?:\.0)?")


def yes(text: str) -> bool:
    """Tell whether `text` says yes. Empty, no and anything unknown are not yes."""
    return text.strip().lower() in YES


def sex(text: str) -> Sex:
    """Return the sex that `text` names."""
    word = text.strip().lower().replace(" ", "-")
    if not word:
        return Sex.UNKNOWN
    if word not in SEX_WORDS:
        raise RuleBrokenError("This word for the sex is not known. Write female, male or other.")
    return SEX_WORDS[word]


def relation(text: str) -> RelationKind:
    """Return what the relation word means; a word that is not known is 'other relative'."""
    return RELATION_WORDS.get(text.strip().lower(), RelationKind.OTHER_RELATIVE)


def age(text: str) -> int | None:
    """Return an age in years."""
    word = text.strip()
    if not word:
        return None
    match = re.fullmatch(r"(\d{1,3})(?:[.,]\d+)?", word)
    if match is None or int(match[1]) > OLDEST_YEARS:
        raise RuleBrokenError("The age is not a number of years between 0 and 120.")
    return int(match[1])


def partial_date(text: str) -> tuple[int, int | None, int | None] | None:
    """Return (year, month, day) as far as they are given; 00 and a bare year are 'not known'.

    2001-03-04, 2001-03, 2001, 04/03/2001 (day first) and date-times are read.
    """
    word = text.strip()
    if not word:
        return None
    if match := _ISO.fullmatch(word):
        year, month, day = int(match[1]), int(match[2]), int(match[3] or 0)
    elif match := _DAY_FIRST.fullmatch(word):
        year, month, day = int(match[3]), int(match[2]), int(match[1])
    elif match := _YEAR.fullmatch(word):
        year, month, day = int(match[1]), 0, 0
    else:
        raise RuleBrokenError("The date cannot be read. Write it as 2001-03-04, or only the year.")
    if year < EARLIEST_YEAR or month > 12 or day > 31:  # noqa: PLR2004  # months and days
        raise RuleBrokenError(
            Text("‘%(day)d-%(month)d’ is no day of a year.", day=day, month=month)
        )
    return year, month or None, day or None


def whole_date(text: str) -> date | None:
    """Return a whole day, or None for an empty cell."""
    parts = partial_date(text)
    if parts is None:
        return None
    year, month, day = parts
    if month is None or day is None:
        raise RuleBrokenError("This date needs a day and a month: write it as 2026-09-14.")
    try:
        return date(year, month, day)
    except ValueError:
        raise RuleBrokenError(
            Text("‘%(day)d-%(month)d’ does not exist.", day=day, month=month)
        ) from None


def moment(text: str) -> datetime | None:
    """Return a date-time as KoboToolbox writes it, or None."""
    try:
        return datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return None


def country(text: str) -> str:
    """Return the ISO alpha-2 code of a country given by code or by a common name; '' if unknown."""
    word = text.strip().lower()
    return _countries().get(word, "") if word else ""


@cache
def _countries() -> dict[str, str]:
    """Return each name of a country in the languages of lists, and each code, with its alpha-2."""
    found: dict[str, str] = {}
    codes = longer_codes()
    for language in LIST_LANGUAGES:
        names = Locale(language).territories
        found |= {names[code].lower(): code for code in codes if code in names}
    for code, longer in codes.items():
        found[code.lower()] = found[longer.lower()] = code
    found.update(OTHER_COUNTRY_NAMES)
    return found


LIST_LANGUAGES = ("en", "fr", "es", "pt", "it", "de", "tr", "ar")
OTHER_COUNTRY_NAMES: Mapping[str, str] = {
    "the gambia": "GM", "ivory coast": "CI", "cote d'ivoire": "CI", "côte d'ivoire": "CI",
    "guinea bissau": "GW", "turkey": "TR", "macedonia": "MK", "bosnia": "BA", "uk": "GB",
    "syria": "SY", "سورية": "SY", "swaziland": "SZ", "burma": "MM", "drc": "CD", "congo": "CG",
    "palestine": "PS", "czech republic": "CZ", "افغانستان": "AF",
}  # fmt: skip
"""What people write besides: short, former, and without accents."""
