"""From what a person is found by to the blind tags they rest under."""

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from rfl.keys import service as keys
from rfl.keys.rules import TagPurpose
from rfl.linking.blocking import Key
from rfl.linking.models import Side

PEOPLE_PER_SPLIT = 256
"""A token borne by more people is spread over more sub-tags, so that no posting list of a stolen
index is longer than a middling name's."""


def splits_for(people: int) -> int:
    """Return over how many sub-tags `people` bearers are spread: a power of two."""
    return 1 << max(0, -(-people // PEOPLE_PER_SPLIT) - 1).bit_length()


def all_tags(
    session: Session, side: Side, found_by: Sequence[Key]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return every tag under which people may rest who are found by one of `found_by`.

    The second array tells of each tag the place of its key in `found_by`.
    """
    values = (_value(side, key, number) for key in found_by for number in range(key.splits))
    tags = keys.of(session).tag_many(TagPurpose.NAME_INDEX, values)
    owners = np.repeat(np.arange(len(found_by)), [key.splits for key in found_by])
    return np.array(tags, np.int64), owners


def drawn_tags(session: Session, side: Side, found_by: Iterable[Key]) -> list[int]:
    """Return the tags for one more person: of several sub-tags, one by lot.

    People to come go into the newer half, which is empty when the sub-tags double: so all sub-tags
    of all common names fill alike, and in the same time.
    """
    values = (_value(side, key, _drawn(key.splits)) for key in found_by)
    return keys.of(session).tag_many(TagPurpose.NAME_INDEX, values)


def _drawn(splits: int) -> int:
    half = splits // 2
    return half + secrets.randbelow(half) if half else 0


def _value(side: Side, key: Key, number: int) -> str:
    # The two sides share no tag: a stolen index does not tell who may be whose counterpart.
    return f"{side}\x1f{number}\x1f{key.value}"
