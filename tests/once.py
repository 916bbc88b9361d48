"""Which database a story is walked on.

Each page has tests of its own on both. A browser takes the time of a hundred of them, so only the
main job is walked twice; the other stories take turns.
"""

import pytest

ON_SQLITE = pytest.mark.parametrize("world", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("world", ["postgresql"], indirect=True)
