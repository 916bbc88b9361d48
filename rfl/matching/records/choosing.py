"""Of all likely pairs, at most one for each row. Pure."""

import numpy as np

from rfl.matching.records.people import Bits, Numbers


def one_to_one(a: Numbers, b: Numbers, bits: Bits) -> Numbers:
    """Return the places of the pairs to keep: strongest first, each row of either list once."""
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    kept: list[int] = []
    for place in np.lexsort((b, a, -bits)).tolist():
        one, other = int(a[place]), int(b[place])
        if one not in taken_a and other not in taken_b:
            taken_a.add(one)
            taken_b.add(other)
            kept.append(place)
    return np.array(sorted(kept), dtype=np.int64)
