"""What an entry of the directory needs, and when nobody should trust it any more."""

from datetime import UTC, datetime, timedelta

import pytest

from rfl.access.rules import GRANTS, Permission, Reach, Role
from rfl.directory.rules import HELP_WORDS, HelpKind, check_entry, is_stale
from rfl.errors import RuleBrokenError

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def test_half_a_year_makes_an_entry_stale():
    assert not is_stale(NOW - timedelta(days=183), NOW)
    assert is_stale(NOW - timedelta(days=183, seconds=1), NOW)


def test_a_service_has_a_name_and_a_way_to_reach_it():
    check_entry("Legal desk", "Bakau")
    for name, contact in ((" ", "Bakau"), ("Legal desk", " ")):
        with pytest.raises(RuleBrokenError, match="Write"):
            check_entry(name, contact)
    assert set(HELP_WORDS) == set(HelpKind)


def test_heads_of_tracing_and_coordinators_keep_it_and_whoever_sends_people_on_reads_it():
    keeps = {role for role in Role if Permission.DIRECTORY_KEEP in GRANTS[role]}
    reads = {role for role in Role if GRANTS[role].get(Permission.DIRECTORY_READ)}
    assert keeps == {Role.SUPERVISOR, Role.COORDINATOR}
    assert reads == set(Role) - {Role.DPO, Role.ADMIN}
    assert {GRANTS[role][Permission.DIRECTORY_READ] for role in reads} == {Reach.EVERYWHERE}
