"""Slips of the pen in known names: Diaallo is meant for Diallo, and so may be Jallow. Pure.

A letter doubled, left out, put in or changed, or two that changed places, make a word that no list
has. By ear it is near the spelling that was meant, and may be far from what another society writes
for the same name.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rfl.matching.classes import by_lexicon, lexicon

LEAST_LETTERS = 5
"""Of shorter words another letter makes another name."""

TWO_SLIPS = 9
"""From so many letters on two slips are likelier than another name."""

SLIP_COST = 0.75
"""Of a letter's share in the word, what a slip in it costs."""


@by_lexicon(maxsize=65_536)
def meant(key: str) -> Mapping[str, tuple[float, str]]:
    """Return the classes of which a word (token key) may be a spelling with a slip.

    Each with how like it is to the nearest spelling, 0 to 1, and that spelling. The first letter is
    taken to be right, as it mostly is.
    """
    if len(key) < LEAST_LETTERS:
        return {}
    most = 2 if len(key) >= TWO_SLIPS else 1
    known = _by_first_letter(0).get(key[0], ())
    found: dict[str, tuple[float, str]] = {}
    for spelling, slips, _ in process.extract(
        key, known, scorer=OSA.distance, score_cutoff=most, limit=None
    ):
        near = 1 - SLIP_COST * slips / max(len(key), len(spelling)), spelling
        for slug in lexicon().by_key[spelling]:
            found[slug] = max(near, found.get(slug, near))
    return found


def may_be_meant(key: str, slug: str) -> bool:
    """Tell whether a class has a spelling with the first letter of a word: else none was meant."""
    return key[:1] in _first_letters(slug)


@by_lexicon(maxsize=16_384)
def _first_letters(slug: str) -> frozenset[str]:
    return frozenset(key[0] for key in lexicon().keys_of.get(slug, ()) if key)


@by_lexicon(maxsize=1)
def _by_first_letter(_all: int) -> Mapping[str, Sequence[str]]:
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for key in lexicon().by_key:
        if len(key) >= LEAST_LETTERS:
            keys[key[0]].append(key)
    return keys
