"""Everything but names, as bits for and against. Pure.

Bits are log2 likelihood ratios: how much likelier what both sides say is if they are one person.
Births, families, origins, journeys and telephones have rooms of their own; `calibration` holds
what was learnt from judged pairs.
"""

from math import log2

from rfl.matching import places
from rfl.matching.births import compare_births
from rfl.matching.calibration import BASE_BITS
from rfl.matching.family import compare_families
from rfl.matching.journeys import compare_journeys
from rfl.matching.origins import compare_origins, shown
from rfl.matching.telephones import compare_telephones
from rfl.matching.types import Birth, Evidence, Particulars, Place, Rarity, Reason
from rfl.text import Text

SAME_SEX_BITS, OTHER_SEX_BITS = 0.1, -5.0
"""The given name told it already, mostly."""

LANGUAGE_BITS, NO_LANGUAGE_BITS = 0.15, -1.0
"""Whoever bears one name mostly speaks one language."""

OCCUPATION_BITS = (0.8, -0.4)
MARK_BITS = (2.0, -0.8)
TEXT_SAME = 0.9

ONE_LANGUAGE = (
    frozenset({"fula", "pulaar", "fulani", "peul", "fulfulde", "poular"}),
    frozenset({"mandinka", "mandingo", "malinke"}),
    frozenset({"dari", "persian", "farsi"}),
)


def everything(sought: Particulars, found: Particulars, rarity: Rarity) -> list[Evidence]:
    """Return the rows of evidence beside the names; what one side does not state weighs nothing."""
    rows = [
        _sex(sought.sex, found.sex),
        _birth(sought.birth, found.birth),
        *compare_families(sought, found, rarity),
        _origin(sought.origin, found.origin),
        _telephone(sought.telephones, found.telephones),
        _languages(sought.languages, found.languages),
        compare_journeys(sought, found),
        _marks(sought.marks, found.marks),
        _occupation(sought.occupation, found.occupation),
    ]
    return [row for row in rows if row is not None]


def _silent(kind: str, a: str | Text, b: str | Text) -> Evidence | None:
    """Return a row that weighs nothing, where one side at least says something."""
    if not a and not b:
        return None
    return Evidence(kind, a, b, Reason.NOT_STATED, 0.0, Text("One side does not say."))


def _sex(a: str | None, b: str | None) -> Evidence | None:
    if a is None or b is None:
        return _silent("sex", a or "", b or "")
    if a == b:
        return Evidence("sex", a, b, Reason.EXACT, SAME_SEX_BITS, Text("Both say the same."))
    because = Text("One is a woman’s, one a man’s record. Worth a look at how it was written down.")
    return Evidence("sex", a, b, Reason.DIFFERENT, OTHER_SEX_BITS, because)


def _birth(a: Birth | None, b: Birth | None) -> Evidence | None:
    if a is None or b is None:
        return _silent("birth", a.stated if a else "", b.stated if b else "")
    return compare_births(a, b)


def _origin(a: Place | None, b: Place | None) -> Evidence | None:
    found = compare_origins(a, b) if a is not None and b is not None else None
    return found or _silent("origin", shown(a), shown(b))


def _telephone(a: tuple[str, ...], b: tuple[str, ...]) -> Evidence | None:
    if not a or not b:
        return _silent("telephone", ", ".join(a), ", ".join(b))
    return compare_telephones(a, b)


def _languages(a: tuple[str, ...], b: tuple[str, ...]) -> Evidence | None:
    mine, theirs = ", ".join(a), ", ".join(b)
    if not a or not b:
        return _silent("languages", mine, theirs)
    one, other = {_language(x) for x in a}, {_language(x) for x in b}
    shared = one & other
    if shared:
        bits = LANGUAGE_BITS * min(3, len(shared))
        because = Text("They share a language.")
        return Evidence("languages", mine, theirs, Reason.CLOSE, bits, because)
    because = Text("No language in common as stated.")
    return Evidence("languages", mine, theirs, Reason.DIFFERENT, NO_LANGUAGE_BITS, because)


def _language(name: str) -> str:
    folded = name.strip().casefold()
    return next((min(group) for group in ONE_LANGUAGE if folded in group), folded)


def _marks(a: tuple[str, ...], b: tuple[str, ...]) -> Evidence | None:
    mine, theirs = "; ".join(a), "; ".join(b)
    if not a or not b:
        return _silent("marks", mine, theirs)
    alike = max(places.text_likeness(one, other) for one in a for other in b)
    if alike >= TEXT_SAME:
        because = Text("Told in the same words.")
        return Evidence("marks", mine, theirs, Reason.CLOSE, MARK_BITS[0], because)
    because = Text("Told differently. Worth asking: marks are often told from memory.")
    return Evidence("marks", mine, theirs, Reason.DIFFERENT, MARK_BITS[1], because)


def _occupation(a: str, b: str) -> Evidence | None:
    if not a or not b:
        return _silent("occupation", a, b)
    if places.text_likeness(a, b) >= TEXT_SAME:
        because = Text("The same work.")
        return Evidence("occupation", a, b, Reason.EXACT, OCCUPATION_BITS[0], because)
    because = Text("People change work on the way, so this weighs little.")
    return Evidence("occupation", a, b, Reason.DIFFERENT, OCCUPATION_BITS[1], because)


def prior_bits(searched: int, expected_true: float) -> float:
    """Return the log2 odds, before any evidence, that one of `searched` people is the one."""
    share = min(0.5, expected_true / max(1, searched))
    return log2(share / (1 - share)) + BASE_BITS
