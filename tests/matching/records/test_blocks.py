"""Which rows of two lists are looked at together: those that share something few others share."""

import numpy as np
import pytest

from rfl.matching.records.blocks import Blocks
from rfl.matching.records.people import Values, collect

MOST, TELLING = 30, 60


def looked_at(fields: str, ones: list[str], others: list[str]) -> list[tuple[int, int]]:
    """Return which rows are looked at together, in the order they come in; cells end with '|'."""
    named = fields.split()
    mapped, values = {field: n for n, field in enumerate(named)}, {f: Values() for f in named}
    a, b = (
        collect([row.split("|") for row in rows], mapped, named, values) for rows in (ones, others)
    )
    mine, theirs = Blocks(b, named, values).pairs(a.fields)
    return list(zip(mine.tolist(), theirs.tolist(), strict=True))


def many(count: int) -> list[str]:
    """Return so many postcodes, no two the same."""
    return [str(1000 + n) for n in range(count)]


def test_what_has_many_values_makes_blocks_alone_and_what_has_few_does_not() -> None:
    """'Not given' is one of the values that are counted."""
    telling, few = many(TELLING), many(TELLING - 1)
    assert looked_at("postcode", telling, telling) == [(n, n) for n in range(TELLING)]
    assert looked_at("postcode", few, few) == []


def test_a_block_with_more_rows_than_are_worth_a_look_is_left_to_a_narrower_one() -> None:
    others = [*many(80), *["1000"] * (MOST - 1), *["1001"] * MOST]
    found = looked_at("postcode", ["1000", "1001", "1002"], others)
    assert [one for one, _ in found] == [0] * MOST + [2]
    assert [others[place] for _, place in found] == ["1000"] * MOST + ["1002"]


def test_two_things_of_few_values_that_both_agree_make_a_block_together() -> None:
    ones, others = ["f|ma", "m|ma", "m|ng"], ["m|ng", "f|ng", "f|ma", "m|ma", "m|ng"]
    assert looked_at("sex country", ones, others) == [(0, 2), (1, 3), (2, 0), (2, 4)]


def test_two_things_that_are_written_alike_make_a_block_like_any_other() -> None:
    """Gabu is a town of the region of Gabu; and a town of Mali is no country of a town."""
    ones, others = ["gabu|gabu", "mali|gabu"], ["gabu|mali", "gabu|gabu", "mali|gabu"]
    assert looked_at("town region", ones, others) == [(0, 1), (1, 2)]


def test_what_is_not_given_is_not_shared() -> None:
    assert looked_at("sex country", ["|ma", "f|", "|", "f|ma"], ["|ma", "f|", "|"]) == []
    ones = [*many(80), ""]
    assert (80, 80) not in looked_at("postcode", ones, ones)


def test_two_things_of_one_field_make_no_block_together() -> None:
    """A name's first and second word, or a date's day and year, are one and the same cell."""
    assert looked_at("full_name", ["awa sow", "ali ba"], ["awa sow", "ali ba"]) == []
    assert looked_at("birth_date", ["1990-05-06"], ["1990-05-06"]) == []


def test_a_pair_found_in_several_ways_comes_once_and_those_that_share_nothing_never() -> None:
    ones = [f"{code}|f|ma" for code in many(70)]
    found = looked_at("postcode sex country", ones[::-1], ones)
    assert sorted(found) == found == [(69 - n, n) for n in reversed(range(70))]
    assert looked_at("sex country", ["f|ma"], ["m|ng"]) == []
    assert looked_at("sex country", ["f|"], ["m|"]) == []


CENTURY = [f"{1900 + n}-{n // 28 + 1:02}-{n % 28 + 1:02}" for n in range(70)]
FEW_YEARS = [
    f"{year}-{month:02}-{(7 * year + 3 * month + n) % 28 + 1:02}"
    for year in range(1986, 1993) for month in range(1, 13) for n in (0, 9, 18)
]  # fmt: skip
"""A year tells nothing by itself in it: hundreds were born in each."""

DATES = [
    ("1985-05-06", "1985-05-27", True, True),  # one month of one year
    ("1985-05-31", "1971-05-31", True, True),  # one day of the year
    ("1985-05-06", "1985-11-17", True, False),  # one year
    ("1985-05", "1985-05-17", True, True),
    ("1985", "1985-05-17", True, False),
    ("1985", "1985", True, False),
    ("1985-05-30", "1971-05-31", False, False),
    ("1985-05-30", "1971-06-30", False, False),
    ("1985-05", "1971-05", False, False),
    ("30 xyz 1985", "30 abc 1971", False, False),
    ("0000-05-31", "0000-05-30", False, False),  # a year that is not told
    ("long ago", "once upon a time", False, False),
]


@pytest.mark.parametrize(("one", "other", "in_a_century", "in_few_years"), DATES)
def test_births_are_looked_at_together_by_month_day_or_year(
    one, other, in_a_century, in_few_years
) -> None:
    for filling, together in ((CENTURY, in_a_century), (FEW_YEARS, in_few_years)):
        found = looked_at("birth_date", [one], [*filling, other])
        assert ((0, len(filling)) in found) is together


NAMES = [
    ("mamadou diallo", "diallo mamadou", True),
    ("mamadou diallo", "momodou jallow", True),
    ("mamadou diallo", "مامادو ديالو", True),
    ("awa sow", "awa petrov", True),
    ("fanta sow", "kadia sow", True),
    ("fanta sow", "sow kadia", False),  # each in its place; in any order only all of them
    ("ab cd ef gh kavanir", "mo lu ri si kavanir", False),  # the first four ways only
    ("ab cd ef kavanir", "mo lu ri kavanir", True),
    ("awa sow", "irina petrov", False),
]


@pytest.mark.parametrize(("one", "other", "together"), NAMES)
def test_names_are_looked_at_together_by_the_bones_of_a_word(one, other, together) -> None:
    found = looked_at("full_name sex", [f"{one}|f"], [f"{other}|f", "zubenelo|m"])
    assert found == ([(0, 0)] if together else [])


CODES = [
    ("phone", "+220 2200 0000", "22000000", True),
    ("phone", "0022 022000000", "22000001", False),
    ("email", "mariama.diallo.1@a", "mariama.di", True),
    ("email", "mariama.diallo.1@a", "mariama.d", False),
    ("town", "new york", "newyork", True),
    ("region", "central river north", "central river south", False),
    ("age", "31", "31", True),
    ("age", "31", "32", False),
]


@pytest.mark.parametrize(("field", "one", "other", "together"), CODES)
def test_other_fields_are_looked_at_together_by_what_they_begin_or_end_with(
    field, one, other, together
) -> None:
    found = looked_at(f"sex {field}", [f"f|{one}"], [f"f|{other}", "m|1"])
    assert found == ([(0, 0)] if together else [])


def test_no_more_rows_are_looked_at_than_those_of_the_rows_asked_for() -> None:
    values = {"postcode": Values()}
    people = collect([[code] for code in many(70)], {"postcode": 0}, ["postcode"], values)
    some = {"postcode": people.fields["postcode"][np.array([5, 3])]}
    mine, theirs = Blocks(people, ["postcode"], values).pairs(some)
    assert (mine.tolist(), theirs.tolist()) == ([0, 1], [5, 3])
