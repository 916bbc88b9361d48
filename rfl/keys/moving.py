"""Putting a whole key store under another root key: all of it in one transaction, or nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from rfl.crypto.sealing import UnsealError
from rfl.errors import RuleBrokenError
from rfl.keys.days import day_binding
from rfl.keys.models import InstallationKey, SocietyKey, TrailEpoch, TrailRecipient
from rfl.keys.recipients import recipient_binding
from rfl.keys.ring import KeyRing, installation_binding, society_binding
from rfl.keys.root import Root


@dataclass(frozen=True, slots=True)
class _Held:
    """A column of the key store that the root key locks, and what ties each row to its place."""

    table: Table
    column: str
    binding: Callable[..., bytes]
    """Of the values of the primary key, in its order."""


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table


HELD = (
    _Held(_table(InstallationKey), "wrapped", installation_binding),
    _Held(_table(SocietyKey), "wrapped", society_binding),
    _Held(_table(TrailEpoch), "wrapped", day_binding),
    _Held(_table(TrailRecipient), "proof", recipient_binding),
)
"""All that lies directly under the root key; record keys lie under the societies'."""


def belongs(ring: KeyRing, root: Root) -> bool:
    """Tell whether the key store lies under `root`."""
    held = HELD[0]
    with ring.connect() as connection:
        place, wrapped = next(_rows(connection, held))
    return _unlocked(root, held, place, wrapped) is not None


def rewrap(ring: KeyRing, new: Root, again: Callable[[], Root]) -> int:
    """Lock all that lies under the ring's root under `new` instead; return how many keys.

    Before it counts, each is unlocked again by `again`, the new root as it is found by whoever
    starts next, and must be the same. Others who lock meanwhile wait, and are then refused.

    Raises:
        RuleBrokenError: something does not open under the old root, or not again under the new.

    """
    count = 0
    with ring.connect() as connection:
        connection.execute(select(InstallationKey.kind).with_for_update()).all()
        found = again()
        for held in HELD:
            for place, wrapped in list(_rows(connection, held)):
                key = _unlocked(ring.root, held, place, wrapped)
                if key is None:
                    if held.column == "proof":  # slipped in by somebody: it counts for nothing
                        continue
                    raise RuleBrokenError(
                        "The key store holds a key that its root key does not open. Nothing was "
                        "moved; `rfl restore --check` tells whether a backup is whole."
                    )
                locked = new.wrap(key, held.binding(*place))
                if _unlocked(found, held, place, locked) != key:
                    raise RuleBrokenError("The new root key does not open what it locked.")
                _write(connection, held, place, locked)
                count += 1
    return count


def _rows(connection: Connection, held: _Held) -> Iterator[tuple[tuple[Any, ...], bytes]]:
    column = held.table.c[held.column]
    own = list(held.table.primary_key)
    query = select(*own, column).where(column.is_not(None)).order_by(*own).with_for_update()
    for row in connection.execute(query):
        yield tuple(row[:-1]), row[-1]


def _write(connection: Connection, held: _Held, place: tuple[Any, ...], locked: bytes) -> None:
    here = [column == one for column, one in zip(held.table.primary_key, place, strict=True)]
    connection.execute(held.table.update().where(*here).values({held.column: locked}))


def _unlocked(root: Root, held: _Held, place: tuple[Any, ...], wrapped: bytes) -> bytes | None:
    try:
        return root.unwrap(wrapped, held.binding(*place))
    except UnsealError:
        return None
