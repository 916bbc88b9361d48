"""Pages on which the data protection officer decides on erasures that others asked for."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.erasure import service as erasure
from rfl.protection.blueprint import rights
from rfl.protection.erasing import KIND_WORDS, REASON_WORDS
from rfl.protection.forms import SeenForm
from rfl.text import N_
from rfl.transfers import telling as transfers
from rfl.web.formats import day
from rfl.web.transaction import transaction

TABLE_WORDS: Mapping[str, str] = {
    "person": N_("people"),
    "registration": N_("registrations"),
    "consent": N_("consents"),
    "confirmation_answer": N_("notes of interviews"),
    "confirmation_request": N_("questions between societies"),
    "person_merge": N_("notes that two records are one person’s"),
    "link": N_("links"),
    "release": N_("what was passed on"),
    "tracing_request": N_("cases"),
    "sought_person": N_("searches"),
    "case_action": N_("entries of the time line"),
    "referral": N_("people sent to a service"),
    "case_task": N_("tasks"),
    "incident": N_("events with many missing"),
    "incident_testimony": N_("testimonies"),
    "incident_sighting": N_("what testimonies say of people"),
    "case_offer": N_("offers of the case to others"),
    "offer_note": N_("notes on shared work"),
    "family_message": N_("family messages"),
    "message_delivery": N_("copies of family messages to be brought"),
    "message_page": N_("pages of family messages"),
    "attachment": N_("photos and documents"),
    "attachment_page": N_("pages of photos and documents"),
    "board": N_("photos shown in public"),
    "board_picture": N_("sizes of photos shown in public"),
    "board_lead": N_("answers to photos shown in public"),
    "child_file": N_("child files"),
    "child_entry": N_("entries of child files"),
    "child_review": N_("answers of focal points"),
    "import_run": N_("lists"),
    "import_chunk": N_("parts of a list"),
    "import_bad_row": N_("rows to mend"),
}
"""What goes, by table: everything that erasure.gathering gathers."""


@rights.get("/erasures")
@requires(Permission.ERASURE_APPROVE)
def erasures() -> ResponseReturnValue:
    """List erasures that wait for a decision."""
    with transaction() as session:
        rows = erasure.waiting(session, current_actor())
        return render_template(
            "protection/erasures.html",
            rows=rows,
            me=current_actor().user_id,
            kinds=KIND_WORDS,
            reasons=REASON_WORDS,
        )


@rights.get("/erasures/<uuid:erasure_id>")
@requires(Permission.ERASURE_APPROVE)
def erasure_page(erasure_id: UUID) -> ResponseReturnValue:
    """Show what would go."""
    with transaction() as session:
        found = erasure.read(session, current_actor(), erasure_id)
        return render_template(
            "protection/erasure.html",
            found=found,
            seen_form=SeenForm(formdata=None, seen=found.seen),
            kinds=KIND_WORDS,
            reasons=REASON_WORDS,
            tables=TABLE_WORDS,
            copies=transfers.copies_of(session, [found.erasure.record_id]),
        )


@rights.post("/erasures/<uuid:erasure_id>/erase")
@requires(Permission.ERASURE_APPROVE)
def erase_record(erasure_id: UUID) -> ResponseReturnValue:
    """Erase exactly what was shown."""
    form = SeenForm()
    with transaction() as session:
        receipt = erasure.erase(session, current_actor(), erasure_id, form.seen.data or "")
        until = receipt.unreadable_by
    flash(_("Erased. Unreadable everywhere, backups included, by %(day)s.", day=day(until)))
    return redirect(url_for("rights.erasures"), code=303)


@rights.post("/erasures/<uuid:erasure_id>/refuse")
@requires(Permission.ERASURE_APPROVE)
def refuse_erasure(erasure_id: UUID) -> ResponseReturnValue:
    """Decide that the record stays."""
    with transaction() as session:
        erasure.refuse(session, current_actor(), erasure_id)
    flash(_("The record stays."))
    return redirect(url_for("rights.erasures"), code=303)
