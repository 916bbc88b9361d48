"""How values travel to PostgreSQL and back as they rest; loaded where there is a PostgreSQL."""

from typing import Any

from psycopg import Cursor, adapters
from psycopg.abc import Buffer
from psycopg.adapt import Dumper
from psycopg.pq import Format
from typing_extensions import override

from rfl.db.arrays import Array


class BinaryCursor(Cursor[Any]):
    """Asks for bytes and numbers, not for text: most of what we read is sealed bytes.

    As text a sealed record takes twice its length on the way, and is written and read again on both
    sides.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.format = Format.BINARY


class ArrayDumper(Dumper):
    """Sends many values as they were packed; the statement says of what type they are."""

    format = Format.BINARY

    @override
    def dump(self, obj: Array) -> Buffer:
        """Return what was packed."""
        return obj.packed


adapters.register_dumper(Array, ArrayDumper)
