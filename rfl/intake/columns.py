"""Which column of a list says what. KoboToolbox exports are known as they come. Pure."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from rfl.errors import RuleBrokenError
from rfl.text import N_, Text


class Field(StrEnum):
    """What a column may hold."""

    EXTERNAL_ID = "external_id"
    NAME = "name"
    NAME_NATIVE = "name_native"
    FATHER = "father"
    MOTHER = "mother"
    SEX = "sex"
    BIRTH_DATE = "birth_date"
    AGE = "age"
    AGE_STATED_ON = "age_stated_on"
    ORIGIN_COUNTRY = "origin_country"
    ORIGIN_PLACE = "origin_place"
    TELEPHONE = "telephone"
    SITE = "site"
    SITE_COUNTRY = "site_country"
    SHARE = "share"
    DAY = "day"
    SUBMITTED_AT = "submitted_at"
    SUBMITTED_BY = "submitted_by"
    NOTES = "notes"
    ENQUIRER = "enquirer"
    RELATION = "relation"
    ENQUIRER_COUNTRY = "enquirer_country"
    LAST_DAY = "last_day"
    LAST_PLACE = "last_place"
    HEADING_TO = "heading_to"


FIELD_WORDS: Mapping[Field, str] = {
    Field.EXTERNAL_ID: N_("Number in the list"),
    Field.NAME: N_("Name"),
    Field.NAME_NATIVE: N_("Name in their own script"),
    Field.FATHER: N_("Father’s name"),
    Field.MOTHER: N_("Mother’s name"),
    Field.SEX: N_("Sex"),
    Field.BIRTH_DATE: N_("Date of birth"),
    Field.AGE: N_("Age"),
    Field.AGE_STATED_ON: N_("Day on which the age was told"),
    Field.ORIGIN_COUNTRY: N_("Country of origin"),
    Field.ORIGIN_PLACE: N_("Place of origin"),
    Field.TELEPHONE: N_("Telephone"),
    Field.SITE: N_("Site"),
    Field.SITE_COUNTRY: N_("Country of the site"),
    Field.SHARE: N_("May be shared with partner societies"),
    Field.DAY: N_("Day they were met"),
    Field.SUBMITTED_AT: N_("When it was sent in"),
    Field.SUBMITTED_BY: N_("Who sent it in"),
    Field.NOTES: N_("Notes"),
    Field.ENQUIRER: N_("Name of the enquirer"),
    Field.RELATION: N_("What the sought person is to the enquirer"),
    Field.ENQUIRER_COUNTRY: N_("Country of the enquirer"),
    Field.LAST_DAY: N_("Day of the last contact"),
    Field.LAST_PLACE: N_("Place of the last contact"),
    Field.HEADING_TO: N_("Where they were going"),
}

REGISTRATION_COLUMNS: Mapping[str, Field] = {
    "person/full_name": Field.NAME,
    "person/name_native": Field.NAME_NATIVE,
    "person/father_name": Field.FATHER,
    "person/mother_name": Field.MOTHER,
    "person/sex": Field.SEX,
    "person/birth_date": Field.BIRTH_DATE,
    "person/age": Field.AGE,
    "person/origin_country": Field.ORIGIN_COUNTRY,
    "person/origin_place": Field.ORIGIN_PLACE,
    "person/phone": Field.TELEPHONE,
    "site/name": Field.SITE,
    "site/country": Field.SITE_COUNTRY,
    "consent/share_partners": Field.SHARE,
    "_uuid": Field.EXTERNAL_ID,
    "_submission_time": Field.SUBMITTED_AT,
    "_submitted_by": Field.SUBMITTED_BY,
    "today": Field.DAY,
    "notes": Field.NOTES,
}

REQUEST_COLUMNS: Mapping[str, Field] = {
    "request_id": Field.EXTERNAL_ID,
    "enquirer_name": Field.ENQUIRER,
    "relation": Field.RELATION,
    "enquirer_country": Field.ENQUIRER_COUNTRY,
    "sought_name": Field.NAME,
    "sought_name_native": Field.NAME_NATIVE,
    "father_name": Field.FATHER,
    "mother_name": Field.MOTHER,
    "sex": Field.SEX,
    "birth_date": Field.BIRTH_DATE,
    "age": Field.AGE,
    "age_stated_on": Field.AGE_STATED_ON,
    "origin_country": Field.ORIGIN_COUNTRY,
    "origin_place": Field.ORIGIN_PLACE,
    "last_contact_date": Field.LAST_DAY,
    "last_contact_place": Field.LAST_PLACE,
    "heading_to": Field.HEADING_TO,
    "notes": Field.NOTES,
}

FALLBACK_ID = "_id"
"""KoboToolbox's running number: the id where an export has no _uuid."""


def recognise(
    headers: Sequence[str],
    known: Mapping[str, Field],
    kept: Mapping[str, str],
    usual: Mapping[str, Field],
) -> dict[Field, int]:
    """Return at which place each field stands. `kept`: the society's own mapping, header → field.

    A header is known as it stands, in any case, with '.' for '/', by its last part alone where
    that is one field only, or as one of the `usual` headings in everyday language.
    """
    own = {_folded(header): Field(field) for header, field in kept.items() if field}
    tails = {name.rsplit("/", 1)[-1]: field for name, field in known.items()}
    everyday = {_folded(heading): field for heading, field in usual.items()}
    places: dict[Field, int] = {}
    for lookup in (own, known, tails, everyday):
        for place, header in enumerate(headers):
            field = lookup.get(_folded(header))
            if field is not None and place not in places.values():
                places.setdefault(field, place)
    folded = [_folded(header) for header in headers]
    if Field.EXTERNAL_ID not in places and FALLBACK_ID in folded:
        places[Field.EXTERNAL_ID] = folded.index(FALLBACK_ID)
    return places


def check_columns(places: Collection[Field]) -> None:
    """Return if a list can be taken in.

    Raises:
        RuleBrokenError: no column holds names.

    """
    if Field.NAME not in places and Field.NAME_NATIVE not in places:
        raise RuleBrokenError(
            Text(
                "No column was recognised as ‘%(name)s’. Say which one it is.",
                name=Text(FIELD_WORDS[Field.NAME]),
            )
        )


def _folded(header: str) -> str:
    plain = header.strip().lower().replace("’", "'")
    return "_".join(plain.replace(".", "/").rstrip("/:").split())


def fields_of(mapping: Mapping[str, str]) -> set[Field]:
    """Return the fields that a kept mapping (header → field) reads."""
    return {Field(field) for field in mapping.values()}


KNOWN_FIELDS: Mapping[str, tuple[Field, ...]] = {
    "registrations": tuple(dict.fromkeys(REGISTRATION_COLUMNS.values())),
    "requests": tuple(dict.fromkeys(REQUEST_COLUMNS.values())),
}
"""Kind of list → the fields that its columns may hold."""
