"""Pages on which photos and documents are added to a case, seen, and taken away again."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.attachments import service
from rfl.attachments.document import AttachmentDocument
from rfl.attachments.forms import AttachForm, GivenForm, OwnForm, TakeAwayForm
from rfl.attachments.homes import Home
from rfl.attachments.rules import KIND_WORDS, MOST_PAGES, OWN_KIND_WORDS, AttachmentKind
from rfl.attachments.service import Pictures
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.persons.document import Said
from rfl.persons.rules import SOURCE_WORDS, SourceKind
from rfl.tracing import queries, reading
from rfl.tracing.acting import back
from rfl.web.choices import options
from rfl.web.doing import done
from rfl.web.i18n import say
from rfl.web.pictures import picture_of
from rfl.web.transaction import transaction

blueprint = Blueprint("attachments", __name__)


@blueprint.get("/requests/<uuid:request_id>/attach")
@requires(Permission.REQUEST_WRITE)
def new(request_id: UUID) -> ResponseReturnValue:
    """Ask for a photo or document, and who gave it."""
    return _form_page(request_id, AttachForm(formdata=None, day=clock.today()))


@blueprint.post("/requests/<uuid:request_id>/attach")
@requires(Permission.REQUEST_WRITE)
def attach(request_id: UUID) -> ResponseReturnValue:
    """Draw a file anew and add it to a case."""
    form = AttachForm()
    form.sought.validate_choice = False  # the service knows
    pictures = drawn(form) if form.validate() else None

    def do(session: Session) -> None:
        if pictures is not None:
            service.add(session, current_actor(), request_id, document_of(form), pictures)

    if pictures is not None and done(form, do):
        return back(request_id, _("Kept. It stands under ‘Photos and documents’."))
    return _form_page(request_id, form), 422


@blueprint.get("/attachments/<uuid:attachment_id>")
@requires(Permission.REGISTRATION_WRITE)
def show(attachment_id: UUID) -> ResponseReturnValue:
    """Show one photo or document, page by page."""
    return _page(attachment_id, TakeAwayForm(formdata=None))


@blueprint.get("/attachments/<uuid:attachment_id>/pages/<int:place>")
@requires(Permission.REGISTRATION_WRITE)
def page(attachment_id: UUID, place: int) -> ResponseReturnValue:
    """Show one page as a picture; at 0 the small one."""
    with transaction() as session:
        found = service.picture(session, current_actor(), attachment_id, place)
    return picture_of(found)


@blueprint.post("/attachments/<uuid:attachment_id>/take-away")
@requires(Permission.REGISTRATION_WRITE)
def take_away(attachment_id: UUID) -> ResponseReturnValue:
    """Take a photo or document out of its case, with a reason."""
    form = TakeAwayForm()
    taken: list[Home] = []

    def do(session: Session) -> None:
        reason = form.reason.data or ""
        taken.append(service.take_away(session, current_actor(), attachment_id, reason))

    if done(form, do, "reason"):
        return _back(
            taken[0],
            _("Taken away. The time line keeps that something was there, and why it went."),
        )
    return _page(attachment_id, form), 422


def drawn(form: GivenForm) -> Pictures | None:
    """Return the chosen file as pictures; None, and why on the form, if it cannot be."""
    file = form.file.data
    try:
        return service.draw(file.stream.read() if isinstance(file, FileStorage) else b"")
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)), "file")
        return None


def document_of(form: AttachForm | OwnForm) -> AttachmentDocument:
    """Return what a valid form says of a photo or document."""
    sought = form.sought.data if isinstance(form, AttachForm) else ""
    return AttachmentDocument(
        kind=AttachmentKind(form.kind.data),
        said=Said(SourceKind(form.source.data), form.day.data, (form.giver.data or "").strip()),
        sought_id=_id_of(sought) if sought else None,
        note=(form.note.data or "").strip(),
    )


def _id_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFoundError("id") from None


def _form_page(request_id: UUID, form: AttachForm) -> str:
    with transaction() as session:
        heading = reading.heading(session, current_actor(), request_id)
        ids = [one.id for one in queries.sought(session, [request_id])]
        names = [person.display_name for person in heading.sought]
        pairs = [(str(one), name) for one, name in zip(ids, names, strict=True)]
        nobody = ("", _("somebody else, or all of them"))
        # Of several people nobody is chosen unasked: a face under a wrong name misleads for years.
        form.sought.choices = options([*pairs, nobody] if len(pairs) == 1 else [nobody, *pairs])
        return render_template(
            "attachments/new.html", heading=heading, form=form, most_pages=MOST_PAGES
        )


def _back(home: Home, words: str) -> ResponseReturnValue:
    if home.request is not None:
        return back(home.id, words)
    flash(words)
    return redirect(url_for("registrations.show", registration_id=home.id), code=303)


def _page(attachment_id: UUID, form: TakeAwayForm) -> str:
    with transaction() as session:
        page = service.read(session, current_actor(), attachment_id)
        return render_template(
            "attachments/show.html",
            page=page,
            form=form,
            kinds=OWN_KIND_WORDS if page.home.registration else KIND_WORDS,
            sources=SOURCE_WORDS,
        )
