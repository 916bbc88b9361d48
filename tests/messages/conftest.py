import pytest

from tests.messages.post import Post, post_of


@pytest.fixture
def post(world) -> Post:
    """Return the people who carry messages."""
    return post_of(world)
