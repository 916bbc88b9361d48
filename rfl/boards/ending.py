"""Boards that end by themselves: a consent taken back, a last day gone by, a case that is over."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from rfl import clock
from rfl.audit.rules import SYSTEM, Act
from rfl.boards import queries, records
from rfl.boards.models import Board
from rfl.boards.rules import ACTS, BoardAct
from rfl.jobs.service import Work
from rfl.persons.models import Consent
from rfl.persons.rules import Purpose
from rfl.tracing.models import TracingRequest

END_JOB = "boards.end"
ENDS_WITH = frozenset({Purpose.TRACING, Purpose.PUBLISH_PHOTO})


def on_taken_back(session: Session, consents: Sequence[Consent]) -> None:
    """Take boards down in the transaction in which whoever is shown took their consent back."""
    people = [one.person_id for one in consents if one.purpose in ENDS_WITH]
    for row in queries.open_of_people(session, people) if people else ():
        _end(session, row, BoardAct.TAKE_DOWN)


def end_job(work: Work) -> Mapping[str, int]:
    """Write down which boards of one society are over; nobody has seen them since."""
    with work.begin() as session:
        now = clock.now()
        rows = queries.over(session, work.society, now)
        for row in rows:
            _end(session, row, BoardAct.EXPIRE if row.until <= now else BoardAct.TAKE_DOWN)
        return {"ended": len(rows)}


def _end(session: Session, row: Board, act: BoardAct) -> None:
    row.state = ACTS[act].target
    row.ended_at = row.changed_at = clock.now()
    expired = act is BoardAct.EXPIRE
    records.record(session, SYSTEM, Act.BOARD_ENDED if expired else Act.BOARD_TAKEN_DOWN, row)
    request = session.get_one(TracingRequest, row.request_id)
    if request.erased_at is None:
        result = "board_ended" if expired else "board_down"
        records.note(session, SYSTEM, request, result, row.number)
