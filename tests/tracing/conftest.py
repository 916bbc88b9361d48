"""An officer of Senegal, and her browser."""

import pytest

from rfl.access.rules import Role


@pytest.fixture
def awa(site):
    return site.world.colleague(Role.OFFICER, name="Awa Sarr")


@pytest.fixture
def browser(site, awa):
    return site.as_(awa)
