"""What letters in common tell at most: never less than the scorers find."""

from itertools import product
from random import Random

import numpy as np
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
