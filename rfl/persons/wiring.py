"""What persons joins at start: what opens in an emergency, and how a seal ends."""

from rfl.persons import unsealing, urgent
from rfl.safeguarding import breaking


def wire() -> None:
    """Join persons to what lies below it."""
    breaking.register_finder(urgent.find)
    unsealing.register()
