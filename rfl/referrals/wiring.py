"""What referrals join at start: cases' pages and My work."""

from rfl.referrals import panels as referrals
from rfl.tracing import panels, work


def wire() -> None:
    """Join referrals to what lies below them."""
    panels.register_joint_part(referrals.part)
    work.register_source(work.JointSource(referrals.find_work, work.show_nameless))
