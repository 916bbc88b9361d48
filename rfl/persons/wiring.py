"""What persons joins at start: how a registration is found in an emergency."""

from rfl.persons import urgent
from rfl.safeguarding import breaking


def wire() -> None:
    """Join persons to what lies below it."""
    breaking.register_finder(urgent.find)
