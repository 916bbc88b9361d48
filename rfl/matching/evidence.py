"""Everything but names, as bits for and against. Pure.

Bits are log2 likelihood ratios: how much likelier what both sides say is if they are one person.
The numbers were set by hand from how such statements are made, and are to be learnt from judged
pairs.
"""

from math import log2

from rfl.matching import places
from rfl.matching.names import compare_name_lists
from rfl.matching.types import (
    Birth,
    Evidence,
    Name,
    Particulars,
    Place,
    Rarity,
    Reason,
    Relative,
)
from rfl.text import N_, Text

SAME_DAY_BITS = 9.0
SAME_YEAR_BITS = 2.6
NEAR_BITS = (1.6, 0.9, 0.3, -0.4, -1.2, -2.0, -2.8, -3.4)
"""By years between two births of which one at least is approximate."""
NEAR_EXACT_BITS = (2.6, 0.6, -0.8, -2.0, -3.0, -3.8, -4.4, -5.0)
"""By years between two births that were both told as certain."""
FAR_BIRTH_BITS = -5.5
SWAPPED_BITS = 5.0
SURE = frozenset({"day", "month", "year"})

SAME_SEX_BITS, OTHER_SEX_BITS = 0.9, -5.0
PARENT_SHARES = {"father": 0.4, "mother": 0.7}
"""Of a parent's name: it is told from memory. The father's family name is mostly the person's own,
and was counted with it already."""
PARENT_AGAINST = -3.2
RELATIVE_SHARE = 0.35
RELATIVE_FEWEST = 1.0
NEAR_KM, REGION_KM, COUNTRY_KM = 40.0, 150.0, 500.0
SAME_PLACE_BITS, REGION_BITS, SAME_COUNTRY_BITS = 3.2, 1.7, 0.5
FAR_PLACE_BITS, OTHER_COUNTRY_BITS = -0.6, -1.6
TELEPHONE_BITS = 12.0
LANGUAGE_BITS = 0.4
OCCUPATION_BITS = (0.8, -0.4)
MARK_BITS = (2.0, -0.8)
TEXT_SAME = 0.9

JOURNEY_BITS = 0.6
BEFORE_BITS = -2.5
"""Met a good while before the last news of them: seldom, and then a mistake in a date."""

ONE_LANGUAGE = (
    frozenset({"fula", "pulaar", "fulani", "peul", "fulfulde", "poular"}),
    frozenset({"mandinka", "mandingo", "malinke"}),
    frozenset({"dari", "persian", "farsi"}),
)
PARENTS = ("father", "mother")
RELATION_LABELS = {
    "father": N_("Father"), "mother": N_("Mother"), "sister": N_("Sister"),
    "brother": N_("Brother"), "son": N_("Son"), "daughter": N_("Daughter"), "wife": N_("Wife"),
    "husband": N_("Husband"),
}  # fmt: skip


def everything(sought: Particulars, found: Particulars, rarity: Rarity) -> list[Evidence]:
    """Return the rows of evidence beside the names; what one side does not state weighs nothing."""
    rows = [
        _sex(sought.sex, found.sex),
        _birth(sought.birth, found.birth),
        *(_parent(kind, sought, found, rarity) for kind in PARENTS),
        *_relatives(sought, found, rarity),
        _origin(sought.origin, found.origin),
        _telephone(sought.telephones, found.telephones),
        _languages(sought.languages, found.languages),
        _journey(sought, found),
        _marks(sought.marks, found.marks),
        _occupation(sought.occupation, found.occupation),
    ]
    return [row for row in rows if row is not None]


def _silent(kind: str, a: str, b: str) -> Evidence | None:
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
    if "day" == a.precision == b.precision:
        exact = _exact_days(a, b)
        if exact is not None:
            return exact
    years = _years_apart(a, b)
    both_sure = a.precision in SURE and b.precision in SURE
    scale = NEAR_EXACT_BITS if both_sure else NEAR_BITS
    bits = scale[years] if years < len(scale) else FAR_BIRTH_BITS
    if bits >= 0:
        reason = Reason.EXACT if years == 0 and both_sure else Reason.CLOSE
        because = (
            Text("Both fit the same year.")
            if years == 0
            else Text("%(years)d years apart, within what people remember.", years=years)
        )
    else:
        reason = Reason.DIFFERENT
        because = Text("%(years)d years apart, more than people usually err.", years=years)
    return Evidence("birth", a.stated, b.stated, reason, bits, because)


