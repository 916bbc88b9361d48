"""The map and the time line of a pair: what they show, where, and what they keep to themselves."""

import gzip
import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfl.linking import atlas, mapping, time_line
from rfl.linking.relatives import side_by_side
from rfl.linking.rules import Side
from rfl.linking.whereabouts import Stop, journey, stops_of_registered, stops_of_sought
from rfl.matching import Evidence, Name, Reason, Relative
from rfl.matching.places import Spot
from rfl.persons.document import PersonDocument, PlaceStatement, Relation
from rfl.persons.rules import RelationKind
from rfl.text import Text
from rfl.tracing.document import LastNews, SoughtDocument
from tests.tracing.web import words_of
from tests.tracing.world import person

BUDGET = 12 * 1024
"""Bytes of the shapes of one map, compressed: a page has 30 KB after the first."""

LEFT = PersonDocument(
    places=(
        PlaceStatement("origin", "SN", "Vélingara, Kolda"),
        PlaceStatement("heading_to", "ES", "Madrid"),
    )
)
NEWS = SoughtDocument(
    last_news=(
        LastNews(date(2026, 9, 14), "SN", "Mbour"),
        LastNews(date(2026, 8, 2), "SN", "Kolda"),
    )
)
SOUGHT = stops_of_sought(LEFT, NEWS)
FOUND = PersonDocument(
    places=(PlaceStatement("origin", "GM", "Basse"), PlaceStatement("residence", "GM", "Brikama"))
)
SEEN = PlaceStatement("last_seen", "GM", "Banjul")
MET = date(2026, 10, 3)


def registered(*, seen=SEEN, is_foreign=True):
    return stops_of_registered(FOUND, seen, MET, is_foreign=is_foreign)


def topology(*arcs, outlines=((0,),)):
    """Return a world of 2° steps from 10° E, 10° N."""
    return {
        "transform": {"scale": [2, 2], "translate": [10, 10]},
        "arcs": arcs,
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "id": f"{number:03}", "arcs": [list(ring)]}
                    for number, ring in enumerate(outlines)
                ]
            }
        },
    }


def world_of(folder, *arcs, outlines=((0,),)):
    path = folder / "world.json"
    path.write_text(json.dumps(topology(*arcs, outlines=outlines)))
    return atlas.read(path)


def points(path):
    """Return the points that an SVG path of one ring goes through."""
    first, *steps = path.strip("Mz").replace("-", " -").replace("l", " ").split()
    numbers = [float(one) for one in (first, *steps)]
    x = y = 0.0
    found = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x, y))
    return found


def test_what_each_record_says_runs_from_home_day_by_day():
    assert [(one.kind, one.name) for one in SOUGHT] == [
        ("origin", "Vélingara"), ("news", "Kolda"), ("news", "Mbour"), ("heading_to", "Madrid"),
    ]  # fmt: skip
    assert [one.name for one in journey(SOUGHT)] == ["Vélingara", "Kolda", "Mbour"]


def test_of_another_society_s_record_no_more_is_shown_than_evidence_names():
    assert [one.kind for one in registered(is_foreign=False)] == ["origin", "residence", "met"]
    assert [one.kind for one in registered()] == ["origin", "met"]
    guarded = registered(seen=None)
    assert guarded[-1] == Stop(Side.REGISTERED, "met", day=MET)
    assert "Banjul" not in str(guarded)


@pytest.mark.parametrize("text", [None, "", "{}", "[1]", '{"arcs": [[[0]]], "transform": 3}'])
def test_without_shapes_there_is_no_map_and_no_error(tmp_path, text):
    path = tmp_path / "world.json"
    if text is not None:
        path.write_text(text)
    assert atlas.read(path) is None


