"""By which headings a column is known, and how dates of several languages are read."""

import pytest

from rfl.errors import RuleBrokenError
from rfl.matching.records.columns import read_map, recognise
from rfl.matching.records.dates import parts_of

HEADINGS = """
id: rec_id record_id unique_id uuid person_id case_id request_id registration_id id
given_name: given_name given_names first_name first_names forename forenames prenom prénoms Prénom
given_name: nombre nombres vorname given
surname: surname family_name last_name lastname nom nom_de_famille apellido apellidos
surname: nachname family
full_name: full_name name names nom_complet
full_name: nom_et_prénom sought_name nombre_completo person_name الاسم
father: father_name father name_of_father father's_name fathers_name nom_du_père
mother: mother_name mother name_of_mother mothers_name nom_de_la_mère
birth_date: birth_date date_of_birth DOB birthday date_de_naissance fecha_de_nacimiento
birth_date: year_of_birth birth_year yob geburtsdatum
age: age edad age_years
sex: sex gender sexe sexo
street_number: street_number house_number
street: street address_1 address_line_1 street_address
address: address address_2 address_line_2 adresse dirección
postcode: postcode postal_code zip zip_code code_postal plz birth_postcode postcode_fake
town: town city suburb village locality commune camp ville ciudad place birth_place place_of_birth
town: lieu_de_naissance residence
region: state region province county district
country: country nationality origin_country pays
origin: origin_place origin place_of_origin
phone: phone telephone telephone_number phone_number mobile mobile_number tel teléfono téléphone
email: email email_address mail e-mail
identity_number: national_id soc_sec_id ssn passport passport_number id_number
occupation: occupation profession job
"""


@pytest.mark.parametrize("row", HEADINGS.strip().split("\n"))
def test_a_column_is_known_by_every_common_heading_of_it(row: str) -> None:
    field, _, headings = row.partition(": ")
    for heading in headings.split():
        for written in (heading, heading.upper().replace("_", " "), f"group/{heading}"):
            assert recognise([written], {}) == {field: 0}, written


def test_what_the_map_says_of_a_heading_comes_before_what_is_usual() -> None:
    headings = ["Name", "Sex", "Camp", "Town", "Age"]
    found = recognise(headings, {"name": "ignore", "SEX": "father", "age": "birth_date"})
    assert found == {"father": 1, "birth_date": 4, "town": 2}
    assert recognise(headings, {"town": "town"})["town"] == 3
    assert recognise(headings, {"colour": "town"})["town"] == 2
    groups = ["enquirer/Name", "sought/Name"]
    assert recognise(groups, {"sought.name": "full_name", "enquirer.name": "ignore"}) == {
        "full_name": 1
    }
    assert recognise(["camp/Town"], {"town": "origin"}) == {"origin": 0}


def test_signs_in_a_heading_do_not_matter() -> None:
    for heading in ("Prénom.", "PRENOM :", "person/-/prénom", "person.prénom"):
        assert recognise([heading], {}) == {"given_name": 0}, heading


def test_a_map_may_speak_of_both_lists_and_of_one() -> None:
    both = '[columns]\nwer = "full_name"\n'
    assert read_map(both) == ({"wer": "full_name"}, {"wer": "full_name"})
    assert read_map(both + '[a]\nwann = "age"\n[b]\nwer = "father"\n') == (
        {"wer": "full_name", "wann": "age"}, {"wer": "father"},
    )  # fmt: skip
    assert read_map("") == ({}, {})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[columns", "not TOML"), ('columns = "age"', "not a table"), ("[c]\n", "not ‘c’"),
        ('[b]\nwann = "age"\nwer = "shoe"\n', "‘shoe’, which is not known"),
        ("[a]\nwer = 1\n", "‘1’"),
    ],
)  # fmt: skip
def test_a_map_that_says_something_else_is_refused(text: str, said: str) -> None:
    with pytest.raises(RuleBrokenError, match=said):
        read_map(text)


MONTHS = """
January janvier enero janeiro Januar|February février febrero fevereiro Februar fevrier
March mars marzo março März|April avril abril April|May mai mayo maio Mai|June juin junio junho Juni
July juillet julio julho Juli|August août agosto agosto August
September septembre septiembre setembro
October octobre octubre outubro Oktober|November novembre noviembre novembro November
December décembre diciembre dezembro Dezember decembre
"""


def test_a_month_is_known_in_five_languages() -> None:
    for number, words in enumerate(MONTHS.strip().replace("|", "\n").split("\n"), 1):
        for word in words.lower().split():
            assert parts_of(f"12 {word} 1985") == (1985, number, 12), word
            assert parts_of(f"1-{word[:4]}-1985") == (1985, number, 1), word


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("12 xyz 1985", (1985, 0, 12)), ("1985/3", (1985, 3, 0)), ("1985.03.12", (1985, 3, 12)),
        ("1985-13-02", (1985, 2, 13)),
        ("13/12/1985", (1985, 12, 13)), ("12/13/1985", (1985, 12, 13)),
        ("1-2-29", (2029, 2, 1)), ("1-2-30", (1930, 2, 1)), ("9999", (9999, 0, 0)),
        ("10000", (1927, 5, 18)), ("73050", (2099, 12, 31)), ("73051", (0, 0, 0)),
        ("123", (0, 0, 0)),
        ("12/3/1985 10:00", (1985, 3, 12)), ("", (0, 0, 0)),
    ],
)  # fmt: skip
def test_a_date_is_read_as_it_may_be_meant(text: str, date: tuple[int, int, int]) -> None:
    assert parts_of(text) == date
