"""What the consent gate joins at start: its part of the case's page and of My work."""

from rfl.exchange import following, queries
from rfl.exchange import panels as exchange
from rfl.persons import watch
from rfl.tracing import handing, panels, work


def wire() -> None:
    """Join the consent gate to what lies below it."""
    panels.register_joint_part(exchange.part)
    handing.register_follower(queries.follow_owner)
    work.register_source(work.JointSource(exchange.find_work, work.show_nameless))
    watch.watch_taken_back(following.on_taken_back)
