"""The table of figures of whole quarters, as they were first told. No small figure rests here."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rfl.db.base import Base


class ToldFigure(Base):
    """One figure of one quarter: told so once, it is told so for ever (reporting.rules)."""

    __tablename__ = "told_figure"

    society_code: Mapped[str] = mapped_column(
        String(2), ForeignKey("society.code"), primary_key=True
    )
    quarter: Mapped[str] = mapped_column(String(7), primary_key=True)
    """Such as 2026-Q3."""
    measure: Mapped[str] = mapped_column(String(40), primary_key=True)
    """Of reporting.rules or of reporting.care_rules."""
    value: Mapped[int | None]
    """None for fewer than LEAST: how many it was is not kept."""
