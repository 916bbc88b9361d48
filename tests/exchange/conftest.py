import pytest

from tests.exchange.gate import Gate, gate_of


@pytest.fixture
def gate(world) -> Gate:
    """Return the people of the story."""
    return gate_of(world)
