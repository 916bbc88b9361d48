"""The lexicon of an installation: as shipped, and what its societies added. Kept up to date.

Each process holds it in memory, and asks by one number whether it is still the newest. Whoever
indexes, searches or compares calls `refresh` first.
"""

from collections.abc import Sequence
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from rfl.audit import service as audit
from rfl.audit.reveal import reveal_many
from rfl.audit.rules import ENGINE, INSTALLATION_LOG, Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.keys import service as keys
from rfl.keys.service import KeyStore
from rfl.linking import standing, state
from rfl.linking.document import NameDocument, decode_names
from rfl.linking.models import LexiconState, NameProposal
from rfl.linking.naming_rules import ProposalState
from rfl.matching.additions import Addition, enlarged
from rfl.matching.classes import Lexicon, lexicon, shipped, use

_lexicons: WeakKeyDictionary[KeyStore, Lexicon] = WeakKeyDictionary()
"""The newest lexicon that this process has read, by installation."""

_HAS_CHANGED = object()
"""Mark in session.info: this transaction made a version, and may yet be rolled back."""


def refresh(session: Session, *, is_held: bool = False) -> Lexicon:
    """Have this process judge by the installation's newest lexicon, and return that.

    `is_held`: nobody can change it until the transaction ends. Whoever indexes holds it: otherwise
    somebody indexed by the old one could be written after everybody was indexed by the new.
    """
    names = newest(session, is_held=is_held)
    if lexicon() is not names:
        use(names)
    return names


def newest(session: Session, *, is_held: bool = False) -> Lexicon:
    """Return the installation's newest lexicon; see `refresh`."""
    if is_held:
        version = state.look(session, is_held=True).lexicon
    else:
        version = standing.once(session, "state", lambda: state.look(session)).lexicon
    store = keys.of(session)
    known = _lexicons.get(store, shipped())
    if version > known.version and _HAS_CHANGED not in session.info:
        known = _lexicons[store] = enlarged(version, _additions(session))
    return known


def hold(session: Session) -> int:
    """Hold the lexicon for a change until the transaction ends; return its version."""
    query = select(LexiconState.version).with_for_update()
    return session.execute(query).scalar_one()


def count_up(session: Session) -> int:
    """Make another version of the lexicon, which the caller holds; return its number."""
    session.flush()
    session.info[_HAS_CHANGED] = True
    standing.forget(session)
    query = update(LexiconState).values(version=LexiconState.version + 1)
    return session.execute(query.returning(LexiconState.version)).scalar_one()


def opened(
    session: Session, receipt: Receipt, rows: Sequence[NameProposal]
) -> dict[UUID, NameDocument]:
    """Return what was proposed, by proposal."""
    found = reveal_many(session, receipt, [Sealed(row.sealed, context_of(row.id)) for row in rows])
    return {row.id: decode_names(one) for row, one in zip(rows, found, strict=True)}


def context_of(proposal_id: UUID) -> Context:
    """Return where a proposal lies: names are nobody's, and belong to the installation."""
    return Context(INSTALLATION_LOG, NameProposal.__tablename__, proposal_id)


def addition_of(number: int, document: NameDocument) -> Addition:
    """Return a proposal as the engine takes it."""
    return Addition(
        number, document.kind, document.is_family, document.forms, document.why.rstrip(" .")
    )


def _additions(session: Session) -> list[Addition]:
    """Return what was accepted and not taken back, in the order of being accepted."""
    query = select(NameProposal).where(NameProposal.state == ProposalState.ACCEPTED)
    rows = session.scalars(query.order_by(NameProposal.version)).all()
    receipt = audit.record(
        session,
        ENGINE,
        Act.LEXICON_LISTED,
        societies=[INSTALLATION_LOG],
        detail={"additions": str(len(rows))},
    )
    documents = opened(session, receipt, rows)
    return [addition_of(row.number, documents[row.id]) for row in rows]
