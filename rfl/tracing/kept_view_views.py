"""Keeping a view of the list of cases, and dropping it."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from rfl.access.guards import requires
from rfl.access.rules import Permission
from rfl.lists import pages
from rfl.tracing.blueprint import tracing
from rfl.tracing.narrowing import CASES


@tracing.post("/requests/views")
@requires(Permission.REQUEST_LIST)
def keep_view() -> ResponseReturnValue:
    """Keep the filters of the list as a view."""
    return pages.keep_view(CASES, "tracing.index")


@tracing.post("/requests/views/<uuid:view_id>/drop")
@requires(Permission.REQUEST_LIST)
def drop_view(view_id: UUID) -> ResponseReturnValue:
    """Drop a view."""
    return pages.drop_view(CASES, "tracing.index", view_id)
