"""The table of news: until when somebody has seen them, and whether they come by e-mail."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from rfl.db.base import Base, Word
from rfl.notices.rules import MailWish


class NewsSetting(Base):
    """What is kept of one user; who has no row never looked and wants no letters."""

    __tablename__ = "news_setting"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), primary_key=True)
    seen_at: Mapped[datetime | None]
    mail: Mapped[MailWish] = mapped_column(Word(MailWish), default=MailWish.NEVER)
    mailed_on: Mapped[date | None]
    """The day, in the society's time, whose letter is done with."""
    closing_told: Mapped[date | None]
    """The last day of their unused account as a letter told it (notices.closing)."""
