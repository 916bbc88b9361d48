"""Who goes on knowing of what is sealed, and whose it is then. No database."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from rfl.errors import RuleBrokenError
from rfl.persons.sealing_rules import Naming, Tie, check_readers, knowers, owner_after

AWA, BINTA, LAMIN, HADDY, VOLUNTEER = (UUID(int=n) for n in range(1, 6))
HERE = (AWA, BINTA, LAMIN, HADDY, VOLUNTEER)
ABLE = (AWA, LAMIN, HADDY)


@pytest.mark.parametrize(
    ("readers", "words"),
    [
        ([], "at least one person"),
        ([UUID(int=9), AWA], "your own society"),
        ([BINTA, VOLUNTEER], "an officer or a head of tracing too"),
    ],
)
def test_nobody_seals_a_record_so_that_it_is_shut_for_good(readers, words):
    with pytest.raises(RuleBrokenError, match=words):
        check_readers(readers, HERE, ABLE)
    check_readers([AWA, BINTA], HERE, ABLE)


@pytest.mark.parametrize(
    ("owner", "wanted", "readers", "then"),
    [
        (AWA, None, [AWA, LAMIN], AWA),
        (AWA, AWA, [AWA, LAMIN], AWA),
        (AWA, LAMIN, [AWA, LAMIN], LAMIN),
        (AWA, None, [LAMIN, BINTA], LAMIN),
        (AWA, AWA, [LAMIN, BINTA], LAMIN),
        (AWA, HADDY, [LAMIN, HADDY], HADDY),
        (None, None, [LAMIN, HADDY], None),
        (None, HADDY, [LAMIN, HADDY], HADDY),
        (AWA, None, [LAMIN, HADDY], "Say who goes on"),
        (AWA, AWA, [LAMIN, HADDY], "Say who goes on"),
        (AWA, HADDY, [LAMIN], "ticked too"),
        (AWA, BINTA, [LAMIN, BINTA], "ticked too"),
    ],
)
def test_an_owner_who_is_taken_out_loses_it_to_somebody_named_who_may_have_it(
    owner, wanted, readers, then
):
    if isinstance(then, str):
        with pytest.raises(RuleBrokenError, match=then):
            owner_after(owner, wanted, readers, ABLE)
    else:
        assert owner_after(owner, wanted, readers, ABLE) == then


def test_whoever_knows_is_told_with_every_reason_and_a_share_alone_is_not_ticked():
    first, later = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    namings = [Naming(AWA, HADDY, later), Naming(AWA, LAMIN, first)]

    known = knowers([LAMIN], [AWA], namings, [BINTA, LAMIN])

    assert {one: known[one].ties for one in known} == {
        LAMIN: {Tie.OWNS, Tie.SHARED},
        AWA: {Tie.WROTE, Tie.NAMED},
        BINTA: {Tie.SHARED},
    }
    assert (known[AWA].named_by, known[AWA].named_at) == (LAMIN, first)
    assert [one.is_ticked for one in known.values()] == [True, True, False]
