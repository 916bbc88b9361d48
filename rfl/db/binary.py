"""A PostgreSQL cursor that has rows sent as they rest; loaded where there is a PostgreSQL."""

from typing import Any

from psycopg import Cursor
from psycopg.pq import Format


class BinaryCursor(Cursor[Any]):
    """Asks for bytes and numbers, not for text: most of what we read is sealed bytes.

    As text a sealed record takes twice its length on the way, and is written and read again on both
    sides.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.format = Format.BINARY
