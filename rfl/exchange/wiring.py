"""What the consent gate joins at start: its part of the case's page and of My work."""

from rfl.exchange import panels as exchange
from rfl.tracing import panels, work


def wire() -> None:
    """Join the consent gate to what lies below it."""
    panels.register_part(exchange.part)
    work.register_source(work.Source(exchange.find_work, exchange.show_work))
