"""Reads of child files."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from rfl.access.filters import where
from rfl.access.rules import Scope
from rfl.children.models import ChildEntry, ChildFile, ChildReview, FollowUp
from rfl.children.rules import ChildState, EntryKind, Hands, Standing
from rfl.children.writing import OF_ONE_FAMILY, SIDES
from rfl.db.rounds import Reading, all_of
from rfl.linking.models import Link
from rfl.linking.rules import LinkState
from rfl.persons.models import Person, Registration
from rfl.persons.rules import CHILD_KINDS
from rfl.persons.wholes import same_as
from rfl.tracing.models import SoughtPerson, TracingRequest
from rfl.tracing.queries import within as case_within

TIED = (LinkState.PROBABLE, LinkState.CONFIRMED)
"""Links by which a registered child is the sought person of a case."""


@dataclass(frozen=True, slots=True)
class ChildFilter:
    """What a list of files is narrowed to; empty means all."""

    number: str = ""
    states: frozenset[ChildState] = frozenset()
    owner_id: UUID | None = None


@dataclass(slots=True)
class Facts:
    """What is known of a file without opening it: which entries, by whom, which visits."""

    has: set[EntryKind] = field(default_factory=set)
    factors: set[str] = field(default_factory=set)
    sides: dict[EntryKind, UUID] = field(default_factory=dict)
    follow_ups: list[FollowUp] = field(default_factory=list)
    """Those that are still to be made, the earliest first."""
    is_alarmed: bool = False
    """Whether the heads of tracing were told of a grave risk and none has answered."""
    moved_by: UUID | None = None
    """Who brought the file into its state."""

    def note(self, kind: EntryKind) -> None:
        """Note that an entry of `kind` stands in the file; the oldest come first."""
        self.has.add(kind)
        if kind in (EntryKind.ALARM, EntryKind.ALARM_ANSWERED):
            self.is_alarmed = kind is EntryKind.ALARM


def within(scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which a file lies in `scope`: it, and the child's own record."""
    child = exists().where(Person.id == ChildFile.person_id, where(scope, Person))
    return and_(where(scope, ChildFile), child)


def file_within(
    session: Session, scope: Scope, child_id: UUID, *, lock: bool = False
) -> ChildFile | None:
    """Return one file in `scope`, locked until the transaction ends if so wanted."""
    query = select(ChildFile).where(ChildFile.id == child_id, within(scope))
    if lock:
        query = query.with_for_update(of=ChildFile).execution_options(populate_existing=True)
    return session.scalar(query)


def files(
    session: Session, scope: Scope, narrowed: ChildFilter, limit: int, offset: int
) -> Sequence[ChildFile]:
    """Return files in `scope`, by number: no child stands above another."""
    query = select(ChildFile).where(*_conditions(scope, narrowed), *_states(narrowed))
    return session.scalars(query.order_by(ChildFile.number).limit(limit).offset(offset)).all()


def counts_by_state(session: Session, scope: Scope, narrowed: ChildFilter) -> dict[ChildState, int]:
    """Return how many files in `scope` stand in each state, whatever states the filter names."""
    query = select(ChildFile.state, func.count()).where(*_conditions(scope, narrowed))
    return dict(session.execute(query.group_by(ChildFile.state)).all())


def working_files(scope: Scope, limit: int) -> Reading[Sequence[ChildFile]]:
    """Read the files in `scope` that are not closed, the longest in their state first.

    Those of whose risks the heads of tracing were once told stand before all others.
    """
    query = select(ChildFile).where(within(scope), ChildFile.state != ChildState.CLOSED)
    told = exists().where(ChildEntry.child_id == ChildFile.id, ChildEntry.kind == EntryKind.ALARM)
    return (yield from all_of(query, case((told, 0), else_=1), ChildFile.state_since, most=limit))


def files_of(session: Session, scope: Scope, person_ids: Collection[UUID]) -> dict[UUID, ChildFile]:
    """Return the files in `scope` of some people, by person."""
    query = select(ChildFile).where(ChildFile.person_id.in_(set(person_ids)), within(scope))
    return {row.person_id: row for row in session.scalars(query)}


