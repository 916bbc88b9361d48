"""The words of a person record, its registrations and consents. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from rfl.matching.types import NameRole
from rfl.text import N_


class Sex(StrEnum):
    """As the person says, or as it is said of them."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class Calendar(StrEnum):
    """The calendar in which a date was given."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"
    SOLAR_HIJRI = "solar_hijri"
    ETHIOPIAN = "ethiopian"


class Precision(StrEnum):
    """How well a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ABOUT = "about"
    RANGE = "range"
    AGE = "age"
    """Not a date: an age, and the day on which it was stated."""


class SourceKind(StrEnum):
    """Who or what a statement comes from."""

    PERSON = "person"
    ENQUIRER = "enquirer"
    RELATIVE = "relative"
    SURVIVOR = "survivor"
    COMPANION = "companion"
    AUTHORITY = "authority"
    PARTNER = "partner"
    DOCUMENT = "document"


class RelationKind(StrEnum):
    """What somebody is to the person of the record."""

    MOTHER = "mother"
    FATHER = "father"
    SISTER = "sister"
    BROTHER = "brother"
    SON = "son"
    DAUGHTER = "daughter"
    WIFE = "wife"
    HUSBAND = "husband"
    PARTNER = "partner"
    AUNT = "aunt"
    UNCLE = "uncle"
    GRANDMOTHER = "grandmother"
    GRANDFATHER = "grandfather"
    NIECE = "niece"
    NEPHEW = "nephew"
    COUSIN = "cousin"
    GUARDIAN = "guardian"
    OTHER_RELATIVE = "other_relative"
    TRAVEL_COMPANION = "travel_companion"


class Alive(StrEnum):
    """What is known of a relative."""

    ALIVE = "alive"
    DEAD = "dead"
    UNKNOWN = "unknown"


class RegistrationKind(StrEnum):
    """Why a person was registered."""

    WANTS_FAMILY_TO_KNOW = "wants_family_to_know"
    SAFE_AND_WELL = "safe_and_well"
    FOUND_CHILD = "found_child"
    PATIENT = "patient"
    DETAINEE_VISITED = "detainee_visited"
    SURVIVOR = "survivor"


class Purpose(StrEnum):
    """One purpose for which a person may consent (DOMAIN: consent and data protection)."""

    TRACING = "tracing"
    SHARE_SOCIETY = "share_society"
    SHARE_ICRC = "share_icrc"
    SHARE_AUTHORITIES = "share_authorities"
    PUBLISH_PHOTO = "publish_photo"
    PUBLISH_NAME = "publish_name"
    TELL_ALIVE = "tell_alive"
    TELL_CONTACT = "tell_contact"
    TELL_WHEREABOUTS = "tell_whereabouts"
    STATISTICS = "statistics"


class ConsentDecision(StrEnum):
    """What the person said."""

    GIVEN = "given"
    REFUSED = "refused"


ALL_PARTNERS = "*"
"""Recipient of a `share_society` consent that names no single society."""

SERVING_TRACING = frozenset(
    {
        *(Purpose.SHARE_SOCIETY, Purpose.SHARE_ICRC, Purpose.SHARE_AUTHORITIES),
        *(Purpose.PUBLISH_PHOTO, Purpose.PUBLISH_NAME),
    }
)
"""Purposes that mean nothing without the search: they end when it does."""

ADULT_YEARS = 18

CHILD_KINDS = frozenset({RegistrationKind.FOUND_CHILD})
"""Registrations that are restricted from the first save, whatever the age given."""

