"""Reading cases: one with all that belongs to it, and lists of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, authorise, may, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.db.rounds import Reading, ask, together
from rfl.persons import calendars
from rfl.persons import queries as person_queries
from rfl.persons import service as persons
from rfl.persons.document import PersonDocument
from rfl.persons.models import Consent, Person
from rfl.persons.rules import Purpose
from rfl.tracing import deaths, queries
from rfl.tracing.cases import Entry, Sought, opening_case, reachable
from rfl.tracing.deaths import Death
from rfl.tracing.document import Ending, Outcome, PastEnd, RequestDocument
from rfl.tracing.models import CaseAction, SoughtPerson, TracingRequest
from rfl.tracing.outcomes import ending_of
from rfl.tracing.queries import RequestFilter
from rfl.tracing.rules import ENDED, ActionKind, CaseState


@dataclass(frozen=True, slots=True)
class Case:
    """Everything one case's page shows."""

    request: TracingRequest
    document: RequestDocument
    enquirer: PersonDocument
    sought: tuple[Sought, ...]
    line: tuple[Entry, ...]
    consents: Sequence[Consent]
    """What the enquirer decided, newest first."""
    staff: Mapping[UUID, str]
    """Names of the colleagues who own the case or wrote in it."""
    receipt: Receipt

    @property
    def has_consent(self) -> bool:
        """Tell whether the enquirer's consent to the search stands."""
        return any(
            one.purpose is Purpose.TRACING and one.decision == "given" and not one.withdrawn_at
            for one in self.consents
        )

    @property
    def deaths(self) -> Mapping[UUID, Death]:
        """Return what authorities say of deaths, by sought person."""
        return deaths.of(self.line)

    @property
    def last_told(self) -> Entry | None:
        """Return the last talk with the family."""
        told = (one for one in self.line if one.row.kind is ActionKind.TOLD_ENQUIRER)
        return next(told, None)

    @property
    def ends(self) -> Sequence[tuple[str, Ending]]:
        """Return the name of each of several who are sought, with how the search for them ended."""
        outcome = self.document.outcome
        return self._ends(outcome) if outcome and len(self.sought) > 1 else ()

    @property
    def past_ends(self) -> Sequence[tuple[PastEnd, Sequence[tuple[str, Ending]]]]:
        """Return the outcomes that hold no longer, and in each what it said of whom."""
        return [(one, self._ends(one.outcome)) for one in self.document.past_ends]

    def _ends(self, outcome: Outcome) -> Sequence[tuple[str, Ending]]:
        found = ((one, ending_of(outcome, one.row.id)) for one in self.sought)
        return [(one.person.display_name, end) for one, end in found if end is not None]

    def is_child(self, person: PersonDocument) -> bool:
        """Tell whether one of the case's people is, or may be, a child."""
        return calendars.is_child(person.births, clock.today())

    def age(self, person: PersonDocument) -> str:
        """Return how old somebody is today: see calendars.years_old."""
        return calendars.years_old(person.births, clock.today())

    @property
    def has_child(self) -> bool:
        """Tell whether a child is part of the case."""
        people = [self.enquirer, *(one.person for one in self.sought)]
        return any(self.is_child(person) for person in people)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a volunteer sees of a request that they took down."""

    request: TracingRequest
    case: Case | None
    """None once a colleague has worked on it: what they wrote is not the volunteer's to read."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the list of cases."""

    request: TracingRequest
    enquirer: PersonDocument
    sought: tuple[PersonDocument, ...]


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of a list of cases, and what stands around it."""

    rows: Sequence[CaseRow]
    counts: Mapping[CaseState, int]
    """How many there are in each state, whatever states are shown."""
    staff: Mapping[UUID, str]
    """Names of the owners."""


def read(session: Session, actor: Actor, request_id: UUID, act: Act = Act.REQUEST_OPENED) -> Case:
    """Open one case with its people and its time line; `act`: what for, as the trail names it.

    Raises:
        DeniedError, NotFoundError: not the actor's to read.

    """
    request = reachable(session, actor, Permission.REQUEST_READ, request_id)
    rows = ask(session, _rows_of(request))
    receipt = audit.record(
        session,
        actor.user_id,
        Act.REQUEST_OPENED,
        societies=[request.society_code],
        subjects=[request.id, request.enquirer_id, *(row.person_id for row in rows.sought)],
        fields=["people", "time line"],
        purpose="tracing",
    )
    return ask(session, _opening(receipt, request, rows))


@dataclass(frozen=True, slots=True)
class _Rows:
    """What belongs to a case, unopened."""

    sought: Sequence[SoughtPerson]
    people: Sequence[Person]
    actions: Sequence[CaseAction]
    consents: Sequence[Consent]


def _rows_of(request: TracingRequest) -> Reading[_Rows]:
    return _Rows(
        *(
            yield from together(
                queries.reading_sought([request.id]),
                queries.reading_people(request.id),
                queries.reading_actions(request.id),
                person_queries.reading_consents(request.enquirer_id),
            )
        )
    )


def _opening(receipt: Receipt, request: TracingRequest, rows: _Rows) -> Reading[Case]:
    people, (document, searches, line) = yield from together(
        persons.opening_rows(receipt, rows.people),
        opening_case(receipt, request, rows.sought, rows.actions),
    )
    colleagues = [one.row.created_by for one in line]
    colleagues += [one.document.colleague_id for one in line if one.document.colleague_id]
    staff = yield from access.reading_names(receipt, [request.owner_id, *colleagues])
    return Case(
        request=request,
        document=document,
        enquirer=people[request.enquirer_id],
        sought=tuple(
            Sought(row, people[row.person_id], search)
            for row, search in zip(rows.sought, searches, strict=True)
        ),
        line=line,
        consents=rows.consents,
        staff=staff,
        receipt=receipt,
    )


def printed(session: Session, actor: Actor, request_id: UUID) -> Case:
    """Open one case for print.

    Raises:
        DeniedError, NotFoundError: not the actor's to write on.

    """
    reachable(session, actor, Permission.REQUEST_WRITE, request_id)
    case = read(session, actor, request_id)
    audit.record(
        session,
        actor.user_id,
        Act.PRINTED,
        societies=[case.request.society_code],
        subjects=[case.request.id],
        fields=["people", "time line"],
        purpose="tracing",
    )
    return case


def heading(session: Session, actor: Actor, request_id: UUID) -> CaseRow:
    """Open what stands over the pages of a case: its number and the names of its people.

    Raises:
        DeniedError, NotFoundError: not the actor's to read.

    """
    request = reachable(session, actor, Permission.REQUEST_READ, request_id)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.REQUEST_OPENED,
        societies=[request.society_code],
        subjects=[request.id],
        fields=["names"],
        purpose="tracing",
    )
    return open_rows(session, receipt, [request])[0]


def read_taken(session: Session, actor: Actor, request_id: UUID) -> Taken:
    """Open a request for the volunteer who took it down: what they entered, and no more.

    Raises:
        DeniedError, NotFoundError: not theirs, or longer ago than 72 hours.

    """
    request = reachable(session, actor, Permission.REQUEST_READ, request_id)
    others = {row.created_by for row in queries.actions(session, request.id)} - {actor.user_id}
    return Taken(request, None if others else read(session, actor, request_id))


def sees_whole(actor: Actor) -> bool:
    """Tell whether the actor works on cases, rather than having taken this one down."""
    return may(actor, Permission.REQUEST_LIST)


def list_requests(
    session: Session, actor: Actor, narrowed: RequestFilter, *, limit: int, offset: int
) -> CaseList:
    """Return cases the actor may see, in the filter's order.

    Raises:
        DeniedError: the actor does not work on cases.

    """
    authorise(actor, Permission.REQUEST_LIST)
    scope = visible(actor, Permission.REQUEST_LIST, clock.now())
    found = queries.requests(session, scope, narrowed, limit, offset)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.REQUEST_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in found],
        fields=["names"],
        purpose="tracing",
        detail={"number": narrowed.number} if narrowed.number else None,
    )
    return CaseList(
        rows=open_rows(session, receipt, found),
        counts=queries.counts_by_state(session, scope, narrowed),
        staff=access.staff_names(session, receipt, [row.owner_id for row in found]),
    )


def open_rows(session: Session, receipt: Receipt, rows: Sequence[TracingRequest]) -> list[CaseRow]:
    """Return cases the caller has decided may be shown, with the names of their people."""
    return ask(session, opening_rows(receipt, rows))


def opening_rows(receipt: Receipt, rows: Sequence[TracingRequest]) -> Reading[list[CaseRow]]:
    """Read cases the caller has decided may be shown, with the names of their people."""
    if not rows:
        return []
    sought = yield from queries.reading_sought([row.id for row in rows])
    ids = [*(row.enquirer_id for row in rows), *(one.person_id for one in sought)]
    people = yield from persons.opening_by_id(receipt, ids)
    return [
        CaseRow(
            row,
            people[row.enquirer_id],
            tuple(people[one.person_id] for one in sought if one.request_id == row.id),
        )
        for row in rows
    ]


def own_cases(actor: Actor) -> Reading[dict[CaseState, tuple[int, int]]]:
    """Read, by state, how many cases are the actor's own, and the oldest one's age in days."""
    scope = visible(actor, Permission.REQUEST_LIST, clock.now())
    found = yield from queries.own_by_state(scope, actor.user_id)
    return {
        state: (number, days_since(oldest))
        for state, (number, oldest) in found.items()
        if state not in ENDED
    }


def days_since(moment: datetime) -> int:
    """Return how many whole days ago `moment` was, in UTC."""
    return (clock.today() - moment.astimezone(UTC).date()).days


def unheard_days(request: TracingRequest) -> int:
    """Return for how many days the enquirer has heard nothing from us."""
    return days_since(request.family_heard_at or request.created_at)
