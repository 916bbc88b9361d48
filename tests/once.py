"""Which database a test is run on that is none of persistence.

What is kept is tried on both, and each page has a test of its own on both. A story in a browser
takes the time of a hundred of them, so only the main job is walked twice; the other stories take
turns. What a page says once it was found is the same on either.
"""

import pytest

ON_SQLITE = pytest.mark.parametrize("world", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("world", ["postgresql"], indirect=True)
