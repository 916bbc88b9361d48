"""What is asked for with a photo board, and whether age, consent and last day allow it."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.boards import settings
from rfl.boards.rules import TERM_DAYS, Age, check_age, check_consent, check_term
from rfl.errors import check_all
from rfl.persons import calendars
from rfl.persons import queries as person_queries
from rfl.persons.document import ConsentDocument, PersonDocument
from rfl.persons.rules import Purpose
from rfl.tracing.models import TracingRequest


@dataclass(frozen=True, slots=True)
class NewBoard:
    """For whom the enquirer's face is shown, how long, and that they agree."""

    sought_id: UUID | None = None
    """May be None where one person alone is sought."""
    until: date | None = None
    """The last day; None: as long as usual."""
    agreed: ConsentDocument | None = None
    """How they were asked, if it is written down with this; else it stands already."""


def check_new(
    session: Session, request: TracingRequest, enquirer: PersonDocument, new: NewBoard
) -> None:
    """Return if the last day, the age and the consent allow a board of `enquirer`.

    Raises:
        SeveralBrokenError: all that does not.

    """
    min_age = settings.of_society(session, request.society_code).min_age
    agreed = new.agreed is not None or agrees(session, request)
    check_all(
        ("", lambda: check_age(age_of(enquirer), min_age)),
        ("until", lambda: check_term(until_of(new), clock.today())),
        ("agreed", lambda: check_consent(stands=agreed)),
    )


def until_of(new: NewBoard) -> date:
    """Return the last day of a board that is asked for."""
    return new.until or clock.today() + timedelta(days=TERM_DAYS)


def age_of(person: PersonDocument) -> Age:
    """Return how old somebody may be today: of several statements the youngest counts."""
    today = clock.today()
    spans = [calendars.age_between(one, today) for one in person.births]
    youngest = min(spans)[0] if spans else None
    return Age(youngest, is_child=not spans or calendars.is_child(person.births, today))


def agrees(session: Session, request: TracingRequest) -> bool:
    """Tell whether the enquirer's consent to their photo's publication stands."""
    return all(
        person_queries.has_agreed(session, request.enquirer_id, purpose)
        for purpose in (Purpose.TRACING, Purpose.PUBLISH_PHOTO)
    )
