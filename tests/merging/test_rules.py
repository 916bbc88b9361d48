"""Which two records may be joined."""

from dataclasses import replace
from uuid import UUID

import pytest

from rfl.errors import RuleBrokenError
from rfl.merging.rules import Half, check_joined

ONE = Half(UUID(int=1), "GM", UUID(int=1), is_open=True, is_sought=False, is_registered=True)
OTHER = replace(ONE, person_id=UUID(int=2), whole_id=UUID(int=2))
SOUGHT = replace(OTHER, is_sought=True, is_registered=False)
ASKING = replace(OTHER, is_registered=False)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (ONE, "the same record"),
        (replace(OTHER, society="SN"), "Each society keeps its own"),
        (replace(OTHER, is_open=False), "cannot be joined"),
        (replace(OTHER, whole_id=ONE.whole_id), "joined already"),
        (SOUGHT, "That is a link"),
        (replace(OTHER, is_sought=True), "That is a link"),
    ],
)
def test_what_is_not_joined(other, words):
    for pair in ((ONE, other), (other, ONE)):
        with pytest.raises(RuleBrokenError, match=words):
            check_joined(*pair)


@pytest.mark.parametrize(
    ("one", "other"),
    [(ONE, OTHER), (ONE, ASKING), (replace(SOUGHT, person_id=UUID(int=3)), ASKING)],
)
def test_what_may_be_joined(one, other):
    check_joined(one, replace(other, whole_id=UUID(int=9)))
