import pytest

from tests.children.files import Team, team_of


@pytest.fixture
def team(world) -> Team:
    """Return everybody who looks after a child in Banjul."""
    return team_of(world)
