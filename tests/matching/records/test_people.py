"""What stands in a list's cells, as it is read: nothing, a sex, a number that a sheet changed."""

import pytest

from rfl.errors import RuleBrokenError
from rfl.matching.records.people import Values, collect, fields_of
from rfl.matching.records.spoken import key_of


def read(field: str, *texts: str) -> list[str]:
    """Return what the cells of one column say."""
    values = {field: Values()}
    people = collect([[text] for text in texts], {field: 0}, [field], values)
    return [values[field].texts[number] for number in people.fields[field]]


def test_what_says_nothing_is_nothing_in_any_column() -> None:
    nothing = ["", " ", "NaN", "None", "null", "N/A", "na", "-", "?", "Unknown"]
    for field in ("given_name", "sex", "birth_date", "phone"):
        assert read(field, *nothing) == [""] * len(nothing)


@pytest.mark.parametrize(
    ("sex", "words"),
    [
        ("m", "m male man boy h homme masculin masculino hombre ذكر M Male"),
        ("f", "f female woman girl femme féminin feminin femenino mujer w weiblich انثى أنثى F"),
    ],
)
def test_a_sex_is_known_in_several_languages(sex: str, words: str) -> None:
    assert set(read("sex", *words.split())) == {sex}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("19850312.0", "19850312"), ("2.2e7", "22000000"), ("2,2E+7", "22000000"),
        ("3e5", "300000"),
        ("22.5", "22.5"), ("077 123", "077 123"), ("1.2.3", "1.2.3"), ("e5", "e5"),
    ],
)  # fmt: skip
def test_a_number_that_a_sheet_changed_is_read_as_it_was_typed(typed: str, said: str) -> None:
    assert read("phone", typed) == [said]
    assert read("given_name", typed) == [typed.lower()]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Mamadou DIALLO", "diallo mamadou"), ("Diallo Mamadou", "diallo mamadou"),
        ("محمد علي", "li mhmd"), ("Touré, Awa", "awa toure"),
        ("Mamadou ould Diallo", "diallo mamadou"),
        ("Иван", "ivan"), ("bin", "bin"), ("", ""),
    ],
)  # fmt: skip
def test_a_name_is_compared_in_plain_letters_in_any_order(name: str, key: str) -> None:
    assert key_of(name) == key


FIELDS = [
    ("given_name surname", "given_name surname", "given_name surname"),
    ("given_name surname full_name", "given_name surname full_name", "given_name surname"),
    ("given_name surname age", "full_name age", "full_name age"),
    ("given_name surname", "given_name", "full_name"),  # of one, parts; of the other, what there is
    ("full_name id sex", "full_name id sex", "full_name sex"),
    ("full_name father sex", "full_name mother", "full_name"),
    ("father age", "father", "father"),
]


@pytest.mark.parametrize(("one", "other", "common"), FIELDS)
def test_lists_are_compared_by_what_both_tell_and_names_as_the_less_divided_has_them(
    one: str, other: str, common: str
) -> None:
    lists = [{field: n for n, field in enumerate(fields.split())} for fields in (one, other)]
    assert set(fields_of(*lists)) == set(common.split()) == set(fields_of(*lists[::-1]))


def test_without_a_column_of_names_in_both_nothing_can_be_linked() -> None:
    for one, other in (("age sex", "age sex"), ("full_name age", "age"), ("father", "mother")):
        lists = [{field: n for n, field in enumerate(fields.split())} for fields in (one, other)]
        with pytest.raises(RuleBrokenError, match="No column of names"):
            fields_of(*lists)


def test_an_undivided_name_is_put_together_of_the_parts_that_are_given() -> None:
    rows = [["Awa", "Sow"], ["Awa", "-"], ["unknown", "Sow"], ["", ""]]
    values = {"full_name": Values()}
    people = collect(rows, {"given_name": 0, "surname": 1}, ["full_name"], values)
    told = [values["full_name"].texts[number] for number in people.fields["full_name"]]
    assert told == ["awa sow", "awa", "sow", ""]


def test_rows_without_an_id_are_told_by_their_number() -> None:
    rows, values = [["", "Awa"], ["x", "Ali"], ["", "Ali"]], {"full_name": Values()}
    assert collect(rows, {"id": 0, "full_name": 1}, ["full_name"], values).ids == ("1", "x", "3")
    assert collect(rows, {"full_name": 1}, ["full_name"], values).ids == ("1", "2", "3")
    with pytest.raises(RuleBrokenError, match="Row 3 has an id"):
        collect([["x", "a"], ["y", "b"], ["x", "c"]], {"id": 0}, [], {})
