"""What is usual for each colleague: sealed, and opened only to compare a day with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl.audit.reveal import reveal_many
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.desk.document import SCHEMA, HabitDocument
from rfl.desk.models import AccessHabit
from rfl.desk.unusual import REMEMBERED, Day, Usual, fuller, usual
from rfl.keys import service as keys
from rfl.persons.document import decode, encode


@dataclass(frozen=True, slots=True)
class Habits:
    """What the colleagues of one society usually do."""

    society: str
    _known: dict[UUID, HabitDocument]

    def usual(self, user_id: UUID, day: date) -> Usual:
        """Return what was usual before `day`, for a colleague and for their peers."""
        theirs = [
            one
            for other, habit in self._known.items()
            if other != user_id
            for one in _before(habit, day)
        ]
        habit = self._known.get(user_id, HabitDocument())
        days = [one.day for one in habit.days if one.opened and one.day < day]
        last = max(days, default=habit.last if habit.last and habit.last < day else None)
        return usual(_before(habit, day), theirs, last)

    def keep(self, session: Session, user_id: UUID, day: Day) -> None:
        """Remember a day, with what was known of it before."""
        habit = self._known.get(user_id, HabitDocument())
        for known in habit.days:
            day = fuller(known, day) if known.day == day.day else day
        days = sorted(
            (
                day,
                *(
                    one
                    for one in habit.days
                    if one.day != day.day and day.day - one.day < REMEMBERED
                ),
            ),
            key=lambda one: one.day,
        )
        last = max((one.day for one in days if one.opened), default=habit.last)
        self._known[user_id] = HabitDocument(tuple(days), last)
        row = session.get(AccessHabit, user_id)
        if row is None:
            key_id = keys.of(session).new_record_key(self.society)
            row = AccessHabit(user_id=user_id, society_code=self.society, key_id=key_id, sealed=b"")
            session.add(row)
        row.sealed = keys.of(session).seal(row.key_id, _context(row), encode(self._known[user_id]))
        session.flush()


def habits_of(session: Session, society: str, receipt: Receipt) -> Habits:
    """Return what is usual in `society`, opened under `receipt`."""
    rows = session.scalars(select(AccessHabit).where(AccessHabit.society_code == society)).all()
    opened = reveal_many(session, receipt, [Sealed(row.sealed, _context(row)) for row in rows])
    known: Mapping[UUID, HabitDocument] = {
        row.user_id: decode(data, HabitDocument) for row, data in zip(rows, opened, strict=True)
    }
    return Habits(society, dict(known))


def _before(habit: HabitDocument, day: date) -> list[Day]:
    return [one for one in habit.days if one.day < day and day - one.day <= REMEMBERED]


def _context(row: AccessHabit) -> Context:
    return Context(row.society_code, AccessHabit.__tablename__, row.user_id, SCHEMA)
