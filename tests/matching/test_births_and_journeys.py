"""What births told by the month say, sightings hardly told, and a parent whom one side names."""

from datetime import date

import pytest

from rfl.matching.births import compare_births
from rfl.matching.calibration import kin_row
from rfl.matching.journeys import ON_ROUTE_BITS, UNKNOWN_BITS, compare_journeys
from rfl.matching.origins import likeness
from rfl.matching.score import compare
from rfl.matching.types import Birth, Evidence, Name, Particulars, Place, Reason, Relative, Sighting
from rfl.text import Text

GAO, AGADEZ = Place("ML", "Gao"), Place("NE", "Agadez")


def met_later(last: Place | None, met: Place | None):
    """Return what is told of two months between the last news and the day they were met."""
    return compare_journeys(
        Particulars(sighting=Sighting(last, date(2026, 1, 5))),
        Particulars(sighting=Sighting(met, date(2026, 3, 5))),
    )


@pytest.mark.parametrize("place", [None, Place(None, ""), Place("", "Gao")])
def test_without_a_country_on_either_side_no_route_is_told(place: Place | None) -> None:
    for last, met in ((place, AGADEZ), (GAO, place), (place, place)):
        row = met_later(last, met)
        assert row is not None
        assert (row.reason, row.bits) == (Reason.CLOSE, UNKNOWN_BITS)


def test_with_both_countries_a_route_is_told() -> None:
    row = met_later(Place("ML", ""), Place("BF", ""))
    assert row is not None
    assert row.bits == ON_ROUTE_BITS


@pytest.mark.parametrize(
    ("month", "said"),
    [
        (3, "Both fit the same year."),
        (4, "1 year apart, within what people remember."),  # half a year is not none
        (9, "1 year apart, within what people remember."),
    ],
)
def test_months_that_do_not_overlap_are_never_told_to_fit(month: int, said: str) -> None:
    march = Birth(date(1990, 3, 1), date(1990, 3, 31), "month", "March 1990")
    other = Birth(date(1990, month, 1), date(1990, month, 28), "month", "1990")
    assert str(compare_births(march, other).because) == said
    assert str(compare_births(other, march).because) == said


def test_a_parent_whom_one_side_does_not_name_tells_nothing() -> None:
    named = Particulars(
        names=(Name.of("Mamadou Diallo"),), relatives=(Relative("father", (Name.of("Samba"),)),)
    )
    alone = Particulars(names=named.names)
    for one, other in ((named, alone), (alone, named)):
        rows = [row for row in compare(one, other).evidence if row.kind == "father"]
        assert [(row.reason, row.bits) for row in rows] == [(Reason.NOT_STATED, 0.0)]


def test_a_place_that_is_not_told_is_like_none() -> None:
    assert likeness("", "Gao") == likeness("Gao", " , ") == likeness("", "") == 0.0
    assert likeness("Gao", "Ansongo, Gao") == 1.0


def test_a_father_who_bears_the_persons_own_name_is_no_other_and_tells_nothing_more() -> None:
    junior = Particulars(
        names=(Name.of("Mamadou Diallo"),), relatives=(Relative("father", (Name.of("Diallo"),)),)
    )
    row = next(row for row in compare(junior, junior).evidence if row.kind == "father")
    assert (row.reason, row.bits) == (Reason.CLASS, 0.0)
    assert str(row.because) == "One name, as the person’s own, and counted with it."


def test_where_one_person_is_searched_siblings_are_reckoned_with_as_among_two() -> None:
    rows = [Evidence("mother", "Awa", "Awa", Reason.CLASS, 6.0, Text("One name."))]
    one, two, many = (kin_row(rows, searched) for searched in (1, 2, 1_000_000))
    assert one is not None
    assert two is not None
    assert one.bits == two.bits < -2
    assert many is None or many.bits > two.bits
