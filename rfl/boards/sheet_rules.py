"""One sheet of many faces: how large it is, and how many stand on it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from rfl.errors import RuleBrokenError
from rfl.text import N_, Text

T = TypeVar("T")

MOST_FACES = 48
"""Faces in one print: four walls of a hall. Each is opened anew, and its picture is sent along."""


class SheetKind(StrEnum):
    """A sheet of paper, and how many faces stand on it."""

    SIX = "a4-6"
    TWELVE = "a4-12"
    LARGE = "a3-12"


@dataclass(frozen=True, slots=True)
class Grid:
    """How faces stand on a sheet; `paper` as Typst calls it, `face_mm` the height of a picture."""

    words: str
    paper: str
    columns: int
    rows: int
    face_mm: int

    @property
    def faces(self) -> int:
        """Return how many faces a sheet holds."""
        return self.columns * self.rows


GRIDS: Mapping[SheetKind, Grid] = {
    SheetKind.SIX: Grid(N_("A4, six faces"), "a4", 2, 3, 54),
    SheetKind.TWELVE: Grid(N_("A4, twelve faces"), "a4", 3, 4, 34),
    SheetKind.LARGE: Grid(N_("A3, twelve faces"), "a3", 3, 4, 54),
}


def in_sheets(faces: Sequence[T], grid: Grid) -> list[Sequence[T]]:
    """Return faces as they stand on one sheet after the other."""
    return [faces[place : place + grid.faces] for place in range(0, len(faces), grid.faces)]


def check_faces(number: int) -> None:
    """Return if so many faces can be printed at once.

    Raises:
        RuleBrokenError: none, or too many.

    """
    if number == 0:
        raise RuleBrokenError("Tick at least one face that everybody sees now.")
    if number > MOST_FACES:
        raise RuleBrokenError(Text("Print at most %(most)d faces at once.", most=MOST_FACES))
