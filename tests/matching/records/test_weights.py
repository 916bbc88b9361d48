"""What an agreement of two lists tells: learnt, by rarity, and less where fields say the same."""

import numpy as np
import pytest

from rfl.matching.records.choosing import one_to_one
from rfl.matching.records.levels import AKIN, CLOSE, DIFFERENT, MISSING, NEAR, SAME
from rfl.matching.records.weights import Pairing, Weights, learn, lessened, rarity_of, strangers

LEVELS = np.array([MISSING, DIFFERENT, AKIN, CLOSE, NEAR, SAME], np.int8)


def test_rows_of_two_lists_compete_for_a_partner_and_those_of_one_do_not() -> None:
    rows, others = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 2])
    bits = np.array([3.0, 3.0, 0.0, 1.0])
    two, one = (Pairing(rows, others, 9.0, 3.0, competes) for competes in (True, False))
    assert two.compete(bits).tolist() == pytest.approx([8 / 17, 8 / 17, 1 / 10, 2 / 3])
    assert one.compete(bits).tolist() == pytest.approx([8 / 9, 8 / 9, 1 / 2, 2 / 3])


@pytest.mark.parametrize(
    ("field", "told", "bits"),
    [
        ("given_name", 4.0, [0, 0, 0, 0, 2, 4]),
        ("given_name", -4.0, [0, 0, 0, 0, -2, -4]),
        ("given_name", 9.0, [0, 0, 0, 0, 3, 9]),  # near is not the same: three bits at most
        ("town", 4.0, [0, 0, 0, 0, 0, 4]),
        ("age", 4.0, [0, 0, 0, 0, 0, 0]),  # that few are of one age tells of the list
    ],
)
def test_a_rare_value_tells_more_where_it_is_agreed_on(field, told, bits) -> None:
    assert rarity_of(field, np.full(len(LEVELS), told), LEVELS).tolist() == bits


def test_of_fields_that_say_much_the_same_only_the_strongest_counts_whole() -> None:
    fields = ("given_name", "birth_date", "age", "town", "country")
    bits = np.array([[5.0, 4.0, 2.0, -1.0, -6.0]])
    assert lessened(fields, bits).tolist() == [[5.0, 4.0, pytest.approx(0.7), -0.35, -6.0]]


def test_what_strangers_never_agree_on_is_seldom_and_not_impossible() -> None:
    found = strangers(np.array([[DIFFERENT], [DIFFERENT], [DIFFERENT], [SAME], [MISSING]], np.int8))
    assert found[0].tolist() == pytest.approx([0, 3.5 / 6.5, *[0.5 / 6.5] * 3, 1.5 / 6.5])


def test_a_field_on_which_true_pairs_agree_is_learnt_to_tell_more() -> None:
    """Of 100 pairs 50 agree on both fields; the others, strangers, often on the second one."""
    true, false = [[SAME, SAME]] * 50, [[DIFFERENT, SAME], [DIFFERENT, DIFFERENT]] * 25
    levels = np.array(true + false, np.int8)
    u = strangers(np.array([[DIFFERENT, SAME], [DIFFERENT, DIFFERENT]] * 500, np.int8))
    start = Weights.at_start(("given_name", "town"), u, 0.01)
    pairs = np.arange(len(levels))
    found = learn(start, levels, np.zeros(levels.shape), u, Pairing(pairs, pairs, 1e4, 100.0, True))
    assert found.bits[0, SAME] > found.bits[1, SAME] + 5
    assert found.bits[1, SAME] > 0.5
    assert found.bits[0, DIFFERENT] < -2
    assert (np.diff(found.bits[:, DIFFERENT:], axis=1) >= 0).all()
    assert 2**found.prior * 1e4 == pytest.approx(50, abs=4)


def test_no_name_tells_more_once_it_is_heard_than_was_hoped_before() -> None:
    weights = Weights(
        ("given_name", "town"), np.array([[0, -5, 1, 4, 5, 7], [0, -3, 1, 2, 3, 4.0]]), 0
    )
    told, no = np.linspace(-9, 9, 7), np.zeros(7, np.bool_)
    of_name = [weights.of_field(0, np.full(7, level, np.int8), told) for level in LEVELS]
    heard = weights.most_by_ear(0, told)
    assert heard.tolist() == np.maximum.reduce(of_name[CLOSE : NEAR + 1]).tolist()
    assert weights.hope(0, told, no, no).tolist() == [8, 8, 8, 8, 10, 13, 16]
    assert weights.hope(1, told, ~no, no).tolist() == [0, 0, 1, 4, 7, 10, 13]
    assert weights.hope(1, told, no, no).tolist() == [3] * 7
    assert weights.hope(0, told, no, ~no).tolist() == [0] * 7


def test_each_row_of_either_list_is_given_one_partner_the_surest_first() -> None:
    a, b = np.array([0, 0, 1, 1, 2]), np.array([0, 1, 0, 1, 1])
    assert one_to_one(a, b, np.array([5.0, 4.0, 4.5, 1.0, 0.5])).tolist() == [0, 3]
    assert one_to_one(a, b, np.array([1.0, 4.0, 3.0, 1.0, 5.0])).tolist() == [2, 4]
    assert one_to_one(a[:3], b[:3], np.array([1.0, 1.0, 1.0])).tolist() == [0]
