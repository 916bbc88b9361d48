"""Pages on which is said who works on a file, and for whom a sealed one is."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access import service as access
from rfl.access.guards import current_actor, requires
from rfl.access.rules import ROLE_WORDS, Permission, Role
from rfl.children import opening, reading
from rfl.children.blueprint import children
from rfl.children.forms import PeopleForm, SealForm
from rfl.children.pages import back
from rfl.lists.takers import officers
from rfl.web.choices import options
from rfl.web.doing import done
from rfl.web.transaction import transaction


@children.get("/<uuid:child_id>/people")
@requires(Permission.CHILD_WRITE)
def people_page(child_id: UUID) -> ResponseReturnValue:
    """Ask who works on the file."""
    return _people_page(child_id, PeopleForm(formdata=None))


@children.post("/<uuid:child_id>/people")
@requires(Permission.CHILD_WRITE)
def set_people(child_id: UUID) -> ResponseReturnValue:
    """Give the file to somebody, or bring a colleague in."""
    form = PeopleForm()
    for field in (form.owner, form.colleague):
        field.validate_choice = False  # the service knows who may work on a file

    def do(session: Session) -> None:
        actor = current_actor()
        row, _child, _receipt = reading.heading(session, actor, child_id)
        if form.owner.data != row.owner_id:
            opening.hand_over(session, actor, child_id, form.owner.data)
        if form.colleague.data:
            opening.bring_in(session, actor, child_id, form.colleague.data)

    if done(form, do, "owner"):
        return back(child_id, _("Kept. They find the file in their list."))
    return _people_page(child_id, form), 422


@children.get("/<uuid:child_id>/seal")
@requires(Permission.CHILD_DECIDE)
def seal_page(child_id: UUID) -> ResponseReturnValue:
    """Ask who may go on knowing of the file."""
    return _seal_page(child_id, SealForm(formdata=None))


@children.post("/<uuid:child_id>/seal")
@requires(Permission.CHILD_DECIDE)
def seal(child_id: UUID) -> ResponseReturnValue:
    """Seal the file and the child's records."""
    form, actor = SealForm(), current_actor()
    with transaction() as session:
        form.readers.choices = _everybody(session)

    def do(session: Session) -> None:
        readers = [UUID(one) for one in form.readers.data or ()]
        opening.seal(session, actor, child_id, readers)

    if not done(form, do, "readers"):
        return _seal_page(child_id, form), 422
    if str(actor.user_id) in (form.readers.data or ()):
        return back(child_id, _("Sealed. No list, count or search shows this file any more."))
    flash(_("Sealed. No list, count or search shows this file any more."))
    return redirect(url_for("children.index"), code=303)


def _people_page(child_id: UUID, form: PeopleForm) -> str:
    with transaction() as session:
        actor = current_actor()
        row, child, receipt = reading.heading(session, actor, child_id)
        names = access.staff_names(session, receipt, officers(session, row.society_code))
        found = sorted(names.items(), key=lambda one: one[1].casefold())
        form.owner.choices = options(found)
        form.colleague.choices = options([("", _("Nobody more")), *found])
        form.owner.data = form.owner.data or row.owner_id
        form.colleague.data = form.colleague.data or ""
        return render_template("children/people.html", row=row, child=child, form=form)


def _seal_page(child_id: UUID, form: SealForm) -> str:
    with transaction() as session:
        row, child, _receipt = reading.heading(session, current_actor(), child_id)
        form.readers.choices = _everybody(session)
        return render_template("children/seal.html", row=row, child=child, form=form)


def _everybody(session: Session) -> Any:
    """Return everybody of the reader's society, the focal points among them."""
    actor = current_actor()
    ids = access.colleagues(session, actor.society)
    receipt = reading.list_receipt(session, actor)
    names = access.staff_names(session, receipt, ids)
    focal = set(access.colleagues(session, actor.society, Role.SAFEGUARDING))
    role = _(ROLE_WORDS[Role.SAFEGUARDING])
    ordered = sorted(names.items(), key=lambda pair: pair[1].casefold())
    return options(
        (str(one), f"{name} ({role})" if one in focal else name) for one, name in ordered
    )
