"""The family of a case: who asks, whom they look for, whom they named, and all links together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Sensitivity, authorise, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.errors import RuleBrokenError
from rfl.families.rules import SEX_OF, Member, Standing
from rfl.linking import queries as link_queries
from rfl.linking import service as linking
from rfl.linking.models import Link
from rfl.linking.rules import OPEN_STATES, LinkAct, LinkState, RejectReason
from rfl.persons import queries as person_queries
from rfl.persons import service as persons
from rfl.persons.document import PersonDocument, Relation
from rfl.persons.models import Registration
from rfl.persons.rules import Sex
from rfl.tracing import changing
from rfl.tracing.cases import Sought, open_sought, reachable
from rfl.tracing.document import SoughtDocument
from rfl.tracing.models import SoughtPerson, TracingRequest
from rfl.tracing.opening import NewSought

STANDINGS: Mapping[LinkState, Standing] = {
    LinkState.CONFIRMED: Standing.CONFIRMED,
    LinkState.PROBABLE: Standing.PROBABLE,
    **dict.fromkeys(OPEN_STATES, Standing.TO_JUDGE),
}
_RANK = list(Standing)

LEAVE, PROBABLE = "", "probable"


@dataclass(frozen=True, slots=True)
class PairLine:
    """One link of a sought member, and whom else of the family was met with that person."""

    link: Link
    name: str
    number: str
    met_on: date
    site: str
    """'' where another society keeps it to itself."""
    company: int
    """How many others of the family may have been met there on that day."""


@dataclass(frozen=True, slots=True)
class Row:
    """One sought member, and the links that may be judged or confirmed."""

    sought: Sought
    lines: Sequence[PairLine]


@dataclass(frozen=True, slots=True)
class Family:
    """Everything the page of a family shows."""

    request: TracingRequest
    enquirer: PersonDocument
    members: Sequence[Member]
    rows: Sequence[Row]
    seen: str
    """How the enquirer's record stood: sent back when somebody named is to be looked for."""


def read(session: Session, actor: Actor, request_id: UUID) -> Family:
    """Open the family of a case with all links that the actor may know.

    Raises:
        DeniedError, NotFoundError: not the actor's to read.

    """
    request = reachable(session, actor, Permission.REQUEST_READ, request_id)
    receipt = _record(session, actor, request)
    enquirer = persons.open_by_id(session, receipt, [request.enquirer_id])[request.enquirer_id]
    sought = open_sought(session, receipt, request)
    links = _links(session, actor, request)
    row = person_queries.people(session, [request.enquirer_id])[request.enquirer_id]
    return Family(
        request,
        enquirer,
        members_of(enquirer, sought, links),
        _rows(session, receipt, sought, links),
        row.changed_at.isoformat(),
    )


def members_of(
    enquirer: PersonDocument, sought: Sequence[Sought], links: Sequence[Link]
) -> list[Member]:
    """Return the family: the enquirer, whom they look for, and whom else they named, each once."""
    people = {one.row.person_id for one in sought}
    told = {(one.search.relation, one.person.display_name.casefold()) for one in sought}
    found = [Member(enquirer.display_name, None, Standing.ASKS)]
    found += [
        Member(
            one.person.display_name,
            one.search.relation,
            _standing([link for link in links if link.sought_id == one.row.id]),
            sought_id=one.row.id,
        )
        for one in sought
    ]
    for place, one in enumerate(enquirer.relations):
        name = one.names[0].text if one.names else ""
        if not name or one.person_id in people or (one.kind, name.casefold()) in told:
            continue
        found.append(Member(name, one.kind, Standing.KNOWN, alive=one.alive, place=place))
    return found


def seek(session: Session, actor: Actor, request_id: UUID, place: int, seen: str) -> SoughtPerson:
    """Look for somebody whom the enquirer named, with what is known of them.

    The enquirer's record keeps that it is the same person.

    Raises:
        DeniedError, NotFoundError: not the actor's to change.
        RuleBrokenError: the family changed since the page was loaded, or they are looked for.

    """
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=True)
    row = person_queries.people(session, [request.enquirer_id])[request.enquirer_id]
    receipt = _record(session, actor, request)
    enquirer = persons.open_documents(session, receipt, [row])[0]
    if row.changed_at.isoformat() != seen or not 0 <= place < len(enquirer.relations):
        raise RuleBrokenError("The family was changed meanwhile. Look at it once more.")
    relative = enquirer.relations[place]
    if relative.person_id is not None:
        raise RuleBrokenError("They are looked for already.")
    added = changing.add_sought(session, actor, request_id, _sought_of(relative))
    relations = list(enquirer.relations)
    relations[place] = msgspec.structs.replace(relative, person_id=added.person_id)
    told = msgspec.structs.replace(enquirer, relations=tuple(relations))
    persons.change_person(session, actor, request.enquirer_id, told)
    return added


