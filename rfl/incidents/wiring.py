"""What events join at start: cases' pages and My work."""

from rfl.incidents import panels as incidents
from rfl.tracing import panels, work


def wire() -> None:
    """Join events to what lies below them."""
    panels.register_joint_part(incidents.part)
    work.register_source(work.JointSource(incidents.find_work, work.show_nameless))
