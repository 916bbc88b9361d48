"""Fixtures every test may use: an installation on both databases, and the application over it."""

import gc
import os
import tempfile
from datetime import timedelta

if "XDG_RUNTIME_DIR" not in os.environ:  # the PostgreSQL package asks for a private folder
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="rfl-run-")

from collections.abc import Iterator

import pytest
from hypothesis import settings

from rfl import clock
from rfl.matching.classes import shipped, use
from rfl.wiring import wire
from tests.keys.vault import postgres, postgres_vault, vault
from tests.tracing.web import Site, site_of
from tests.tracing.world import World, postgres_blank, sqlite_blank, world

__all__ = ["postgres", "postgres_blank", "postgres_vault", "sqlite_blank", "vault", "world"]

wire()

# Before anything lands the same examples are tried each time; on a desk always others.
settings.register_profile("same", derandomize=True)
settings.load_profile("same" if os.environ.get("CI") else "default")


def pytest_collection_finish() -> None:
    """Leave what every test shares out of the search for garbage: an eighth of all their time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the stories in a browser: they are long, and wait for more than a processor."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_sessionfinish() -> None:
    """Search for what was left unclosed once: at the end it is searched for five times more."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _lexicon_as_shipped() -> Iterator[None]:
    """Leave no installation's names to the next test: a process judges by one lexicon."""
    yield
    use(shipped())


@pytest.fixture
def site(world: World) -> Site:
    """Return the whole application over a new installation."""
    return site_of(world)


@pytest.fixture
def later(monkeypatch):
    """Return what moves the clock on."""
    moved = [timedelta(0)]
    real = clock.now

    def move(**amount):
        moved[0] += timedelta(**amount)

    monkeypatch.setattr(clock, "now", lambda: real() + moved[0])
    return move
