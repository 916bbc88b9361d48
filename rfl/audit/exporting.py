"""A log as a bundle that can be proved elsewhere, without this server (rfl.proving says how).

A bundle holds headers and ciphertext as they rest: who carries it away can prove and not read.
"""

import json
import os
import struct
import zipfile
from pathlib import Path
from typing import IO

from sqlalchemy import select

from rfl import clock
from rfl.audit.models import Entry
from rfl.crypto.cosigning import NamedKey, named
from rfl.crypto.note import ED25519, origin
from rfl.db.session import Database
from rfl.errors import RuleBrokenError
from rfl.keys.service import KeyStore
from rfl.text import Text

FORMAT = 1
STRETCH = 5_000
"""Entries in one transaction."""

_LENGTHS = struct.Struct(">II")


def export(database: Database, store: KeyStore, log: str, bundle: Path) -> int:
    """Write the log of the society `log` to the new file `bundle`; return how many entries it has.

    Runs beside a server at work, like `verify`. Heads are read first: they lag, and never lead.

    Raises:
        RuleBrokenError: a file is there already.

    """
    trail = store.trail
    heads = trail.heads(log)
    witnesses = trail.witnesses.of(log)
    keys: list[NamedKey] = [named(origin(log), trail.public_key, ED25519)]
    keys += [one.key for one in witnesses if one.key is not None]
    try:
        handle = os.open(bundle, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise RuleBrokenError(
            Text("%(file)s is there already. Choose another name.", file=bundle.name)
        ) from None
    with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", allowZip64=True) as archive:
        with archive.open("entries", "w", force_zip64=True) as target:
            count = _entries(database, log, target)
        about = {
            "format": FORMAT,
            "log": log,
            "entries": count,
            "made_at": clock.now().isoformat(),
            "keys": [one.written() for one in keys],
        }
        archive.writestr("about.json", json.dumps(about))
        for number, kept in enumerate(heads):
            archive.writestr(f"heads/{number:04d}.note", kept.note)
        for number, one in enumerate(witnesses):
            if one.note:
                archive.writestr(f"witnesses/{number:04d}.note", one.note)
    return count


def _entries(database: Database, log: str, target: IO[bytes]) -> int:
    """Write every entry in the order of its place, as it rests."""
    count, after = 0, None
    while True:
        query = select(Entry.seq, Entry.header, Entry.sealed).where(Entry.log == log)
        if after is not None:
            query = query.where(Entry.seq > after)
        with database.engine.begin() as connection:
            rows = connection.execute(query.order_by(Entry.seq).limit(STRETCH)).all()
        if not rows:
            return count
        for row in rows:
            target.write(_LENGTHS.pack(len(row.header), len(row.sealed)) + row.header + row.sealed)
        count, after = count + len(rows), rows[-1].seq
