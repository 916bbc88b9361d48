from datetime import UTC, date, datetime

import pytest

from rfl.audit.rules import Act
from rfl.desk.pictures import heat
from rfl.desk.words import ACT_WORDS, act_words


def test_every_act_has_everyday_words():
    assert set(ACT_WORDS) == set(Act)
    assert len(set(ACT_WORDS.values())) == len(ACT_WORDS)


def test_an_act_no_longer_in_use_stands_for_itself():
    assert act_words("fax:sent") == "fax:sent"
    assert act_words("request:opened") == "Opened the case"


@pytest.mark.parametrize(
    ("count", "step"), [(0, 0), (1, 1), (3, 1), (4, 2), (9, 2), (10, 3), (19, 3), (20, 4)]
)
def test_a_cell_is_darker_the_more_it_holds(count, step):
    last = date(2026, 11, 19)
    picture = heat([datetime(2026, 11, 18, 11, 5, tzinfo=UTC)] * count, last, 14)
    cell = picture.rows[-2].cells[5]

    assert (cell.count, cell.step) == (count, step)
    assert picture.total == count
    assert picture.most == count


def test_the_picture_holds_its_days_and_no_others():
    last = date(2026, 11, 19)
    moments = [datetime(2026, 11, day, 23, 59, tzinfo=UTC) for day in (5, 6, 19, 20)]
    picture = heat(moments, last, 14)

    assert [picture.rows[0].day, picture.rows[-1].day] == [date(2026, 11, 6), last]
    assert picture.total == 2
    assert (picture.most_day, picture.most_hour) == (last, 22)
    assert heat([], last, 14).most_day is None
