"""The person whom a first walk through the demonstration finds: see the README.

A mother in Dakar looks for Mamadou Diallo, about 24, from Kolda. A clerk in Banjul wrote down
Momodou Jallow.
"""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from rfl.access.rules import Actor
from rfl.matching.types import NameRole
from rfl.persons import registering
from rfl.persons.document import (
    BirthStatement,
    NamePart,
    PersonDocument,
    PersonName,
    PlaceStatement,
    RegistrationDocument,
    Relation,
    Said,
)
from rfl.persons.models import Registration
from rfl.persons.registering import NewConsent, NewRegistration
from rfl.persons.rules import Alive, Precision, Purpose, RegistrationKind, RelationKind, Sex
from rfl.persons.rules import SourceKind as Source
from rfl.societies import service as societies

GUIDE_SOCIETY, GUIDE_SITE = "GM", "Banjul"
DAYS_AGO = 12
AGE = 24


def register_found(session: Session, clerk: Actor, today: date) -> Registration:
    """Register the man as the clerk in Banjul hears him: in English spelling."""
    met_on = today - timedelta(days=DAYS_AGO)
    sites = societies.sites(session, GUIDE_SOCIETY)
    here = [site.id for site in sites if GUIDE_SITE in site.name] or [site.id for site in sites]
    new = NewRegistration(
        kind=RegistrationKind.WANTS_FAMILY_TO_KNOW,
        met_on=met_on,
        person=_as_told(met_on),
        document=RegistrationDocument(words="I am well. Tell my mother.", reach="through our team"),
        consents=(NewConsent(Purpose.TRACING), NewConsent(Purpose.SHARE_SOCIETY)),
        site_id=here[0] if here else None,
    )
    return registering.register(session, clerk, new)


def _as_told(met_on: date) -> PersonDocument:
    said = Said(Source.PERSON, met_on)
    mother = Relation(RelationKind.MOTHER, (_name("Isatou", "Baldeh", said),), said=said)
    father = Relation(
        RelationKind.FATHER, (_name("Sulayman", "Jallow", said),), Alive.DEAD, said=said
    )
    return PersonDocument(
        names=(_name("Momodou", "Jallow", said),),
        sex=Sex.MALE,
        births=(BirthStatement(Precision.AGE, age=AGE, stated_on=met_on, said=said),),
        places=(PlaceStatement("origin", "SN", "Kolda", said),),
        relations=(mother, father),
        languages=("Pulaar",),
    )


def _name(given: str, family: str, said: Said) -> PersonName:
    return PersonName((NamePart(given, NameRole.GIVEN), NamePart(family, NameRole.FAMILY)), said)
