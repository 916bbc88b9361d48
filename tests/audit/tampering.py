"""What a database administrator who knows the format can do to a log, and what verifying says."""

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa

from rfl.crypto import header as headers
from rfl.crypto.merkle import leaf_hash
from tests.keys.vault import ENTRY, TAG

SIZE = 12
"""Entries in the log that is tampered with."""


def at(seq):
    return (ENTRY.c.log == "SN") & (ENTRY.c.seq == seq)


def row_of(connection, seq):
    return dict(connection.execute(sa.select(ENTRY).where(at(seq))).mappings().one())


def flip(raw):
    return raw[:-1] + bytes((raw[-1] ^ 1,))


def edit(column):
    def harm(connection):
        value = flip(row_of(connection, 5)[column])
        connection.execute(sa.update(ENTRY).where(at(5)).values({column: value}))

    return harm


def shift_time(connection):
    row = row_of(connection, 5)
    connection.execute(sa.update(ENTRY).where(at(5)).values(at=row["at"] - timedelta(days=1)))


def delete(connection):
    connection.execute(sa.delete(ENTRY).where(at(5)))


def delete_first(connection):
    connection.execute(sa.delete(ENTRY).where(at(0)))


def delete_several(connection):
    connection.execute(sa.delete(ENTRY).where(ENTRY.c.log == "SN", ENTRY.c.seq.between(4, 7)))


def truncate(connection):
    connection.execute(sa.delete(TAG).where(TAG.c.log == "SN", TAG.c.seq >= SIZE - 1))
    connection.execute(sa.delete(ENTRY).where(at(SIZE - 1)))


def empty(connection):
    connection.execute(sa.delete(TAG))
    connection.execute(sa.delete(ENTRY))


def duplicate(connection):
    connection.execute(sa.insert(ENTRY).values(row_of(connection, 5)))


def append_a_copy(connection):
    last = row_of(connection, SIZE - 1)
    connection.execute(
        sa.insert(ENTRY).values({**row_of(connection, 5), "seq": SIZE, "prev": last["leaf"]})
    )


def put_before_the_first(connection):
    connection.execute(sa.insert(ENTRY).values({**row_of(connection, 5), "seq": -3}))


def reorder(connection):
    one, two = row_of(connection, 5), row_of(connection, 6)
    for row, seq in ((one, 6), (two, 5)):
        connection.execute(
            sa.update(ENTRY).where(at(seq)).values({**row, "seq": seq}),
        )


def exchange_with_another_log(connection):
    other = dict(
        connection.execute(sa.select(ENTRY).where(ENTRY.c.log == "GM", ENTRY.c.seq == 5))
        .mappings()
        .one()
    )
    connection.execute(sa.update(ENTRY).where(at(5)).values({**other, "log": "SN"}))


def rechain(connection, start):
    """Make every hash from `start` on fit again, as somebody who knows the format would."""
    prev = row_of(connection, start - 1)["leaf"]
    rows = connection.execute(
        sa.select(ENTRY).where(ENTRY.c.log == "SN", ENTRY.c.seq >= start).order_by(ENTRY.c.seq)
    )
    for seq, row in enumerate(rows.mappings().all(), start=start):
        header = headers.decode(row["header"])
        raw = headers.Header(
            "SN", seq, header.at, header.epoch, prev, header.actor_tag, header.tags
        ).encode()
        leaf = leaf_hash(raw + row["sealed"])
        connection.execute(
            sa.update(ENTRY).where(at(row["seq"])).values(seq=seq, prev=prev, header=raw, leaf=leaf)
        )
        prev = leaf


def delete_and_rechain(connection):
    connection.execute(sa.delete(TAG).where(TAG.c.seq >= 5))
    delete(connection)
    rechain(connection, 5)
    for row in connection.execute(sa.select(ENTRY.c.seq, ENTRY.c.header).where(ENTRY.c.seq >= 5)):
        header = headers.decode(row.header)
        for tag in {header.actor_tag, *header.tags}:
            connection.execute(sa.insert(TAG).values(log="SN", seq=row.seq, tag=tag))


def forge_at_the_end(connection, size=SIZE, like=SIZE - 1):
    last = row_of(connection, size - 1)
    model = row_of(connection, like)
    made = headers.decode(model["header"])
    raw = headers.Header(
        "SN", size, made.at, made.epoch, last["leaf"], made.actor_tag, made.tags
    ).encode()
    connection.execute(
        sa.insert(ENTRY).values(
            {
                **model,
                "seq": size,
                "prev": last["leaf"],
                "header": raw,
                "leaf": leaf_hash(raw + model["sealed"]),
            }
        )
    )
    for tag in {made.actor_tag, *made.tags}:
        connection.execute(sa.insert(TAG).values(log="SN", seq=size, tag=tag))


def hide_from_the_filter(connection):
    tag = connection.execute(sa.select(TAG.c.tag).where(TAG.c.seq == 5)).scalars().first()
    connection.execute(sa.delete(TAG).where(TAG.c.seq == 5, TAG.c.tag == tag))


def blame_another(connection):
    connection.execute(sa.insert(TAG).values(log="SN", seq=5, tag=42))


def stray_tag(connection):
    connection.execute(sa.insert(TAG).values(log="SN", seq=99, tag=42))


HARMS: dict[Callable[[sa.Connection], None], str] = {
    edit("sealed"): "Entry 6 was changed.",
    edit("header"): "Entry 6 was changed.",
    edit("leaf"): "Entry 6 was changed.",
    edit("prev"): "Entry 6 does not follow the one before it.",
    shift_time: "Entry 6 was moved, or its columns were changed.",
    delete: "Entry 6 is missing.",
    delete_first: "Entry 1 is missing.",
    delete_several: "Entries 5 to 8 are missing.",
    truncate: "The log ends with entry 11, but on",
    empty: "The log ends with entry 0, but on",
    duplicate: "Entry 6 is there once too often.",
    append_a_copy: "Entry 13 was moved, or its columns were changed.",
    put_before_the_first: "Entry -2 is there once too often.",
    reorder: "Entry 6 was moved, or its columns were changed.",
    exchange_with_another_log: "Entry 6 was moved, or its columns were changed.",
    delete_and_rechain: "The log ends with entry 11, but on",
    forge_at_the_end: "Entry 13 was not written by this installation.",
    hide_from_the_filter: "Entry 6 cannot be found by all of its tags, or by others.",
    blame_another: "Entry 6 cannot be found by all of its tags, or by others.",
    stray_tag: "1 tag belongs to an entry that is not there.",
}
