"""What accounts join at start: what about them takes two people."""

from rfl.accounts import asking


def wire() -> None:
    """Join accounts to what lies below them."""
    asking.register()
