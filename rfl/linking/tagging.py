"""From what a person is found by to the blind keys and tags they rest under."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from rfl.crypto.hiding import PLACE
from rfl.keys import service as keys
from rfl.keys.rules import TagPurpose
from rfl.linking.blocking import Key
from rfl.linking.models import Side

PEOPLE_PER_SPLIT = 8
"""A token borne by more people is spread over more sub-tags, so that in a stolen index no name's
list is longer than a rare name's. Fewer would make a search ask for more lists."""


def splits_for(people: int) -> int:
    """Return over how many sub-tags `people` bearers are spread: a power of two."""
    return 1 << max(0, -(-people // PEOPLE_PER_SPLIT) - 1).bit_length()


def blind_keys(session: Session, side: Side, found_by: Iterable[Key]) -> NDArray[np.int64]:
    """Return the blind key of each, in order; sub-tags are made of it.

    The two sides share none: a stolen index does not tell who may be whose counterpart.
    """
    values = (f"{side}\x1f{key.value}" for key in found_by)
    return np.array(keys.of(session).tag_many(TagPurpose.NAME_INDEX, values), np.int64)


def all_tags(session: Session, side: Side, found_by: Sequence[Key]) -> NDArray[np.int64]:
    """Return every tag under which people rest who are found by one of `found_by`."""
    blind = blind_keys(session, side, found_by)
    splits = [key.splits for key in found_by]
    lots = np.concatenate([np.arange(count) for count in splits])
    return keys.of(session).index.sub_tags(np.repeat(blind, splits), lots)


def places_of(
    session: Session, side: Side, found_by: Sequence[Key], present: Mapping[int, int]
) -> NDArray[Any]:
    """Return where one person rests, each blind key once: where they rested, or drawn by lot.

    `present`: lots by blind key. Whoever comes goes into the newer half of the sub-tags, which is
    empty when they double: so all sub-tags of all common names fill alike, and in the same time.
    """
    blind = blind_keys(session, side, found_by).tolist()
    lots = {
        one: present[one] if one in present else _drawn(key.splits)
        for one, key in zip(blind, found_by, strict=True)
    }
    return np.array(sorted(lots.items()), PLACE)


def _drawn(splits: int) -> int:
    half = splits // 2
    return half + secrets.randbelow(half) if half else 0
