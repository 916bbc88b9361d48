"""One row of a list, read as a registration or a request. Errors name the column and the mend."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from rfl.errors import RuleBrokenError
from rfl.intake import values
from rfl.intake.columns import Field
from rfl.persons import calendars
from rfl.persons.document import (
    BirthStatement,
    ConsentDocument,
    NamePart,
    Note,
    PersonDocument,
    PersonName,
    PlaceStatement,
    RegistrationDocument,
    Relation,
    Said,
)
from rfl.persons.registering import NewConsent, NewRegistration
from rfl.persons.rules import (
    ConsentDecision,
    Precision,
    Purpose,
    RegistrationKind,
    RelationKind,
    SourceKind,
)
from rfl.text import Text
from rfl.tracing.document import LastNews, RequestDocument, SoughtDocument
from rfl.tracing.opening import NewRequest, NewSought
from rfl.tracing.rules import CaseState, LegalBasis

T = TypeVar("T")


class BadRowError(RuleBrokenError):
    """A row that cannot be taken in: which column, and why."""

    def __init__(self, field: Field, sentence: Text | str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by what they mean, the headers they came under, and its place (from 1)."""

    number: int
    cells: Mapping[Field, str]

    def text(self, field: Field) -> str:
        """Return a cell, '' where there is none."""
        return self.cells.get(field, "").strip()

    def read(self, field: Field, reader: Callable[[str], T]) -> T:
        """Return a cell as `reader` understands it.

        Raises:
            BadRowError: it does not.

        """
        try:
            return reader(self.text(field))
        except RuleBrokenError as error:
            raise BadRowError(field, error.sentence) from None

    @property
    def external_id(self) -> str:
        """Return the list's own number of the row; where it has none, a digest of the row."""
        given = self.text(Field.EXTERNAL_ID)
        if given:
            return given
        joined = "\x1f".join(f"{field}={self.cells[field]}" for field in sorted(self.cells))
        return "row:" + hashlib.sha256(joined.encode()).hexdigest()


def registration_of(row: Row, sites: Mapping[str, UUID], today: date) -> NewRegistration:
    """Return the registration that `row` tells. `sites`: folded name of a site → its id.

    Raises:
        BadRowError: a cell cannot be read, or there is no name.

    """
    met = row.read(Field.DAY, values.whole_date)
    sent = values.moment(row.text(Field.SUBMITTED_AT))
    met_on = met or (sent.date() if sent else today)
    if met_on > today:
        raise BadRowError(Field.DAY, "This day lies in the future.")
    said = Said(SourceKind.PERSON, met_on)
    site = row.text(Field.SITE)
    site_id = sites.get(site.casefold())
    person = _person(row, said, stated_on=met_on)
    agreed = values.yes(row.text(Field.SHARE))
    consents = [_consent(Purpose.TRACING)]
    consents.append(
        _consent(
            Purpose.SHARE_SOCIETY, ConsentDecision.GIVEN if agreed else ConsentDecision.REFUSED
        )
    )
    return NewRegistration(
        kind=RegistrationKind.WANTS_FAMILY_TO_KNOW,
        met_on=met_on,
        person=person,
        document=RegistrationDocument(
            words=row.text(Field.NOTES),
            place="" if site_id else site,
            country=row.read(Field.SITE_COUNTRY, values.country),
            external_id=row.external_id,
            submitted_by=row.text(Field.SUBMITTED_BY),
        ),
        consents=tuple(consents),
        site_id=site_id,
    )


def request_of(row: Row, today: date) -> NewRequest:
    """Return the tracing request that `row` tells, submitted: it was taken down with consent.

    Raises:
        BadRowError: a cell cannot be read, or a name is missing.

    """
    enquirer = row.text(Field.ENQUIRER)
    if not enquirer:
        raise BadRowError(Field.ENQUIRER, "The name of the enquirer is missing.")
    said = Said(SourceKind.ENQUIRER)
    stated_on = row.read(Field.AGE_STATED_ON, values.whole_date) or today
    last_day = row.read(Field.LAST_DAY, values.whole_date)
    country = row.read(Field.ENQUIRER_COUNTRY, values.country)
    news = LastNews(day=last_day, place=row.text(Field.LAST_PLACE))
    return NewRequest(
        enquirer=PersonDocument(
            names=(_name(enquirer, Said(SourceKind.PERSON)),),
            places=(PlaceStatement("residence", country),) if country else (),
        ),
        sought=(
            NewSought(
                person=_person(row, said, stated_on=stated_on),
                search=SoughtDocument(
                    relation=row.read(Field.RELATION, values.relation),
                    last_news=(news,) if news != LastNews() else (),
                    heading_to=row.text(Field.HEADING_TO),
                ),
            ),
        ),
        document=RequestDocument(
            circumstances=row.text(Field.NOTES),
            legal_basis=LegalBasis.CONSENT,
            external_id=row.external_id,
        ),
        consents=(_consent(Purpose.TRACING), _consent(Purpose.SHARE_SOCIETY)),
        state=CaseState.SUBMITTED,
    )


def _person(row: Row, said: Said, *, stated_on: date) -> PersonDocument:
    names = tuple(
        _name(text, said)
        for text in dict.fromkeys((row.text(Field.NAME), row.text(Field.NAME_NATIVE)))
        if text
    )
    if not any(letter.isalpha() for name in names for letter in name.text):
        raise BadRowError(Field.NAME, "There is no name in this row. A name is needed.")
    relations = [
        Relation(kind, (_name(row.text(field), said),), said=said)
        for field, kind in (
            (Field.FATHER, RelationKind.FATHER),
            (Field.MOTHER, RelationKind.MOTHER),
        )
        if row.text(field)
    ]
    country = row.read(Field.ORIGIN_COUNTRY, values.country)
    place = row.text(Field.ORIGIN_PLACE)
    unknown = row.text(Field.ORIGIN_COUNTRY) if not country else ""
    told = ", ".join(part for part in (place, unknown) if part)
    phone = row.text(Field.TELEPHONE)
    return PersonDocument(
        names=names,
        sex=row.read(Field.SEX, values.sex),
        births=_births(row, said, stated_on),
        places=(PlaceStatement("origin", country, told, said),) if country or told else (),
        relations=tuple(relations),
        telephones=(phone,) if phone else (),
        notes=(Note("note", row.text(Field.NOTES), said),) if row.text(Field.NOTES) else (),
    )


def _births(row: Row, said: Said, stated_on: date) -> tuple[BirthStatement, ...]:
    """Return the date of birth if there is one, else the age: they are one fact, not two."""
    parts = row.read(Field.BIRTH_DATE, values.partial_date)
    age = row.read(Field.AGE, values.age)
    if parts is not None:
        year, month, day = parts
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        birth = BirthStatement(precision, year=year, month=month, day=day, said=said)
        field = Field.BIRTH_DATE
    elif age is not None:
        birth = BirthStatement(Precision.AGE, age=age, stated_on=stated_on, said=said)
        field = Field.AGE
    else:
        return ()
    try:
        calendars.check(birth, stated_on)
    except RuleBrokenError as error:
        raise BadRowError(field, error.sentence) from None
    return (birth,)


def _name(text: str, said: Said) -> PersonName:
    return PersonName((NamePart(text),), said)


def _consent(purpose: Purpose, decision: ConsentDecision = ConsentDecision.GIVEN) -> NewConsent:
    return NewConsent(
        purpose,
        decision,
        document=ConsentDocument(words="As ticked on the form that was taken in."),
    )
