"""Pages of person records as such: whoever the society knows of, met or sought."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import FormField

from rfl import clock
from rfl.access import service as access
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, visible
from rfl.drafts.rules import FormKind
from rfl.persons import calendars, likely, queries, service, wholes
from rfl.persons.document import Said
from rfl.persons.panels import parts_of
from rfl.persons.person_form import PersonFields, to_document
from rfl.persons.sections import sections_of_all
from rfl.persons.statements import together
from rfl.persons.wording import WORDS
from rfl.web.forms import BaseForm
from rfl.web.paging import SIZE, Page, asked_page
from rfl.web.transaction import transaction

persons = Blueprint("persons", __name__, url_prefix="/persons")


@persons.get("")
@requires(Permission.PERSON_LIST)
def index() -> ResponseReturnValue:
    """List everybody the society knows of, the last changed first."""
    number = asked_page()
    with transaction() as session:
        rows, total = service.list_people(
            session, current_actor(), limit=SIZE, offset=(number - 1) * SIZE
        )
        registered = queries.registrations_of(session, [person.id for person, _doc in rows])
        return render_template(
            "persons/index.html",
            rows=rows,
            registered={row.person_id: row for row in registered},
            page=Page(number, total),
            describe=calendars.describe,
        )


class KnownForm(BaseForm):
    """Whom a form at intake tells of so far."""

    person = FormField(PersonFields)


@persons.post("/known")
@requires(Permission.SEARCH)
def known() -> ResponseReturnValue:
    """Answer with who is known already, for the panel beside a form that is being typed."""
    form = KnownForm()
    kind = request.args.get("kind", "")
    if kind not in set(FormKind) or not form.validate():
        return ""  # half a date is no mistake while it is typed
    with transaction() as session:
        person = to_document(form.person.form, Said())
        found = likely.known(session, current_actor(), FormKind(kind), person)
        return render_template("persons/known.html", found=found)


@persons.get("/<uuid:person_id>")
@requires(Permission.PERSON_READ)
def show(person_id: UUID) -> ResponseReturnValue:
    """Show what is known of one person, each statement with its source and day."""
    actor = current_actor()
    with transaction() as session:
        person, particulars, receipt = service.read_person(session, actor, person_id)
        others = wholes.open_members(session, actor, person.id)
        scope = visible(actor, Permission.REGISTRATION_READ, clock.now())
        numbers = wholes.numbers_of(session, [one.person.id for one in others])
        records = [
            (person.id, receipt, ""),
            *((one.person.id, one.receipt, numbers.get(one.person.id, "")) for one in others),
        ]
        return render_template(
            "persons/show.html",
            person=person,
            particulars=together([particulars, *(one.document for one in others)]),
            others=others,
            registered=[
                row
                for one, _receipt, _number in records
                for row in queries.registrations_within(session, scope, one)
            ],
            parts=parts_of(session, actor, person.id, particulars),
            staff=access.staff_names(session, receipt, [one.by for one in particulars.replaced]),
            words=WORDS,
            describe=calendars.describe,
            sections=sections_of_all(session, actor, records),
        )