SEX_WORDS: Mapping[Sex, str] = {
    Sex.FEMALE: N_("female"),
    Sex.MALE: N_("male"),
    Sex.OTHER: N_("other"),
    Sex.UNKNOWN: N_("not known"),
}
CALENDAR_WORDS: Mapping[Calendar, str] = {
    Calendar.GREGORIAN: N_("Gregorian"),
    Calendar.HIJRI: N_("Hijri"),
    Calendar.SOLAR_HIJRI: N_("Solar Hijri"),
    Calendar.ETHIOPIAN: N_("Ge’ez"),
}
PRECISION_WORDS: Mapping[Precision, str] = {
    Precision.DAY: N_("The day"),
    Precision.MONTH: N_("The month"),
    Precision.YEAR: N_("The year"),
    Precision.ABOUT: N_("About"),
    Precision.RANGE: N_("Between two years"),
    Precision.AGE: N_("Only the age"),
}
SOURCE_WORDS: Mapping[SourceKind, str] = {
    SourceKind.PERSON: N_("the person"),
    SourceKind.ENQUIRER: N_("the enquirer"),
    SourceKind.RELATIVE: N_("a relative"),
    SourceKind.SURVIVOR: N_("a survivor"),
    SourceKind.COMPANION: N_("a travel companion"),
    SourceKind.AUTHORITY: N_("an authority"),
    SourceKind.PARTNER: N_("a partner"),
    SourceKind.DOCUMENT: N_("a document"),
}
RELATION_WORDS: Mapping[RelationKind, str] = {
    RelationKind.MOTHER: N_("mother"),
    RelationKind.FATHER: N_("father"),
    RelationKind.SISTER: N_("sister"),
    RelationKind.BROTHER: N_("brother"),
    RelationKind.SON: N_("son"),
    RelationKind.DAUGHTER: N_("daughter"),
    RelationKind.WIFE: N_("wife"),
    RelationKind.HUSBAND: N_("husband"),
    RelationKind.PARTNER: N_("partner"),
    RelationKind.AUNT: N_("aunt"),
    RelationKind.UNCLE: N_("uncle"),
    RelationKind.GRANDMOTHER: N_("grandmother"),
    RelationKind.GRANDFATHER: N_("grandfather"),
    RelationKind.NIECE: N_("niece"),
    RelationKind.NEPHEW: N_("nephew"),
    RelationKind.COUSIN: N_("cousin"),
    RelationKind.GUARDIAN: N_("guardian"),
    RelationKind.OTHER_RELATIVE: N_("other relative"),
    RelationKind.TRAVEL_COMPANION: N_("travel companion"),
}
REGISTRATION_WORDS: Mapping[RegistrationKind, str] = {
    RegistrationKind.WANTS_FAMILY_TO_KNOW: N_("wants the family to know"),
    RegistrationKind.SAFE_AND_WELL: N_("safe and well"),
    RegistrationKind.FOUND_CHILD: N_("found child"),
    RegistrationKind.PATIENT: N_("patient"),
    RegistrationKind.DETAINEE_VISITED: N_("detainee visited"),
    RegistrationKind.SURVIVOR: N_("survivor"),
}
PURPOSE_WORDS: Mapping[Purpose, str] = {
    Purpose.TRACING: N_("search for relatives"),
    Purpose.SHARE_SOCIETY: N_("share with other societies"),
    Purpose.SHARE_ICRC: N_("share with the ICRC"),
    Purpose.SHARE_AUTHORITIES: N_("share with authorities"),
    Purpose.PUBLISH_PHOTO: N_("publish a photo"),
    Purpose.PUBLISH_NAME: N_("publish the name"),
    Purpose.TELL_ALIVE: N_("tell the family that they are alive"),
    Purpose.TELL_CONTACT: N_("give the family a way to reach them"),
    Purpose.TELL_WHEREABOUTS: N_("tell the family where they are"),
    Purpose.STATISTICS: N_("count, without the name"),
}
ALIVE_WORDS: Mapping[Alive, str] = {
    Alive.UNKNOWN: N_("not known"),
    Alive.ALIVE: N_("alive"),
    Alive.DEAD: N_("dead"),
}
NAME_ROLE_WORDS: Mapping[NameRole, str] = {
    NameRole.FULL: N_("leave it unsaid"),
    NameRole.GIVEN: N_("given name"),
    NameRole.FATHER: N_("father’s name"),
    NameRole.GRANDFATHER: N_("grandfather’s name"),
    NameRole.FAMILY: N_("family name"),
    NameRole.NICKNAME: N_("nickname"),
}
