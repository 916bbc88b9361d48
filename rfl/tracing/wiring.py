"""What tracing joins at start: its own part of My work."""

from rfl.tracing import work_sources


def wire() -> None:
    """Put tracing's own items into My work."""
    work_sources.register()
