from datetime import UTC, date, datetime, timedelta

import pytest

from rfl.audit.rules import Act
from rfl.desk.pictures import LANES, heat, time_line
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


def test_an_unusual_cell_is_framed_if_anything_is_in_it():
    at = datetime(2026, 11, 18, 22, 48, tzinfo=UTC)
    framed = [(at, at.replace(hour=23, minute=59))]
    cells = heat([at], at.date(), 1, framed=framed).rows[0].cells

    assert [place for place, cell in enumerate(cells) if cell.is_framed] == [11]
    assert not heat([], at.date(), 1, framed=framed).has_frame


def test_a_time_line_has_a_lane_a_person_and_the_busiest_first():
    start = datetime(2026, 11, 18, 8, tzinfo=UTC)
    points = [("Awa", start, False), ("Moussa", start + timedelta(hours=4), True)]
    points += [("Moussa", start + timedelta(hours=8), False)]
    line = time_line(points)

    assert line is not None
    assert [lane.who for lane in line.lanes] == ["Moussa", "Awa"]
    (refused, last), (first,) = (lane.dots for lane in line.lanes)
    assert first.x < refused.x < last.x
    assert (refused.x - first.x) == pytest.approx(last.x - refused.x, abs=0.2)
    assert [dot.is_refused for dot in (first, refused, last)] == [False, True, False]
    assert time_line(points[:1]) is None


def test_many_people_share_the_last_lane_and_nobody_is_lost():
    start = datetime(2026, 11, 18, 8, tzinfo=UTC)
    points = [(f"P{number}", start + timedelta(minutes=number), False) for number in range(20)]
    line = time_line(points)

    assert line is not None
    assert len(line.lanes) == LANES
    assert line.lanes[-1].who == ""
    assert sum(len(lane.dots) for lane in line.lanes) == 20
