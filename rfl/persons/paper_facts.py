"""What is known of a person, as rows of a paper."""

from collections.abc import Iterator

from flask_babel import gettext as _

from rfl.persons.calendars import describe
from rfl.persons.document import PersonDocument
from rfl.persons.rules import RELATION_WORDS, SEX_WORDS, Sex
from rfl.societies.names import country_name
from rfl.text import N_
from rfl.web.formats import comma, upper_first
from rfl.web.i18n import held
from rfl.web.papers import Fact, said

PLACES = {"birth": N_("Born in"), "origin": N_("From"), "residence": N_("Lives in")}


def facts_of(person: PersonDocument) -> Iterator[Fact]:
    """Yield what is known of a person, in the language of the moment."""
    names = [person.display_name, *person.other_names]
    yield _("Name"), comma().join(held(name) for name in names if name)
    if person.sex is not Sex.UNKNOWN:
        yield _("Sex"), _(SEX_WORDS[person.sex])
    for birth in person.births:
        yield _("Born"), said(describe(birth))
    for place in person.places:
        country = country_name(place.country) if place.country else ""
        where = comma().join(held(part) for part in (place.text, country) if part)
        yield _(PLACES.get(place.kind, N_("Place"))), where
    for one in person.relations:
        who = comma().join(held(name.text) for name in one.names)
        yield upper_first(_(RELATION_WORDS[one.kind])), who
    yield _("Languages"), comma().join(person.languages)
    yield _("Telephone"), comma().join(person.telephones)
