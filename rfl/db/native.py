"""The few words that only one of the two databases knows."""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

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


def is_any(
    connection: Connection, column: InstrumentedAttribute[int], numbers: Collection[int]
) -> ColumnElement[bool]:
    """Return the condition that `column` is one of many numbers, sent as one value.

    A statement with thousands of values is written, sent and read anew each time.
    """
    if connection.dialect.name == "postgresql":
        return column == any_(cast(_listed(map(str, numbers)), ARRAY(BigInteger)))
    return _is_sent(column, list(numbers))


def is_any_id(
    connection: Connection, column: InstrumentedAttribute[UUID], ids: Collection[UUID]
) -> ColumnElement[bool]:
    """Return the condition that `column` is one of many ids; see `is_any`."""
    hexes = [one.hex for one in ids]
    if connection.dialect.name == "postgresql":
        return column == any_(cast(_listed(hexes), ARRAY(Uuid())))
    return _is_sent(column, hexes)


def _listed(values: Iterable[str]) -> BindParameter[str]:
    """Return many values as PostgreSQL reads a list of them: no driver turns each by itself."""
    return bindparam(None, "{" + ",".join(values) + "}", type_=String())


def _is_sent(
    column: InstrumentedAttribute[Any], values: Sequence[int | str]
) -> ColumnElement[bool]:
    """Return the condition for SQLite, once in a statement: few parts are quickly put together."""
    sent = text("(SELECT value FROM json_each(:sent))").bindparams(sent=json.dumps(values))
    return column.bool_op("IN")(sent)
