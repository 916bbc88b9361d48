"""What tracing joins at start: its own part of My work, how a case is found in an emergency."""

from rfl.safeguarding import breaking
from rfl.tracing import (
    establishing,
    exporting,
    urgent,
    work_approvals,
    work_people,
    work_sources,
    work_team,
)


def wire() -> None:
    """Put tracing's own items into My work, and cases within reach of an emergency."""
    work_sources.register()
    work_approvals.register()
    work_team.register()
    work_people.register()
    establishing.register()
    exporting.register()
    breaking.register_finder(urgent.find)