def _exact_days(a: Birth, b: Birth) -> Evidence | None:
    one, other = a.earliest, b.earliest
    if one == other:
        if (one.month, one.day) == (1, 1):
            because = Text("Both say 1 January, which often stands for a day nobody knows.")
            return Evidence("birth", a.stated, b.stated, Reason.EXACT, SAME_YEAR_BITS, because)
        because = Text("The same day.")
        return Evidence("birth", a.stated, b.stated, Reason.EXACT, SAME_DAY_BITS, because)
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        because = Text("Day and month changed places, as they do between two ways of writing.")
        return Evidence("birth", a.stated, b.stated, Reason.SWAPPED, SWAPPED_BITS, because)
    return None


def _years_apart(a: Birth, b: Birth) -> int:
    """Return the whole years between the two spans; 0 where they touch."""
    gap = max((a.earliest - b.latest).days, (b.earliest - a.latest).days, 0)
    return round(gap / 365.25)


def _parent(kind: str, sought: Particulars, found: Particulars, rarity: Rarity) -> Evidence | None:
    one, other = _first(sought, kind), _first(found, kind)
    if one is None or other is None:
        return _silent(kind, _shown(one), _shown(other))
    verdict = compare_name_lists(one.names, other.names, rarity)
    if verdict is None:
        return None
    bits = max(PARENT_AGAINST, verdict.bits * PARENT_SHARES[kind])
    if bits > 0:
        because = _family_reason(one, other, is_same=True)
        return Evidence(kind, _shown(one), _shown(other), Reason.CLASS, bits, because)
    because = _family_reason(one, other, is_same=False)
    return Evidence(kind, _shown(one), _shown(other), Reason.DIFFERENT, bits, because)


def _family_reason(one: Relative, other: Relative, *, is_same: bool) -> Text:
    if not is_same:
        return Text("Two different names.")
    if one.alive is False and other.alive is False:
        return Text("One name, and both say that they are dead.")
    return Text("One name, as far as it is given.")


def _relatives(sought: Particulars, found: Particulars, rarity: Rarity) -> list[Evidence]:
    """Set further relatives of one kind against each other; only agreement tells something."""
    rows = []
    taken: set[int] = set()
    for one in sought.relatives:
        if one.relation in PARENTS:
            continue
        best: tuple[float, int] | None = None
        for place, other in enumerate(found.relatives):
            if place in taken or other.relation != one.relation:
                continue
            verdict = compare_name_lists(one.names, other.names, rarity)
            if verdict and verdict.bits >= RELATIVE_FEWEST and (not best or verdict.bits > best[0]):
                best = (verdict.bits, place)
        if best is None:
            continue
        taken.add(best[1])
        other = found.relatives[best[1]]
        because = _family_reason(one, other, is_same=True)
        bits = best[0] * RELATIVE_SHARE
        rows.append(Evidence(one.relation, _shown(one), _shown(other), Reason.CLASS, bits, because))
    return rows


def _origin(a: Place | None, b: Place | None) -> Evidence | None:
    if a is None or b is None:
        return _silent("origin", a.text if a else "", b.text if b else "")
    shown = (_place_shown(a), _place_shown(b))
    one, other = places.find(a), places.find(b)
    if one is not None and other is not None and a.text and b.text:
        return _by_distance(shown, places.kilometres(one, other), same=a.country == b.country)
    if a.text and b.text and places.text_likeness(a.text, b.text) >= TEXT_SAME:
        because = Text("The same name of a place.")
        return _origin_row(shown, Reason.EXACT, SAME_PLACE_BITS, because)
    if a.country and b.country:
        if a.country == b.country:
            because = Text("The same country.")
            return _origin_row(shown, Reason.CLOSE, SAME_COUNTRY_BITS, because)
        because = Text("Two countries. People near a border name either.")
        return _origin_row(shown, Reason.DIFFERENT, OTHER_COUNTRY_BITS, because)
    return _silent("origin", shown[0], shown[1])


