"""What is tried once, and what wholly.

Each page has tests of its own on both. A browser takes the time of a hundred of them, so only the
main job is walked twice; the other stories take turns.
"""

import os

import pytest

WHOLE = bool(os.environ.get("RFL_WHOLE"))
"""Whether nothing is left to one database, or to chance, that the other or more of it could show:
twelve minutes instead of under ten. Nothing lands without it (.ci/run)."""

ON_SQLITE = pytest.mark.parametrize("world", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("world", ["postgresql"], indirect=True)

ON_ALL = pytest.mark.parametrize(
    "world", ["sqlite", "postgresql"] if WHOLE else ["sqlite"], indirect=True
)
"""For what a page says once it was found."""
