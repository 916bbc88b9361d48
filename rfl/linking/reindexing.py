"""Indexing everybody anew, and comparing everybody anew: after another lexicon, model or layout.

The space of ids is cut into parts, and each part is a job that any worker may take. Whoever is
indexed by the present version is passed over: a job that was killed goes on where it stood.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from rfl.access.rules import Sensitivity
from rfl.audit import service as audit
from rfl.audit.rules import ENGINE, INSTALLATION_LOG, Act
from rfl.jobs import service as jobs
from rfl.jobs.models import Job
from rfl.jobs.service import Work
from rfl.linking import enquirers, index, match, queries
from rfl.linking.index import indexed
from rfl.linking.models import IndexedEnquirer, IndexedPerson
from rfl.linking.rules import Side
from rfl.persons import queries as person_queries
from rfl.persons import service as persons
from rfl.persons.models import Person, Registration
from rfl.persons.queries import consent_stands
from rfl.persons.rules import Purpose
from rfl.tracing.models import SoughtPerson, TracingRequest
from rfl.tracing.queries import searched

REINDEX_JOB, RELINK_JOB = "linking.reindex", "linking.relink"

PARTS = 16
"""A power of two: into so many parts people are cut by their ids, which are random."""

BATCH = 500
"""People indexed in one transaction; where only one writes, pages wait for it."""

_BITS = 128

SIDES = (*Side, None)
"""Whom a part indexes, one after another; None: those who ask (linking.enquirers)."""


def ask(session: Session, actor_id: UUID) -> list[UUID]:
    """Have everybody indexed and then compared anew; return the jobs, none if all wait already."""
    return _ask_parts(session, REINDEX_JOB, actor_id)


def ask_if_outdated(session: Session, actor_id: UUID) -> list[UUID]:
    """Have everybody indexed anew if anybody who is to be found is not, by this version."""
    return ask(session, actor_id) if count_outdated(session) else []


def count_outdated(session: Session) -> int:
    """Return how many people are to be found and are not indexed by the present version."""
    return sum(_count(session, side, true()) for side in SIDES)


def reindex_job(work: Work) -> Mapping[str, int]:
    """Index the people of one part anew; the last part has everybody compared."""
    part, of = work.arguments["part"], work.arguments["of"]
    with work.begin() as session:
        total = sum(_count(session, side, _within(Person.id, part, of)) for side in SIDES)
    done = 0
    for side in SIDES:
        after: UUID | None = None
        while True:
            with work.begin() as session:
                ids = _next(session, side, _within(Person.id, part, of), after)
                _index(session, side, ids)
                done += len(ids)
                work.progress(session, done, max(done, total))
            if not ids:
                break
            after = ids[-1]
    with work.begin() as session:
        index.remove(session, _left_over(session, IndexedPerson, part, of))
        enquirers.remove(session, _left_over(session, IndexedEnquirer, part, of))
        if not count_outdated(session) and not _waiting_parts(session, REINDEX_JOB):
            _ask_parts(session, RELINK_JOB, work.asked_by)
    return {"indexed": done}


def relink_job(work: Work) -> Mapping[str, int]:
    """Compare the sought people of one part with everybody registered."""
    part, of = work.arguments["part"], work.arguments["of"]
    with work.begin() as session:
        people = queries.searched_sought(session, _within(SoughtPerson.person_id, part, of))
    return {"suggested": match.compare_all(work.begin, people, None, work.progress)}


def _ask_parts(session: Session, kind: str, actor_id: UUID) -> list[UUID]:
    """Ask for every part that does not wait: what is under way began by what was before."""
    waiting = _waiting_parts(session, kind)
    return [
        jobs.ask(
            session,
            kind=kind,
            society=INSTALLATION_LOG,
            asked_by=actor_id,
            arguments={"part": part, "of": PARTS},
        ).id
        for part in range(PARTS)
        if part not in waiting
    ]


def _waiting_parts(session: Session, kind: str) -> set[int]:
    query = select(Job.arguments).where(Job.id.in_(jobs.waiting(session)), Job.kind == kind)
    return {arguments["part"] for arguments in session.scalars(query)}


def _next(
    session: Session, side: Side | None, within: ColumnElement[bool], after: UUID | None
) -> list[UUID]:
    """Return the next people to be indexed, held still: a save meanwhile waits, and counts."""
    query = select(Person.id).where(within, _outdated(side, index.version(session)))
    if after is not None:
        query = query.where(Person.id > after)
    query = query.order_by(Person.id).limit(BATCH).with_for_update(of=Person)
    return list(session.scalars(query))


def _index(session: Session, side: Side | None, ids: Collection[UUID]) -> None:
    if not ids:
        return
    receipt = audit.record(
        session,
        ENGINE,
        Act.LINK_COMPARED,
        societies=[INSTALLATION_LOG],
        fields=["names", "birth", "family"],
        purpose="tracing",
        detail={"reindexed": str(len(ids))},
    )
    opened = persons.open_by_id(session, receipt, ids)
    if side is None:
        people = person_queries.people(session, ids)
        enquirers.put(session, [(people[one], opened[one]) for one in ids])
    else:
        index.put(session, [indexed(one, side, opened[one]) for one in ids])


def _left_over(
    session: Session, table: type[IndexedPerson] | type[IndexedEnquirer], part: int, of: int
) -> Sequence[UUID]:
    """Return who rests in an index by an older version: they are to be found no more."""
    query = select(table.person_id).where(
        table.version != index.version(session), _within(table.person_id, part, of)
    )
    return session.scalars(query).all()


def _count(session: Session, side: Side | None, within: ColumnElement[bool]) -> int:
    outdated = _outdated(side, index.version(session))
    query = select(func.count()).select_from(Person).where(within, outdated)
    return session.scalar(query) or 0


def _outdated(side: Side | None, version: str) -> ColumnElement[bool]:
    """Return the condition on Person: to be found on `side`, and not indexed by `version`."""
    if side is None:
        return enquirers.outdated(version)
    if side is Side.REGISTERED:
        findable: ColumnElement[bool] = and_(
            exists().where(Registration.person_id == Person.id),
            consent_stands(Person.id, Purpose.TRACING),
        )
    else:
        findable = exists().where(
            SoughtPerson.person_id == Person.id,
            TracingRequest.id == SoughtPerson.request_id,
            searched(),
        )
    indexed = exists().where(
        IndexedPerson.person_id == Person.id,
        IndexedPerson.side == side,
        IndexedPerson.version == version,
    )
    return and_(
        Person.erased_at.is_(None), Person.sensitivity != Sensitivity.SEALED, findable, ~indexed
    )


def _within(column: InstrumentedAttribute[UUID], part: int, of: int) -> ColumnElement[bool]:
    """Return the condition that an id lies in one of `of` equal parts."""
    width = 2**_BITS // of
    first, last = UUID(int=part * width), UUID(int=(part + 1) * width - 1)
    return and_(column >= first, column <= last)


def work_here(begin: jobs.Begin, kind: str) -> Iterator[UUID]:
    """Do the jobs of `kind` that nobody works on, one by one; yield each when it is done."""
    while True:
        with begin() as session:
            query = select(Job.id).where(Job.id.in_(jobs.waiting(session)), Job.kind == kind)
            job_id = session.scalar(query.order_by(Job.asked_at).limit(1))
        if job_id is None:
            return
        jobs.run(begin, job_id)
        yield job_id
