"""Which column of a list says what: by common headings, or as a TOML file says. Pure."""

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum

from rfl.errors import RuleBrokenError
from rfl.text import Text


class Kind(StrEnum):
    """How two values of a column are compared."""

    NAME = "name"
    DATE = "date"
    NUMBER = "number"
    CODE = "code"
    WORD = "word"
    TEXT = "text"
    PHONE = "phone"


KINDS: Mapping[str, Kind] = {
    "given_name": Kind.NAME, "surname": Kind.NAME, "full_name": Kind.NAME,
    "father": Kind.NAME, "mother": Kind.NAME,
    "birth_date": Kind.DATE, "age": Kind.NUMBER, "sex": Kind.WORD,
    "street_number": Kind.CODE, "street": Kind.TEXT, "address": Kind.TEXT,
    "postcode": Kind.CODE, "town": Kind.TEXT, "region": Kind.WORD, "country": Kind.WORD,
    "origin": Kind.TEXT, "phone": Kind.PHONE, "email": Kind.TEXT, "identity_number": Kind.CODE,
    "occupation": Kind.TEXT,
}  # fmt: skip
"""Field → how its values are compared."""

ID, IGNORE = "id", "ignore"

GROUPS: Mapping[str, str] = {
    "birth_date": "birth", "age": "birth",
    "postcode": "place", "town": "place", "region": "place", "country": "place",
}  # fmt: skip
"""Fields that say much the same: together they tell little more than the strongest of them."""

_COMMON = {
    ID: "rec_id record_id unique_id uuid person_id case_id request_id registration_id id",
    "given_name": "given_name given_names first_name first_names forename forenames prenom prenoms "
    "nombre nombres vorname given",
    "surname": "surname family_name last_name lastname nom nom_de_famille apellido apellidos "
    "nachname family",
    "full_name": "full_name name names nom_complet nom_et_prenom sought_name nombre_completo "
    "person_name الاسم",
    "father": "father_name father name_of_father fathers_name nom_du_pere",
    "mother": "mother_name mother name_of_mother mothers_name nom_de_la_mere",
    "birth_date": "birth_date date_of_birth dob birthday date_de_naissance fecha_de_nacimiento "
    "year_of_birth birth_year yob geburtsdatum",
    "age": "age edad age_years",
    "sex": "sex gender sexe sexo",
    "street_number": "street_number house_number",
    "street": "street address_1 address_line_1 street_address",
    "address": "address address_2 address_line_2 adresse direccion",
    "postcode": "postcode postal_code zip zip_code code_postal plz birth_postcode postcode_fake",
    "town": "town city suburb village locality commune camp ville ciudad place birth_place "
    "place_of_birth lieu_de_naissance residence",
    "region": "state region province county district",
    "country": "country nationality origin_country pays",
    "origin": "origin_place origin place_of_origin",
    "phone": "phone telephone telephone_number phone_number mobile mobile_number tel telefono",
    "email": "email email_address mail",
    "identity_number": "national_id soc_sec_id ssn passport passport_number id_number",
    "occupation": "occupation profession job",
}  # fmt: skip
"""Field → common headings of it."""

Mapped = dict[str, int]
"""Field → place of its column."""


def folded(header: str) -> str:
    """Return a heading in plain small letters: 'Date of Birth' and 'DATE_OF_BIRTH' are one.

    Groups of KoboToolbox stay apart, by '/'.
    """
    plain = unicodedata.normalize("NFKD", header).casefold().replace(".", "/")
    parts = ("".join(c for c in part if c.isalnum()) for part in plain.split("/"))
    return "/".join(part for part in parts if part)


HEADINGS: Mapping[str, str] = {
    folded(heading): field for field, headings in _COMMON.items() for heading in headings.split()
}
"""Heading, folded → field. A heading with a group before it ('person/full_name') counts as well."""


def recognise(headers: Sequence[str], own: Mapping[str, str]) -> Mapped:
    """Return at which place each field stands; `own`, heading → field, comes before common ones."""
    chosen = {folded(heading): field for heading, field in own.items()}
    found: Mapped = {}
    for lookup in (chosen, HEADINGS):
        for place, header in enumerate(headers):
            heading = folded(header)
            if lookup is HEADINGS and heading in chosen:
                continue
            field = lookup.get(heading) or lookup.get(heading.rsplit("/", 1)[-1])
            if field and field != IGNORE and place not in found.values():
                found.setdefault(field, place)
    return found


def read_map(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the mappings (heading → field) of the first and the second list.

    `[columns]` counts for both lists, `[a]` and `[b]` for one.

    Raises:
        RuleBrokenError: it is no TOML, or names a field that is not known.

    """
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleBrokenError(Text("The map is not TOML: %(why)s", why=str(error))) from None
    parts: list[dict[str, str]] = []
    for name in ("columns", "a", "b"):
        part = read.pop(name, {})
        if not isinstance(part, dict):
            raise RuleBrokenError(Text("‘%(name)s’ in the map is not a table.", name=name))
        for heading, field in part.items():
            if field not in (*KINDS, ID, IGNORE):
                raise RuleBrokenError(
                    Text(
                        "The map gives ‘%(heading)s’ the field ‘%(field)s’, which is not known. "
                        "Known are: %(known)s.",
                        heading=heading, field=str(field), known=", ".join((ID, IGNORE, *KINDS)),
                    )
                )  # fmt: skip
        parts.append(part)
    if read:
        raise RuleBrokenError(
            Text("The map may have the tables columns, a and b, not ‘%(name)s’.", name=min(read))
        )
    return parts[0] | parts[1], parts[0] | parts[2]
