"""Whose clerk an explanation says wrote a name: by what each language lists, and in what order."""

import pytest

from rfl.matching import compare_names

CLERKS = """
Mohammed / መሀመድ / French / Amharic  # first of the Germans too, who are fewer here
Bilaal / ቢላል / English / Amharic
Gazi / Razi / English / French
Mamadu / Momodou / Portuguese / English  # French lists it, and much later
Jihaan / جيهان / Somali / Arabic
Yassir / Yaser / French / Turkish
Cabdilatiif / عبداللطیف / Somali / Persian  # with a Persian yeh, not an Arabic one
Abdülgaffar / عبدالغفار / Turkish / Arabic
Cabdicaziiz / አብዱላዚዝ / Somali / Amharic
አሕመድ / Ахмед / Amharic / Russian  # what it says is no French, though Ahmed is
Мария / Марья / Ukrainian / Russian
"""


@pytest.mark.parametrize("row", CLERKS.strip().split("\n"))
def test_a_spelling_is_of_the_language_in_which_it_is_most_at_home(row: str) -> None:
    one, other, mine, theirs = row.partition("  #")[0].split(" / ")
    assert f"{one} is the {mine}, {other} the {theirs} spelling of one name" in said(one, other)
    assert f"{other} is the {theirs}, {one} the {mine} spelling of one name" in said(other, one)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [("Ciwan", "جوان", "Kurdish"), ("Hevîn", "ئەڤین", "Kurdish"), ("Buhar", "بەهار", "Kurdish"),
     ("Azad", "ئازاد", "Kurdish")],
)  # fmt: skip
def test_what_one_language_writes_in_two_scripts_is_said_to_be_of_it(
    one: str, other: str, language: str
) -> None:
    assert f"{one} and {other} are one {language} name in two scripts" in said(one, other)


@pytest.mark.parametrize("other", ["بهار", "Bihar"])
def test_with_other_accents_or_in_one_script_it_is_not(other: str) -> None:
    assert "in two scripts" not in said("Buhar", other)


@pytest.mark.parametrize(
    ("one", "other"), [("Abdirashid", "Abdurashid"), ("Дауд", "Давуд"), ("জান্নাত", "জান্নাতুল")]
)
def test_where_one_language_alone_lists_them_no_second_one_is_made_up(one: str, other: str) -> None:
    assert f"{one} and {other} are spellings of one name" in said(one, other)


def said(one: str, other: str) -> str:
    return " ".join(str(row.because) for row in compare_names(one, other).evidence)
