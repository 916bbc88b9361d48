"""What has to be at hand before a family is told: whom, of what, in which language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access.rules import Actor, Permission
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.societies import service as societies
from rfl.tracing import closing, deaths, establishing, queries, reading
from rfl.tracing.cases import Entry, open_request, reachable
from rfl.tracing.closing import Known, known_of
from rfl.tracing.deaths import Death
from rfl.tracing.document import Outcome, SafeContact
from rfl.tracing.next_act import ASKED_BY
from rfl.tracing.reading import CaseRow
from rfl.tracing.rules import CaseAct

TONGUES: Mapping[str, tuple[str, ...]] = {
    "fr": ("fr", "fran", "french"),
    "es": ("es", "spanish", "castell"),
    "ar": ("ar", "عرب"),
    "en": ("en", "angl", "ingl"),
}
"""How the languages that a sheet is printed in begin, in the words in which a case names them."""


@dataclass(frozen=True, slots=True)
class Preparation:
    """What stands around the forms with which a family is told, and a case ended."""

    heading: CaseRow
    sought_ids: list[UUID]
    deaths: Mapping[UUID, Death]
    language: str
    """In which the family speaks, as far as a sheet can: 'fr'."""
    waits: bool
    """Whether a death waits for a second person."""
    contact: SafeContact
    """How the enquirer is reached."""
    found: frozenset[UUID]
    """Who was found alive, as two of us confirmed."""

    def name_of(self, sought_id: UUID) -> str:
        """Return the name of one sought person."""
        return self.heading.sought[self.sought_ids.index(sought_id)].display_name

    def known_of(self, sought_id: UUID) -> Known:
        """Return what is established of one sought person."""
        return known_of(self.deaths.get(sought_id), is_found=sought_id in self.found)

    @property
    def established(self) -> list[Death]:
        """Return the deaths that two of us, and an authority, stand for."""
        return [one for one in self.deaths.values() if one.is_established]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a second person reads before they confirm, close, or say no."""

    heading: CaseRow
    asked: Entry | None = None
    """What the first person wrote: how somebody was found, or why the case can be closed."""
    told: Entry | None = None
    """The last talk with the family, where the case is to be closed."""
    outcome: Outcome | None = None
    staff: Mapping[UUID, str] = field(default_factory=dict)
    """Names of who wrote."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the printed sheet for a conversation says."""

    number: str
    society: str
    """Its registered name, in English."""
    enquirer: str
    sought: str
    death: Death


def prepare(session: Session, actor: Actor, request_id: UUID) -> Preparation:
    """Open what is needed before a family is told.

    Raises:
        DeniedError, NotFoundError: not the actor's case.

    """
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.REQUEST_OPENED,
        societies=[request.society_code],
        subjects=[request.id],
        fields=["names", "talks", "deaths"],
        purpose="tracing",
    )
    contact = open_request(session, receipt, request).contact
    return Preparation(
        heading=reading.open_rows(session, receipt, [request])[0],
        sought_ids=[row.id for row in queries.sought(session, [request.id])],
        deaths=deaths.read(session, receipt, request),
        language=tongue_of(contact.language),
        waits=establishing.waiting(session, request),
        contact=contact,
        found=closing.found(session, request.id),
    )


def judged(session: Session, actor: Actor, request_id: UUID, act: CaseAct) -> Judged:
    """Open what is read before `act`; for most acts the heading alone.

    Raises:
        DeniedError, NotFoundError: not the actor's case.

    """
    first = ASKED_BY.get(act)
    if first is None:
        return Judged(reading.heading(session, actor, request_id))
    case = reading.read(session, actor, request_id)
    people = tuple(one.person for one in case.sought)
    asked = next((one for one in case.line if one.row.act is first), None)
    ends = first is CaseAct.REQUEST_CLOSURE
    return Judged(
        heading=CaseRow(case.request, case.enquirer, people),
        asked=asked,
        told=case.last_told if ends else None,
        outcome=case.document.outcome if ends else None,
        staff=case.staff,
    )


def printed(session: Session, actor: Actor, request_id: UUID, sought_id: UUID) -> Prepared:
    """Open what the sheet for a conversation says, for print.

    Raises:
        DeniedError, NotFoundError: not the actor's case, or no death stands.
        RuleBrokenError: no second person agreed.

    """
    prepared = prepare(session, actor, request_id)
    request = prepared.heading.request
    death = prepared.deaths.get(sought_id)
    if death is None:
        raise NotFoundError("death")
    if not death.is_established:
        raise RuleBrokenError("A second person agrees first. Then the sheet can be printed.")
    audit.record(
        session,
        actor.user_id,
        Act.PRINTED,
        societies=[request.society_code],
        subjects=[request.id],
        fields=["names", "deaths"],
        purpose="tracing",
    )
    return Prepared(
        number=request.number,
        society=societies.society(session, request.society_code).name,
        enquirer=prepared.heading.enquirer.display_name,
        sought=prepared.name_of(sought_id),
        death=death,
    )


def tongue_of(words: str) -> str:
    """Return which language of a sheet `words` begin with ('Français, un peu'); '' if none."""
    said = words.strip().casefold()
    for code, starts in TONGUES.items():
        if said.startswith(starts):
            return code
    return ""