def _origin_row(shown: tuple[str, str], reason: Reason, bits: float, because: Text) -> Evidence:
    return Evidence("origin", shown[0], shown[1], reason, bits, because)


def _place_shown(place: Place) -> str:
    return ", ".join(part for part in (place.text, place.country) if part)


def _by_distance(shown: tuple[str, str], km: float, *, same: bool) -> Evidence:
    far = round(km, -1) if km >= 100 else round(km)  # noqa: PLR2004  # three figures tell no more
    if km <= NEAR_KM:
        because = Text("The same place.") if km < 1 else Text("About %(km)d km apart.", km=far)
        return _origin_row(shown, Reason.EXACT, SAME_PLACE_BITS, because)
    if km <= REGION_KM:
        because = Text("About %(km)d km apart; families live on both sides.", km=far)
        return _origin_row(shown, Reason.CLOSE, REGION_BITS, because)
    if same and km <= COUNTRY_KM:
        because = Text("About %(km)d km apart in one country.", km=far)
        return _origin_row(shown, Reason.CLOSE, 0.2, because)
    bits = FAR_PLACE_BITS if same else OTHER_COUNTRY_BITS
    because = Text("About %(km)d km apart.", km=far)
    return _origin_row(shown, Reason.DIFFERENT, bits, because)


def _telephone(a: tuple[str, ...], b: tuple[str, ...]) -> Evidence | None:
    if not a or not b:
        return _silent("telephone", ", ".join(a), ", ".join(b))
    mine, theirs = {_digits(n) for n in a}, {_digits(n) for n in b}
    if mine & theirs:
        because = Text("The same number.")
        return Evidence("telephone", a[0], b[0], Reason.EXACT, TELEPHONE_BITS, because)
    because = Text("Two numbers. People change them often, so this weighs little.")
    return Evidence("telephone", a[0], b[0], Reason.DIFFERENT, -0.2, because)


def _digits(number: str) -> str:
    """Return the last nine digits: with or without the country's prefix they are the same."""
    return "".join(c for c in number if c.isdigit())[-9:]


def _languages(a: tuple[str, ...], b: tuple[str, ...]) -> Evidence | None:
    mine, theirs = ", ".join(a), ", ".join(b)
    if not a or not b:
        return _silent("languages", mine, theirs)
    one, other = {_language(x) for x in a}, {_language(x) for x in b}
    shared = one & other
    if shared:
        bits = LANGUAGE_BITS * len(shared)
        because = Text("They share a language.")
        return Evidence("languages", mine, theirs, Reason.CLOSE, min(1.2, bits), because)
    because = Text("No language in common as stated.")
    return Evidence("languages", mine, theirs, Reason.DIFFERENT, -1.0, because)


def _language(name: str) -> str:
    folded = name.strip().casefold()
    return next((min(group) for group in ONE_LANGUAGE if folded in group), folded)


def _journey(sought: Particulars, found: Particulars) -> Evidence | None:
    last, met = sought.sighting, found.sighting
    if last is None or met is None or last.day is None or met.day is None:
        return None
    a = ", ".join(p for p in (last.place.text if last.place else "", last.day.isoformat()) if p)
    b = ", ".join(p for p in (met.place.text if met.place else "", met.day.isoformat()) if p)
    days = (met.day - last.day).days
    if days < -30:  # noqa: PLR2004  # a month: dates told from memory
        because = Text("Met %(days)d days before the last news of the other.", days=-days)
        return Evidence("journey", a, b, Reason.DIFFERENT, BEFORE_BITS, because)
    because = Text("Met %(days)d days after the last news: it can be.", days=max(0, days))
    return Evidence("journey", a, b, Reason.CLOSE, JOURNEY_BITS, because)


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


def _first(person: Particulars, relation: str) -> Relative | None:
    return next((r for r in person.relatives if r.relation == relation and r.names), None)


def _shown(relative: Relative | None) -> str:
    return relative.names[0].text if relative and relative.names else ""


def prior_bits(searched: int, expected_true: float) -> float:
    """Return the log2 odds, before any evidence, that one of `searched` people is the one."""
    share = min(0.5, expected_true / max(1, searched))
    return log2(share / (1 - share))


def names_of(text: str) -> tuple[Name, ...]:
    """Return one undivided name."""
    return (Name.of(text),)
