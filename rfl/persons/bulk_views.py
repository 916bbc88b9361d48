"""Pages on which many registrations are given away, reviewed or printed, and views are kept."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.errors import RuleBrokenError
from rfl.lists import pages, takers
from rfl.lists.forms import ticked
from rfl.lists.pages import Pages, Words
from rfl.lists.rules import check_printed
from rfl.persons import bulk, printing
from rfl.persons.blueprint import registrations
from rfl.persons.narrowing import listing
from rfl.text import N_, Counted
from rfl.web.i18n import say
from rfl.web.papers import file_of, joined
from rfl.web.transaction import transaction

BOX = "registration"
WORDS = Words(
    list=N_("People"),
    to_list=N_("To the people"),
    ticked_ones=N_("The ticked registrations"),
    heads=(N_("Number"), N_("Name"), N_("Why registered")),
    ticked=Counted(
        "%(num)s registration is ticked. First you see what would change.",
        "%(num)s registrations are ticked. First you see what would change.",
    ),
    changes=Counted(
        "%(num)s registration changes. Look, then do it; it can be undone for a day.",
        "%(num)s registrations change. Look, then do it; it can be undone for a day.",
    ),
    do=Counted("Do it in %(num)s registration", "Do it in %(num)s registrations"),
    done=Counted("Done in %(num)s registration", "Done in %(num)s registrations"),
    way_back=N_(
        "You can undo it for a day. A registration that somebody changes meanwhile stays as they "
        "leave it."
    ),
    undone=Counted("Undone in %(num)s registration.", "Undone in %(num)s registrations."),
    stays=Counted(
        "%(num)s registration was changed since, or is not yours to open any more, and stays.",
        "%(num)s registrations were changed since, or are not yours to open any more, and stay.",
    ),
)
PAGES = Pages(
    blueprint="registrations",
    box=BOX,
    acted=bulk.PEOPLE,
    names=takers.colleagues,
    preview=bulk.preview,
    words=WORDS,
    filters=("kind", "owner", "due", "days", "site", "number"),
)
LISTING = listing({})
"""For keeping and dropping, where no site is called by its name."""


@registrations.post("/many/<kind>")
@requires(Permission.PERSON_LIST)
def many(kind: str) -> ResponseReturnValue:
    """Show what one act would change in the ticked registrations, then do it."""
    return pages.act(PAGES, kind)


@registrations.get("/many/<uuid:bulk_id>")
@requires(Permission.PERSON_LIST)
def many_done(bulk_id: UUID) -> ResponseReturnValue:
    """Show that it was done, and the way back."""
    return pages.show_done(PAGES, bulk_id)


@registrations.post("/many/<uuid:bulk_id>/undo")
@requires(Permission.PERSON_LIST)
def undo_many(bulk_id: UUID) -> ResponseReturnValue:
    """Give each registration back what it had."""
    return pages.undo(PAGES, bulk_id)


@registrations.post("/views")
@requires(Permission.PERSON_LIST)
def keep_view() -> ResponseReturnValue:
    """Keep the filters of the list as a view."""
    return pages.keep_view(LISTING, "registrations.index")


@registrations.post("/views/<uuid:view_id>/drop")
@requires(Permission.PERSON_LIST)
def drop_view(view_id: UUID) -> ResponseReturnValue:
    """Drop a view."""
    return pages.drop_view(LISTING, "registrations.index", view_id)


@registrations.post("/print")
@requires(Permission.PERSON_LIST)
def print_many() -> ResponseReturnValue:
    """Show how many and which of those ticked would be printed, then give them as one PDF."""
    ids = ticked(BOX)
    try:
        check_printed(len(set(ids)))
        if request.form.get("go") == "do":
            with transaction() as session:
                found = printing.printed(session, current_actor(), ids)
            pdf = joined(printing.sheets(found))
            return file_of(pdf, f"registrations-{clock.today().isoformat()}")
    except RuleBrokenError as error:
        flash(say(error.sentence))
        return redirect(url_for("registrations.index"), code=303)
    with transaction() as session:
        shown = bulk.preview(session, current_actor(), ids, None)
        return render_template("registrations/print.html", shown=shown, box=BOX)