def file_of_whole(session: Session, scope: Scope, person_id: UUID) -> ChildFile | None:
    """Return the file in `scope` that lies on any record of a person, the oldest."""
    query = select(ChildFile).where(same_as(ChildFile.person_id, person_id), within(scope))
    return session.scalar(query.order_by(ChildFile.number).limit(1))


def file_of(session: Session, person_id: UUID) -> ChildFile | None:
    """Return the file of a person, whoever may see it."""
    return session.scalar(select(ChildFile).where(ChildFile.person_id == person_id))


def facts(session: Session, rows: Collection[ChildFile]) -> Mapping[UUID, Facts]:
    """Return what is known of files without opening them, in two statements, by file."""
    located = {row.id: row.located_at for row in rows}
    ids = list(located)
    if not ids:
        return {}
    found: defaultdict[UUID, Facts] = defaultdict(Facts)
    query = select(
        ChildEntry.child_id,
        ChildEntry.kind,
        ChildEntry.factor,
        ChildEntry.created_by,
        ChildEntry.created_at,
    ).where(ChildEntry.child_id.in_(ids), ChildEntry.kind != EntryKind.NOTE)
    entries = session.execute(query.order_by(ChildEntry.created_at))
    for child_id, kind, factor, created_by, created_at in entries:
        if kind is EntryKind.STATE:
            found[child_id].moved_by = created_by
            continue
        if _is_of_another_family(kind, created_at, located[child_id]):
            continue
        found[child_id].note(kind)
        if factor is not None:
            found[child_id].factors.add(factor)
        if kind in SIDES:
            found[child_id].sides[kind] = created_by
    for visit in open_follow_ups(session, ids):
        found[visit.child_id].follow_ups.append(visit)
    return found


def _is_of_another_family(kind: EntryKind, at: datetime, located: datetime | None) -> bool:
    return kind in OF_ONE_FAMILY and (located is None or at < located)


def standing_of(row: ChildFile, known: Facts) -> Standing:
    """Return what a file has, as far as nothing is opened for it."""
    return Standing(
        has=frozenset(known.has),
        factors=frozenset(known.factors),  # type: ignore[arg-type]  # words of the column's enum
        is_put_up=row.determined_hash is not None,
        open_follow_ups=len(known.follow_ups),
    )


def hands_of(row: ChildFile, known: Facts) -> Hands:
    """Return who did what in a file, for four eyes."""
    return Hands(
        determined_by=row.determined_by,
        head_signed_by=row.head_signed_by,
        focal_signed_by=row.focal_signed_by,
        child_side_by=known.sides.get(EntryKind.CHILD_SIDE),
        family_side_by=known.sides.get(EntryKind.FAMILY_SIDE),
    )


def entries(
    session: Session, child_id: UUID, kinds: Collection[EntryKind] = ()
) -> Sequence[ChildEntry]:
    """Return the entries of a file, newest first; of some kinds only, if any are named."""
    query = select(ChildEntry).where(ChildEntry.child_id == child_id)
    if kinds:
        query = query.where(ChildEntry.kind.in_(kinds))
    order = (ChildEntry.happened_at.desc(), ChildEntry.created_at.desc(), ChildEntry.id)
    return session.scalars(query.order_by(*order)).all()


def follow_ups(session: Session, child_id: UUID) -> Sequence[FollowUp]:
    """Return the visits afterwards of a file, made and to be made, the earliest first."""
    query = select(FollowUp).where(FollowUp.child_id == child_id)
    return session.scalars(query.order_by(FollowUp.due_on, FollowUp.id)).all()


def open_follow_ups(session: Session, child_ids: Collection[UUID]) -> Sequence[FollowUp]:
    """Return the visits afterwards that are still to be made, the earliest first."""
    query = select(FollowUp).where(
        FollowUp.child_id.in_(set(child_ids)),
        FollowUp.done_at.is_(None),
        FollowUp.dropped_at.is_(None),
    )
    return session.scalars(query.order_by(FollowUp.due_on, FollowUp.id)).all()


