"""The few words that only one of the two databases knows."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import ArrayLike
from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    Engine,
    String,
    Table,
    Uuid,
    any_,
    bindparam,
    cast,
    func,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import NullType

from rfl.db.arrays import Array, of_ids, of_numbers

T = TypeVar("T")

_SENT = text("(SELECT value FROM json_each(:sent))")
"""Many values as SQLite takes them, read once: a search sends some in most of its statements."""

_PACKED: BindParameter[Any] = bindparam("sent", type_=NullType())
"""The same as PostgreSQL takes them (rfl.db.arrays)."""


def take_last_lock(connection: Connection, name: str) -> None:
    """Hold the lock `name` until the transaction ends; one holder at a time, over all processes.

    Take it after every other lock of the transaction: whoever holds it then waits for nobody.
    SQLite needs nothing, since each transaction holds the only write lock from its beginning.
    """
    if connection.dialect.name != "postgresql":
        return
    digest = hashlib.sha256(name.encode()).digest()
    number = int.from_bytes(digest[:8], "big", signed=True)
    connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def sweep_log(engine: Engine) -> None:
    """Empty SQLite's write-ahead log, where the old content of changed pages lies.

    PostgreSQL keeps old rows until VACUUM and its own log until it is recycled; what must become
    unreadable there relies on the rotation of the keys above it.
    """
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.close()
    finally:
        connection.close()


def scrub(engine: Engine, tables: Sequence[str]) -> None:
    """Leave no old content of `tables` in the database's own files.

    SQLite overwrites as it goes (secure_delete), so its log is emptied; PostgreSQL writes the
    tables anew. Its write-ahead log goes when it is recycled, and archived logs with the backups.
    """
    if engine.dialect.name == "sqlite":
        sweep_log(engine)
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in tables:
            connection.execute(
                text(f"VACUUM (FULL) {engine.dialect.identifier_preparer.quote(table)}")
            )


def renumber(connection: Connection, table: Table) -> None:
    """Have PostgreSQL go on counting after the highest number that `table` holds.

    SQLite looks by itself.
    """
    column = table.autoincrement_column
    if connection.dialect.name != "postgresql" or column is None:
        return
    highest = connection.scalar(select(func.max(column)))
    owned = select(func.pg_get_serial_sequence(table.name, column.name))
    sequence = connection.scalar(owned)
    if highest is not None and sequence is not None:
        connection.execute(select(func.setval(sequence, highest)))


def insert_into(connection: Connection, table: Any) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT into `table` that may say what is done when the row is there already."""
    is_sqlite = connection.dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)


def among(
    connection: Connection, column: InstrumentedAttribute[int] | InstrumentedAttribute[UUID]
) -> ColumnElement[bool]:
    """Return the condition that `column` is one of many values, which go with the statement as one.

    They are the parameter that `sent` makes. A statement with thousands of values is written, sent
    and read anew each time; and to make any statement takes as long as to ask it (`made_once`).
    PostgreSQL reads the values in a query of their own: in the condition itself it would read them
    once for every row of a table so small that all of it is looked through.
    """
    if connection.dialect.name == "postgresql":
        kind = ARRAY(Uuid() if isinstance(column.type, Uuid) else BigInteger())
        read_once = select(cast(_PACKED, kind)).scalar_subquery()
        return column == any_(cast(read_once, kind))
    return column.bool_op("IN")(_SENT)


def unfolded(connection: Connection) -> ColumnElement[int]:
    """Return numbers, which go with the statement as one (`sent`), as rows to select from."""
    if connection.dialect.name == "postgresql":
        return func.unnest(cast(_PACKED, ARRAY(BigInteger())))
    return func.json_each(bindparam("sent", type_=String())).table_valued("value").c.value


def made_once(make: Callable[[Connection], T]) -> Callable[[Connection], T]:
    """Have `make` make a statement once for each kind of database."""
    made: dict[str, T] = {}

    @wraps(make)
    def statement(connection: Connection) -> T:
        name = connection.dialect.name
        if name not in made:
            made[name] = make(connection)
        return made[name]

    return statement


def sent(connection: Connection, numbers: ArrayLike) -> dict[str, Array | str]:
    """Return numbers as they go with a statement made with `among` or `unfolded`."""
    if connection.dialect.name == "postgresql":
        return {"sent": of_numbers(numbers)}
    return {"sent": msgspec.json.encode(np.asarray(numbers, np.int64).tolist()).decode()}


def sent_ids(connection: Connection, ids: Collection[UUID]) -> dict[str, Array | str]:
    """Return ids as they go with a statement made with `among`."""
    if connection.dialect.name == "postgresql":
        return {"sent": of_ids(ids)}
    return {"sent": msgspec.json.encode([one.hex for one in ids]).decode()}
