"""Tables of photo boards and of the answers to them. Faces and words rest sealed."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rfl.access.rules import Sensitivity
from rfl.boards.rules import MIN_AGE, BoardState, LeadState
from rfl.db.base import PICTURES, Base, Word


class Board(Base):
    """A photo board of a case. `sealed`: BoardDocument, under the case's key."""

    __tablename__ = "board"
    __table_args__ = (Index(None, "society_code", "state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    number: Mapped[str] = mapped_column(String(30), unique=True)
    """What stands on it: nothing else leads from the board to the case."""
    request_id: Mapped[UUID] = mapped_column(ForeignKey("tracing_request.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    """Who is shown: the enquirer."""
    state: Mapped[BoardState] = mapped_column(Word(BoardState))
    held: Mapped[Sensitivity] = mapped_column(Word(Sensitivity))
    """How closely the case was held when it was checked: held otherwise since, nobody is shown."""
    until: Mapped[datetime]
    """From here on it is not shown."""
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    checked_by: Mapped[UUID | None]
    approved_by: Mapped[UUID | None]
    published_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    sealed: Mapped[bytes]

    @property
    def last_day(self) -> date:
        """The last day on which it is shown."""
        return (self.until - timedelta(days=1)).date()


class BoardPicture(Base):
    """The face on a board (JPEG), sealed under the case's key."""

    __tablename__ = "board_picture"
    __table_args__ = ({"info": PICTURES},)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    board_id: Mapped[UUID] = mapped_column(ForeignKey("board.id"), index=True)
    place: Mapped[int]
    """1 the picture, 0 the small one."""
    sealed: Mapped[bytes]


class BoardLead(Base):
    """What somebody answered to a board. `sealed`: LeadDocument, under the case's key.

    Whoever answered comes back with the reference and a secret, of which only the hash is kept.
    """

    __tablename__ = "board_lead"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    board_id: Mapped[UUID] = mapped_column(ForeignKey("board.id"), index=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("tracing_request.id"), index=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    secret_hash: Mapped[bytes]
    state: Mapped[LeadState] = mapped_column(Word(LeadState), index=True)
    heard_at: Mapped[datetime]
    """When whoever answered last spoke."""
    answered_at: Mapped[datetime | None]
    """When the society last spoke."""
    sealed: Mapped[bytes]


class BoardSetting(Base):
    """How a society publishes photos; without a row, as the defaults say."""

    __tablename__ = "board_setting"

    society_code: Mapped[str] = mapped_column(
        String(2), ForeignKey("society.code"), primary_key=True
    )
    min_age: Mapped[int] = mapped_column(default=MIN_AGE)
    is_indexed: Mapped[bool] = mapped_column(default=False)
    """Whether search engines may keep the pages."""
    changed_by: Mapped[UUID]
    changed_at: Mapped[datetime]
