import pytest
from argon2 import PasswordHasher

from rfl.access import secrets


@pytest.fixture(autouse=True)
def quick_hashing(request, monkeypatch):
    """Hash at the least cost, but where the cost is what is tested."""
    if "real_cost" in request.fixturenames:
        return
    monkeypatch.setattr(
        secrets, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    )
    secrets._nobody.cache_clear()


@pytest.fixture
def real_cost():
    """Hash as an installation does."""
    secrets._nobody.cache_clear()
