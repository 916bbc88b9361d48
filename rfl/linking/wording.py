"""The words of evidence on a page. Pure."""

from collections.abc import Callable, Mapping
from datetime import date

from rfl.matching import Evidence, Reason
from rfl.matching.additions import AdditionKind
from rfl.text import N_, Counted, Text

KIND_WORDS: Mapping[str, str] = {
    "start": N_("At the start"), "together": N_("Together"),
    "given_name": N_("Given name"), "family_name": N_("Family name"),
    "father_name": N_("Father’s name"), "grandfather_name": N_("Grandfather’s name"),
    "nickname": N_("Nickname"), "name": N_("Name"), "name_rest": N_("Rest of the name"),
    "sex": N_("Sex"), "birth": N_("Birth"), "father": N_("Father"), "mother": N_("Mother"),
    "sister": N_("Sister"), "brother": N_("Brother"), "son": N_("Son"), "daughter": N_("Daughter"),
    "wife": N_("Wife"), "husband": N_("Husband"), "partner": N_("Partner"),
    "aunt": N_("Aunt"), "uncle": N_("Uncle"), "grandmother": N_("Grandmother"),
    "grandfather": N_("Grandfather"), "niece": N_("Niece"), "nephew": N_("Nephew"),
    "cousin": N_("Cousin"), "guardian": N_("Guardian"), "other_relative": N_("Relative"),
    "travel_companion": N_("Travel companion"), "origin": N_("Origin"),
    "kin": N_("Shared with siblings"),
    "languages": N_("Languages"), "journey": N_("Journey"), "marks": N_("Marks on the body"),
    "occupation": N_("Occupation"), "telephone": N_("Telephone"),
}  # fmt: skip

VALUE_WORDS: Mapping[str, str] = {"male": N_("male"), "female": N_("female")}

SHARED = "kin"
"""The row that takes back what a brother or a sister would share."""

SAME = frozenset({Reason.EXACT, Reason.CLASS})
SILENT = frozenset({Reason.NOT_STATED, Reason.MISSING})
FAMILY = frozenset(
    [
        "father",
        "mother",
        "sister",
        "brother",
        "son",
        "daughter",
        "wife",
        "husband",
        "partner",
        "aunt",
        "uncle",
        "grandmother",
        "grandfather",
        "niece",
        "nephew",
        "cousin",
        "guardian",
        "other_relative",
        "travel_companion",
    ]
)


def value_words(
    value: str | Text, country: Callable[[str], str] = str, day: Callable[[date], str] = str
) -> str | Text:
    """Return what stands in a row: a Text where it is in our words, a str where people said it.

    `country` and `day` write out codes and days as the reader reads them.
    """
    if isinstance(value, str):
        known = VALUE_WORDS.get(value)
        return Text(known) if known else value
    ways: Mapping[str, Callable[[str], str]] = {
        "country_code": country,
        "iso_day": lambda told: day(date.fromisoformat(told)),
    }
    filled: dict[str, str | int | float | Text] = {}
    for name, told in value.values:
        if isinstance(told, Text):
            inner = value_words(told, country, day)
            filled[name] = inner
        else:
            is_code = isinstance(told, str) and name in ways
            filled[name] = ways[name](str(told)) if is_code else told
    return Text(Counted(value.msgid, value.plural) if value.plural else value.msgid, **filled)


def is_told(row: Evidence) -> bool:
    """Tell whether a row says anything: what a sibling would share may weigh nothing at all."""
    return row.kind != SHARED or bool(round(row.bits, 1))


def standing(row: Evidence) -> str:
    """Return how a row stands: same, close, different, absent, or shared with siblings."""
    if row.kind == SHARED:
        return "shared"
    if row.reason in SILENT:
        return "absent"
    if row.bits < 0:
        return "differ"
    return "same" if row.reason in SAME else "close"


MOST_OF_100 = 99
"""Of a hundred pairs: nothing more certain is said, however much evidence there is."""


def share_words(probability: float) -> Text:
    """Return how many of 100 pairs with such evidence are one person; never all, never none."""
    share = round(probability * 100)
    if share > MOST_OF_100:
        return Text("more than %(share)d", share=MOST_OF_100)
    return Text("about %(share)d", share=share) if share else Text("fewer than 1")


def likely_words(probability: float) -> str:
    """Return the computer's view in words; never more than the evidence bears."""
    if probability >= 0.5:  # noqa: PLR2004  # more likely than not
        return N_("Likely the same person")
    if probability >= 0.1:  # noqa: PLR2004  # one in ten
        return N_("Perhaps the same person")
    return N_("Probably two people")


NAME_KINDS = frozenset(
    ["given_name", "family_name", "father_name", "grandfather_name", "name", "name_rest"]
)

UNKNOWN: Mapping[Reason, tuple[AdditionKind, ...]] = {
    Reason.SOUND: (AdditionKind.ONE_NAME, AdditionKind.TWO_NAMES),
    Reason.EDIT: (AdditionKind.ONE_NAME, AdditionKind.TWO_NAMES),
    Reason.DIFFERENT: (AdditionKind.ONE_NAME,),
}
"""Rows that were judged without the lexicon → what can be proposed of their two spellings."""


def proposable(row: Evidence) -> tuple[AdditionKind, ...]:
    """Return what somebody who knows better can propose of the two names in a row."""
    has_both = row.kind in NAME_KINDS and row.a and row.b and row.a != row.b
    return UNKNOWN.get(row.reason, ()) if has_both else ()
