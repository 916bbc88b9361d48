"""Pages on which photo boards are asked for, checked, shown and taken down."""

from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, may
from rfl.boards import listing, service, settings
from rfl.boards import poster as posters
from rfl.boards.asking import NewBoard, agrees, check_new
from rfl.boards.forms import AskForm, CheckForm, RenewForm, SettingForm, TakeDownForm
from rfl.boards.rules import (
    LEAST_MIN_AGE,
    MIN_AGE,
    MOST_DAYS,
    QUESTIONS,
    SHELVES,
    STATE_WORDS,
    TERM_DAYS,
    Shelf,
    questions,
    unsafe,
)
from rfl.boards.settings import Setting
from rfl.boards.words import LOOKS_WORDS
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.persons.document import ConsentDocument
from rfl.persons.rules import Purpose
from rfl.persons.wording import ALOUD
from rfl.societies import service as societies
from rfl.societies.names import society_words
from rfl.tracing import queries as tracing
from rfl.tracing import reading
from rfl.tracing.acting import people
from rfl.web.doing import done, tell
from rfl.web.i18n import say
from rfl.web.paging import Page, asked_page
from rfl.web.pictures import picture_of
from rfl.web.transaction import transaction

blueprint = Blueprint("boards", __name__)


@blueprint.get("/photo-boards")
@requires(Permission.REQUEST_WRITE)
def index() -> ResponseReturnValue:
    """List photo boards: to be checked, waiting, shown, ending soon, ended."""
    asked = request.args.get("show", "")
    shelf = Shelf(asked) if asked in set(Shelf) else Shelf.PUBLISHED
    with transaction() as session:
        found = listing.listed(session, current_actor(), shelf, asked_page())
        return render_template(
            "boards/index.html",
            found=found,
            shelf=shelf,
            shelves=SHELVES,
            states=STATE_WORDS,
            looks=LOOKS_WORDS,
            page=Page(asked_page(), found.counts[shelf]),
            may_set=may(current_actor(), Permission.REQUEST_DECIDE),
        )


@blueprint.get("/requests/<uuid:request_id>/photo-board")
@requires(Permission.REQUEST_WRITE)
def new(request_id: UUID) -> ResponseReturnValue:
    """Ask for the photo of who searches, and whether they agree."""
    return _ask_page(request_id, AskForm(formdata=None))


@blueprint.post("/requests/<uuid:request_id>/photo-board")
@requires(Permission.REQUEST_WRITE)
def ask(request_id: UUID) -> ResponseReturnValue:
    """Draw a photo anew and ask for a board with it."""
    form = AskForm()
    form.sought.validate_choice = False  # the service knows
    pictures = _drawn(form) if form.validate() else None
    made: list[UUID] = []

    def do(session: Session) -> None:
        if pictures is not None:
            board = service.ask(session, current_actor(), request_id, _new(form), pictures)
            made.append(board.id)

    if pictures is not None and done(form, do):
        flash(_("Asked for. Now answer the questions about age and risk."))
        return redirect(url_for("boards.show", board_id=made[0]), code=303)
    return _ask_page(request_id, form, is_told=pictures is not None), 422


@blueprint.get("/photo-boards/<uuid:board_id>")
@requires(Permission.REQUEST_WRITE)
def show(board_id: UUID) -> ResponseReturnValue:
    """Show one board as everybody would see it, what was answered, and the next act."""
    return _page(board_id, CheckForm(formdata=None), TakeDownForm(formdata=None))


@blueprint.get("/photo-boards/<uuid:board_id>/pictures/<int:place>")
@requires(Permission.REQUEST_WRITE)
def picture(board_id: UUID, place: int) -> ResponseReturnValue:
    """Show the picture of a board; at 0 the small one."""
    with transaction() as session:
        found = service.picture(session, current_actor(), board_id, place)
    return picture_of(found)


@blueprint.get("/photo-boards/<uuid:board_id>/poster.pdf")
@requires(Permission.REQUEST_WRITE)
def poster(board_id: UUID) -> ResponseReturnValue:
    """Give a board that everybody sees as a poster to hang up."""
    with transaction() as session:
        face, picture = service.face_of(session, current_actor(), board_id)
        name = societies.society(session, face.society).name
    address = url_for("board.one", number=face.number, _external=True)
    answer = current_app.response_class(
        posters.poster(face, society_words(name), picture, address), mimetype="application/pdf"
    )
    answer.headers["Content-Disposition"] = f"attachment; filename={face.number}.pdf"
    return answer


@blueprint.post("/photo-boards/<uuid:board_id>/check")
@requires(Permission.REQUEST_WRITE)
def check(board_id: UUID) -> ResponseReturnValue:
    """Keep the answers of the check; a second person is asked if none keeps the board back."""
    form, kept_back = CheckForm(), []

    def do(session: Session) -> None:
        answers = form.answers(list(QUESTIONS))
        kept_back.extend(service.check(session, current_actor(), board_id, answers))

    if not done(form, do):
        return _page(board_id, form, TakeDownForm(formdata=None)), 422
    if kept_back:
        flash(_("Kept. What was answered keeps this photo from being shown."))
    else:
        flash(_("Kept. A second person decides on it now, under ‘Approvals’."))
    return redirect(url_for("boards.show", board_id=board_id), code=303)


