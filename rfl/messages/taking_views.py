"""Pages on which a message is taken down and changed; safe-and-well messages too."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, current_place, requires
from rfl.access.rules import Permission
from rfl.errors import RuleBrokenError
from rfl.messages import reading, sending, taking_down
from rfl.messages.acting import carriers, pictures, sites
from rfl.messages.blueprint import messages
from rfl.messages.document import MessageDocument
from rfl.messages.forms import EditForm, MessageForm, SafeForm
from rfl.messages.sending import Changed
from rfl.messages.words import BREACH_WORDS, PHRASE_WORDS, REASON_WORDS
from rfl.persons import service as persons
from rfl.societies import service as societies
from rfl.tracing import reading as cases
from rfl.web.doing import done
from rfl.web.forms import BaseForm
from rfl.web.i18n import say
from rfl.web.rows import ROW, change_rows
from rfl.web.transaction import transaction


@messages.get("/new")
@requires(Permission.MESSAGE_CREATE)
def new() -> ResponseReturnValue:
    """Show the form of a new message; the address may say whose, and in which case."""
    with transaction() as session:
        form = MessageForm(formdata=None, **_known(session), **_here(session))
        return _new_page(session, "messages/new.html", form)


@messages.post("/new")
@requires(Permission.MESSAGE_CREATE)
def take_down() -> ResponseReturnValue:
    """Keep a new message."""
    form = MessageForm()
    pages = _checked(form)
    if pages is not None:
        try:
            with transaction() as session:
                new_message = taking_down.new_message(form, pages)
                row = sending.collect(session, current_actor(), new_message)
                message_id, number = row.id, row.number
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)))
        else:
            flash(_("Kept as %(number)s, sealed. A colleague reads it next.", number=number))
            return redirect(url_for("messages.show", message_id=message_id), code=303)
    with transaction() as session:
        return _new_page(session, "messages/new.html", form), 422


@messages.get("/safe-and-well")
@requires(Permission.MESSAGE_CREATE)
def safe() -> ResponseReturnValue:
    """Show the form of a safe-and-well message."""
    with transaction() as session:
        form = SafeForm(formdata=None, **_known(session), **_here(session))
        return _new_page(session, "messages/safe.html", form)


@messages.post("/safe-and-well")
@requires(Permission.MESSAGE_CREATE)
def take_down_safe() -> ResponseReturnValue:
    """Keep a safe-and-well message to each relative; or add a row to the form."""
    form = SafeForm()
    if asked := request.form.get(ROW):
        change_rows(form, asked)
        with transaction() as session:
            return _new_page(session, "messages/safe.html", form)
    with transaction() as session:
        _fill(session, form)
    made: list[UUID] = []

    def do(session: Session) -> None:
        new_message, relatives = taking_down.safe_messages(form)
        rows = sending.collect_many(session, current_actor(), new_message, relatives)
        made.extend(row.id for row in rows)

    if done(form, do):
        flash(_("Kept, sealed. The phrases are known, so it can be sent off at once."))
        if len(made) == 1:
            return redirect(url_for("messages.show", message_id=made[0]), code=303)
        return redirect(url_for("messages.index", state="screened"), code=303)
    with transaction() as session:
        return _new_page(session, "messages/safe.html", form), 422


@messages.get("/<uuid:message_id>/edit")
@requires(Permission.MESSAGE_WRITE)
def edit(message_id: UUID) -> ResponseReturnValue:
    """Show the form on which a message is changed, with what the reader asked."""
    with transaction() as session:
        page = reading.read(session, current_actor(), message_id, Permission.MESSAGE_WRITE)
        form = EditForm(formdata=None, **_typed(page.document))
        form.to_society.data, form.is_to_child.data = page.row.to_society, page.row.is_to_child
        return _edit_page(session, page, form)


@messages.post("/<uuid:message_id>/edit")
@requires(Permission.MESSAGE_WRITE)
def change(message_id: UUID) -> ResponseReturnValue:
    """Change a message."""
    form, actor = EditForm(), current_actor()
    pages = _checked(form)
    if pages is not None:
        try:
            with transaction() as session:
                before = reading.read(session, actor, message_id, Permission.MESSAGE_WRITE)
                changed = Changed(
                    taking_down.document_of(form, before.document),
                    form.to_society.data,
                    is_to_child=bool(form.is_to_child.data),
                    pages=pages,
                )
                sending.change(session, actor, message_id, changed)
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)))
        else:
            flash(_("Changed. A colleague reads it next."))
            return redirect(url_for("messages.show", message_id=message_id), code=303)
    with transaction() as session:
        page = reading.read(session, actor, message_id, Permission.MESSAGE_WRITE)
        return _edit_page(session, page, form), 422


def _checked(form: MessageForm | EditForm) -> tuple[bytes, ...] | None:
    """Return the pages that came with a whole form, or None. What is wrong stands on the form."""
    with transaction() as session:
        _fill(session, form)
    return pictures(form) if form.validate() else None


def _known(session: Session) -> dict[str, object]:
    """Return what is known already of whose message it is: of a person, or of a case."""
    actor = current_actor()
    request_id = taking_down.id_of(request.args.get("request"))
    person_id = taking_down.id_of(request.args.get("person"))
    if request_id is not None:
        case = cases.read(session, actor, request_id)
        sought = case.sought[0]
        return {
            "request_of": str(request_id),
            "person": str(case.request.enquirer_id),
            "sender_name": case.enquirer.display_name,
            "addressee_name": sought.person.display_name,
            "addressee_other": next(iter(sought.person.other_names), ""),
            "relation": sought.search.relation.value,
        }
    if person_id is not None:
        _person, document, _receipt = persons.read_person(session, actor, person_id)
        return {
            "person": str(person_id),
            "sender_name": document.display_name,
            "sender_other": next(iter(document.other_names), ""),
            "language": next(iter(document.languages), ""),
        }
    return {}


def _here(session: Session) -> dict[str, object]:
    """Return the site at which the reader works, where the form begins."""
    return {"site": societies.site_at(session, current_actor().society, current_place())}


def _typed(document: MessageDocument) -> dict[str, object]:
    """Return a message's document as the form shows it."""
    to, at = document.addressee, document.addressee_at
    return {
        "sender_name": document.sender.name,
        "sender_other": document.sender.other_name,
        "sender_place": document.sender_at.place,
        "sender_phone": document.sender_at.telephone,
        "addressee_name": to.name,
        "addressee_other": to.other_name,
        "addressee_father": to.father,
        "addressee_mother": to.mother,
        "addressee_born": to.born,
        "relation": document.relation.value if document.relation else "",
        "address_country": at.country,
        "address_place": at.place,
        "address_lines": at.lines,
        "address_phone": at.telephone,
        "restrictions": document.restrictions,
        "text": document.text,
        "language": document.language,
        "script": document.script.value if document.script else "",
    }


def _fill(session: Session, form: BaseForm) -> None:
    """Give a form the societies that may bring it, and one's own sites."""
    own = current_actor().society
    form["to_society"].choices = carriers(session, own)
    if "site" in form:
        form["site"].choices = sites(session, own)


def _new_page(session: Session, template: str, form: BaseForm) -> str:
    _fill(session, form)
    return render_template(template, form=form, phrase_words=PHRASE_WORDS)


def _edit_page(session: Session, page: reading.Opened, form: EditForm) -> str:
    _fill(session, form)
    return render_template(
        "messages/edit.html",
        form=form,
        page=page,
        row=page.row,
        screening=page.document.screening,
        breaches=BREACH_WORDS,
        reasons=REASON_WORDS,
    )
