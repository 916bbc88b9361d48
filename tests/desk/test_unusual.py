"""Which access the rules pick, and which they leave alone: tables and properties, no database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfl.desk.telling import MEANINGS, RULE_WORDS, headline, reason
from rfl.desk.unusual import (
    Day,
    Rule,
    Seen,
    Usual,
    fuller,
    has_grown,
    is_off,
    picks,
    remembered,
    usual,
)

MORNING = datetime(2026, 11, 18, 11, 18, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 18, tzinfo=UTC)
KNOWN = Usual(own=30, at_once=9, peers=28, off_days=0, last=date(2026, 11, 17))


def opened(count, *, minutes=22.0, at=MORNING, **more):
    """Return `count` records, each another, spread evenly over `minutes`."""
    step = timedelta(minutes=minutes / max(1, count - 1))
    return [
        Seen(at + number * step, frozenset({f"SN-2026-{number:05}"}), **more)
        for number in range(count)
    ]


def refused(count, *, minutes, **more):
    return [replace(one, is_refused=True) for one in opened(count, minutes=minutes, **more)]


def searched(count, *, minutes=59.0, words=""):
    step = timedelta(minutes=minutes / (count - 1))
    return [Seen(MORNING + number * step, is_search=True, words=words) for number in range(count)]


def rules(seen, before=KNOWN):
    return [one.rule for one in picks(seen, before)]


def of_no_part(seen):
    return [replace(one, no_part=one.records, cases=one.records) for one in seen]


def test_forty_one_records_in_twenty_two_minutes_are_told_in_one_sentence():
    seen = opened(41)
    seen = of_no_part(seen[:38]) + seen[38:]

    (pick, _) = picks(seen, KNOWN)

    assert str(headline(pick, "Moussa Camara")) == ("Moussa Camara opened 41 records in 22 minutes")
    assert str(reason(pick)) == (
        "They open 9 in such a time on a usual day. Of the 41, 38 belong to no case of theirs."
    )


def test_without_a_usual_day_it_is_said_that_none_is_known():
    (pick,) = picks(opened(25), Usual())

    assert "what is usual for them is not known yet" in str(reason(pick))


@pytest.mark.parametrize(
    ("seen", "before", "expected"),
    [
        (opened(24), KNOWN, []),
        (opened(25), KNOWN, [Rule.MANY_AT_ONCE]),
        (opened(25, minutes=45), KNOWN, []),
        (opened(25), replace(KNOWN, at_once=13), []),
        (opened(26), replace(KNOWN, at_once=13), [Rule.MANY_AT_ONCE]),
        (opened(1) * 60, KNOWN, []),
        (opened(2, is_off=True), KNOWN, []),
        (opened(3, is_off=True), KNOWN, [Rule.OUT_OF_HOURS]),
        (opened(3, is_off=True), replace(KNOWN, off_days=2), []),
        (of_no_part(opened(4)), KNOWN, []),
        (of_no_part(opened(5)), KNOWN, [Rule.NO_PART]),
        ([replace(one, no_part=one.records) for one in opened(9)], KNOWN, []),
        (refused(4, minutes=5), KNOWN, []),
        (refused(5, minutes=59), KNOWN, [Rule.REFUSALS]),
        (refused(5, minutes=61), KNOWN, []),
        (opened(89, minutes=600), KNOWN, []),
        (opened(90, minutes=600), KNOWN, [Rule.BREADTH]),
        (opened(90, minutes=600), replace(KNOWN, peers=31), []),
        (opened(90, minutes=600), replace(KNOWN, own=None), []),
        (opened(1), replace(KNOWN, last=date(2026, 9, 20)), []),
        (opened(1), replace(KNOWN, last=date(2026, 9, 19)), [Rule.SILENCE]),
        (opened(1), replace(KNOWN, last=None), []),
        ([Seen(MORNING, takes_out=True)], KNOWN, [Rule.TAKEN_OUT]),
        ([Seen(MORNING, takes_out=True, is_refused=True)], KNOWN, []),
        (searched(99), KNOWN, []),
        (searched(100), KNOWN, [Rule.SEARCHES]),
        (searched(100, minutes=62), KNOWN, []),
    ],
)
def test_each_rule_picks_from_its_threshold_on(seen, before, expected):
    assert rules(seen, before) == expected


def test_one_record_of_the_own_name_or_village_is_enough_but_a_refused_one_is_not():
    (one,) = opened(1)
    namesake, neighbour = replace(one, namesakes=one.records), replace(one, neighbours=one.records)

    assert rules([namesake]) == [Rule.OWN_NAME]
    assert rules([neighbour]) == [Rule.OWN_VILLAGE]
    assert rules([replace(namesake, is_refused=True)]) == []


def test_one_try_at_a_sealed_record_is_enough():
    (one,) = refused(1, minutes=0)

    assert rules([replace(one, sealed=one.records)]) == [Rule.SEALED]
    assert rules([one]) == []


def test_a_weekend_is_that_of_the_country_and_night_is_night_everywhere():
    sunday, friday = datetime(2026, 11, 22, 12, tzinfo=UTC), datetime(2026, 11, 20, 12, tzinfo=UTC)

    assert is_off(sunday, frozenset({5, 6}))
    assert not is_off(sunday, frozenset({4, 5}))
    assert is_off(friday, frozenset({4, 5}))
    assert [is_off(friday.replace(hour=hour), frozenset()) for hour in (5, 6, 20, 21)] == [
        True, False, False, True,
    ]  # fmt: skip


def test_a_usual_day_is_the_middle_one_and_needs_five():
    days = [Day(date(2026, 11, day), count, 4, is_off=False) for day, count in
            ((2, 30), (3, 31), (4, 400), (5, 29), (6, 0))]  # fmt: skip

    assert usual(days, [], None).own is None
    days.append(Day(date(2026, 11, 9), 2, 1, is_off=True))
    assert usual(days, days, None) == Usual(own=30, at_once=4, peers=30, off_days=1)


def test_a_second_look_at_a_day_forgets_nothing_of_the_first():
    first = Day(date(2026, 11, 18), 41, 30, is_off=True)
    second = Day(date(2026, 11, 18), 3, 2, is_off=False)

    assert fuller(first, second) == fuller(second, first) == first


def test_what_was_answered_comes_back_only_when_it_went_on_and_doubled():
    (first,) = picks(opened(30), KNOWN)
    (more,) = picks(opened(59, minutes=29), KNOWN)
    (doubled,) = picks(opened(60, minutes=29), KNOWN)

    assert not has_grown(first, more)
    assert has_grown(first, doubled)
    assert not has_grown(doubled, doubled)


def test_every_rule_has_its_words_and_its_threshold_told():
    for rule in Rule:
        assert RULE_WORDS[rule]
        assert str(MEANINGS[rule]).endswith(".")


ACTS = st.builds(
    Seen,
    at=st.integers(0, 24 * 60 - 1).map(lambda minutes: MIDNIGHT + timedelta(minutes=minutes)),
    records=st.frozensets(st.sampled_from([f"SN-{n}" for n in range(60)]), max_size=3),
    is_off=st.booleans(),
    is_refused=st.booleans(),
    takes_out=st.booleans(),
)
USUALS = st.builds(
    Usual,
    own=st.none() | st.floats(0, 50),
    at_once=st.none() | st.floats(0, 30),
    peers=st.none() | st.floats(0, 50),
    off_days=st.integers(0, 5),
    last=st.none() | st.dates(date(2026, 1, 1), date(2026, 11, 17)),
)


@given(st.lists(ACTS, max_size=60), USUALS, st.randoms(use_true_random=False))
def test_the_rules_are_pure(seen, before, random):
    """The same acts, in whatever order they come and however often asked, give the same picks."""
    kept = list(seen)
    mixed = list(seen)
    random.shuffle(mixed)

    first = picks(seen, before)

    assert first == picks(seen, before)
    assert seen == kept
    assert {one.rule for one in first} == {one.rule for one in picks(mixed, before)}
    assert [one.count for one in first] == [one.count for one in picks(mixed, before)]


@given(st.lists(ACTS, max_size=60), USUALS)
def test_a_pick_names_only_what_was_touched_that_day(seen, before):
    touched = frozenset().union(*(one.records for one in seen))
    for pick in picks(seen, before):
        assert set(pick.records) <= touched
        assert pick.since <= pick.until
        assert pick.unrelated <= max(pick.count, len(pick.records))
        assert str(headline(pick, "X"))
        assert str(reason(pick))


@given(st.lists(ACTS, max_size=40))
def test_what_is_remembered_of_a_day_never_exceeds_it(seen):
    kept = remembered(date(2026, 11, 18), seen)

    assert 0 <= kept.at_once <= kept.opened <= 60
