"""The daily letter: once a day to each who wants it, and to nobody whose account is shut.

One that is not taken stays due until it was taken or the day is over.
"""

from collections.abc import Mapping
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
from rfl.notices import service
from rfl.notices.models import NewsSetting
from rfl.notices.rules import MailWish, is_due, is_worth, write
from rfl.notices.sending import Kind, Ready, send_each
from rfl.web.catalogues import translations
from rfl.web.i18n import LANGUAGES
from rfl.web.zones import zone_of

DIGEST_JOB = "notices.digest"


def digest_job(work: Work) -> Mapping[str, int]:
    """Send the letters of one society that are due.

    Raises:
        NotPostedError: some were not taken; they are still due.

    """
    return send_each(work, Kind(_due, _ready, _done))


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
