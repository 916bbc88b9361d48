import pytest

from tests.erasure.erasing import Desk, desk_of


@pytest.fixture
def desk(world) -> Desk:
    """Return the people of the story, with a data protection officer in each society."""
    return desk_of(world)
