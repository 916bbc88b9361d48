"""What an agreement of two lists tells: learnt, by rarity, and less where fields say the same."""

import numpy as np
import pytest

from rfl.matching.records.choosing import one_to_one
from rfl.matching.records.levels import AKIN, CLOSE, DIFFERENT, MISSING, NEAR, SAME
from rfl.matching.records.weights import (
    START,
    Pairing,
    Weights,
    learn,
    lessened,
    rarity_bits,
    rarity_of,
    strangers,
)

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
    assert weights.hope_of_name(0, told).tolist() == [8, 8, 8, 8, 10, 13, 16]
    assert weights.hope_of_text(1, told, ~no, no).tolist() == [0, 0, 1, 4, 7, 10, 13]
    assert weights.hope_of_text(1, told, no, no).tolist() == [3] * 7
    assert weights.hope_of_text(1, told, ~no, ~no).tolist() == [0] * 7
    against = Weights(("town",), np.array([[0, -9, -8, -7, -6, -5.0]]), 0)
    assert against.hope_of_text(0, told * 0, no, no).tolist() == [0] * 7
    assert against.hope_of_name(0, told * 0).tolist() == [0] * 7


def test_each_row_of_either_list_is_given_one_partner_the_surest_first() -> None:
    a, b = np.array([0, 0, 1, 1, 2]), np.array([0, 1, 0, 1, 1])
    assert one_to_one(a, b, np.array([5.0, 4.0, 4.5, 1.0, 0.5])).tolist() == [0, 3]
    assert one_to_one(a, b, np.array([1.0, 4.0, 3.0, 1.0, 5.0])).tolist() == [2, 4]
    assert one_to_one(a[:3], b[:3], np.array([1.0, 1.0, 1.0])).tolist() == [0]


def test_at_first_three_of_four_records_of_one_person_are_held_to_be_the_same() -> None:
    """And every second row that could have a partner to have one."""
    assert START.sum() == 1
    u = np.array([[0, 0.5, 0.125, 0.125, 0.125, 0.125]])
    start = Weights.at_start(("town",), u, 0.5)
    assert (2 ** start.bits[0, 1:]).tolist() == pytest.approx([0.12, 0.32, 0.48, 0.72, 6])
    assert start.bits[0, MISSING] == 0
    assert start.prior == -2


def test_what_agrees_less_never_tells_more() -> None:
    """Few are akin among strangers, and fewer in one person's records: it tells as near does."""
    u = np.array([[0, 0.9, 0.001, 0.039, 0.03, 0.03]])
    bits = Weights.at_start(("town",), u, 0.5).bits[0, 1:]
    assert (2**bits).tolist() == pytest.approx([0.06 / 0.9, 0.06 / 0.039, 0.06 / 0.039, 3, 25])


@pytest.mark.parametrize(
    ("bits", "probability"),
    [(0, 1 / 2), (1, 2 / 3), (-1, 1 / 3), (4, 16 / 17), (5_000, 1), (-5_000, 0)],
)
def test_each_bit_doubles_the_odds(bits: float, probability: float) -> None:
    weights = Weights(("town",), np.zeros((1, 6)), -3)
    assert weights.probability(np.array([bits + 3.0])).tolist() == [pytest.approx(probability)]


def test_what_a_pair_tells_is_what_its_levels_and_its_values_tell() -> None:
    fields, told = ("given_name", "town"), np.array([[4.0, -2], [1, 3]])
    levels = np.array([[SAME, SAME], [NEAR, DIFFERENT]], np.int8)
    weights = Weights(fields, np.array([[0, -5, 1, 4, 5, 7], [0, -3, 1, 2, 3, 4.0]]), 0)
    rarity = rarity_bits(fields, told, levels)
    assert rarity.tolist() == [[4, 1], [-1, 0]]
    assert weights.by_field(levels, rarity).tolist() == [[11, 5], [4, -3]]


def test_lessening_leaves_the_bits_that_it_was_given() -> None:
    fields, bits = ("birth_date", "age"), np.array([[4.0, 2.0], [-1.0, 3.0]])
    assert lessened(fields, bits).tolist() == [[4, pytest.approx(0.7)], [-0.35, 3]]
    assert bits.tolist() == [[4, 2], [-1, 3]]


def learnt(levels: list[list[int]], possible: float, most: float, u: np.ndarray) -> Weights:
    """Return what is learnt of pairs of which no two share a row."""
    start = Weights.at_start(("given_name", "town")[: len(levels[0])], u, most / possible)
    pairing = Pairing(np.arange(len(levels)), np.arange(len(levels)), possible, most, True)
    rarity = np.zeros((len(levels), len(levels[0])))
    return learn(start, np.array(levels, np.int8), rarity, u, pairing)


U = np.array([[0, 0.96, 0.01, 0.01, 0.019, 0.001]] * 2)


def test_what_is_believed_at_first_weighs_as_much_as_twenty_pairs() -> None:
    """Of 80 true pairs all have the same name; what is not given counts neither way."""
    told = learnt([[SAME]] * 80, 80, 80.0, U[:1])
    assert 2 ** told.bits[0, SAME] * 0.001 == pytest.approx((80 + 15) / 100, abs=0.001)
    assert 2 ** told.bits[0, DIFFERENT] * 0.96 == pytest.approx(0.06 * 20 / 100, abs=0.001)
    also = learnt([[SAME, SAME]] * 80 + [[MISSING, SAME]] * 40, 120, 120.0, U)
    assert also.bits[0].tolist() == pytest.approx(told.bits[0].tolist(), abs=0.01)


def test_how_few_pairs_can_be_true_is_minded_while_the_weights_are_learnt() -> None:
    """Of a million pairs fifty agree on all; five hundred of one town are strangers."""
    told = learnt(
        [[SAME, SAME]] * 50 + [[DIFFERENT, SAME]] * 250 + [[AKIN, SAME]] * 250, 1e6, 1000.0, U
    )
    assert 2**told.prior * 1e6 == pytest.approx(50, rel=0.4)
    nobody = learnt([[DIFFERENT, DIFFERENT]] * 50, 1e6, 1000.0, U)
    assert 2**nobody.prior * 1e6 == pytest.approx(1)  # or no evidence could ever be enough


def test_what_is_learnt_is_learnt_to_the_end() -> None:
    """Learning on from there changes nothing."""
    luck = np.random.default_rng(5)
    true = luck.choice(6, (60, 2), p=[0, 0.2, 0.1, 0.1, 0.1, 0.5])
    false = luck.choice(6, (400, 2), p=U[0])
    levels = np.concatenate([true, false]).astype(np.int8)
    rows = np.arange(len(levels))
    pairing = Pairing(rows, rows, 3e4, 460.0, True)
    start = Weights.at_start(("given_name", "town"), U, 460 / 3e4)
    rarity = np.zeros(levels.shape)
    once = learn(start, levels, rarity, U, pairing)
    again = learn(once, levels, rarity, U, pairing)
    assert once.prior == pytest.approx(again.prior, abs=0.001)
    assert once.bits.ravel().tolist() == pytest.approx(again.bits.ravel().tolist(), abs=0.01)
    assert abs(once.prior - start.prior) > 1
