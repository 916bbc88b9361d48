"""How the pages of people speak: words to read aloud, and the tables their templates read."""

from collections.abc import Mapping
from dataclasses import dataclass

from rfl.persons import history
from rfl.persons.document import PersonDocument, Replaced
from rfl.persons.rules import (
    ALIVE_WORDS,
    NAME_ROLE_WORDS,
    PURPOSE_WORDS,
    REGISTRATION_WORDS,
    RELATION_WORDS,
    SEX_WORDS,
    SOURCE_WORDS,
    Purpose,
)
from rfl.societies.names import country_names
from rfl.text import N_

ALOUD: Mapping[Purpose, str] = {
    Purpose.TRACING: N_(
        "We help people find their families. If you wish, we write down who you are and look "
        "whether your family searches for you. You may stop at any time, and take it back later. "
        "Nothing you get here depends on it."
    ),
    Purpose.SHARE_SOCIETY: N_(
        "May our colleagues in other countries see that you are registered, so that your family "
        "can find you there too? You may name the countries."
    ),
    Purpose.TELL_ALIVE: N_(
        "If your family asks: may we tell them that you are alive? We will not say where you are."
    ),
    Purpose.TELL_CONTACT: N_("May we give your family a way to reach you?"),
    Purpose.TELL_WHEREABOUTS: N_("May we tell your family where you are?"),
    Purpose.SHARE_ICRC: N_("May our colleagues of the ICRC see that you are registered?"),
    Purpose.SHARE_AUTHORITIES: N_("May we show what you told us to an authority?"),
    Purpose.PUBLISH_PHOTO: N_("May we publish your photo, so that your family can find you?"),
    Purpose.PUBLISH_NAME: N_("May we publish your name on a list for families?"),
    Purpose.STATISTICS: N_("May we count you in our figures, without your name?"),
}
"""What is read to the person, in their language, before they decide on a purpose."""


@dataclass(frozen=True, slots=True)
class Words:
    """The tables of words that the templates of a person read."""

    sex = SEX_WORDS
    relation = RELATION_WORDS
    kind = REGISTRATION_WORDS
    purpose = PURPOSE_WORDS
    source = SOURCE_WORDS
    alive = ALIVE_WORDS
    name_role = NAME_ROLE_WORDS
    aloud = ALOUD

    @staticmethod
    def differing(document: PersonDocument) -> frozenset[str]:
        """Return of what two accounts cannot both be true: see history.differing."""
        return history.differing(document)

    @staticmethod
    def as_document(replaced: Replaced) -> PersonDocument:
        """Return what a change took out, to be told like a record."""
        return history.as_document(replaced)

    @property
    def countries(self) -> Mapping[str, str]:
        """Return the names of countries by code."""
        return country_names()


WORDS = Words()
