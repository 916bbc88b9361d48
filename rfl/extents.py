"""How far the cells of a worksheet reach, told from its XML before anything is made of it. Pure.

A reader of workbooks makes a grid from the first cell to the farthest. One cell that says it stands
in row 99,999,999 would take all memory, and the process with it.
"""

import re
from collections.abc import Iterable

MOST_LETTERS, MOST_DIGITS = 3, 7
"""Of a cell's name: XFD1048576 is the last that a spreadsheet knows."""

LONGEST_TAG = 64 * 1024

TOKEN = re.compile(
    rb"""<(?:[\w.-]+:)?(?P<tag>row|c)(?=[\s/>])
    |(?<![\w:.-])r\s*=\s*["'](?P<letters>[A-Za-z]*)(?P<digits>[0-9]+)["']
     (?P<is_empty>(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/>)?""",
    re.VERBOSE,
)
"""A row or a cell begins; or one says where it stands, and perhaps that nothing is in it."""


class Extent:
    """Reads the pieces of one part of a workbook in turn, and keeps how far its cells reach."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self._rest = b""
        self._row = self._column = self._widest = 0
        self._rows = self._cells = 0

    def read(self, pieces: Iterable[bytes]) -> int:
        """Return how many cells the grid of this part has, filled or not.

        A place that no spreadsheet knows makes it larger than any list.
        """
        for piece in pieces:
            text = self._rest + piece
            cut = text.rfind(b"<")
            if len(text) - cut > LONGEST_TAG:
                cut = len(text)
            self._look(text[:cut])
            self._rest = text[cut:]
        self._look(self._rest)
        return max(self._row, self._rows) * max(self._column, self._widest)

    def _look(self, text: bytes) -> None:
        for found in TOKEN.finditer(text):
            if found["tag"] == b"row":
                self._rows, self._cells = self._rows + 1, 0
            elif found["tag"]:
                self._cells += 1
                self._widest = max(self._widest, self._cells)
            elif not found["is_empty"]:
                self._place(found["letters"], found["digits"])

    def _place(self, letters: bytes, digits: bytes) -> None:
        if len(letters) > MOST_LETTERS or len(digits) > MOST_DIGITS:
            self._row = self._column = 10**MOST_DIGITS
            return
        column = 0
        for letter in letters.upper():
            column = column * 26 + letter - ord("A") + 1
        self._row, self._column = max(self._row, int(digits)), max(self._column, column)
