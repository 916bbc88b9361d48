"""A letter before an account that nobody uses closes: once, whatever its owner wished of letters.

Whoever does not sign in sees no page that could tell them.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from babel.dates import format_date
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rfl.access import service as access
from rfl.access.models import User
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM, Act
from rfl.config import Config
from rfl.jobs.service import Work
from rfl.notices import service
from rfl.notices.models import NewsSetting
from rfl.notices.rules import write_closing
from rfl.notices.sending import Kind, Ready, send_each
from rfl.web.catalogues import translations
from rfl.web.i18n import LANGUAGES

CLOSING_JOB = "notices.closing"


def closing_job(work: Work) -> Mapping[str, int]:
    """Tell the owners of one society's accounts that close soon.

    Raises:
        NotPostedError: some letters were not taken; they are still due.

    """
    return send_each(work, Kind(_due, _ready, _done))


def _due(session: Session, society: str) -> Sequence[UUID]:
    is_untold = or_(NewsSetting.closing_told.is_(None), NewsSetting.closing_told != User.lapses_on)
    query = (
        select(User)
        .outerjoin(NewsSetting, NewsSetting.user_id == User.id)
        .where(User.society_code == society, User.lapses_on.is_not(None), is_untold)
        .order_by(User.id)
    )
    return [user.id for user in session.scalars(query) if not user.is_shut]


def _ready(session: Session, config: Config, user_id: UUID) -> Ready | None:
    user = session.get_one(User, user_id)
    if user.is_shut or user.lapses_on is None:
        return None
    receipt = audit.record(
        session, SYSTEM, Act.NEWS_MAILED, societies=[user.society_code], subjects=[user_id]
    )
    staff = access.staff(session, receipt, [user_id])[user_id]
    language = staff.locale if staff.locale in LANGUAGES else LANGUAGES[0]
    last = format_date(user.lapses_on, "long", locale=language)
    letter = write_closing(translations(language), language, last, config.address)
    return Ready(staff.email, letter)


def _done(session: Session, user_id: UUID) -> None:
    kept = service.setting(session, user_id)
    kept.closing_told = session.get_one(User, user_id).lapses_on
    session.add(kept)
