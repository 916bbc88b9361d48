"""Somebody to register, and how they are registered, for the tests of this folder."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from rfl import clock
from rfl.access.rules import Actor
from rfl.persons import registering
from rfl.persons.document import (
    BirthStatement,
    NamePart,
    PersonDocument,
    PersonName,
    RegistrationDocument,
    Said,
)
from rfl.persons.models import Person, Registration
from rfl.persons.registering import NewConsent, NewRegistration
from rfl.persons.rules import Precision, Purpose, RegistrationKind, Sex
from tests.tracing.world import World

CANARY = "Quenbyx Zarathew"
AGREED = (NewConsent(Purpose.TRACING), NewConsent(Purpose.SHARE_SOCIETY))


def somebody(name: str = "Momodou Jallow", born: int | None = 2002) -> PersonDocument:
    """Return a man of that name, born in that year."""
    births = (BirthStatement(Precision.YEAR, year=born),) if born else ()
    names = (PersonName((NamePart(name),), Said()),)
    return PersonDocument(names=names, sex=Sex.MALE, births=births)


MOMODOU = NewRegistration(
    kind=RegistrationKind.WANTS_FAMILY_TO_KNOW,
    met_on=date(2026, 11, 1),
    person=somebody(),
    document=RegistrationDocument(words="I am well.", reach="mornings, at the centre"),
    consents=AGREED,
)
CHILD = replace(MOMODOU, person=somebody("Ebrima Jallow", clock.today().year - 9))


def register(world: World, actor: Actor, new: NewRegistration = MOMODOU, **changes) -> UUID:
    """Register somebody and return the registration's id."""
    with world.begin() as session:
        return registering.register(session, actor, replace(new, **changes)).id


def rows(world: World, registration_id: UUID) -> tuple[Registration, Person]:
    """Return the rows of a registration and of its person."""
    with world.begin() as session:
        row = session.get_one(Registration, registration_id)
        return row, session.get_one(Person, row.person_id)
