"""A list of cases as a file: one asks and says why, a second person approves exactly that list.

The file is written when it is taken, of those of its cases that its taker still reaches. Each row
carries who took it, when, and under which approval.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Sensitivity, authorise, visible
from rfl.approvals import kinds
from rfl.approvals import service as approvals
from rfl.approvals.kinds import Kind, Told
from rfl.approvals.models import Approval
from rfl.approvals.rules import ApprovalKind, ApprovalState, Wish
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.errors import NotFoundError
from rfl.persons.document import PersonDocument
from rfl.text import N_, Counted, Text
from rfl.tracing import bulk, queries
from rfl.tracing.cases import Sought, open_sought
from rfl.tracing.export_rules import (
    ANSWERED_FOR,
    COLUMN_WORDS,
    FILE_WORDS,
    NAMES_SOMEBODY,
    TAKEN_WITHIN,
    Column,
    FileKind,
    check_asked,
    check_taken,
)
from rfl.tracing.models import TracingRequest
from rfl.tracing.queries import RequestFilter
from rfl.tracing.reading import CaseRow, open_rows

NOBODY = PersonDocument()


@dataclass(frozen=True, slots=True)
class Opened:
    """One case of a file, opened."""

    case: CaseRow
    sought: Sequence[Sought]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file says."""

    rows: Sequence[Opened]
    columns: Sequence[Column]
    kind: FileKind
    staff: dict[UUID, str]
    by: str
    """The name of whoever takes it."""
    mark: str
    """The approval, in few letters."""


def of_view(session: Session, actor: Actor, narrowed: RequestFilter, most: int) -> list[UUID]:
    """Return the cases of a view that the actor may change, at most `most` and one more."""
    authorise(actor, Permission.REQUEST_WRITE)
    scope = visible(actor, Permission.REQUEST_WRITE, clock.now())
    return [one.id for one in queries.requests(session, scope, narrowed, most + 1, 0)]


def ask(
    session: Session,
    actor: Actor,
    ids: Sequence[UUID],
    columns: Collection[Column],
    kind: FileKind,
    why: str,
) -> Approval:
    """Ask a second person for a file of these cases; what is sealed is never in it.

    Raises:
        DeniedError: the actor may not change cases.
        RuleBrokenError: no case or too many, no column, no reason.

    """
    rows = _within(session, actor, ids)
    check_asked(len(rows), columns)
    plan = {
        "cases": " ".join(str(row.id) for row in rows),
        "columns": " ".join(one for one in Column if one in columns),
        "kind": kind.value,
    }
    return approvals.ask(session, actor, ApprovalKind.EXPORT, uuid4(), plan, why)


def asked(session: Session, actor: Actor) -> list[Approval]:
    """Return the files that the actor asked for and that wait or can be taken, newest first."""
    authorise(actor, Permission.REQUEST_WRITE)
    query = select(Approval).where(
        Approval.kind == ApprovalKind.EXPORT,
        Approval.society_code == actor.society,
        Approval.asked_by == actor.user_id,
    )
    return list(session.scalars(query.order_by(Approval.asked_at.desc()).limit(50)))


def take(session: Session, actor: Actor, approval_id: UUID) -> Taken:
    """Open what an approved file says, for whoever asked for it.

    Raises:
        DeniedError, NotFoundError: they asked for no such file, or nobody approved it.
        RuleBrokenError: it was approved too long ago.

    """
    authorise(actor, Permission.REQUEST_WRITE)
    row, wish = approvals.own(session, actor, approval_id)
    if wish.kind is not ApprovalKind.EXPORT or row.state is not ApprovalState.APPROVED:
        raise NotFoundError("file of cases")
    check_taken(row.decided_at, clock.now())
    row.seen_at = row.seen_at or clock.now()
    columns = [Column(one) for one in wish.plan["columns"].split()]
    cases = _within(session, actor, _ids(wish))
    receipt = audit.record(
        session,
        actor.user_id,
        Act.EXPORTED,
        societies=[actor.society],
        subjects=[case.id for case in cases],
        fields=columns,
        purpose="tracing",
        detail={"approval": str(row.id), "cases": str(len(cases))},
    )
    return Taken(
        rows=_opened(session, receipt, cases, columns),
        columns=columns,
        kind=FileKind(wish.plan["kind"]),
        staff=access.staff_names(session, receipt, {case.owner_id for case in cases}),
        by=access.own_staff(session, actor).name,
        mark=row.id.hex[:8],
    )


def register() -> None:
    """Say how a file of cases is told to whoever decides."""
    kinds.register(
        Kind(
            kind=ApprovalKind.EXPORT,
            asks=Permission.REQUEST_WRITE,
            decides=Permission.REQUEST_DECIDE,
            standing=_standing,
            tell=_tell,
            carry_out=lambda _session, _actor, _wish: "",
            comes_back_for=ANSWERED_FOR,
        )
    )


def can_be_taken(row: Approval, now: datetime) -> bool:
    """Tell whether a file that was asked for can be taken now."""
    if row.state is not ApprovalState.APPROVED or row.decided_at is None:
        return False
    return now - row.decided_at <= TAKEN_WITHIN


def _within(session: Session, actor: Actor, ids: Sequence[UUID]) -> list[TracingRequest]:
    """Return which of these cases may be in a file of the actor's."""
    authorise(actor, Permission.REQUEST_WRITE)
    rows = bulk.reached(session, actor, ids)
    return [row for row in rows if row.sensitivity is not Sensitivity.SEALED]


def _opened(
    session: Session,
    receipt: Receipt,
    cases: Sequence[TracingRequest],
    columns: Collection[Column],
) -> list[Opened]:
    """Open names and searches if a column needs them, and else nothing."""
    if not NAMES_SOMEBODY & set(columns):
        return [Opened(CaseRow(case, NOBODY, ()), ()) for case in cases]
    rows = open_rows(session, receipt, cases)
    return [Opened(row, open_sought(session, receipt, row.request)) for row in rows]


def _ids(wish: Wish) -> list[UUID]:
    return [UUID(one) for one in wish.plan["cases"].split()]


def _standing(session: Session, wish: Wish) -> Sequence[str]:
    """Return how closely each case is held: held otherwise since, the wish is worth nothing."""
    query = select(TracingRequest.id, TracingRequest.sensitivity).where(
        TracingRequest.id.in_(_ids(wish)), TracingRequest.erased_at.is_(None)
    )
    found = sorted(f"{case}:{held}" for case, held in session.execute(query))
    return [hashlib.sha256("\n".join(found).encode()).hexdigest()]


def _tell(session: Session, receipt: Receipt, wish: Wish) -> Told:
    """Say how many cases, and what of them. Nobody is named."""
    del session, receipt
    number = len(_ids(wish))
    columns = [Column(one) for one in wish.plan["columns"].split()]
    names = NAMES_SOMEBODY & set(columns)
    lines = [
        (N_("Kind of file"), Text(FILE_WORDS[FileKind(wish.plan["kind"])])),
        *((N_("Column"), Text(COLUMN_WORDS[one])) for one in columns),
        (
            N_("Families"),
            Text("named in it") if names else Text("not named in it"),
        ),
    ]
    title = Counted("A file of %(num)d case", "A file of %(num)d cases")
    return Told(Text(title, num=number), tuple(lines))
