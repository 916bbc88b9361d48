"""Pages on which many cases are given to a colleague, or get a day of review, and the way back."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from rfl.access.guards import requires
from rfl.access.rules import Permission
from rfl.lists import pages, takers
from rfl.lists.forms import ticked as ticked_in
from rfl.lists.pages import Pages, Words
from rfl.text import N_, Counted
from rfl.tracing import bulk
from rfl.tracing.blueprint import tracing

BOX = "case"
WORDS = Words(
    list=N_("Cases"),
    to_list=N_("To the cases"),
    ticked_ones=N_("The ticked cases"),
    heads=(N_("Case"), N_("Sought"), N_("State")),
    ticked=Counted(
        "%(num)s case is ticked. First you see what would change.",
        "%(num)s cases are ticked. First you see what would change.",
    ),
    changes=Counted(
        "%(num)s case changes. Look, then do it; it can be undone for a day.",
        "%(num)s cases change. Look, then do it; it can be undone for a day.",
    ),
    do=Counted("Do it in %(num)s case", "Do it in %(num)s cases"),
    done=Counted("Done in %(num)s case", "Done in %(num)s cases"),
    way_back=N_(
        "You can undo it for a day. A case that somebody changes meanwhile stays as they leave it."
    ),
    undone=Counted("Undone in %(num)s case.", "Undone in %(num)s cases."),
    stays=Counted(
        "%(num)s case was changed since, or is not yours to open any more, and stays.",
        "%(num)s cases were changed since, or are not yours to open any more, and stay.",
    ),
)
PAGES = Pages(
    blueprint="tracing",
    box=BOX,
    acted=bulk.CASES,
    names=takers.colleagues,
    preview=bulk.preview,
    words=WORDS,
    filters=("state", "owner", "due", "number"),
)


@tracing.post("/requests/many/<kind>")
@requires(Permission.REQUEST_WRITE)
def many(kind: str) -> ResponseReturnValue:
    """Show what one act would change in the ticked cases, then do it."""
    return pages.act(PAGES, kind)


@tracing.get("/requests/many/<uuid:bulk_id>")
@requires(Permission.REQUEST_WRITE)
def many_done(bulk_id: UUID) -> ResponseReturnValue:
    """Show that it was done, and the way back."""
    return pages.show_done(PAGES, bulk_id)


@tracing.post("/requests/many/<uuid:bulk_id>/undo")
@requires(Permission.REQUEST_WRITE)
def undo_many(bulk_id: UUID) -> ResponseReturnValue:
    """Give each case back what it had."""
    return pages.undo(PAGES, bulk_id)


def ticked() -> list[UUID]:
    """Return the cases that are ticked in the list."""
    return ticked_in(BOX)
