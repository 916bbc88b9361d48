"""A judgement of names in words, for people who read neither script. Pure."""

from collections.abc import Iterator

from rfl.matching.aloud import aloud
from rfl.matching.classes import lexicon
from rfl.matching.reading import read
from rfl.matching.score import compare, version
from rfl.matching.types import Evidence, Likeness, Name, Particulars, Reason, World
from rfl.text import N_, Text

BETWEEN_NAMES = "/"
"""Parts the names of one person, each perhaps in another script."""

ALOUD = str.maketrans({
    "X": "kh", "R": "gh", "S": "sh", "C": "ch", "Z": "zh", "J": "j", "c": "ts", "T": "th",
    "D": "dh", "O": "ö", "U": "ü", "E": "e",
})  # fmt: skip
"""The alphabet of sounds, as an English reader says it."""

BY_EAR = frozenset((Reason.SOUND, Reason.EDIT))
COMPARED = BY_EAR | {Reason.EXACT, Reason.CLASS, Reason.NICKNAME, Reason.CONFLICT, Reason.DIFFERENT}
"""Reasons of rows that set two whole words against each other."""

ALIKE = (
    (0.95, N_("almost the same")),
    (0.85, N_("much alike")),
    (0.7, N_("somewhat alike")),
    (0.5, N_("little alike")),
    (0.0, N_("two different names")),
)
"""From which likeness on what is said of two names."""

WEIGHT = (
    (6.0, N_("this speaks strongly for one person"), N_("this speaks strongly against one person")),
    (2.5, N_("this speaks clearly for one person"), N_("this speaks clearly against one person")),
    (0.5, N_("this speaks slightly for one person"), N_("this speaks slightly against one person")),
)
"""From how many bits on, for or against, what is said of them."""

LATIN_FIRST = ("en", "fr", "tr", "pt", "so", "ku", "sq")
"""Languages of Latin letters, by how many caseworkers read names as they write them."""

LEAST_TOLD = 0.05
"""A row besides the names that weighs less is left out: it would be told as 0.0."""

MOST_OF_100 = 99

NEITHER = N_("this tells next to nothing")

KINDS = {
    "given_name": N_("Given name"), "family_name": N_("Family name"),
    "father_name": N_("Father’s name"), "grandfather_name": N_("Grandfather’s name"),
    "nickname": N_("Nickname"), "name_rest": N_("Rest of the name"), "name": N_("Name"),
    "kin": N_("Shared with siblings"),
}  # fmt: skip

OTHER_KIND = N_("Besides")


def names_in(text: str) -> tuple[Name, ...]:
    """Return the names of one person that stand in `text`, parted by BETWEEN_NAMES."""
    return tuple(Name.of(part.strip()) for part in text.split(BETWEEN_NAMES))


def explain(one: str, other: str) -> Iterator[Text]:
    """Yield the lines that say how alike the names of two people are, and why."""
    found = compare(Particulars(names=names_in(one)), Particulars(names=names_in(other)))
    yield Text("%(one)s  ~  %(other)s", one=one, other=other)
    if not found.evidence:
        yield Text("There is no name on one side: nothing can be said.")
        return
    for row in found.evidence:
        if row.a or row.b or abs(row.bits) >= LEAST_TOLD:
            yield from _row(row)
    yield Text(
        "Likeness %(likeness)s: %(words)s. (0 is nothing in common, 1 the same to the letter.)",
        likeness=f"{found.likeness:.2f}",
        words=Text(alike_words(found.likeness)),
    )
    yield from _together(found)


def _row(row: Evidence) -> Iterator[Text]:
    kind = Text(KINDS.get(row.kind, OTHER_KIND))
    if row.a or row.b:
        yield Text("%(kind)s: %(a)s ~ %(b)s", kind=kind, a=row.a or "–", b=row.b or "–")
    else:
        yield Text("%(kind)s:", kind=kind)
    yield Text("    %(because)s", because=row.because)
    if row.a and row.b and row.reason in COMPARED and _is_foreign(row):
        yield _said(row)
    if row.bits:
        yield Text(
            "    By its rarity and likeness %(words)s (%(bits)s bits, %(reason)s).",
            words=Text(weight_words(row.bits)),
            bits=signed(row.bits),
            reason=row.reason.value,
        )


def _is_foreign(row: Evidence) -> bool:
    """Tell whether it helps to hear a row: it was judged by ear, or not all can read it."""
    return row.reason in BY_EAR or not f"{row.a}{row.b}".isascii()


def _said(row: Evidence) -> Text:
    mine, theirs = str(row.a), str(row.b)
    if row.reason is Reason.CONFLICT:
        return Text("    In Latin letters: %(a)s and %(b)s.", a=in_latin(mine), b=in_latin(theirs))
    heard = aloud(mine, theirs)
    a, b = heard.one.translate(ALOUD), heard.other.translate(ALOUD)
    if heard.is_filled:
        return Text(
            "    Said aloud, at their nearest: ‘%(a)s’ and ‘%(b)s’, with the vowels that one "
            "script leaves out taken from the other.",
            a=a,
            b=b,
        )
    return Text("    Said aloud, at their nearest: ‘%(a)s’ and ‘%(b)s’.", a=a, b=b)


def in_latin(text: str) -> str:
    """Return a name as it is usually written in Latin letters, or as it is said."""
    (token, *_) = read(Name.of(text))
    for slug in sorted(token.classes):
        forms = dict(reversed(lexicon().classes[slug].forms))
        latin = [forms[tag] for tag in LATIN_FIRST if tag in forms]
        if latin:
            return latin[0]
    return token.said.translate(ALOUD).capitalize()


def _together(found: Likeness) -> Iterator[Text]:
    bits = found.bits - found.prior_bits
    yield Text(
        "All names together: %(words)s (%(bits)s bits). Each bit for doubles the odds that they "
        "are one person, each bit against halves them.",
        bits=signed(bits),
        words=Text(weight_words(bits)),
    )
    world = World()
    yield Text(
        "Probability %(percent)s: of 100 pairs with names so alike, %(share)s are one person. That "
        "holds where %(searched)s people are searched and %(present)s in 10 of those sought are "
        "among them. Birth, parents and places, which are not asked here, raise or lower it.",
        percent=_percent(found.probability),
        share=_share(found.probability),
        searched=f"{world.searched:,}",
        present=round(10 * world.expected_true),
    )
    yield Text("Engine and lexicon %(version)s.", version=version())


def alike_words(likeness: float) -> str:
    """Return what is said of a likeness of 0 to 1."""
    return next(words for least, words in ALIKE if likeness >= least)


def weight_words(bits: float) -> str:
    """Return how strongly bits speak, and for what."""
    for least, for_, against in WEIGHT:
        if abs(bits) >= least:
            return for_ if bits > 0 else against
    return NEITHER


def signed(bits: float) -> str:
    """Return bits with their sign, to one place."""
    return f"{bits:+.1f}".replace("-", "−")


def _percent(probability: float) -> str:
    return f"{100 * probability:.0f} %"


def _share(probability: float) -> Text:
    share = round(100 * probability)
    if not share:
        return Text("fewer than 1")
    return Text("about %(share)d", share=share) if share <= MOST_OF_100 else Text("more than 99")
