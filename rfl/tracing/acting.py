"""What the pages of a case share: going back, and the page around a form."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from rfl.access.guards import current_actor
from rfl.tracing import reading
from rfl.tracing.reading import CaseRow
from rfl.web.choices import options
from rfl.web.forms import BaseForm
from rfl.web.transaction import transaction


def back(request_id: UUID, words: str) -> ResponseReturnValue:
    """Say what was done, and lead back to the case."""
    flash(words)
    return redirect(url_for("tracing.show", request_id=request_id), code=303)


def page(request_id: UUID, template: str, form: BaseForm, **more: object) -> str:
    """Return a page of a case with its heading and a form."""
    with transaction() as session:
        heading = reading.heading(session, current_actor(), request_id)
        return render_template(template, heading=heading, form=form, **more)


def people(heading: CaseRow, ids: list[UUID]) -> Any:
    """Return the sought people of a case as options; an empty one first where there are several."""
    pairs = [
        (str(one), person.display_name) for one, person in zip(ids, heading.sought, strict=True)
    ]
    return options(pairs if len(pairs) == 1 else [("", "–"), *pairs])
