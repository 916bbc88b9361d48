"""What photos and documents join at start: cases' pages."""

from rfl.attachments import panels as attachments
from rfl.persons import sections
from rfl.tracing import panels


def wire() -> None:
    """Join photos and documents to what lies below them."""
    panels.register_joint_part(attachments.part)
    sections.register_section(attachments.section)
