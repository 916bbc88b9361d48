"""From two lists to judged pairs: nothing is lost by looking at less, and what weighs how much."""

import random

import numpy as np
import pytest

from rfl.matching.records import linking
from rfl.matching.records.levels import DIFFERENT, MISSING, NEAR, SAME
from rfl.matching.records.linking import Linker, Pairs
from rfl.matching.records.people import Values, collect
from tests.matching.records.people import WORDS, double, pool

FIELDS = ("given_name", "surname", "birth_date", "town", "phone")
MORE = (*FIELDS[:3], "sex", "address", "town", "phone")
HEADINGS = {"id": 0, **{f: n for n, f in enumerate((*FIELDS, "sex", "address", "full_name"), 1)}}


def linked(ones, others=None, fields=FIELDS):
    """Return a linker of rows whose cells stand as HEADINGS say."""
    names = Values()
    values = {f: names if f in ("given_name", "surname") else Values() for f in fields}
    lists = [
        collect(([str(cell) for cell in row.values()] for row in rows), HEADINGS, fields, values)
        for rows in (ones, others) if rows is not None
    ]  # fmt: skip
    return Linker(fields, values, lists[0], lists[1] if others is not None else None)


def judged(linker):
    """Return ids of pairs → probability, levels and bits by field."""
    whole = Pairs.joined(list(linker.parts()))
    return {
        (linker.a.ids[a], linker.b.ids[b]): (probability, levels, bits)
        for a, b, probability, levels, bits in zip(
            whole.a.tolist(), whole.b.tolist(), whole.probability.tolist(),
            whole.levels.tolist(), whole.by_field.tolist(), strict=True,
        )
    }  # fmt: skip


SCRIPT = str.maketrans("badofiklumstern", "بادوفيكلومستيرن")


def blurred(ones):
    """Return people ever less like those of `ones`, up to strangers, some by another script."""
    luck = random.Random(11)  # noqa: S311  # invented people
    made = []
    for number, one in enumerate(ones):
        other = double(one, number)
        fields = ["given_name", "surname", "town", "address", "dob"]
        for field in luck.sample(fields, number % 6):
            other[field] = luck.choice(ones)[field]
        if number % 3 == 0:
            other["given_name"] = other["given_name"].translate(SCRIPT)
        if number % 4:
            other["phone"] = ""
        made.append({**other, "given_name": f"{other['given_name']} {luck.choice(WORDS)}"})
    return made


@pytest.fixture
def lists():
    ones = [
        {
            **one, "given_name": f"{one['given_name']} {WORDS[n % 60]}", "sex": "mf"[n % 2],
            "address": f"{WORDS[n % 9]} {WORDS[-1 - n % 11]}",
        }
        for n, one in enumerate(pool(120))
    ]  # fmt: skip
    return ones, blurred(ones)


@pytest.mark.parametrize("hopeless", [-11.0, -6.7])
def test_no_pair_is_lost_or_judged_otherwise_because_hopeless_ones_are_left(
    lists, monkeypatch, hopeless
):
    """However strictly: −6.7 bits are a hair less than pairs are told of from."""
    monkeypatch.setattr(linking, "LEARNT_FROM", 40)
    monkeypatch.setattr(linking, "HOPELESS_BITS", hopeless)
    linker = linked(lists[0], lists[1], MORE)
    found = judged(linker)
    compared, finished = linker.compared, linker.finished
    monkeypatch.setattr(linking, "HOPELESS_BITS", -1e9)
    monkeypatch.setattr(linking, "HAIR", 0.0)
    assert judged(linker) == found
    assert len(found) > 50
    assert linker.compared == 2 * compared
    assert linker.finished == finished + compared > 4 * finished


def test_none_that_is_hopeless_in_the_end_is_kept():
    """Names of one word leave no doubt, so that nothing is left to be hoped for."""
    ones = pool(200)
    linker = linked(ones, [double(one, n) for n, one in enumerate(ones[:120])])
    kept = linker._compared(np.arange(200), linker.weights)
    bits = linker.weights.by_field(kept.levels, linker._rarity(kept.a, kept.b, kept.levels))
    assert (bits.sum(axis=1) + linker.weights.prior).min() >= linking.HOPELESS_BITS
    assert len(kept.a) < linker.compared / 8


def test_texts_are_compared_last_and_one_by_one_those_first_that_can_tell_most():
    fields = ("given_name", "surname", "birth_date", "town", "address", "email", "phone")
    hope = np.array([9, 9, 0, 3, 5, 1, 0])[:, None] * np.ones(4)
    linker = linked(pool(3), pool(3))
    linker.fields = fields
    assert linker._stages(hope) == [[0, 1, 2, 6], [4], [3], [5]]
    linker.fields = ("full_name",)
    assert linker._stages(hope[:1]) == [[0]]


def test_names_that_only_the_ear_can_tell_are_heard_among_strangers_too():
    named = [{**one, "sex": "", "address": ""} for one in pool(70)]
    ones = [{**one, "full_name": "zubenelo kuvanir"} for one in named]
    others = [{**one, "full_name": "subenelo kufanir"} for one in named]
    linker = linked(ones, others, ("full_name", "birth_date", "phone"))
    assert linker.u[0, NEAR] == pytest.approx(1, abs=0.001)
    found = judged(linker)
    assert {levels[0] for _, levels, _ in found.values()} == {NEAR}
    assert len(found) >= 70


def test_lists_may_tell_given_names_or_surnames_alone():
    for field in ("given_name", "surname"):
        found = judged(linked(pool(80), pool(40), (field, "birth_date")))
        assert {(str(n), str(n)) for n in range(40)} <= found.keys()


