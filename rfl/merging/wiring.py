"""What merges join at start: approvals, and the pages of people."""

from rfl.merging import panels, service
from rfl.persons import panels as person_panels
from rfl.persons import sections


def wire() -> None:
    """Join merges to what lies below them."""
    service.register()
    sections.register_section(panels.section)
    person_panels.register_part(panels.part)
