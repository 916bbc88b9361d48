"""What messages join at start: pages of cases and people, My work, how closely they are held."""

from rfl.messages import following
from rfl.messages import panels as messages
from rfl.persons import sections, watch
from rfl.tracing import panels, work


def wire() -> None:
    """Join messages to what lies below them."""
    panels.register_joint_part(messages.part)
    sections.register_section(messages.person_section)
    work.register_source(work.JointSource(messages.find_work, messages.show_work))
    watch.watch(following.on_saved)