@blueprint.post("/photo-boards/<uuid:board_id>/correct")
@requires(Permission.REQUEST_WRITE)
def correct(board_id: UUID) -> ResponseReturnValue:
    """Take a board back to be checked anew."""
    with transaction() as session:
        service.correct(session, current_actor(), board_id)
    return redirect(url_for("boards.show", board_id=board_id), code=303)


@blueprint.post("/photo-boards/<uuid:board_id>/publish")
@requires(Permission.REQUEST_WRITE)
def publish(board_id: UUID) -> ResponseReturnValue:
    """Show an approved board to everybody."""
    form = TakeDownForm()

    def do(session: Session) -> None:
        service.publish(session, current_actor(), board_id)

    if done(form, do):
        flash(_("Everybody sees it now. It can be taken down at any moment."))
        return redirect(url_for("boards.show", board_id=board_id), code=303)
    return _page(board_id, CheckForm(formdata=None), form), 422


@blueprint.post("/photo-boards/<uuid:board_id>/take-down")
@requires(Permission.REQUEST_WRITE)
def take_down(board_id: UUID) -> ResponseReturnValue:
    """Take a board down at once."""
    form = TakeDownForm()

    def do(session: Session) -> None:
        service.take_down(session, current_actor(), board_id, form.words.data or "")

    if done(form, do, "words"):
        flash(_("Taken down. Nobody sees it any more."))
        return redirect(url_for("boards.show", board_id=board_id), code=303)
    return _page(board_id, CheckForm(formdata=None), form), 422


@blueprint.post("/photo-boards/<uuid:board_id>/renew")
@requires(Permission.REQUEST_WRITE)
def renew(board_id: UUID) -> ResponseReturnValue:
    """Ask once more for a board that ended."""
    form = RenewForm()

    def do(session: Session) -> None:
        service.renew(session, current_actor(), board_id, form.until.data)

    if done(form, do):
        flash(_("Asked for. Now answer the questions about age and risk."))
        return redirect(url_for("boards.show", board_id=board_id), code=303)
    return _page(board_id, CheckForm(formdata=None), form), 422


@blueprint.get("/photo-boards/settings")
@requires(Permission.REQUEST_DECIDE)
def setting() -> ResponseReturnValue:
    """Show how the society publishes photos."""
    with transaction() as session:
        now = settings.of_society(session, current_actor().society)
    form = SettingForm(formdata=None, min_age=now.min_age, is_indexed=now.is_indexed)
    return _setting_page(form)


@blueprint.post("/photo-boards/settings")
@requires(Permission.REQUEST_DECIDE)
def change_setting() -> ResponseReturnValue:
    """Change how the society publishes photos."""
    form = SettingForm()

    def do(session: Session) -> None:
        wanted = Setting(form.min_age.data or 0, bool(form.is_indexed.data))
        settings.change(session, current_actor(), wanted)

    if done(form, do, "min_age"):
        flash(_("Kept."))
        return redirect(url_for("boards.index"), code=303)
    return _setting_page(form), 422


def _setting_page(form: SettingForm) -> str:
    return render_template(
        "boards/setting.html", form=form, least=LEAST_MIN_AGE, most=MIN_AGE, days=MOST_DAYS
    )


def _drawn(form: AskForm) -> tuple[bytes, bytes] | None:
    """Return the chosen photo, small and whole; None, and why on the form, if it cannot be."""
    file = form.file.data
    try:
        return service.draw(file.stream.read() if isinstance(file, FileStorage) else b"")
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)), "file")
        return None


def _new(form: AskForm) -> NewBoard:
    agreed = ConsentDocument(
        words=ALOUD[Purpose.PUBLISH_PHOTO],
        language=(form.language.data or "").strip(),
        witness=(form.witness.data or "").strip(),
    )
    return NewBoard(
        sought_id=_id_of(form.sought.data) if form.sought.data else None,
        until=form.until.data,
        agreed=agreed if form.agreed.data else None,
    )


def _id_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFoundError("id") from None


def _ask_page(request_id: UUID, form: AskForm, *, is_told: bool = True) -> str:
    """Show the form; unless it `is_told`, with all else that is missing: a photo is chosen anew."""
    with transaction() as session:
        heading = reading.heading(session, current_actor(), request_id)
        if not is_told:
            try:
                check_new(session, heading.request, heading.enquirer, _new(form))
            except RuleBrokenError as error:
                tell(form, error)
        ids = [one.id for one in tracing.sought(session, [request_id])]
        form.sought.choices = people(heading, ids)
        return render_template(
            "boards/new.html",
            heading=heading,
            form=form,
            aloud=ALOUD[Purpose.PUBLISH_PHOTO],
            agrees=agrees(session, heading.request),
            term=TERM_DAYS,
            most=MOST_DAYS,
        )


def _page(board_id: UUID, form: CheckForm, other: TakeDownForm | RenewForm) -> str:
    with transaction() as session:
        page = service.read(session, current_actor(), board_id)
        answers = page.document.answers
        return render_template(
            "boards/show.html",
            page=page,
            form=form,
            other=other,
            asked=questions(is_child=page.age.is_child),
            questions=QUESTIONS,
            kept_back=unsafe({one.risk: one.is_yes for one in answers}),
            states=STATE_WORDS,
            looks=LOOKS_WORDS,
            today=clock.today(),
        )
