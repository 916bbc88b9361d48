"""Many searches at once, in one process: what one forgets, another still needs."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, islice, pairwise

from rfl.matching.likeness import KEPT, match_all
from rfl.matching.reading import ReadToken, read
from rfl.matching.types import Name

THREADS, BATCH, USUAL = 4, 2_000, 20
ROUNDS = 2 * KEPT // (THREADS * BATCH)
"""Together they compare twice what is kept in memory."""


def _tokens(start: int) -> Iterator[ReadToken]:
    """Yield tokens that nobody bears, each once."""
    for number in count(start):
        letters = ("bdfklmnrstaiou"[number // 14**place % 14 - place] for place in range(6))
        yield read(Name.of("".join(letters)))[0]


def _search(thread: int) -> int:
    """Compare pairs never compared before, and some again and again."""
    tokens = _tokens(thread * 1_000_000)
    usual = list(islice(tokens, USUAL))
    again = list(pairwise(usual))
    compared = 0
    for _ in range(ROUNDS):
        others = list(islice(tokens, BATCH // USUAL))
        compared += len(match_all([*again, *((one, other) for one in usual for other in others)]))
    return compared


def test_searches_side_by_side_do_not_take_from_each_other_what_they_compared():
    with ThreadPoolExecutor(THREADS) as pool:
        compared = list(pool.map(_search, range(THREADS)))

    assert compared == [ROUNDS * (BATCH + USUAL - 1)] * THREADS