SWAPPED = [
    ("awa", "sow", "sow", "awa", NEAR, NEAR),
    ("awa", "sow", "sow", "irina", MISSING, NEAR),  # one of them is in the other's column
    ("awa", "sow", "irina", "awa", NEAR, MISSING),
    ("awa", "sow", "awa", "awa", SAME, DIFFERENT),  # and none is swapped where one fits
    ("awa", "sow", "irina", "petrov", DIFFERENT, DIFFERENT),
    ("awa", "", "", "awa", NEAR, MISSING),
]


@pytest.mark.parametrize(("given", "family", "given_b", "family_b", "first", "second"), SWAPPED)
def test_given_name_and_surname_in_each_others_column_are_near(
    given, family, given_b, family_b, first, second
):
    one = {**pool(1)[0], "given_name": given, "surname": family}
    other = {**one, "given_name": given_b, "surname": family_b}
    _, levels, _ = judged(linked([one, *pool(60)[1:]], [other, *pool(60)[1:]]))["0", "0"]
    assert levels[:2] == [first, second]


def test_what_few_in_either_list_have_tells_more_than_what_many_have():
    """Fifty of a hundred in the second list are of Pita; one of a hundred in the first."""
    towns = ["Pita", "Kolda"]
    ones = [{**one, "town": towns[n] if n < 2 else one["town"]} for n, one in enumerate(pool(100))]
    others = [{**one, "town": "Pita"} if 1 < n < 52 else one for n, one in enumerate(ones)]
    found = judged(linked(ones, others))
    of_town = [found[str(n), str(n)][2][FIELDS.index("town")] for n in range(2)]
    assert of_town[1] - of_town[0] == pytest.approx(np.log2(51.5 / 1.5))


def test_a_share_is_of_those_who_tell_it_half_a_row_more_than_was_seen():
    nothing, pita, kolda = range(3)
    found = linking._shares(np.array([pita, pita, pita, kolda, nothing, nothing]), 3)
    assert found[1:].tolist() == [3.5 / 5, 1.5 / 5]
    assert np.isfinite(np.log2(linking._shares(np.array([nothing, nothing]), 1))).all()


def test_in_one_list_nobody_is_paired_with_themselves_and_each_pair_comes_once():
    twice = [*pool(80), *({**one, "id": f"b{one['id']}"} for one in pool(30))]
    found = judged(linked(twice))
    assert {(str(n), f"b{n}") for n in range(30)} <= found.keys()
    assert not {(b, a) for a, b in found} & found.keys()
    assert linked(pool(1)).compared == 0


def test_progress_is_told_in_rows_of_the_first_list(monkeypatch):
    monkeypatch.setattr(linking, "PART", 40)
    told: list[int] = []
    list(linked(pool(90), pool(10)).parts(told.append))
    assert told == [40, 40, 10]


def test_judged_pairs_are_those_that_are_not_improbable(lists):
    linker = linked(*lists)
    every = linker.weights.probability(
        linker.weights.by_field(linker._whole.levels, linker._rarity(
            linker._whole.a, linker._whole.b, linker._whole.levels)).sum(axis=1)
    )  # fmt: skip
    told = np.concatenate([part.probability for part in linker.parts()])
    assert sorted(told) == pytest.approx(sorted(every[every >= linking.LEAST]))


def test_strangers_are_any_two_rows_and_in_one_list_not_one_row_twice():
    two, one = linked(pool(50), pool(20)), linked(pool(50))
    a, b = two._random_pairs()
    assert (len(a), set(a.tolist()), set(b.tolist())) == (60_000, set(range(50)), set(range(20)))
    a, b = one._random_pairs()
    assert len(a) == pytest.approx(60_000 * 49 / 50, rel=0.01)
    assert (a != b).all()


def copies(ones, times=1):
    """Return rows that say the same of the same people, with ids of their own."""
    return [{**one, "id": f"{one['id']}-{n}"} for one in ones for n in range(times)]


def matches(linker, possible):
    """Return how many of `possible` pairs the linker believes to be true."""
    return pytest.approx(2.0**linker.weights.prior * possible, rel=0.02)


def test_how_many_pairs_are_true_is_learnt_of_all_that_could_be():
    people = pool(130)
    assert matches(linked(people[:100], copies(people[80:])), 100 * 50) == 20
    assert matches(linked(people[:100], copies(people[:40])), 100 * 40) == 40
    assert matches(linked([*people[:80], *copies(people[:20])]), 100 * 100 / 2) == 20


def test_no_more_pairs_are_believed_true_than_can_be():
    """In two lists as many as the shorter has rows; in one, two for each row."""
    people = pool(100)
    assert matches(linked(people[:50], copies(people[:50], 2)), 50 * 100) == 50
    assert matches(linked(copies(people[:10], 12)), 120 * 120 / 2) == 240


def test_of_a_long_list_every_so_manyth_row_is_learnt_from(monkeypatch):
    monkeypatch.setattr(linking, "LEARNT_FROM", 30)
    people = pool(120)
    every_fourth = copies(people[::4])
    assert matches(linked(people, every_fourth), 30 * 30) == 30
    assert linked(people, every_fourth).compared == 0  # before it is gone through
    assert linked(people[:59], every_fourth).compared > 0


def test_a_single_row_can_be_linked():
    """With so little to learn from, strangers are held to be as alike as anybody."""
    one = {**pool(1)[0], "town": "Pita"}
    found = [linked([one], [other]) for other in (one, {**one, "given_name": "Zubenelo"})]
    assert [linker.compared for linker in found] == [1, 1]
    for linker in found:
        assert all(0 <= probability <= 1 for probability, _, _ in judged(linker).values())
    assert judged(linked([one])) == {}
