"""Asking for a photo board, checking it, showing it, taking it down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.orm import Session

from rfl import clock, picturing
from rfl.access.rules import Actor, Permission, Sensitivity
from rfl.approvals import queries as approval_queries
from rfl.approvals import service as approvals
from rfl.approvals.rules import ApprovalKind
from rfl.audit.reveal import reveal
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.boards import queries, records, settings, showing
from rfl.boards.asking import NewBoard, age_of, agrees, check_new, until_of
from rfl.boards.document import BoardDocument, RiskAnswer
from rfl.boards.models import Board
from rfl.boards.rules import (
    FACE_SIDE,
    OPEN,
    SMALL_SIDE,
    TERM_DAYS,
    Age,
    BoardAct,
    BoardState,
    Risk,
    check_act,
    check_age,
    check_answers,
    check_case,
    check_consent,
    check_term,
    unsafe,
)
from rfl.boards.showing import Face
from rfl.crypto.sealing import Sealed
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.persons import calendars
from rfl.persons import service as persons
from rfl.persons.document import PersonDocument
from rfl.persons.registering import NewConsent
from rfl.persons.rules import Purpose, RelationKind
from rfl.societies import service as societies
from rfl.text import N_, Text
from rfl.tracing import changing
from rfl.tracing.cases import open_sought, reachable
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import ActionKind

WHY = N_("The photo, and what was answered in the check, stand on the page of the photo board.")
"""The reason of the wish: what is personal stays with the case."""


@dataclass(frozen=True, slots=True)
class Page:
    """One board with its case, and what its page needs to know."""

    request: TracingRequest
    row: Board
    document: BoardDocument
    who: str
    """Name of who is shown."""
    sought: str
    age: Age
    is_shown: bool
    """Whether everybody sees it now."""
    waits: bool
    """Whether a wish waits for a second person."""


def draw(data: bytes) -> tuple[bytes, bytes]:
    """Return a photo drawn anew (JPEG), small and whole. It takes a while: not in a transaction.

    Raises:
        RuleBrokenError: there is nothing in it, or see picturing.drawn.

    """
    if not data:
        raise RuleBrokenError("Choose the photo first.")
    one_only = Text("A photo board shows one picture. Choose a photo, not a document.")
    (whole,) = picturing.drawn(data, 1, one_only, FACE_SIDE)
    (small,) = picturing.drawn(whole, 1, one_only, SMALL_SIDE)
    return small, whole


def ask(
    session: Session,
    actor: Actor,
    request_id: UUID,
    new: NewBoard,
    pictures: Sequence[bytes],
) -> Board:
    """Ask for a board on which the enquirer's own face is shown.

    Raises:
        DeniedError, NotFoundError: not the actor's case, or nobody sought in it.
        RuleBrokenError: the case, the age, the consent or the last day does not allow it, or one
            for this sought person stands already.

    """
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=True)
    check_open(request)
    until = until_of(new)
    now = clock.now()
    row = Board(
        id=uuid4(),
        society_code=request.society_code,
        number=societies.next_number(session, request.society_code, "board", now.year),
        request_id=request.id,
        person_id=request.enquirer_id,
        state=BoardState.REQUESTED,
        held=request.sensitivity,
        until=_end_of(until),
        created_by=actor.user_id,
        created_at=now,
        changed_at=now,
    )
    receipt = records.record(session, actor.user_id, Act.BOARD_ASKED, row)
    check_new(session, request, _person(session, receipt, request), new)
    sought = _sought(session, receipt, request, new.sought_id)
    if any(
        one.sought_id == sought[0]
        for board, one in _opened(session, receipt, request)
        if board.state in OPEN
    ):
        raise RuleBrokenError("A photo board for this search stands already. Take it down first.")
    if new.agreed is not None:
        consent = NewConsent(Purpose.PUBLISH_PHOTO, document=new.agreed)
        changing.give_consents(session, actor, request.id, [consent])
    check_consent(stands=agrees(session, request))
    records.seal(session, request, row, BoardDocument(*sought))
    session.add(row)
    session.flush()
    records.seal_pictures(session, request, row, pictures)
    records.note(session, actor.user_id, request, "board_asked", row.number)
    return row


def check(
    session: Session, actor: Actor, board_id: UUID, answers: Mapping[Risk, tuple[bool, str]]
) -> list[Risk]:
    """Keep the answers of the check; if none keeps the board back, ask a second person.

    Return the questions whose answers keep it back.

    Raises:
        DeniedError, NotFoundError: not the actor's case.
        RuleBrokenError: the state, the case, the age or the consent does not allow it, or a
            question was left open.

    """
    row, request = records.reach(session, actor, board_id, lock=True)
    target = check_act(row.state, BoardAct.CHECK, (), actor.user_id)
    check_open(request)
    check_consent(stands=agrees(session, request))
    receipt = records.record(session, actor.user_id, Act.BOARD_CHECKED, row)
    age, min_age = _age(session, receipt, request)
    check_age(age, min_age)
    check_answers(answers, is_child=age.is_child)
    (document,) = records.open_rows(session, receipt, [row])
    document = msgspec.structs.replace(
        document,
        age=_age_words(session, receipt, request),
        is_child=age.is_child,
        answers=tuple(RiskAnswer(one, yes, why.strip()) for one, (yes, why) in answers.items()),
    )
    records.seal(session, request, row, document)
    row.held, row.checked_by, row.changed_at = request.sensitivity, actor.user_id, clock.now()
    kept_back = unsafe({one.risk: one.is_yes for one in document.answers})
    if not kept_back:
        row.state = target
        session.flush()
        plan = {"number": row.number, "round": uuid4().hex}
        approvals.ask(session, actor, ApprovalKind.BOARD, row.id, plan, WHY)
    session.flush()
    return kept_back


def correct(session: Session, actor: Actor, board_id: UUID) -> Board:
    """Take a board back to be checked anew; what was approved, or waits to be, is worth nothing.

    Raises:
        DeniedError, NotFoundError, RuleBrokenError: not the actor's case, or not so far.

    """
    row, _request = records.reach(session, actor, board_id, lock=True)
    _move(row, BoardAct.CORRECT, actor)
    records.record(session, actor.user_id, Act.BOARD_CHECKED, row)
    return row


def publish(session: Session, actor: Actor, board_id: UUID) -> Board:
    """Show an approved board to everybody.

    Raises:
        DeniedError, NotFoundError: not the actor's case.
        RuleBrokenError: it is not approved, or the case, the age, the consent or its last day does
            not allow it any more.

    """
    row, request = records.reach(session, actor, board_id, lock=True)
    target = check_act(row.state, BoardAct.PUBLISH, (), actor.user_id)
    check_open(request)
    check_consent(stands=agrees(session, request))
    receipt = records.record(session, actor.user_id, Act.BOARD_PUBLISHED, row)
    check_age(*_age(session, receipt, request))
    if row.held is not request.sensitivity or row.until <= clock.now():
        raise RuleBrokenError(
            "The case is held more closely than when this was checked, or its last day is over. "
            "Check it anew."
        )
    row.state, row.published_at, row.changed_at = target, clock.now(), clock.now()
    kind = ActionKind.PHOTO_PUBLICATION
    records.note(session, actor.user_id, request, "board_live", row.number, kind)
    return row


def take_down(session: Session, actor: Actor, board_id: UUID, words: str = "") -> Board:
    """Take a board down, from this commit on. It needs no reason: it protects.

    Raises:
        DeniedError, NotFoundError, RuleBrokenError: not the actor's case, or it ended already.

    """
    row, request = records.reach(session, actor, board_id, lock=True)
    receipt = records.record(session, actor.user_id, Act.BOARD_TAKEN_DOWN, row)
    if words.strip():
        (document,) = records.open_rows(session, receipt, [row])
        records.seal(session, request, row, msgspec.structs.replace(document, words=words.strip()))
    _move(row, BoardAct.TAKE_DOWN, actor)
    row.ended_at = clock.now()
    records.note(session, actor.user_id, request, "board_down", words.strip() or row.number)
    return row


def renew(session: Session, actor: Actor, board_id: UUID, until: date | None = None) -> Board:
    """Ask once more for a board that ended on its day: it is checked and approved anew.

    Raises:
        DeniedError, NotFoundError: not the actor's case.
        RuleBrokenError: it did not end so, or see `ask`.

    """
    row, request = records.reach(session, actor, board_id, lock=True)
    check_open(request)
    check_consent(stands=agrees(session, request))
    day = until or clock.today() + timedelta(days=TERM_DAYS)
    check_term(day, clock.today())
    _move(row, BoardAct.RENEW, actor)
    row.until, row.ended_at, row.published_at = _end_of(day), None, None
    row.created_by, row.checked_by, row.approved_by = actor.user_id, None, None
    receipt = records.record(session, actor.user_id, Act.BOARD_ASKED, row)
    (document,) = records.open_rows(session, receipt, [row])
    records.seal(session, request, row, msgspec.structs.replace(document, answers=()))
    records.note(session, actor.user_id, request, "board_asked", row.number)
    return row


def read(session: Session, actor: Actor, board_id: UUID) -> Page:
    """Open one board; its picture by `picture`.

    Raises:
        DeniedError, NotFoundError: not the actor's case.

    """
    row, request = records.reach(session, actor, board_id)
    receipt = records.record(session, actor.user_id, Act.BOARD_OPENED, row, "particulars")
    (document,) = records.open_rows(session, receipt, [row])
    names = {one.row.id: one.person.display_name for one in open_sought(session, receipt, request)}
    person = _person(session, receipt, request)
    return Page(
        request,
        row,
        document,
        person.display_name,
        names.get(document.sought_id, ""),
        age_of(person),
        is_shown=queries.shown_of_number(session, row.number, clock.now()) is not None,
        waits=waits(session, row),
    )


def picture(session: Session, actor: Actor, board_id: UUID, place: int) -> bytes:
    """Return the picture of a board (JPEG); at 0 the small one.

    Raises:
        DeniedError, NotFoundError: not the actor's case, or there is none.

    """
    row, _request = records.reach(session, actor, board_id)
    found = records.picture_row(session, row.id, place)
    receipt = records.record(session, actor.user_id, Act.BOARD_OPENED, row, "picture")
    return reveal(session, receipt, Sealed(found.sealed, records.picture_context(found)))


def face_of(session: Session, actor: Actor, board_id: UUID) -> tuple[Face, bytes]:
    """Return a board as everybody sees it, with its picture, to be printed.

    Raises:
        DeniedError, NotFoundError: not the actor's case, or it is not shown now.

    """
    row, _request = records.reach(session, actor, board_id)
    records.record(session, actor.user_id, Act.PRINTED, row, "photo board")
    return showing.face(session, row.number), showing.picture(session, row.number, 1)


def waits(session: Session, row: Board) -> bool:
    """Tell whether a board waits for a second person."""
    found = approval_queries.waiting_about(
        session, row.society_code, ApprovalKind.BOARD, row.id, clock.now()
    )
    return row.state is BoardState.CHECKED and bool(found)


def check_open(request: TracingRequest) -> None:
    """Return if the case may have a photo board (rules.check_case)."""
    check_case(request.state, is_sealed=request.sensitivity is Sensitivity.SEALED)


def _age(session: Session, receipt: Receipt, request: TracingRequest) -> tuple[Age, int]:
    person = _person(session, receipt, request)
    return age_of(person), settings.of_society(session, request.society_code).min_age


def _age_words(session: Session, receipt: Receipt, request: TracingRequest) -> str:
    return calendars.years_old(_person(session, receipt, request).births, clock.today())


def _person(session: Session, receipt: Receipt, request: TracingRequest) -> PersonDocument:
    return persons.open_by_id(session, receipt, [request.enquirer_id])[request.enquirer_id]


def _sought(
    session: Session, receipt: Receipt, request: TracingRequest, sought_id: UUID | None
) -> tuple[UUID, RelationKind]:
    found = {one.row.id: one.search.relation for one in open_sought(session, receipt, request)}
    if sought_id is None and len(found) > 1:
        raise RuleBrokenError("Choose whom they look for.")
    chosen = sought_id or next(iter(found))
    if chosen not in found:
        raise NotFoundError("sought person of the case")
    return chosen, found[chosen]


def _opened(
    session: Session, receipt: Receipt, request: TracingRequest
) -> list[tuple[Board, BoardDocument]]:
    rows = records.of_request(session, request.id)
    return list(zip(rows, records.open_rows(session, receipt, rows), strict=True)) if rows else []


def _move(row: Board, act: BoardAct, actor: Actor) -> None:
    row.state = check_act(row.state, act, (row.created_by, row.checked_by), actor.user_id)
    row.changed_at = clock.now()


def _end_of(day: date) -> datetime:
    """Return the moment after the last one of `day`, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(0), UTC)
