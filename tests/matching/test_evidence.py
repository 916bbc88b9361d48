"""What everything beside the name tells: tables of what people say, and what holds always."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfl.matching import (
    Birth,
    Evidence,
    Likeness,
    Name,
    Particulars,
    Place,
    Reason,
    Relative,
    Sighting,
    World,
    compare,
)
from rfl.matching.calibration import SHADE_BITS, TRUST, is_parted, is_shared
from rfl.matching.family import PARENT_AGAINST
from rfl.matching.journeys import BEFORE_BITS, TOO_FAST_BITS
from rfl.matching.origins import shown
from rfl.matching.places import Spot, find, fold
from rfl.text import Text

WORDS = st.sampled_from(
    ["Mamadou", "Momodou", "Fatou", "Awa", "Diallo", "Jallow", "Sow", "حسن", "Bagirishya", "Ali"]
)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(lambda words: (Name.of(" ".join(words)),))
DAYS = st.dates(date(1940, 1, 1), date(2020, 12, 31))
PRECISIONS = st.sampled_from(["day", "month", "year", "about", "range", "age"])


def born(first, days=0, precision="day"):
    return Birth(first, date.fromordinal(first.toordinal() + days), precision, str(first))


BIRTHS = st.builds(born, DAYS, st.integers(0, 1500), PRECISIONS).map(
    lambda b: replace(b, latest=b.earliest) if b.precision == "day" else b
)
RELATIVES = st.builds(
    Relative,
    st.sampled_from(["father", "mother", "brother", "sister", "cousin", "son", "travel_companion"]),
    NAMES,
    st.none() | BIRTHS,
    st.sampled_from([None, True, False]),
)
PLACES = st.builds(
    Place,
    st.sampled_from([None, "SN", "GM", "ML", "IT"]),
    st.sampled_from(["", "Kolda", "Banjul", "Sinthiou Malème", "Sinchu Malem", "Kédougou"]),
)
PEOPLE = st.builds(
    Particulars,
    names=NAMES,
    birth=st.none() | BIRTHS,
    sex=st.sampled_from([None, "male", "female"]),
    relatives=st.lists(RELATIVES, max_size=4).map(tuple),
    origin=st.none() | PLACES,
    telephones=st.lists(
        st.sampled_from(["+221 77 123 45 67", "77 123 45 67", "+220 7712345"]), max_size=2
    ).map(tuple),
)


def row(found: Likeness, kind: str):
    return next(one for one in found.evidence if one.kind == kind)


def told(found: Likeness) -> float:
    return sum(one.bits for one in found.evidence)


def somebody(**more) -> Particulars:
    return Particulars(names=(Name.of("Mamadou Diallo"),), **more)


def relatives(**named):
    return tuple(
        Relative(relation.rstrip("_"), (Name.of(name),)) for relation, name in named.items()
    )


@given(PEOPLE, PEOPLE)
@settings(max_examples=100, deadline=None)
def test_it_does_not_matter_which_side_asks(a: Particulars, b: Particulars) -> None:
    assert told(compare(a, b)) == pytest.approx(told(compare(b, a)))


@given(PEOPLE)
@settings(max_examples=60, deadline=None)
def test_nothing_said_speaks_against_the_same_words(person: Particulars) -> None:
    found = compare(person, person).evidence
    assert all(one.bits >= 0 for one in found if one.kind != "kin")


@given(PEOPLE, RELATIVES)
@settings(max_examples=60, deadline=None)
def test_a_relative_that_both_name_never_lowers(person: Particulars, more: Relative) -> None:
    before = told(compare(person, person))
    both = replace(person, relatives=(*person.relatives, more))
    assert told(compare(both, both)) >= before - 0.01  # a row that weighs less is not shown


@given(PEOPLE, BIRTHS)
@settings(max_examples=60, deadline=None)
def test_a_birth_that_both_tell_never_lowers(person: Particulars, birth: Birth) -> None:
    silent = replace(person, birth=None)
    both = replace(person, birth=birth)
    assert told(compare(both, both)) >= told(compare(silent, silent))


DAY = date(1990, 3, 5)


@pytest.mark.parametrize(
    ("a", "b", "reason", "least", "most"),
    [
        (born(DAY), born(DAY), Reason.EXACT, 9, 12),
        (born(DAY), born(date(1990, 5, 3)), Reason.SWAPPED, 5, 8),
        (born(DAY), born(date(1990, 3, 6)), Reason.EDIT, 2, 5),
        (born(DAY), born(date(1991, 3, 5)), Reason.EDIT, 3, 6),
        (born(DAY), born(date(1990, 11, 20)), Reason.CLOSE, 0, 1),
        (born(date(1990, 1, 1)), born(date(1990, 1, 1)), Reason.EXACT, 2, 5),
        (born(date(1990, 1, 1)), born(DAY), Reason.EXACT, 2, 5),
        (born(date(1990, 1, 1), 364, "year"), born(DAY), Reason.EXACT, 2, 5),
        (born(DAY, 364, "age"), born(date(1991, 6, 1), 364, "age"), Reason.CLOSE, 1, 4),
        (born(DAY, 364, "age"), born(date(1996, 6, 1), 364, "age"), Reason.DIFFERENT, -4, 0),
        (born(DAY), born(date(1975, 7, 9)), Reason.DIFFERENT, -7, -3),
    ],
)
def test_births_weigh_by_how_they_were_told(a, b, reason, least, most) -> None:
    found = row(compare(somebody(birth=a), somebody(birth=b)), "birth")
    assert found.reason is reason
    assert least <= found.bits <= most


def test_what_is_farther_apart_tells_less() -> None:
    years = [
        row(compare(somebody(birth=born(DAY, 364, "age")), somebody(birth=b)), "birth").bits
        for b in (born(date(1990 + n, 3, 5), 364, "age") for n in range(12))
    ]
    assert years == sorted(years, reverse=True)


def test_what_is_told_from_memory_may_be_farther_off() -> None:
    five_years_on = born(date(1995, 3, 5), 364, "year")
    told = [
        row(compare(somebody(birth=born(DAY, 364, how)), somebody(birth=five_years_on)), "birth")
        for how in ("year", "range", "age", "about")
    ]
    bits = [one.bits for one in told]
    assert bits == sorted(bits)
    assert bits[-1] > bits[0] + 1
    assert bits[-1] < 0


@pytest.mark.parametrize(
    ("kind", "a", "b", "least", "most"),
    [
        ("sex", {"sex": "male"}, {"sex": "male"}, 0.05, 0.3),
        ("sex", {"sex": "male"}, {"sex": "female"}, -6, -4),
        ("languages", {"languages": ("Pulaar",)}, {"languages": ("Fula",)}, 0.1, 0.5),
        ("languages", {"languages": ("Dari",)}, {"languages": ("Persian",)}, 0.1, 0.5),
        ("languages", {"languages": ("Malinke",)}, {"languages": ("Mandinka",)}, 0.1, 0.5),
        ("languages", {"languages": ("Wolof",)}, {"languages": ("Dari",)}, -2, -0.5),
        ("marks", {"marks": ("scar on chin",)}, {"marks": ("scar on chin",)}, 1.5, 3),
        ("marks", {"marks": ("scar on chin",)}, {"marks": ("blue eyes",)}, -1.5, -0.3),
        ("occupation", {"occupation": "tailor"}, {"occupation": "tailor"}, 0.5, 1.5),
        ("occupation", {"occupation": "tailor"}, {"occupation": "fisher"}, -0.8, -0.1),
    ],
)
def test_what_else_is_told_weighs_a_little(kind, a, b, least, most) -> None:
    assert least <= row(compare(somebody(**a), somebody(**b)), kind).bits <= most


def test_two_weak_matches_in_the_family_beat_one_strong_name() -> None:
    sought = Particulars(
        names=(Name.of("Ousmane Bagirishya"),),
        relatives=relatives(father="Samba", mother="Coumba Sow", brother="Demba"),
    )
    name_only = Particulars(names=(Name.of("Ousmane Bagirishya"),))
    family = Particulars(
        names=(Name.of("Ousmane Bagirischa"),),
        relatives=relatives(father="Samba", mother="Kumba Sowe"),
    )
    assert told(compare(sought, family)) > told(compare(sought, name_only)) + 2


def test_the_family_name_is_not_counted_again_with_each_relative() -> None:
    alone = compare(
        somebody(relatives=relatives(father="Samba")), somebody(relatives=relatives(father="Samba"))
    )
    with_name = compare(
        somebody(relatives=relatives(father="Samba Diallo")),
        somebody(relatives=relatives(father="Samba Jallow")),
    )
    assert row(with_name, "father").bits <= row(alone, "father").bits + 0.1


def test_brothers_are_not_all_told_but_another_father_speaks_against() -> None:
    found = compare(
        somebody(relatives=relatives(father="Samba", brother="Ousmane")),
        somebody(relatives=relatives(father="Yaya", brother="Karamoko")),
    )
    assert row(found, "father").bits < -2
    assert "brother" not in {one.kind for one in found.evidence}
    whole = compare(
        somebody(relatives=relatives(father="Samba Diallo")),
        somebody(relatives=relatives(father="Yaya Keita")),
    )
    assert row(whole, "father").bits == pytest.approx(PARENT_AGAINST * TRUST["family"])


def test_companions_and_cousins_called_brothers_are_found() -> None:
    found = compare(
        somebody(relatives=relatives(travel_companion="Karamoko Fadiga", brother="Salif Kanu")),
        somebody(relatives=relatives(travel_companion="Karamo Fadiga", cousin="Salifu Kanu")),
    )
    assert row(found, "travel_companion").bits > 2
    assert row(found, "brother").bits > 1


@pytest.mark.parametrize(
    ("a", "b", "bits"),
    [
        (Place("SN", "Kolda"), Place("SN", "Kolda"), 3.2),
        (Place("SN", "Sinthiou Malème"), Place("SN", "Sinchu Malem"), 1.5),
        (Place("SN", "Darou Mousty, Kébémer"), Place("SN", "Daaru Musti"), 3.2),
        (Place("SN", "Kolda"), Place("GM", "Basse Santa Su"), 1.7),
        (Place("SN", "Kolda"), Place("AF", "Herat"), -1.6),
        (Place("SN", "Medina Xoor"), Place("SN", "Tawfeex"), 0.1),
    ],
)
def test_origins_by_map_by_other_names_and_by_ear(a, b, bits) -> None:
    found = row(compare(somebody(origin=a), somebody(origin=b)), "origin")
    weighed = bits * TRUST["origin"]
    least = max(0.0, weighed - SHADE_BITS) if bits > 0 else weighed
    assert found.bits >= least - 1e-9 if bits > 1 else found.bits == pytest.approx(least)


def test_a_place_lies_where_its_degrees_say_or_the_town_that_it_names() -> None:
    kolda = find(Place("SN", "Kolda"))
    assert kolda is not None
    assert find(Place("SN", "Sikilo, Kolda")) == kolda
    assert find(Place("SN", "Kolda", 1.5, 2.5)) == Spot(1.5, 2.5)
    assert find(Place("SN", "Kolda", 1.5)) == find(Place("SN", "Kolda", None, 2.5)) == kolda
    assert find(Place("AF", "Kolda")) is None
    assert find(Place(None, "Kolda")) is None


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("+221 77 123 45 67", "00221771234567", True),
        ("+221 77 123 45 67", "77 123 45 67", True),
        ("+39 06 1234 5678", "06 1234 5678", True),
        ("+44 20 7946 0123", "020 7946 0123", True),
        ("+221 77 123 45 67", "+220 77 123 45 67", False),
        ("123", "123", False),
    ],
)
def test_telephones_are_one_by_their_national_number(one, other, is_same) -> None:
    found = compare(somebody(telephones=(one,)), somebody(telephones=(other,)))
    assert (row(found, "telephone").bits > 10) is is_same


@pytest.mark.parametrize(
    ("last", "met", "bits"),
    [
        (("ML", "Gao", date(2026, 1, 5)), ("IT", "Lampedusa", date(2026, 4, 1)), 0.6),
        (("TR", "Edirne", date(2026, 1, 5)), ("BA", "Bihać", date(2026, 3, 1)), 0.6),
        (("BR", "Recife", date(2026, 1, 5)), ("CL", "Arica", date(2026, 3, 1)), 0.1),
        (("TR", "Edirne", date(2026, 1, 5)), ("GM", "Banjul", date(2026, 3, 1)), -0.5),
        (("SN", "Dakar", date(2026, 1, 5)), ("BA", "Bihać", date(2026, 1, 7)), TOO_FAST_BITS),
        (("SN", "Dakar", date(2026, 5, 5)), ("ES", "", date(2026, 1, 7)), BEFORE_BITS),
    ],
)
def test_a_journey_has_a_way_and_takes_its_days(last, met, bits) -> None:
    a, b = (Sighting(Place(country, text), day) for country, text, day in (last, met))
    found = row(compare(somebody(sighting=a), somebody(sighting=b)), "journey")
    assert found.bits == pytest.approx(bits)


def test_a_journey_is_told_by_place_and_day_as_far_as_they_are_known() -> None:
    last = Sighting(Place("ML", "Gao"), date(2026, 1, 5))
    met = Sighting(Place(None, ""), date(2026, 3, 1))
    found = row(compare(somebody(sighting=last), somebody(sighting=met)), "journey")
    assert (str(found.a), str(found.b)) == ("Gao, ML, 2026-01-05", "2026-03-01")


def test_what_a_brother_shares_does_not_make_him_the_one_sought() -> None:
    family = relatives(father="Karamoko Bagirishya", mother="Coumba Fadiga", brother="Salif")
    home = Place("SN", "Kolda")
    sought = Particulars((Name.of("Ousmane Bagirishya"),), relatives=family, origin=home)
    brother = replace(sought, names=(Name.of("Demba Bagirishya"),))
    far, near = (World(searched=count) for count in (20_000, 1_000_000))
    assert compare(sought, brother, world=far).probability < 0.1
    assert compare(sought, sought, world=far).probability > 0.9
    kin = row(compare(sought, brother, world=near), "kin").bits
    assert row(compare(sought, brother, world=far), "kin").bits < kin < 0


def test_of_a_father_told_by_two_names_the_telling_one_counts() -> None:
    one_name = relatives(father="Ousmane")
    two_names = (*one_name, *relatives(father="Mamadou"))
    single = compare(somebody(relatives=one_name), somebody(relatives=one_name))
    double = compare(somebody(relatives=two_names), somebody(relatives=two_names))
    assert row(double, "father").bits == pytest.approx(row(single, "father").bits)
    assert row(double, "father").bits > 2


def test_nobody_is_ever_certain() -> None:
    one = Particulars(
        (Name.of("Zubenelo Tsuvaniro Gwembeshi"),),
        relatives=relatives(father="Karamoko Bagirishya", mother="Coumba Fadiga", brother="Salif"),
        birth=born(DAY),
        telephones=("+221 77 123 45 67",),
    )
    stranger = Particulars(
        (Name.of("Karim Benyoucef Cissé Hassan Ivanov"),),
        relatives=relatives(father="Yaya Keita", mother="Fatou Sow"),
        birth=born(date(1950, 7, 9)),
    )
    assert compare(one, one).bits > 40
    assert 1 - compare(one, one).probability == pytest.approx(2**-30, rel=0.01)
    assert compare(one, stranger).bits < -35
    assert compare(one, stranger).probability == pytest.approx(2**-30, rel=0.01)


BROTHERS_SHARE = {
    "given_name": False, "nickname": False, "sex": False, "birth": False, "journey": False,
    "marks": False, "occupation": False, "telephone": False, "wife": False, "husband": False,
    "partner": False, "son": False, "daughter": False, "travel_companion": False,
    "father_name": True, "grandfather_name": True, "family_name": True, "father": True,
    "mother": True, "brother": True, "sister": True, "uncle": True, "cousin": True,
    "origin": True, "languages": True, "grandmother": True, "name_rest": True,
}  # fmt: skip


def test_a_brother_shares_what_is_told_of_the_family() -> None:
    for kind, shared in BROTHERS_SHARE.items():
        found = Evidence(kind, "a", "b", Reason.EXACT, 1.0, Text("Same."))
        assert is_shared(found, is_parted=False) is shared, kind
        # Of a name with another part, the part that agrees is the family's.
        assert is_shared(found, is_parted=True) is (shared or "name" in kind), kind


def test_what_one_side_leaves_out_of_a_name_makes_no_brother_of_them() -> None:
    def own(bits: float, reason: Reason) -> Evidence:
        return Evidence("name_rest", "a", "", reason, bits, Text("Same."))

    assert not is_parted([own(-9.0, Reason.MISSING)])
    assert is_parted([own(-2.0, Reason.DIFFERENT)])
    assert is_parted([own(-6.0, Reason.CONFLICT)])
    assert not is_parted([own(4.0, Reason.DIFFERENT)])


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (None, ""), (Place(None, "Kolda"), "Kolda"), (Place("SN", ""), "SN"),
        (Place("SN", "Kolda"), "Kolda, SN"), (Place(None, ""), ""),
    ],
)  # fmt: skip
def test_a_place_is_shown_as_far_as_it_is_told(place: Place | None, said: str) -> None:
    assert str(shown(place)) == said


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("אבגדהוזחטיכלמנסעפצקרשת", "abgdhozhtiklmnsaptskrsht"), ("ךםןףץ", "kmnfts"),
        ("ורנה", "vrna"), ("יפו", "ypo"), ("תל אביב", "tlabib"), ("סוואן", "svan"),
        ("Sédhiou", "sedhiou"), ("Коломыя", "kolomyya"), ("كولدا", "kwld"),
    ],
)  # fmt: skip
def test_a_place_is_folded_to_plain_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_what_one_side_alone_tells_is_shown_and_weighs_nothing() -> None:
    told = somebody(
        sex="male", birth=born(DAY), origin=Place("SN", "Kolda"), telephones=("+221 77 123 45 67",),
        languages=("Wolof",), marks=("scar on chin",), occupation="tailor",
        relatives=relatives(father="Samba"),
    )  # fmt: skip
    for found in (compare(told, somebody()), compare(somebody(), told)):
        silent = {one.kind for one in found.evidence if one.reason is Reason.NOT_STATED}
        assert silent == {"sex", "birth", "origin", "telephone", "languages", "marks",
                          "occupation", "father"}  # fmt: skip
        assert not sum(one.bits for one in found.evidence if one.kind in silent)
    nothing = compare(somebody(), somebody()).evidence
    assert {one.kind for one in nothing} == {"given_name", "family_name"}
