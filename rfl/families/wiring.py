"""What families join at start: the pages of cases."""

from rfl.families import panels
from rfl.tracing import panels as case_panels


def wire() -> None:
    """Join families to what lies below them."""
    case_panels.register_part(panels.part)
