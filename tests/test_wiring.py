"""Domains make themselves known to the pages above them, however often that is asked."""

from rfl.tracing import panels, work
from rfl.wiring import wire


def test_what_is_wired_twice_is_there_once():
    wire()
    before = list(work._sources), list(panels._parts)
    wire()
    assert (list(work._sources), list(panels._parts)) == before
