"""The daily letter: once a day to each who wants it, and to nobody whose account is shut.

A letter that is not taken stays due: the job runs again, and each hour another is asked for, until
it was taken or the day is over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from babel.dates import UTC, get_timezone
from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.models import User
from rfl.access.rules import Actor
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM, Act
from rfl.config import Config
from rfl.jobs.service import Work
from rfl.notices import posting, service
from rfl.notices.models import NewsSetting
from rfl.notices.posting import NotPostedError
from rfl.notices.rules import Letter, MailWish, is_due, is_worth, write
from rfl.web.catalogues import translations
from rfl.web.i18n import LANGUAGES
from rfl.web.zones import zone_of

DIGEST_JOB = "notices.digest"

FAILURES_BORNE = 3
"""After so many letters that were not taken the server is thought out of order until later."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter and where it goes."""

    recipient: str
    letter: Letter


def digest_job(work: Work) -> Mapping[str, int]:
    """Send the letters of one society that are due.

    Raises:
        NotPostedError: some were not taken; they are still due.

    """
    told = {"sent": 0, "nothing": 0, "refused": 0}
    failed: list[NotPostedError] = []
    with work.begin() as session:
        due = _due(session, work.society)
        config: Config = session.info["config"]
    for place, user_id in enumerate(due):
        with work.begin() as session:
            work.progress(session, place, len(due))
        try:
            told[_mail(work, config, user_id)] += 1
        except NotPostedError as error:
            failed.append(error)
            if len(failed) >= FAILURES_BORNE:
                break
    if failed:
        raise failed[0]
    return told


def _mail(work: Work, config: Config, user_id: UUID) -> str:
    """Send one user's letter, and return what became of it."""
    with work.begin() as session:
        ready = _ready(session, config, user_id)
        if ready is None:
            _done(session, user_id)
            return "nothing"
    fate = "sent"
    try:
        posting.post(config, ready.recipient, ready.letter, user_id)
    except NotPostedError as error:
        if not error.is_final:
            raise
        fate = "refused"
    with work.begin() as session:
        _done(session, user_id)
    return fate


def _due(session: Session, society: str) -> list[UUID]:
    """Return to whom of a society a letter is due now."""
    query = (
        select(NewsSetting, User)
        .join(User, User.id == NewsSetting.user_id)
        .where(User.society_code == society, NewsSetting.mail != MailWish.NEVER)
        .order_by(User.id)
    )
    local = _local(society)
    return [
        user.id
        for row, user in session.execute(query)
        if not user.is_shut and is_due(row.mail, row.mailed_on, local)
    ]


def _ready(session: Session, config: Config, user_id: UUID) -> Ready | None:
    """Return the letter for one user, whose address is opened under an entry, or None."""
    user, kept = session.get_one(User, user_id), service.setting(session, user_id)
    roles = access.roles_of(session, user_id, user.society_code)
    if user.is_shut or kept.mail is MailWish.NEVER:
        return None
    tally = service.tally(session, Actor(user_id, user.society_code, roles), kept.mail)
    if not is_worth(kept.mail, tally):
        return None
    receipt = audit.record(
        session, SYSTEM, Act.NEWS_MAILED, societies=[user.society_code], subjects=[user_id]
    )
    staff = access.staff(session, receipt, [user_id])[user_id]
    language = staff.locale if staff.locale in LANGUAGES else LANGUAGES[0]
    letter = write(translations(language), language, tally, config.address)
    return Ready(staff.email, letter)


def _done(session: Session, user_id: UUID) -> None:
    user = session.get_one(User, user_id)
    session.get_one(NewsSetting, user_id).mailed_on = _today(user.society_code)


def _local(society: str) -> datetime:
    zone = zone_of(society)
    return clock.now().astimezone(get_timezone(zone) if zone else UTC)


def _today(society: str) -> date:
    return _local(society).date()
