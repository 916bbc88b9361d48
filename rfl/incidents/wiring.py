"""What events join at start: cases' pages."""

from rfl.incidents import panels as incidents
from rfl.tracing import panels


def wire() -> None:
    """Join events to what lies below them."""
    panels.register_joint_part(incidents.part)
