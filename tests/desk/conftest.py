import pytest

from tests.keys.vault import postgres
from tests.tracing.web import Site, site_of
from tests.tracing.world import World, postgres_blank, sqlite_blank, world

__all__ = ["postgres", "postgres_blank", "sqlite_blank", "world"]


@pytest.fixture
def site(world: World) -> Site:
    """Return the whole application over a new installation."""
    return site_of(world)
