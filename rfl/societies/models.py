"""Tables of societies and their sites."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rfl.db.base import Base, Word
from rfl.societies.rules import SiteKind


class Society(Base):
    """One Red Cross or Red Crescent society; `code` is its country's ISO 3166-1 alpha-2 code."""

    __tablename__ = "society"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(100))
    """The country's everyday English name, as sentences use it: 'The Gambia'."""
    routes: Mapped[str] = mapped_column(String(200), default="")
    """Words of societies.rules.Route, comma-separated."""
    added_at: Mapped[datetime]


class Site(Base):
    """A place where a society works."""

    __tablename__ = "site"
    __table_args__ = (UniqueConstraint("society_code", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[SiteKind] = mapped_column(Word(SiteKind))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    closed_at: Mapped[datetime | None]


class NumberSeries(Base):
    """How many numbers were given in a society, a year and a kind."""

    __tablename__ = "number_series"

    society_code: Mapped[str] = mapped_column(
        String(2), ForeignKey("society.code"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
    seed: Mapped[int | None] = mapped_column(BigInteger)
    """Scatters the numbers (rules.scattered); a series begun before there were seeds has none."""
