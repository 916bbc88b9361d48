"""Copying a whole database out and in: the same bytes for SQLite and PostgreSQL, either way round.

A dump is a row of frames, `length(4) ‖ msgpack`: first a Head, then tables in an order in which
every row finds what it points at, then the number of rows. It is read from one snapshot, while
others write, and neither reading nor writing it takes memory that grows with the database.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection, Engine, MetaData, Table

from rfl.db.base import PICTURES
from rfl.db.migrate import History, revision_of, upgrade
from rfl.db.native import renumber
from rfl.db.session import make_reading_engine
from rfl.errors import RuleBrokenError

ROWS = 500
"""Rows to a frame: some 200 KiB of sealed documents."""

FEW_ROWS = 20
"""The same of a table of pictures: a frame is held in memory, and has an upper bound."""

LENGTH_BYTES = 4
MOST_FRAME_BYTES = 512 * 1024 * 1024
REVISIONS = "alembic_version"
"""Where Alembic keeps which shape a database has."""

HEX_OF_UUID = 32
"""SQLite keeps ids as so many letters, in the only columns of that type."""

Tell = Callable[[str, int], None]
"""Called with a table's name and how many of its rows are done."""


class Head(msgspec.Struct, frozen=True, tag=True):
    """What a dump is of."""

    history: str
    revision: str
    made_at: datetime


class Part(msgspec.Struct, frozen=True, tag=True):
    """Some rows of one table."""

    table: str
    columns: list[str]
    rows: list[list[Any]]


class End(msgspec.Struct, frozen=True, tag=True):
    """How many rows there were."""

    rows: int


Frame = Head | Part | End


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Frame)


def dump(
    engine: Engine,
    history: History,
    metadata: MetaData,
    made_at: datetime,
    *,
    instead: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    tell: Tell = lambda _table, _rows: None,
) -> Iterator[bytes]:
    """Yield a dump of the database behind `engine`.

    `instead` gives the rows of some tables as they were read before.
    """
    reading, total = make_reading_engine(engine.url), 0
    try:
        with reading.connect() as connection:
            yield _frame(Head(history.value, revision_of(connection, history), made_at))
            for table in metadata.sorted_tables:
                given = (instead or {}).get(table.name)
                done = 0
                for rows in _given(table, given) if given is not None else _rows(connection, table):
                    yield _frame(Part(str(table.name), _names(table), rows))
                    done += len(rows)
                    tell(table.name, done)
                total += done
        yield _frame(End(total))
    finally:
        reading.dispose()


def load(
    engine: Engine,
    history: History,
    pieces: Iterable[bytes],
    tell: Tell = lambda _table, _rows: None,
) -> tuple[Head, int]:
    """Write a dump into the empty database behind `engine`; return its head and the rows.

    The tables are made as they were when the dump was made, filled, and then brought up to date.

    Raises:
        RuleBrokenError: the database is not empty, or this is no whole dump of that history.

    """
    if sa.inspect(engine).get_table_names():
        raise RuleBrokenError(
            "The database to restore into is not empty. Nothing is ever overwritten: move it away, "
            "or name an empty one."
        )
    frames = _frames(pieces)
    head = next(frames, None)
    if not isinstance(head, Head) or head.history != history.value:
        raise RuleBrokenError("This is no backup of this kind of database.")
    upgrade(engine, history, head.revision)
    counted = _fill(engine, frames, tell)
    upgrade(engine, history)
    return head, counted


def _fill(engine: Engine, frames: Iterator[Frame], tell: Tell) -> int:
    tables, counted, done = MetaData(), 0, dict[str, int]()
    # Whoever looks tables up expects the catalogue as text (rfl.db.binary).
    tables.reflect(reading := make_reading_engine(engine.url))
    reading.dispose()
    with engine.begin() as connection:
        _empty(connection, tables)
        for frame in frames:
            if isinstance(frame, End):
                if frame.rows != counted or next(frames, None) is not None:
                    break
                for table in tables.sorted_tables:
                    renumber(connection, table)
                return counted
            if not isinstance(frame, Part) or frame.table not in tables.tables:
                break
            _insert(connection, tables.tables[frame.table], frame)
            counted += len(frame.rows)
            done[frame.table] = done.get(frame.table, 0) + len(frame.rows)
            tell(frame.table, done[frame.table])
        connection.rollback()
    raise RuleBrokenError("This backup is not whole.")


def _empty(connection: Connection, tables: MetaData) -> None:
    """Take out the rows with which migrations begin a table: the dump brings its own."""
    for table in reversed(tables.sorted_tables):
        if table.name != REVISIONS:
            connection.execute(table.delete())


def _insert(connection: Connection, table: Table, part: Part) -> None:
    shapes = [_shape(table.columns[name]) for name in part.columns]
    rows = [
        {
            name: value if value is None else shape(value)
            for name, shape, value in zip(part.columns, shapes, row, strict=True)
        }
        for row in part.rows
    ]
    if rows:
        connection.execute(sa.insert(table), rows)


def _shape(column: sa.Column[Any]) -> Callable[[Any], Any]:
    """Return how a value is put so that the reflected column takes it, on either database."""
    kind = column.type
    if isinstance(kind, sa.Uuid):
        return UUID
    if isinstance(kind, sa.CHAR) and kind.length == HEX_OF_UUID:
        return lambda value: UUID(value).hex
    if isinstance(kind, sa.DateTime):
        return _naive if not kind.timezone else _same
    return _same


def _names(table: Table) -> list[str]:
    return [str(name) for name in table.columns.keys()]  # noqa: SIM118  # a collection of columns


def _same(value: Any) -> Any:
    return value


def _naive(value: datetime) -> datetime:
    return value.astimezone(UTC).replace(tzinfo=None)


def _given(table: Table, rows: Sequence[Mapping[str, Any]]) -> Iterator[list[list[Any]]]:
    names = _names(table)
    for start in range(0, len(rows), ROWS):
        yield [[row[name] for name in names] for row in rows[start : start + ROWS]]


def rows_of(table: Table) -> int:
    """Return how many rows of a table go into one frame, and are held in memory at once."""
    return FEW_ROWS if table.info == PICTURES else ROWS


def _rows(connection: Connection, table: Table) -> Iterator[list[list[Any]]]:
    query = sa.select(table).execution_options(yield_per=rows_of(table))
    for part in connection.execute(query).partitions():
        yield [list(row) for row in part]


def _frame(frame: Frame) -> bytes:
    packed = _encoder.encode(frame)
    return len(packed).to_bytes(LENGTH_BYTES, "big") + packed


def _frames(pieces: Iterable[bytes]) -> Iterator[Frame]:
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while len(buffer) >= LENGTH_BYTES:
            size = int.from_bytes(buffer[:LENGTH_BYTES], "big")
            if size > MOST_FRAME_BYTES:
                raise RuleBrokenError("This backup is not whole.")
            if len(buffer) < LENGTH_BYTES + size:
                break
            yield _decoded(bytes(buffer[LENGTH_BYTES : LENGTH_BYTES + size]))
            del buffer[: LENGTH_BYTES + size]


def _decoded(packed: bytes) -> Frame:
    try:
        frame: Frame = _decoder.decode(packed)
    except msgspec.DecodeError:
        raise RuleBrokenError("This backup is not whole.") from None
    return frame
