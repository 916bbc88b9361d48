"""Telephone numbers as evidence: the same line, with or without a country's prefix. Pure."""

from functools import lru_cache

from rfl.matching.types import Evidence, Reason
from rfl.text import Text

SAME_BITS = 12.0
OTHER_BITS = -0.2
SHORTEST = 6
"""Figures of a national number: fewer are a slip or a short code."""


def compare_telephones(a: tuple[str, ...], b: tuple[str, ...]) -> Evidence:
    """Return what the numbers of two people tell; both have one at least."""
    for one in a:
        for other in b:
            if is_same_line(one, other):
                because = Text("The same number.")
                return Evidence("telephone", one, other, Reason.EXACT, SAME_BITS, because)
    because = Text("Two numbers. People change them often, so this weighs little.")
    return Evidence("telephone", a[0], b[0], Reason.DIFFERENT, OTHER_BITS, because)


def is_same_line(one: str, other: str) -> bool:
    """Tell whether two numbers are one: national parts agree, and countries where both are told."""
    (country, national), (other_country, other_national) = _parts(one), _parts(other)
    if country is None and other_country is None:
        return national == other_national and len(national) >= SHORTEST
    if country is not None and other_country is not None:
        return (country, national) == (other_country, other_national)
    return len(national) >= SHORTEST and national == other_national


@lru_cache(maxsize=65_536)
def _parts(number: str) -> tuple[int | None, str]:
    """Return the country's code, if told, and the national number without leading noughts."""
    digits = "".join(str(int(c)) for c in number if c.isdigit() and c.isdecimal())
    abroad = number.strip().startswith("+") or digits.startswith("00")
    if abroad:
        import phonenumbers  # noqa: PLC0415  # a fiftieth of a second that lists of names do not need

        try:
            read = phonenumbers.parse("+" + digits.removeprefix("00"), None)
        except phonenumbers.NumberParseException:
            return None, digits.lstrip("0")
        return read.country_code, str(read.national_number)
    return None, digits.lstrip("0")
