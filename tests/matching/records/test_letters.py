"""What letters in common tell at most: never less than the scorers find."""

from collections import Counter
from itertools import product
from random import Random
from string import ascii_lowercase

import numpy as np
import pytest
from rapidfuzz.distance import OSA, Indel, JaroWinkler

from rfl.matching.records.letters import Letters

LEAST = 0.8


def texts() -> list[str]:
    random = Random(5)  # noqa: S311  # texts, not secrets
    made = ["a", "é", "محمد", "aaaaaaaaaaaaaaaaaaaa b", "aaaaaaaaaaaaaaaaaaaa bb", "𐀀 1985"]
    made += ["".join(random.choices("abcde ", k=random.randrange(1, 12))) for _ in range(60)]
    return made


def test_no_pair_is_left_that_a_scorer_would_keep() -> None:
    known = texts()
    pairs = list(product(range(len(known)), repeat=2))
    a, b = np.array(pairs, dtype=np.int64).T
    letters = Letters(known)
    common = letters.common(a, b)
    resembles = letters.may_resemble(a, b, common, LEAST)
    shares = letters.may_share(a, b, common, LEAST)
    for place, (one, other) in enumerate((known[i], known[j]) for i, j in pairs):
        assert common[place] >= max(len(one), len(other)) - OSA.distance(one, other)
        assert resembles[place] or JaroWinkler.similarity(one, other) < LEAST
        assert shares[place] or Indel.normalized_similarity(one, other) < LEAST
    assert resembles.mean() < 0.5  # and most pairs are left
    assert shares.mean() < 0.3


def two(one: str, other: str) -> tuple[Letters, tuple[np.ndarray, np.ndarray]]:
    return Letters(["", one, other]), (np.array([1]), np.array([2]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("awa sow", "sow awa"), ("aab", "abb"), ("abc", ""), ("", ""), ("22000000", "02200000"),
        ("aaaaaaa", "bbbbbbb"), ("aaaaaaab", "aaaaaaac"), ("محمد", "أحمد"),
        (ascii_lowercase * 7, ascii_lowercase[::-1] * 7),
    ],
)  # fmt: skip
def test_letters_in_common_are_counted_as_they_are(one: str, other: str) -> None:
    letters, pair = two(one, other)
    assert letters.common(*pair).tolist() == [(Counter(one) & Counter(other)).total()]
    assert letters.common(*pair[::-1]).tolist() == letters.common(*pair).tolist()


def test_letters_beyond_what_a_byte_counts_are_held_to_be_common() -> None:
    """Eight and nine of one letter: seven, and what is more of both."""
    letters, pair = two("a" * 9 + "b", "a" * 7 + "bb")
    assert letters.common(*pair).tolist() == [8]
    letters, pair = two("a" * 9, "b" * 8)
    assert letters.common(*pair).tolist() == [1]
    every = "".join(map(chr, range(96, 128)))  # all that are counted apart
    letters, pair = two(every * 9, every * 9)
    assert letters.common(*pair).tolist() == [9 * 32]


@pytest.mark.parametrize("least", [0.5, 0.7, 0.78, 0.8, 0.9, 1.0])
def test_a_pair_is_left_as_soon_as_its_letters_are_too_few(least: float) -> None:
    """Jaro's likeness, of letters in common: all of them in order, and Winkler's four first."""
    known = [text for text in texts() if Counter(text).most_common()[0][1] <= 7]
    a, b = np.array(list(product(range(len(known)), repeat=2)), dtype=np.int64).T
    letters = Letters(known)
    common = letters.common(a, b)
    resembles = letters.may_resemble(a, b, common, least).tolist()
    shares = letters.may_share(a, b, common, least).tolist()
    for place, (one, other) in enumerate(product(known, repeat=2)):
        both = common[place]
        share = 2 * both / (len(one) + len(other))
        assert shares[place] == (share >= least - 1e-6)
        likeness = (both / len(one) + both / len(other) + 1) / 3
        if one[0] == other[0]:
            likeness += 0.4 * (1 - likeness)
        if abs(likeness - least) > 1e-5:
            assert resembles[place] == (likeness > least)


def test_a_pair_at_the_very_threshold_is_not_left() -> None:
    letters, pair = two("abcde", "abcdf")
    common = letters.common(*pair)
    for at in (0.8, 0.8 + 5e-7):  # single precision tells them not apart
        assert letters.may_share(*pair, common, at).all()
    resembling = 13 / 15 + 0.4 * 2 / 15
    for at in (resembling, resembling + 5e-7):
        assert letters.may_resemble(*pair, common, at).all()
    assert not letters.may_share(*pair, common, 0.801).any()


def test_texts_of_nothing_share_nothing() -> None:
    letters = Letters(["", ""])
    pair = np.array([0]), np.array([1])
    assert letters.common(*pair).tolist() == [0]
    assert not letters.may_resemble(*pair, letters.common(*pair), LEAST).any()
