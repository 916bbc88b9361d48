"""Looks through the trail by rule, and puts unusual access before the focal points.

Runs by itself every hour, and when the desk is opened. That it read stands in the trail.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Role
from rfl.audit import reading
from rfl.audit import service as audit
from rfl.audit.reading import Asking, EntryRow
from rfl.audit.rules import SYSTEM, Act, Decision
from rfl.audit.service import Receipt
from rfl.db.native import insert_into
from rfl.desk import facts, keeping, queries
from rfl.desk.facts import RecordFacts
from rfl.desk.habits import Habits, habits_of
from rfl.desk.kin import any_of, kin_of
from rfl.desk.models import AccessWatch
from rfl.desk.unusual import Seen, is_off, picks, remembered
from rfl.desk.words import OPENING_ACTS, TAKING_OUT_ACTS, WRITING_ACTS
from rfl.jobs.service import Work
from rfl.persons import service as persons
from rfl.web.zones import weekend_of, zone_of

WATCH_JOB = "desk.watch"
WATCH_EVERY = timedelta(hours=1)
LOOK_AGAIN = timedelta(minutes=5)
"""A desk opened again so soon does not look again: a look costs more the more colleagues worked."""

FIRST_LOOK = timedelta(days=14)
"""How far the first look goes back."""

OVERLAP = timedelta(minutes=10)
"""An entry may be dated so long before it is committed."""

OVERSEEING = frozenset({Role.SUPERVISOR, Role.SAFEGUARDING, Role.DPO, Role.ADMIN})
"""Roles whose work is the cases of others."""

IDS_PER_QUERY = 500

Days = Mapping[tuple[UUID, date], list[EntryRow]]


def watch_job(work: Work) -> Mapping[str, int]:
    """Look through the log of one society, and pass on what nobody answered."""
    with work.begin() as session:
        return {"found": watch(session, work.society)}


def watch_if_due(session: Session, society: str) -> bool:
    """Look through the log as `watch` does, unless that was done just now; tell whether."""
    query = select(AccessWatch.watched_until).where(AccessWatch.society_code == society)
    last = session.scalar(query)
    is_due = last is None or clock.now() - last >= LOOK_AGAIN
    if is_due:
        watch(session, society)
    return is_due


def watch(session: Session, society: str) -> int:
    """Look through what was written since the last look; return how many accesses are new.

    Entries of a past epoch that no longer open are left out: the hour before has seen them.
    """
    mark, now = _turn(session, society), clock.now()
    look = _Look(session, society)
    since = mark.watched_until - OVERLAP if mark.watched_until else look.midnight(now - FIRST_LOOK)
    days = look.days(since)
    found = sum(look.at(user_id, day, rows) for (user_id, day), rows in sorted(days.items()))
    mark.watched_until = now
    keeping.escalate(session, society)
    session.flush()
    return found


def _turn(session: Session, society: str) -> AccessWatch:
    """Return the society's mark, locked: of two who look at once, one waits."""
    first = insert_into(session.connection(), AccessWatch).values(
        society_code=society, watched_until=None
    )
    session.execute(first.on_conflict_do_nothing())
    query = select(AccessWatch).where(AccessWatch.society_code == society)
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()


@dataclass(frozen=True, slots=True)
class _Day:
    """The entries of one colleague's day, and the records they name."""

    entries: Sequence[EntryRow]
    numbers: Mapping[UUID, str]

    def records(self, row: EntryRow) -> frozenset[str]:
        return frozenset(self.numbers[one] for one in row.subjects if one in self.numbers)

    def written(self) -> frozenset[str]:
        wrote = (self.records(row) for row in self.entries if row.act in WRITING_ACTS)
        return frozenset[str]().union(*wrote)

    def touched(self) -> frozenset[str]:
        return frozenset[str]().union(*(self.records(row) for row in self.entries))


