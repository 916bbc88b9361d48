"""From what a person is found by to the blind keys and tags they rest under."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from rfl.crypto.hiding import ASIDE, NO_NUMBER, PLACE
from rfl.keys import service as keys
from rfl.keys.rules import FIRST_VERSION, TagPurpose
from rfl.linking import state
from rfl.linking.blocking import Key

PEOPLE_PER_SPLIT = 8
"""A token borne by more people is spread over more sub-tags, so that in a stolen index no name's
list is longer than a rare name's. Fewer would make a search ask for more lists."""


PAD_BITS = 61
"""Room for the pad and for all people in a signed column of 64."""

ALL, OF_SOUGHT = "pad", "sought pad"
"""Of what a pad hides the number: of all who bear a name, or of those among them who are sought."""


def splits_for(people: int) -> int:
    """Return over how many sub-tags `people` bearers are spread: a power of two."""
    return 1 << max(0, -(-people // PEOPLE_PER_SPLIT) - 1).bit_length()


def blind_keys(session: Session, side: str, found_by: Iterable[Key]) -> NDArray[np.int64]:
    """Return the blind key of each under the newest index key, in order; sub-tags are made of it.

    Two sides share none: a stolen index does not tell who may be whose counterpart.
    """
    values = [f"{side}\x1f{key.value}" for key in found_by]
    return blind(session, values, state.seen(session).key)


def blind(session: Session, values: Iterable[str], version: int) -> NDArray[np.int64]:
    """Return the blind tag of each value under one version of the index key, in order."""
    store = keys.of(session)
    first = np.array(store.tag_many(TagPurpose.NAME_INDEX, values), np.int64)
    return store.lifted(first, FIRST_VERSION, version)


def all_tags(session: Session, side: str, found_by: Sequence[Key]) -> NDArray[np.int64]:
    """Return every tag under which people rest who are found by one of `found_by`."""
    splits = np.array([key.splits for key in found_by], np.int64)
    return tags_under(session, oldest_keys(session, side, found_by), splits)


def oldest_keys(session: Session, side: str, found_by: Iterable[Key]) -> NDArray[np.int64]:
    """Return the blind key of each, in order, under the oldest index key that anybody rests by."""
    values = [f"{side}\x1f{key.value}" for key in found_by]
    return blind(session, values, state.seen(session).oldest_key)


def newest_keys(session: Session, oldest: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return blind keys (`oldest_keys`) as they are under the newest index key."""
    stands = state.seen(session)
    return keys.of(session).lifted(oldest, stands.oldest_key, stands.key)


def tags_under(
    session: Session,
    oldest: NDArray[np.int64],
    splits: NDArray[np.int64],
    most: int | None = None,
) -> NDArray[np.int64]:
    """Return every tag of blind keys (`oldest_keys`), each spread over so many sub-tags.

    While the index key is rotated there are those of both keys. `most`: so many under each key.
    """
    store, stands = keys.of(session), state.seen(session)
    under, since = oldest, stands.oldest_key
    lots = np.concatenate([np.arange(count) for count in splits])[:most]
    tags = []
    for version in reversed(stands.keys):
        under, since = store.lifted(under, since, version), version
        tags.append(store.index(version).sub_tags(np.repeat(under, splits)[:most], lots))
    return np.concatenate(tags)


def shown(session: Session, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the number that stands in each posting (tag and hidden number, a row each).

    NO_NUMBER where the row was changed by hand.
    """
    store = keys.of(session)
    found = np.full(len(rows), NO_NUMBER)
    for version in state.seen(session).keys:
        found = np.maximum(found, store.index(version).show(*rows.T))
    return found


def token_tags(session: Session, token_keys: Iterable[str], version: int) -> dict[str, int]:
    """Return by which tag each token stands in the lexicon under one version of the index key."""
    return _blind(session, "token", token_keys, version)


def token_pads(
    session: Session, token_keys: Iterable[str], version: int, of: str = ALL
) -> dict[str, int]:
    """Return what is added to a number (`of`: ALL or OF_SOUGHT) of each token's bearers.

    So it does not show.
    """
    tags = _blind(session, of, token_keys, version)
    return {key: tag & (2**PAD_BITS - 1) for key, tag in tags.items()}


def pads_of_rows(session: Session, rows: Sequence[tuple[str, int]], of: str = ALL) -> list[int]:
    """Return the pad of each row, told as its token and the version of its key."""
    pads = {
        version: token_pads(session, [token for token, own in rows if own == version], version, of)
        for version in {version for _, version in rows}
    }
    return [pads[version][token] for token, version in rows]


def places_of(
    session: Session, side: str, found_by: Sequence[Key], present: Mapping[int, int]
) -> NDArray[Any]:
    """Return where one person rests, each blind key once: where they rested, or drawn by lot.

    `present`: lots by blind key. Whoever comes goes into the newer half of the sub-tags, which is
    empty when they double: so all sub-tags of all common names fill alike, and in the same time.
    """
    lots = {
        one: present[one] if one in present else _drawn(key.splits)
        for one, key in zip(blind_keys(session, side, found_by).tolist(), found_by, strict=True)
    }
    return np.array(sorted(lots.items()), PLACE)


def _blind(session: Session, use: str, token_keys: Iterable[str], version: int) -> dict[str, int]:
    ordered = list(token_keys)
    tags = blind(session, [f"{use}\x1f{key}" for key in ordered], version)
    return dict(zip(ordered, tags.tolist(), strict=True))


def _drawn(splits: int) -> int:
    if not splits:
        return ASIDE
    half = splits // 2
    return half + secrets.randbelow(half) if half else 0
