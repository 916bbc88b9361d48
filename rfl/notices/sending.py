"""Sending the letters of one kind to whom they are due, one after the other.

A letter that is not taken stays due: the job runs again, and each hour another is asked for.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.config import Config
from rfl.jobs.service import Work
from rfl.notices import posting
from rfl.notices.posting import NotPostedError
from rfl.notices.rules import Letter

FAILURES_BORNE = 3
"""After so many letters that were not taken the server is thought out of order until later."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter and where it goes."""

    recipient: str
    letter: Letter


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter."""

    due: Callable[[Session, str], Sequence[UUID]]
    """To whom of a society it is due."""
    ready: Callable[[Session, Config, UUID], Ready | None]
    """The letter for one user, whose address is opened under an entry, or None."""
    done: Callable[[Session, UUID], None]
    """Keep that it is not due to them any more."""


def send_each(work: Work, kind: Kind) -> Mapping[str, int]:
    """Send the letters of one society that are due.

    Raises:
        NotPostedError: some were not taken; they are still due.

    """
    told = {"sent": 0, "nothing": 0, "refused": 0}
    failed: list[NotPostedError] = []
    with work.begin() as session:
        due = kind.due(session, work.society)
        config: Config = session.info["config"]
    for place, user_id in enumerate(due):
        with work.begin() as session:
            work.progress(session, place, len(due))
        try:
            told[_mail(work, config, kind, user_id)] += 1
        except NotPostedError as error:
            failed.append(error)
            if len(failed) >= FAILURES_BORNE:
                break
    if failed:
        raise failed[0]
    return told


def _mail(work: Work, config: Config, kind: Kind, user_id: UUID) -> str:
    """Send one user's letter, and return what became of it."""
    with work.begin() as session:
        ready = kind.ready(session, config, user_id)
        if ready is None:
            kind.done(session, user_id)
            return "nothing"
    fate = "sent"
    try:
        posting.post(config, ready.recipient, ready.letter, user_id)
    except NotPostedError as error:
        if not error.is_final:
            raise
        fate = "refused"
    with work.begin() as session:
        kind.done(session, user_id)
    return fate
