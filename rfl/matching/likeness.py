"""How alike two tokens of names are, and why. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple, cast

import numpy as np
from anyascii import anyascii

from rfl.matching import hearing
from rfl.matching.classes import lexicon
from rfl.matching.reading import ReadToken
from rfl.matching.slips import may_be_meant, meant
from rfl.matching.sounds import tables
from rfl.matching.spelling import script_of
from rfl.matching.types import Reason

CLASS_LIKENESS = 0.98
NICKNAME_LIKENESS = 0.86
SOUND_LIKENESS = 0.93
"""From here on two tokens are said to sound the same."""

INITIAL_LIKENESS = 0.6
SAME_BEGINNING = 0.15
"""Price up to which the beginnings of two scripts count as one: U. is عمر, K. is not Цой."""

OTHERS = frozenset("hjszж")
"""Second letters that make another consonant of the first: sh, dj, ts, cz, дж."""

CONFLICT_LIKENESS = 0.08
KNOWN_APART = 0.75
"""Factor where both are well-known names of different classes: likeness of letters means little.
No list of ties is whole (Петър and Petar sound the same), so it is no verdict either."""

PET_LIKENESS = 0.8
"""Of a pet form that no list has: Debbie may be Deborah, and may be Debra."""

PET_FORM = re.compile(r"([a-z]{2,}([bcdfgklmnprstvz]))\2(?:y|ie)")

SYLLABLES = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]+")
"""Words of Chinese characters or Korean letters: a character is a syllable."""

HIGHEST_BY_SOUND = 0.97
"""Two spellings that sound wholly alike are not yet known to be one name."""

SOFT = frozenset("ьъ")
"""Signs that have no letter of their own in a key."""

KEPT = 60_000
"""Pairs whose likeness is kept in memory."""


class TokenMatch(NamedTuple):
    """How alike two tokens are (0 to 1), and why."""

    likeness: float
    reason: Reason
    conflict: str = ""
    meant: str = ""
    """The spelling that one of the two, which no list has, is a slip of."""


SAME = TokenMatch(1.0, Reason.EXACT)
ONE_CLASS = TokenMatch(CLASS_LIKENESS, Reason.CLASS)
TIED = TokenMatch(NICKNAME_LIKENESS, Reason.NICKNAME)
FITTING_INITIAL = TokenMatch(INITIAL_LIKENESS, Reason.INITIAL)
OTHER_INITIAL = TokenMatch(0.0, Reason.INITIAL)
PET = TokenMatch(PET_LIKENESS, Reason.NICKNAME)
UNHEARD = TokenMatch(0.0, Reason.EDIT)


Pair = tuple[ReadToken, ReadToken]


def match(a: ReadToken, b: ReadToken) -> TokenMatch:
    """Compare two tokens. Symmetric; identical tokens are 1."""
    found = _known().get((a, b))
    return found if found is not None else match_all([(a, b)])[0]


def match_all(pairs: Iterable[Pair]) -> list[TokenMatch]:
    """Compare pairs of tokens as `match` does: all that only the ear can tell, at once."""
    asked, known = list(pairs), _known()
    found = list(map(known.get, asked))
    unknown = [pair for pair, match_ in zip(asked, found, strict=True) if match_ is None]
    if not unknown:
        return cast("list[TokenMatch]", found)
    distinct = list(dict.fromkeys(unknown))
    fresh = dict(zip(distinct, _compared(distinct), strict=True))
    if len(known) + len(fresh) > KEPT:
        known.clear()
    known.update(fresh)
    # Not from `known` again: another thread may have cleared it meanwhile.
    return [match_ or fresh[pair] for pair, match_ in zip(asked, found, strict=True)]


def _known() -> dict[Pair, TokenMatch]:
    """Return what was compared by the lexicon in use."""
    return lexicon().memory


def _compared(pairs: Sequence[Pair]) -> list[TokenMatch]:
    """Compare each of distinct pairs: what is known of them first, the others by ear at once."""
    found = [_by_knowledge(*pair) for pair in pairs]
    unheard = [pair for pair, known in zip(pairs, found, strict=True) if known is None]
    heard = iter(_by_sound(unheard) if unheard else ())
    return [known or next(heard) for known in found]


def _by_knowledge(a: ReadToken, b: ReadToken) -> TokenMatch | None:
    """Compare by letter and by the lexicon; None where only the ear can tell."""
    if a.key == b.key and (a.words == b.words or _is_one_spelling(a, b)):
        return SAME
    if a.classes and b.classes:
        known = _by_class(a, b)
        if known is not None:
            return known
    if a.is_initial or b.is_initial:
        return FITTING_INITIAL if _begin_alike(a, b) else OTHER_INITIAL
    return PET if _is_pet_form(a, b) or _is_pet_form(b, a) else None


def _is_one_spelling(a: ReadToken, b: ReadToken) -> bool:
    """Tell whether words with one key are one spelling: nothing was lost in making it.

    A soft sign has no letter in the key: Вьетта is Vietta, not Vetta.
    """
    if a.classes != b.classes:
        return False
    return bool(a.classes) or not SOFT & {*"".join(a.words), *"".join(b.words)}


def _is_pet_form(short: ReadToken, whole: ReadToken) -> bool:
    """Tell whether `short` is the first syllable of `whole` with -y or -ie: Debbie of Deborah.

    Only where the consonant is doubled, as English clerks write it; no family has a pet form, so
    that Barry is not made of Barrow.
    """
    found = PET_FORM.fullmatch(short.key)
    if found is None or not whole.key.startswith(found[1]) or len(whole.key) < len(found[0]):
        return False
    known = lexicon().classes
    return not any(known[slug].is_family for slug in short.classes | whole.classes)


def _begin_alike(a: ReadToken, b: ReadToken) -> bool:
    if script_of(a.words[0]) == script_of(b.words[0]) or not a.signs or not b.signs:
        return a.key[:1] == b.key[:1]
    prices = tables().ruled[np.ix_(_beginnings(a), _beginnings(b))]
    return bool(prices.min() <= SAME_BEGINNING)


def _beginnings(token: ReadToken) -> list[int]:
    """Return the sign that a token begins with; of an initial, those of all that begins with it.

    S. may be Sharif, شريف, and D. Djamel: clerks write some consonants with two letters or more.
    """
    if not token.is_initial:
        return [token.signs[0]]
    letter = token.words[0]
    rules = tables().spellings.get(script_of(letter), ())
    groups = (rule for rule in rules if rule.letters[:1] == letter and rule.letters[1:2] in OTHERS)
    return [token.signs[0], *(rule.signs[0] for rule in groups)]


def _by_class(a: ReadToken, b: ReadToken) -> TokenMatch | None:
    if a.classes & b.classes:
        return ONE_CLASS
    conflict = lexicon().conflict(a.classes, b.classes)
    if conflict:
        return TokenMatch(CONFLICT_LIKENESS, Reason.CONFLICT, conflict)
    return TIED if lexicon().tied(a.classes, b.classes) else None


def _by_sound(pairs: Sequence[Pair]) -> Iterator[TokenMatch]:
    # The same side first whichever is asked, so that not even the last digit differs.
    ordered = [(a, b) if (a.signs, a.key) <= (b.signs, b.key) else (b, a) for a, b in pairs]
    ones = hearing.packed([a.signs for a, _ in ordered])
    others = hearing.packed([b.signs for _, b in ordered])
    of_ones = np.array([a.script for a, _ in ordered], np.uint8)
    of_others = np.array([b.script for _, b in ordered], np.uint8)
    price = hearing.prices(ones, others, of_ones, of_others)
    near = hearing.nearness(price, hearing.sizes(ones), hearing.sizes(others))
    for (a, b), likeness in zip(pairs, (near * HIGHEST_BY_SOUND).tolist(), strict=True):
        if not a.signs or not b.signs:
            yield UNHEARD
        elif (a.classes and b.classes) or _differ_by_syllable("".join(a.words), "".join(b.words)):
            yield TokenMatch(likeness * KNOWN_APART, Reason.DIFFERENT)
        else:
            sounds_same = likeness >= SOUND_LIKENESS
            heard = TokenMatch(likeness, Reason.SOUND if sounds_same else Reason.EDIT)
            slips = () if sounds_same else (_by_slip(a, b), _by_slip(b, a))
            yield max((heard, *slips), key=itemgetter(0))


def _by_slip(slipped: ReadToken, known: ReadToken) -> TokenMatch:
    """Compare a word that no list has with a name, by that spelling of it which may be meant.

    Of two that lists have, or neither, nothing is asked here.
    """
    if not any(may_be_meant(slipped.key, slug) for slug in known.classes):
        return UNHEARD
    likely = meant(slipped.key)
    if not likely or not likely.keys() <= known.classes:
        return UNHEARD  # it may be another name as well
    near, spelling = max(likely.values())
    return TokenMatch(near * CLASS_LIKENESS, Reason.EDIT, meant=spelling)


def _differ_by_syllable(one: str, other: str) -> bool:
    """Tell whether two words of one script of syllables have a syllable that is said otherwise.

    There is little to such a name: 习近平 and 习近朋 are two, however near they sound.
    """
    if not (SYLLABLES.fullmatch(one) and SYLLABLES.fullmatch(other)):
        return False
    if script_of(one) != script_of(other) or len(one) != len(other):
        return False
    return any(anyascii(a).lower() != anyascii(b).lower() for a, b in zip(one, other, strict=True))
