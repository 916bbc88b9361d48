"""A writer in a process of its own, to be killed.

`python -m tests.audit.writer MAIN_URL KEYS_URL ROOT_FILE HOW`

Prints one line for each entry that was acknowledged.
"""

import os
import sys
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from rfl.audit.rules import Act
from rfl.audit.service import record
from rfl.db.session import Database
from rfl.keys.root import FileRoot
from rfl.keys.service import KeyStore

KILLED = 9


def main(main_url: str, keys_url: str, root: str, how: str) -> None:
    """Write entries for ever, or die between the two commits of the first."""
    database, key_database = Database(main_url), Database(keys_url)
    keys = KeyStore(key_database, FileRoot(Path(root)))

    def die_at_the_next_transaction(_session: object) -> None:
        sa.event.listen(key_database.engine, "begin", lambda _connection: os._exit(KILLED))

    while True:
        with database.begin({"keys": keys}) as session:
            record(session, uuid4(), Act.PERSON_OPENED, societies=["SN", "GM"])
            if how == "between":
                sa.event.listen(session, "before_commit", die_at_the_next_transaction)
        sys.stdout.write("written\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
