"""What transfers join at start: cases' pages, My work, owners who change, consents that end."""

from rfl.persons import watch
from rfl.tracing import handing, panels, work
from rfl.transfers import following, queries
from rfl.transfers import panels as transfers


def wire() -> None:
    """Join transfers to what lies below them."""
    panels.register_joint_part(transfers.part)
    work.register_source(work.JointSource(transfers.find_work, work.show_nameless))
    handing.register_follower(queries.follow_owner)
    watch.watch_taken_back(following.on_taken_back)
