"""What is forgotten when a record is erased or a case leaves: people, their names, suggestions."""

import secrets
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from rfl.linking import enquirers, index, lexicon, state
from rfl.linking.blocking import blocks_of, single
from rfl.linking.models import LexiconToken, Link, Posting
from rfl.linking.rules import LinkState, Side
from rfl.linking.tagging import all_tags
from rfl.matching.types import Particulars

TAG_BITS = 63


def forget(session: Session, bearers: Mapping[UUID, Particulars]) -> None:
    """Have nobody find these people again, and drop those of their names that nobody else bears."""
    index.remove(session, list(bearers))
    enquirers.remove(session, list(bearers))
    drop_unborne(
        session,
        {token.key for person in bearers.values() for token in blocks_of(person).tokens},
    )


def let_go(session: Session, request_id: UUID) -> None:
    """Drop the suggestions of a case that nobody looked at: it is searched elsewhere from now on.

    Opened again, the case gets them anew.
    """
    session.execute(
        delete(Link).where(Link.request_id == request_id, Link.state == LinkState.SUGGESTED)
    )


def drop_unborne(session: Session, token_keys: Collection[str] | None = None) -> int:
    """Drop names that nobody bears, of `token_keys` or of all; return how many that were.

    The row stays, emptied: the workers learn tokens by ever higher ids, and no id may come twice.
    """
    state.look(session, is_held=True)
    wanted = lexicon.all_keys(session) if token_keys is None else list(token_keys)
    dropped = 0
    for part in lexicon.chunks(wanted):
        ids = [one.row_id for one in lexicon.known(session, part).values()]
        # Held still: whoever writes down another bearer meanwhile waits, or is waited for.
        here = select(LexiconToken.id).where(LexiconToken.id.in_(ids))
        session.scalars(here.order_by(LexiconToken.id).with_for_update()).all()
        for key, known in lexicon.known(session, part).items():
            if not _is_borne(session, key, known.splits):
                _empty(session, known.row_id)
                dropped += 1
    return dropped


def _is_borne(session: Session, token_key: str, splits: int) -> bool:
    for side in Side:
        tags = all_tags(session, side, [single(token_key, splits)])
        for part in lexicon.chunks(tags.tolist()):
            query = select(Posting.tag).where(Posting.tag.in_(part)).limit(1)
            if session.scalar(query) is not None:
                return True
    return False


def _empty(session: Session, row_id: int) -> None:
    row = update(LexiconToken).where(LexiconToken.id == row_id)
    session.execute(row.values(sealed=b"", tag=-1 - secrets.randbits(TAG_BITS)))
