"""What tasks join at start: cases' pages and My work."""

from rfl.linking import needing
from rfl.tasks import panels as tasks
from rfl.tasks import service
from rfl.tracing import handing, panels, work


def wire() -> None:
    """Join tasks to what lies below them."""
    panels.register_joint_part(tasks.part)
    handing.register_follower(service.follow_owner)
    needing.register(needing.Tasks(service.write_for_pair, service.settle_pair, service.PAIR_WAITS))
    work.register_source(work.JointSource(tasks.find_work, tasks.show_work))
