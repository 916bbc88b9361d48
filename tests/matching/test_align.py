"""Which token of one name answers which of another's."""

import pytest

from rfl.matching.align import _assign
from rfl.matching.names import weighed
from rfl.matching.score import COMMON_SENSE
from rfl.matching.types import Name


def contested(size: int) -> list[list[float]]:
    """Return how like the tokens of two names are: the first is likest to two of the others."""
    worth = [[0.9 if i == j else 0.0 for j in range(size)] for i in range(size)]
    worth[0][:2], worth[1][:2] = [0.9, 0.85], [0.88, 0.1]
    return worth


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_tokens_answer_each_other_as_is_best_for_the_whole_name(size: int) -> None:
    """Not the likest two first: what that leaves for the others is worth less."""
    assert _assign(contested(size), size) == [1, 0, *range(2, size)]


def test_of_longer_names_the_likest_tokens_answer_each_other_first() -> None:
    """Every assignment of six tokens would be too many to try."""
    assert _assign(contested(6), 6) == list(range(6))
    assert _assign([row[:6] for row in contested(7)][:5], 6) == list(range(5))


def test_a_name_that_says_nothing_is_compared_with_none() -> None:
    nothing, somebody = Name.of("?"), Name.of("Awa Sow")
    for one, other in ((nothing, somebody), (somebody, nothing), (nothing, nothing)):
        assert weighed(one, other, COMMON_SENSE) is None
    assert weighed(somebody, somebody, COMMON_SENSE) is not None
