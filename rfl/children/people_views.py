"""Pages on which is said who works on a file, and for whom a sealed one is."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access import service as access
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.audit.service import Receipt
from rfl.children import alarming, opening, reading
from rfl.children.blueprint import children
from rfl.children.forms import AlarmAnswerForm, PeopleForm
from rfl.children.models import ChildFile
from rfl.children.pages import back
from rfl.errors import RuleBrokenError
from rfl.lists.takers import officers
from rfl.persons import queries as person_queries
from rfl.persons import seal_pages
from rfl.persons.document import PersonDocument
from rfl.persons.forms import SealForm
from rfl.persons.models import Person
from rfl.persons.sealing import Circle, circle
from rfl.web.choices import options
from rfl.web.doing import done, tell
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
    form = SealForm(formdata=None)
    with transaction() as session:
        row, child, receipt = reading.heading(session, current_actor(), child_id)
        found = _circle(session, row, receipt)
        seal_pages.fill(form, found)
        seal_pages.begin(form, found)
        return _seal_page(row, child, form, found)


@children.post("/<uuid:child_id>/seal")
@requires(Permission.CHILD_DECIDE)
def seal(child_id: UUID) -> ResponseReturnValue:
    """Seal the file and the child's records: only those who are ticked know of them then."""
    form, actor = SealForm(), current_actor()
    with transaction() as session:
        row, child, receipt = reading.heading(session, actor, child_id)
        found = _circle(session, row, receipt)
        seal_pages.fill(form, found)
        if not form.validate():
            return _seal_page(row, child, form, found), 422
        readers, owner_id = seal_pages.readers_of(form), seal_pages.owner_of(form, found)
        try:
            with session.begin_nested():
                opening.seal(session, actor, child_id, readers, owner_id)
        except RuleBrokenError as error:
            tell(form, error, "readers")
            return _seal_page(row, child, form, found), 422
        is_named = actor.user_id in readers
        return render_template(
            "registrations/sealed.html",
            number=row.number,
            told=seal_pages.told(found, readers, row.owner_id),
            record=url_for("children.show", child_id=child_id) if is_named else "",
            around=(url_for("children.index"), _("Children")),
        )


@children.get("/<uuid:child_id>/alarm")
@requires(Permission.CHILD_DECIDE)
def alarm_page(child_id: UUID) -> ResponseReturnValue:
    """Show a head of tracing what is grave in a file, and ask whether it is sealed."""
    return _alarm_page(child_id, AlarmAnswerForm(formdata=None))


@children.post("/<uuid:child_id>/alarm")
@requires(Permission.CHILD_DECIDE)
def answer_alarm(child_id: UUID) -> ResponseReturnValue:
    """Write down why the file stays open."""
    form = AlarmAnswerForm()

    def do(session: Session) -> None:
        alarming.answer(session, current_actor(), child_id, form.words.data or "")

    if done(form, do, "words"):
        return back(child_id, _("Written into the file: whoever works on it reads why."))
    return _alarm_page(child_id, form), 422


def _alarm_page(child_id: UUID, form: AlarmAnswerForm) -> str:
    with transaction() as session:
        page = reading.read(session, current_actor(), child_id)
        return render_template(
            "children/alarm.html",
            form=form,
            row=page.row,
            child=page.child,
            alarm=page.alarm,
            who=page.staff.get(page.alarm.row.created_by, "") if page.alarm else "",
        )


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


def _circle(session: Session, row: ChildFile, receipt: Receipt) -> Circle:
    """Return who knows of the file now, or of any record of the child's."""
    person = session.get_one(Person, row.person_id)
    registered = person_queries.registrations_of(session, [row.person_id])
    return circle(session, receipt, [row, person, *registered])


def _seal_page(row: ChildFile, child: PersonDocument, form: SealForm, found: Circle) -> str:
    return render_template(
        "children/seal.html",
        row=row,
        child=child,
        form=form,
        found=found,
        reasons=seal_pages.reasons(found),
    )
