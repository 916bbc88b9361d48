"""What stands in a list's cells, as it is read: nothing, a sex, a number that a sheet changed."""

import pytest

from rfl.matching.records.people import Values, collect
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
