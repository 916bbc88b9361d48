import pytest

from tests.exchange.gate import Gate, gate_of
from tests.protection.desk import Desk, desk_of


@pytest.fixture
def gate(world) -> Gate:
    return gate_of(world)


@pytest.fixture
def desk(world) -> Desk:
    return desk_of(world)