def cases_of(session: Session, scope: Scope, person_id: UUID) -> Sequence[TracingRequest]:
    """Return the cases in `scope` in which a child is sought: as such, or through a link."""
    itself = exists().where(
        SoughtPerson.request_id == TracingRequest.id, SoughtPerson.person_id == person_id
    )
    linked = exists().where(
        Link.request_id == TracingRequest.id,
        Link.state.in_(TIED),
        Link.registration_id.in_(
            select(Registration.id).where(Registration.person_id == person_id)
        ),
    )
    query = select(TracingRequest).where(case_within(scope), or_(itself, linked))
    return session.scalars(query.order_by(TracingRequest.number)).all()


def files_of_case(scope: Scope, request_id: UUID) -> Reading[Sequence[ChildFile]]:
    """Read the files in `scope` of children who are sought in a case."""
    sought = select(SoughtPerson.person_id).where(SoughtPerson.request_id == request_id)
    linked = (
        select(Registration.person_id)
        .join(Link, Link.registration_id == Registration.id)
        .where(Link.request_id == request_id, Link.state.in_(TIED))
    )
    query = select(ChildFile).where(
        within(scope), or_(ChildFile.person_id.in_(sought), ChildFile.person_id.in_(linked))
    )
    return (yield from all_of(query, ChildFile.number))


def without_file(scope: Scope) -> ColumnElement[bool]:
    """Return the condition on Registration: a found child in `scope` who has no file yet."""
    return and_(
        where(scope, Registration),
        Registration.kind.in_(CHILD_KINDS),
        ~exists().where(ChildFile.person_id == Registration.person_id),
        exists().where(Person.id == Registration.person_id, where(scope, Person)),
    )


def count_without_file(scope: Scope) -> Select[int]:
    """Return the query of how many found children in `scope` have no file yet."""
    return select(func.count(Registration.id)).where(without_file(scope))


def registrations_without_file(
    session: Session, scope: Scope, limit: int
) -> Sequence[Registration]:
    """Return registrations of found children without a file, the longest known first."""
    query = select(Registration).where(without_file(scope))
    order = (Registration.created_at, Registration.number)
    return session.scalars(query.order_by(*order).limit(limit)).all()


def open_reviews(session: Session, scope: Scope) -> Sequence[tuple[ChildReview, ChildFile]]:
    """Return what waits for a focal point's answer on files in `scope`, the oldest first."""
    query = (
        select(ChildReview, ChildFile)
        .join(ChildFile, ChildFile.id == ChildReview.child_id)
        .where(within(scope), ChildReview.answered_at.is_(None))
        .order_by(ChildReview.found_at, ChildReview.id)
    )
    return [(review, row) for review, row in session.execute(query)]


def files_to_sign(session: Session, scope: Scope, limit: int) -> Sequence[ChildFile]:
    """Return the files in `scope` that wait for the focal point's hand, the longest first."""
    query = select(ChildFile).where(to_sign(scope)).order_by(ChildFile.changed_at, ChildFile.id)
    return session.scalars(query.limit(limit)).all()


def to_sign(scope: Scope) -> ColumnElement[bool]:
    """Return the condition on ChildFile: in `scope`, and waiting for the focal point's hand."""
    return and_(
        within(scope),
        ChildFile.state == ChildState.RELATIONSHIP_VERIFIED,
        ChildFile.determined_hash.is_not(None),
        ChildFile.focal_signed_by.is_(None),
    )


def count_to_oversee(session: Session, scope: Scope) -> int:
    """Return how much on files in `scope` waits for a focal point: signatures and lapses."""
    signing = select(func.count(ChildFile.id)).where(to_sign(scope)).scalar_subquery()
    lapses = (
        select(func.count(ChildReview.id))
        .join(ChildFile, ChildFile.id == ChildReview.child_id)
        .where(within(scope), ChildReview.answered_at.is_(None))
        .scalar_subquery()
    )
    return session.scalar(select(signing + lapses)) or 0


def _states(narrowed: ChildFilter) -> list[ColumnElement[bool]]:
    return [ChildFile.state.in_(narrowed.states)] if narrowed.states else []


def _conditions(scope: Scope, narrowed: ChildFilter) -> list[ColumnElement[bool]]:
    found = [within(scope)]
    if narrowed.number:
        number = narrowed.number.strip().upper()
        found.append(ChildFile.number.contains(number, autoescape=True))
    if narrowed.owner_id:
        found.append(ChildFile.owner_id == narrowed.owner_id)
    return found