def test_neighbours_share_one_border_and_none_reaches_far_over_the_frame(tmp_path):
    # two lands, one to the east of the other: the first arc is their border, from south to north
    border, west, east = [[5, -9], [0, 25]], [[5, 16], [-25, 0], [0, -25], [25, 0]], None
    east = [[5, 16], [25, 0], [0, -25], [-25, 0]]
    world = world_of(tmp_path, border, west, east, outlines=((0, 1), (2, 0)))
    assert world is not None
    window = atlas.window_of([Spot(14.0, 20.0)])

    shapes = atlas.land(world, window)

    assert {one.code for one in shapes} == {"000", "001"}
    for one in shapes:
        xs, ys = zip(*points(one.path), strict=True)
        assert min(xs) >= -atlas.OUTSIDE
        assert max(xs) <= window.width + atlas.OUTSIDE
        assert min(ys) >= -atlas.OUTSIDE
        assert max(ys) <= window.height + atlas.OUTSIDE
        assert 180 in {round(x) for x in xs}  # 20° E, in the middle
        assert one.room == 180
    assert {one.middle[0] for one in shapes} == {90, 270}


@given(st.lists(st.builds(Spot, st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=5))
def test_every_place_lies_within_its_window_wherever_on_earth(spots):
    window = atlas.window_of(spots)

    assert atlas.LEAST_HEIGHT <= window.height <= atlas.MOST_HEIGHT
    for spot in spots:
        x, y = window.place(spot)
        assert atlas.MARGIN - 1 <= x <= window.width - atlas.MARGIN + 1
        assert atlas.MARGIN - 1 <= y <= window.height - atlas.MARGIN + 1


@pytest.mark.parametrize(
    "spots",
    [
        [Spot(13.15, -14.11), Spot(14.42, -16.96)],
        [Spot(34.5, 69.2), Spot(59.3, 18.0)],
        [Spot(9.0, -10.0), Spot(45.0, 9.0)],
        [Spot(-33.0, -70.0), Spot(60.0, 170.0)],
    ],
    ids=["Casamance", "Kabul to Stockholm", "Conakry to Milan", "half the world"],
)
def test_the_shapes_of_a_map_stay_within_the_budget_of_a_page(spots):
    world = atlas.installed()
    assert world is not None, "run `make setup`"
    paths = [one.path for one in atlas.land(world, atlas.window_of(spots))]
    assert 1 < len(gzip.compress("".join(paths).encode())) < BUDGET
    assert paths


def drawn(stops):
    world = atlas.installed()
    assert world is not None
    return mapping.draw(stops, world, lambda number: {"686": "Senegal"}.get(number, ""), days)


def days(stops):
    return [one.day.isoformat() for one in stops if one.day]


def test_both_records_have_marks_days_and_lines_of_their_own():
    picture = drawn([*SOUGHT[:-1], *registered()])

    assert [(one.label.text, one.sides) for one in picture.marks if one.label] == [
        ("Vélingara", {Side.SOUGHT}), ("Kolda", {Side.SOUGHT}), ("Mbour", {Side.SOUGHT}),
        ("Basse", {Side.REGISTERED}), ("Banjul", {Side.REGISTERED}),
    ]  # fmt: skip
    assert picture.marks[2].label.days == ("2026-09-14",)
    assert [(one.side, one.path.count("Q")) for one in picture.ways] == [
        (Side.SOUGHT, 2),
        (Side.REGISTERED, 1),
    ]
    assert [one.text for one in picture.countries] == ["Senegal"]


def test_one_place_that_both_name_has_one_mark():
    both = [Stop(side, "origin", "SN", "Mbour") for side in Side]
    assert [one.sides for one in drawn(both).marks] == [frozenset(Side)]


def test_no_name_on_a_map_lies_on_another_or_outside():
    towns = ("Mbour", "Dakar", "Kolda", "Touba", "Kaolack", "Louga", "Tambacounda", "Ziguinchor")
    picture = drawn([Stop(Side.SOUGHT, "news", "SN", town, MET) for town in towns])
    boxes = []
    for one in picture.marks:
        if one.label:
            width = max(len(one.label.text), 10) * mapping.LETTER
            left = one.label.x - (width if one.label.anchor == "end" else 0)
            boxes.append((left, one.label.y - 12, left + width, one.label.y + 20))
    assert len(boxes) > 4
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert top >= 0
        assert right <= picture.width
        assert bottom <= picture.height
        for other in boxes[number + 1 :]:
            assert (
                left >= other[2] - 0.2
                or right <= other[0] + 0.2
                or top >= other[3] - 0.2
                or (bottom <= other[1] + 0.2)
            )


def test_places_in_no_gazetteer_make_no_map():
    assert drawn([Stop(Side.SOUGHT, "news", "SN", "behind the great tree")]) is None
    assert drawn([Stop(Side.SOUGHT, "origin", "SN")]) is None


def lined(stops, *, rtl=False):
    return time_line.draw(stops, lambda one: one.name or "met", rtl=rtl)


def test_a_time_line_runs_as_the_reader_reads():
    stops = [*SOUGHT, *registered()]
    line, turned = lined(stops), lined(stops, rtl=True)

    assert [one.words for one in line.moments] == ["Kolda", "Mbour", "Banjul"]
    assert [one.x for one in line.moments] == sorted(one.x for one in line.moments)
    for one, other in zip(line.moments, turned.moments, strict=True):
        assert one.x + other.x == pytest.approx(line.width, abs=0.11)
        assert (one.y, one.words_y, one.anchor) == (other.y, other.words_y, other.anchor)
        assert one.words_x + other.words_x == pytest.approx(line.width, abs=0.21)
    assert [tick.day.month for tick in line.ticks] == [8, 9, 10]


def test_a_time_line_has_few_words_and_all_days_whatever_its_length():
    start = date(1994, 12, 31)
    for length in (1, 20, 31, 90, 200, 366, 2000, 12_000):
        line = lined(
            [
                Stop(Side.SOUGHT, "news", day=start),
                Stop(Side.REGISTERED, "met", day=start + timedelta(days=length)),
            ]
        )
        assert 1 <= len(line.ticks) <= time_line.MOST_TICKS
        assert all(0 <= one.x <= line.width for one in (*line.moments, *line.ticks))
        assert line.by_years == (length > 1000)


def test_one_day_is_no_time_line():
    assert lined([Stop(Side.REGISTERED, "met", day=MET)]) is None


def test_the_page_of_a_pair_shows_the_map_and_its_table(site, gate):
    gate.register(document=_found_in_basse())
    link = gate.links(gate.request())[0]

    awa = site.as_(gate.awa)
    page = awa.get(f"/links/{link.id}")

    words = words_of(page)
    assert page.text.count('class="pic map"') == 1
    assert "Registered: from, Basse" in words
    assert "From: Basse" in words
    assert "Brikama" not in page.text
    assert "Family members" in words
    assert "Isatou Baldeh" in words.split("Family members")[1]
    assert "Ebrima" not in page.text
    assert "Not on the map: The Gambia" in words
    assert "Mamadou about 1 in" in words.split("How common is the name here?")[1]

    empty = awa.post(f"/links/{link.id}/more", {"needed": "", "day": ""}, status=422)
    assert "Write down what must be found out" in words_of(empty)


def _found_in_basse():
    known = person("Momodou Jallow", age=24)
    relations = tuple(
        Relation(kind, person(name).names)
        for kind, name in ((RelationKind.MOTHER, "Isatou Baldeh"), (RelationKind.SON, "Ebrima"))
    )
    return PersonDocument(
        names=known.names, births=known.births, places=FOUND.places, relations=relations
    )


def test_relatives_stand_side_by_side_and_another_society_s_are_no_more_than_the_evidence():
    def relative(kind, name):
        return Relative(kind, (Name.of(name),))

    row = Evidence("mother", "Awa Sow", "Hawa Sow", Reason.CLASS, 2.0, Text("One name."))
    rest = Evidence("origin", "Awa Sow", "", Reason.EXACT, 2.0, Text("One name."))
    sought = [relative("mother", "Awa Sow"), relative("sister", "Awa Sow")]
    found = [relative("mother", "Hawa Sow"), relative("brother", "Demba Sow")]

    own = side_by_side([row, rest], sought, found, is_foreign=False)
    foreign = side_by_side([row, rest], sought, found, is_foreign=True)

    assert [(one.kind, one.sought, one.registered, one.standing) for one in own] == [
        ("mother", "Awa Sow", "Hawa Sow", "same"),
        ("sister", "Awa Sow", "", "absent"),
        ("brother", "", "Demba Sow", "absent"),
    ]
    assert foreign == own[:2]
    assert [one.agrees for one in own] == [True, False, False]
