"""What the pages of a child file share: going back, and the page around a form."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from rfl.access.guards import current_actor
from rfl.children import reading
from rfl.children.rules import ChildState
from rfl.web.forms import BaseForm
from rfl.web.transaction import transaction


def back(child_id: UUID, words: str) -> ResponseReturnValue:
    """Return to the file, with what was done said once."""
    flash(words)
    return redirect(url_for("children.show", child_id=child_id), code=303)


def page(child_id: UUID, template: str, form: BaseForm, **more: object) -> str:
    """Show a form under the file's number and the child's name."""
    with transaction() as session:
        row, child, _receipt = reading.heading(session, current_actor(), child_id)
        return render_template(template, row=row, child=child, form=form, **more)


def state_of(child_id: UUID) -> ChildState:
    """Return where a file stands.

    Raises:
        DeniedError, NotFoundError: not the reader's file.

    """
    with transaction() as session:
        return reading.heading(session, current_actor(), child_id)[0].state