class _Look:
    """One look through the log of one society."""

    def __init__(self, session: Session, society: str) -> None:
        self._session = session
        self._society = society
        self._zone = ZoneInfo(zone_of(society) or "UTC")
        self._weekend = weekend_of(society)
        self._receipt: Receipt = audit.record(
            session, SYSTEM, Act.USER_OPENED, societies=[society], purpose="access_review"
        )
        self._habits: Habits = habits_of(session, society, self._receipt)

    def midnight(self, at: datetime) -> datetime:
        """Return when the society's day of `at` began: a day is always looked at as a whole."""
        day = at.astimezone(self._zone).date()
        return datetime.combine(day, time(), self._zone).astimezone(UTC)

    def days(self, since: datetime) -> Days:
        """Return the whole days of all colleagues who did anything from `since` on."""
        here = set(queries.users(self._session, self._society))
        fresh = [row for row in self._read(since) if row.actor_id in here]
        begun = self.midnight(since)
        rows = fresh
        if fresh and begun < since:
            rows = list(self._read(begun, {row.actor_id for row in fresh}))
        found: defaultdict[tuple[UUID, date], list[EntryRow]] = defaultdict(list)
        for row in rows:
            found[row.actor_id, row.at.astimezone(self._zone).date()].append(row)
        return found

    def at(self, user_id: UUID, day: date, entries: Sequence[EntryRow]) -> int:
        """Look at one day of one colleague; return how many accesses are new."""
        found = _Day(entries, _numbers(self._session, self._society, entries))
        seen = self._seen(user_id, found)
        before = self._habits.usual(user_id, day)
        if seen:
            self._habits.keep(self._session, user_id, remembered(day, seen))
        return sum(
            keeping.keep(self._session, self._society, user_id, day, pick)
            for pick in picks(seen, before)
        )

    def _read(self, since: datetime, people: Collection[UUID] = ()) -> Iterable[EntryRow]:
        asking = Asking("access_review", since=since)
        return reading.since(self._session, SYSTEM, self._society, asking, people)

    def _seen(self, user_id: UUID, found: _Day) -> list[Seen]:
        known = facts.records(self._session, self._society, found.touched())
        strange = self._strange(user_id, found, known)
        namesakes, neighbours = self._kin(user_id, {one: known[one] for one in strange})
        cases = {number for number, one in known.items() if one.is_case}
        sealed = {number for number, one in known.items() if one.is_sealed}
        return [
            Seen(
                at=row.at.astimezone(self._zone),
                records=(records := found.records(row)),
                no_part=records & strange,
                cases=records & cases,
                namesakes=records & namesakes,
                neighbours=records & neighbours,
                sealed=records & sealed,
                is_off=is_off(row.at.astimezone(self._zone), self._weekend),
                is_refused=row.decision is Decision.REFUSED,
                takes_out=row.act in TAKING_OUT_ACTS,
            )
            for row in found.entries
            if _is_looked_at(row)
        ] + [self._searched(row) for row in found.entries if _is_search(row)]

    def _searched(self, row: EntryRow) -> Seen:
        at = row.at.astimezone(self._zone)
        return Seen(at, is_search=True, words=row.detail.get("reason", ""))

    def _strange(
        self, user_id: UUID, found: _Day, known: Mapping[str, RecordFacts]
    ) -> frozenset[str]:
        """Return the records in which the colleague has no part."""
        if access.roles_of(self._session, user_id, self._society) & OVERSEEING:
            return frozenset()
        written = found.written()
        return frozenset(
            number
            for number, one in known.items()
            if not one.is_free and user_id not in one.parts and number not in written
        )

    def _kin(
        self, user_id: UUID, strange: Mapping[str, RecordFacts]
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Return those of `strange` with somebody of the colleague's own name, and village."""
        if not strange:
            return frozenset(), frozenset()
        kin = kin_of(access.staff(self._session, self._receipt, [user_id])[user_id])
        people = {person for one in strange.values() for person in one.people}
        opened = persons.open_by_id(self._session, self._receipt, people)
        found = {
            number: any_of([opened[one] for one in record.people if one in opened], kin)
            for number, record in strange.items()
        }
        return (
            frozenset(number for number, (is_namesake, _) in found.items() if is_namesake),
            frozenset(number for number, (_, is_neighbour) in found.items() if is_neighbour),
        )


def _is_looked_at(row: EntryRow) -> bool:
    return row.act in OPENING_ACTS | TAKING_OUT_ACTS or row.decision is Decision.REFUSED


def _is_search(row: EntryRow) -> bool:
    return row.act == Act.SEARCHED and row.decision is Decision.ALLOWED


def _numbers(session: Session, society: str, rows: Sequence[EntryRow]) -> dict[UUID, str]:
    wanted = sorted(
        {
            one
            for row in rows
            if row.act in WRITING_ACTS or _is_looked_at(row)
            for one in row.subjects
        }
    )
    found: dict[UUID, str] = {}
    for start in range(0, len(wanted), IDS_PER_QUERY):
        found |= queries.numbers(session, society, wanted[start : start + IDS_PER_QUERY])
    return found
