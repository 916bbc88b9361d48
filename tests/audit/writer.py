"""A writer in a process of its own, to be killed; and what is to be found of it after.

`python -m tests.audit.writer MAIN_URL KEYS_URL ROOT_FILE HOW`

Each transaction writes a row, opens a sealed document under its entry, and prints the row's id with
what it opened, as a page would be answered: once all of it is committed.
"""

import os
import sys
from collections.abc import Collection
from pathlib import Path
from uuid import UUID, uuid4

import sqlalchemy as sa

from rfl.audit.models import EntryTag
from rfl.audit.reveal import Sealed, reveal
from rfl.audit.rules import Act
from rfl.audit.service import record
from rfl.audit.trail import record_tags
from rfl.crypto.sealing import Context
from rfl.db.session import Database
from rfl.keys.root import FileRoot
from rfl.keys.service import KeyStore

KILLED = 9
TABLE, SECRET = "written", b"Momodou"
_WRITE = sa.text(f"INSERT INTO {TABLE} VALUES (:id)")  # noqa: S608  # a name of ours
_READ = sa.text(f"SELECT id FROM {TABLE}")  # noqa: S608  # a name of ours


def main(main_url: str, keys_url: str, root: str, how: str) -> None:
    """Write entries for ever, or die between the two commits of the first."""
    database, key_database = Database(main_url), Database(keys_url)
    keys = KeyStore(key_database, FileRoot(Path(root)))

    def die_at_the_next_transaction(_session: object) -> None:
        sa.event.listen(key_database.engine, "begin", lambda _connection: os._exit(KILLED))

    key_id, place = keys.new_record_key("SN"), Context("SN", TABLE, uuid4())
    sealed = Sealed(keys.seal(key_id, place, SECRET), place)
    while True:
        row = uuid4()
        with database.begin({"keys": keys}) as session:
            receipt = record(
                session, uuid4(), Act.PERSON_OPENED, societies=["SN", "GM"], subjects=[row]
            )
            session.execute(_WRITE, {"id": row.hex})
            opened = reveal(session, receipt, sealed)
            if how == "between":
                sa.event.listen(session, "before_commit", die_at_the_next_transaction)
        sys.stdout.write(f"{row.hex} {opened.decode()}\n")
        sys.stdout.flush()


def prepare(database: Database) -> None:
    """Make the table that writers write to."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE {TABLE} (id VARCHAR(32) PRIMARY KEY)")


def printed(lines: str) -> list[UUID]:
    """Return the rows of the lines that a writer printed whole."""
    whole = lines[: lines.rfind("\n") + 1].splitlines()
    assert all(line.endswith(f" {SECRET.decode()}") for line in whole)
    return [UUID(line.split()[0]) for line in whole]


def check(database: Database, keys: KeyStore, log: str, told: Collection[UUID]) -> int:
    """Return how many rows are kept: each of those `told`, and all of them with an entry in `log`.

    Raises:
        AssertionError: something acknowledged was lost, or was written or opened without an entry.

    """
    key, _head = keys.trail.newest(log)
    with database.engine.connect() as connection:
        rows = [UUID(one) for one in connection.scalars(_READ)]
        tags = set(connection.scalars(sa.select(EntryTag.tag).where(EntryTag.log == log)))
    assert set(told) <= set(rows), "an acknowledged write was lost"
    assert tags.issuperset(record_tags(key, log, rows)), "an act without an entry"
    return len(rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