def judge(session: Session, actor: Actor, request_id: UUID, decisions: Mapping[UUID, str]) -> int:
    """Judge links of a family, each by itself: all that is decided is kept, or nothing.

    `decisions`: by link '' (left), 'probable', or a RejectReason. Return how many were judged.

    Raises:
        DeniedError, NotFoundError: a link is not of this case, or not the actor's to judge.
        RuleBrokenError: not open any more; one person chosen as two (`check_one_each`).

    """
    authorise(actor, Permission.LINK_JUDGE)
    request = reachable(session, actor, Permission.REQUEST_READ, request_id)
    links = {link.id: link for link in _links(session, actor, request)}
    wanted = {one: said for one, said in decisions.items() if said and one in links}
    chosen = [links[one] for one, said in wanted.items() if said == PROBABLE]
    check_one_each([(link.sought_id, link.registration_id) for link in chosen])
    for link_id, said in wanted.items():
        if said == PROBABLE:
            linking.judge(session, actor, link_id, LinkAct.JUDGE_PROBABLE)
        else:
            reason = RejectReason(said)
            linking.judge(session, actor, link_id, LinkAct.REJECT, reason=reason)
    return len(wanted)


def check_one_each(pairs: Sequence[tuple[UUID, UUID]]) -> None:
    """Return if of these (sought, registration) nobody is two people.

    Raises:
        RuleBrokenError: somebody is.

    """
    sought, registered = ({pair[side] for pair in pairs} for side in (0, 1))
    if len(sought) < len(pairs):
        raise RuleBrokenError(
            "One sought person cannot be two registered ones. Choose one of them, or leave both."
        )
    if len(registered) < len(pairs):
        raise RuleBrokenError(
            "One registered person cannot be two of the family. Choose whom, or leave both."
        )


def confirm(session: Session, actor: Actor, request_id: UUID, link_ids: Sequence[UUID]) -> int:
    """Confirm, as a second person, links of a family that somebody judged probable.

    Raises:
        DeniedError, NotFoundError: a link is not the actor's to confirm.
        RuleBrokenError: judged by the actor, or not probable any more.

    """
    authorise(actor, Permission.LINK_CONFIRM)
    request = reachable(session, actor, Permission.REQUEST_READ, request_id)
    own = {link.id for link in _links(session, actor, request)}
    wanted = [one for one in link_ids if one in own]
    for one in wanted:
        linking.judge(session, actor, one, LinkAct.CONFIRM)
    return len(wanted)


def _record(session: Session, actor: Actor, request: TracingRequest) -> Receipt:
    return audit.record(
        session,
        actor.user_id,
        Act.REQUEST_OPENED,
        societies=[request.society_code],
        subjects=[request.id],
        fields=["names", "family"],
        purpose="tracing",
    )


def _links(session: Session, actor: Actor, request: TracingRequest) -> list[Link]:
    authorise(actor, Permission.LINK_LIST)
    scope = visible(actor, Permission.LINK_LIST, clock.now())
    found = link_queries.links_of_request(session, scope, request.id)
    return [link for link in found if link.state in STANDINGS]


def _standing(links: Sequence[Link]) -> Standing:
    return max((STANDINGS[link.state] for link in links), key=_RANK.index, default=Standing.SOUGHT)


def _rows(
    session: Session, receipt: Receipt, sought: Sequence[Sought], links: Sequence[Link]
) -> list[Row]:
    query = select(Registration).where(Registration.id.in_([one.registration_id for one in links]))
    met = {row.id: row for row in session.scalars(query)}
    names = linking.open_names(session, receipt, [row.person_id for row in met.values()])
    sites = {
        row.site_id: person_queries.site_name(session, row.site_id)
        for row in met.values()
        if row.site_id
    }
    lines: dict[UUID, list[PairLine]] = {}
    for link in links:
        row = met[link.registration_id]
        company = {
            other.sought_id
            for other in links
            if other.sought_id != link.sought_id
            and _is_told(other, met[other.registration_id])
            and _together(row, met[other.registration_id])
        }
        is_told = _is_told(link, row)
        lines.setdefault(link.sought_id, []).append(
            PairLine(
                link,
                names[row.person_id],
                row.number,
                row.met_on.date(),
                sites.get(row.site_id, "") if is_told and row.site_id else "",
                len(company) if is_told else 0,
            )
        )
    return [Row(one, lines.get(one.row.id, [])) for one in sought]


def _is_told(link: Link, row: Registration) -> bool:
    """Tell whether the page may say where somebody was met, as in the review of one pair."""
    return row.society_code == link.society_code or row.sensitivity is Sensitivity.NORMAL


def _together(one: Registration, other: Registration) -> bool:
    """Tell whether two people were met by one society, at one site, on one day."""
    return (
        one.id != other.id
        and one.site_id is not None
        and (one.society_code, one.site_id, one.met_on.date())
        == (other.society_code, other.site_id, other.met_on.date())
    )


def _sought_of(relative: Relation) -> NewSought:
    births = (relative.birth,) if relative.birth else ()
    person = PersonDocument(
        names=relative.names, sex=SEX_OF.get(relative.kind, Sex.UNKNOWN), births=births
    )
    return NewSought(person, SoughtDocument(relation=relative.kind))
