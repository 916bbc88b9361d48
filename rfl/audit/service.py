"""Writing to the trail, and reading it.

An entry is queued on the session and written just before the commit, after everything else, in the
same transaction: act and entry stand or fall together. No entry, no commit; no commit, no page.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, SessionTransaction
from typing_extensions import override

from rfl import clock
from rfl.audit.rules import Act, Decision, RequestMark
from rfl.audit.trail import Draft, write
from rfl.crypto.sealing import Context
from rfl.db.session import turn_to_writing
from rfl.errors import UnavailableError
from rfl.keys import service as keys
from rfl.keys.trail import Advance
from rfl.keys.warrant import Warrant

log = structlog.get_logger()

_QUEUE = object()
"""Key of the queue in session.info: an object, so that nobody meets it by chance."""

_HERE = object()
"""What only this module can show to have a receipt made."""


@dataclass(slots=True, eq=False)
class _Queue:
    """The entries of one transaction, and inside which savepoint each was made."""

    root: SessionTransaction
    drafts: dict[Draft, SessionTransaction] = field(default_factory=dict)
    advances: list[Advance] = field(default_factory=list)
    deeds: list[Callable[[], object]] = field(default_factory=list)
    is_written: bool = False


class Receipt(Warrant):
    """Proof that an entry is queued. Good for its own session until that commits or rolls back.

    Whatever is opened on it is named in its entry. Only `record` makes one.
    """

    __slots__ = ("_draft", "_session")

    def __init__(self, proof: object, session: Session, draft: Draft) -> None:
        if proof is not _HERE:
            raise TypeError("Receipts come from rfl.audit.service.record alone.")
        self._session = session
        self._draft = draft

    def check(self, session: Session) -> None:
        """Return if this receipt is good in `session` now.

        Raises:
            UnavailableError: it belongs to another session or to a transaction that is over.

        """
        if not _is_live(session, self._draft):
            raise UnavailableError("Nothing was opened: no entry in the audit trail covers it.")

    @override
    def admit(self, places: Collection[Context]) -> None:
        """Name the documents at `places` in the entry, each in the log of its own society."""
        self.check(self._session)
        for place in places:
            self._draft.note_opened(place)


def record(  # noqa: PLR0913  # an entry has that many sides, each named at the call
    session: Session,
    actor_id: UUID,
    act: Act,
    *,
    societies: Sequence[str],
    subjects: Sequence[UUID] = (),
    fields: Sequence[str] = (),
    purpose: str = "",
    decision: Decision = Decision.ALLOWED,
    detail: Mapping[str, str] | None = None,
) -> Receipt:
    """Queue one entry in the log of each of `societies`; return leave to reveal under it.

    `subjects` are the ids of the records concerned, in all those logs. What is revealed under the
    receipt is named by itself, in the log of the society whose record it is: so that society has an
    entry even where it is not among `societies`, without `detail`. `fields` are names of fields or
    columns shown, never values. `detail` may hold what was searched for; it is sealed.

    Raises:
        UnavailableError: the session has no key store, or its transaction is already ending.

    """
    if not societies:
        raise ValueError(
            "an entry needs a log; rfl.config.INSTALLATION is for what belongs to no society"
        )
    keys.of(session)
    mark: RequestMark = session.info.get("request") or RequestMark()
    draft = Draft(
        at=clock.now(),
        actor=actor_id,
        act=act,
        societies=tuple(dict.fromkeys(societies)),
        subjects=tuple(subjects),
        fields=tuple(fields),
        purpose=purpose,
        decision=decision,
        detail=detail or {},
        mark=mark,
    )
    queue = _queue(session)
    queue.drafts[draft] = session.get_nested_transaction() or queue.root
    return Receipt(_HERE, session, draft)


def after_written(session: Session, deed: Callable[[], object]) -> None:
    """Do `deed` once the entries of this transaction are committed, and never without them.

    For what changes the key store: that has transactions of its own. A process that dies in between
    leaves an entry of what did not happen, never the other way round.
    """
    _queue(session).deeds.append(deed)


def _queue(session: Session) -> _Queue:
    """Return the queue of the session's transaction, begun here if need be."""
    if session.get_transaction() is None:
        session.connection()
    root = session.get_transaction()
    queue: _Queue | None = session.info.get(_QUEUE)
    if root is None or (queue is not None and queue.is_written):
        raise UnavailableError("The transaction is ending: no entry can be added to it.")
    if queue is None or queue.root is not root:
        queue = session.info[_QUEUE] = _Queue(root)
    return queue


def _is_live(session: Session, draft: Draft) -> bool:
    queue: _Queue | None = session.info.get(_QUEUE)
    return (
        queue is not None
        and not queue.is_written
        and queue.root.is_active
        and draft in queue.drafts
        and draft.decision is not Decision.UNDONE
    )


def _write_before_commit(session: Session) -> None:
    queue: _Queue | None = session.info.get(_QUEUE)
    if queue is None or queue.is_written or session.in_nested_transaction():
        return
    session.flush()  # what the entries speak of comes first; the logs' locks come last
    drafts, queue.is_written = list(queue.drafts), True
    try:
        turn_to_writing(session)
        queue.advances = write(session.connection(), keys.of(session), drafts)
    except SQLAlchemyError as error:
        log.critical("audit.not_written", kind=type(error).__name__)
        raise UnavailableError(
            "The record of access could not be written, so nothing was opened. "
            "Try again in a minute."
        ) from None


def _keep_heads_after_commit(session: Session) -> None:
    queue: _Queue | None = session.info.get(_QUEUE)
    if queue is None or not queue.advances:
        return
    advances, queue.advances = queue.advances, []
    try:
        keys.of(session).trail.keep(advances)
    except UnavailableError:
        # The entries are committed; their head lags until the next commit, which is allowed.
        log.warning("audit.head_not_kept", logs=[advance.head.log for advance in advances])
    for deed in queue.deeds:
        deed()


def _mark_undone(session: Session, previous: SessionTransaction) -> None:
    """Keep the entries of a savepoint that was rolled back, and say so in them."""
    queue: _Queue | None = session.info.get(_QUEUE)
    if queue is None or not previous.nested:
        return
    for draft, made_in in queue.drafts.items():
        if _is_inside(made_in, previous):
            draft.decision = Decision.UNDONE


def _is_inside(transaction: SessionTransaction | None, outer: SessionTransaction) -> bool:
    while transaction is not None and transaction is not outer:
        transaction = transaction.parent
    return transaction is outer


def _forget(session: Session, transaction: SessionTransaction) -> None:
    queue: _Queue | None = session.info.get(_QUEUE)
    if queue is not None and queue.root is transaction:
        session.info.pop(_QUEUE)


def _listen() -> None:
    listeners: dict[str, Any] = {
        "before_commit": _write_before_commit,
        "after_commit": _keep_heads_after_commit,
        "after_soft_rollback": _mark_undone,
        "after_transaction_end": _forget,
    }
    for name, listener in listeners.items():
        event.listen(Session, name, listener)


_listen()
