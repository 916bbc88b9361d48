"""Pages for everybody: faces without names, no sign-in, no script; a cookie only to send an answer.

Who looks is recorded nowhere, and who answers is kept without a network address.
"""

from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rfl.access.throttle import limited, limiter
from rfl.access.ticket_forms import SayForm, TicketForm, kept_more, named_ticket, ticket_of
from rfl.boards import leads, showing
from rfl.boards.forms import LeadForm
from rfl.boards.leads import NewLead
from rfl.boards.rules import FINDING_WORDS, LEAD_WORDS, Finding
from rfl.boards.showing import Face
from rfl.boards.words import LOOKS_WORDS
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.societies import service as societies
from rfl.societies.names import society_words
from rfl.web.i18n import ASKED, LANGUAGES, OWN_NAMES, say
from rfl.web.paging import Page, asked_page
from rfl.web.pictures import picture_of
from rfl.web.transaction import unmarked

blueprint = Blueprint("board", __name__)

PER_ADDRESS = "10 per hour"
"""Room for a camp behind one address; not for flooding an officer."""

LOOKS_PER_ADDRESS = "600 per minute"
"""Room for a hall of people behind one address; not for copying every face at once."""

NO_INDEX = "noindex, nofollow, noarchive, noimageindex"


@blueprint.get("/boards")
@limiter.limit(LOOKS_PER_ADDRESS)
def gallery() -> ResponseReturnValue:
    """Show all faces, of one society or of all."""
    with unmarked() as session:  # who reads in which language is asked outside
        known = {one.code: one.name for one in societies.societies(session)}
        chosen = request.args.get("society", "")
        chosen = chosen if chosen in known else ""
        found = showing.faces(session, chosen)
    names = {code: society_words(name) for code, name in known.items()}
    page = Page(asked_page(), len(found))
    faces = found[page.offset : page.end]
    is_indexed = bool(chosen and faces and all(one.is_indexed for one in faces))
    return _public(
        "boards/gallery.html",
        is_indexed=is_indexed,
        faces=faces,
        page=page,
        names=names,
        chosen=chosen,
        shown={one.society for one in found} | {chosen} - {""},
    )


@blueprint.get("/boards/<number>")
@limiter.limit(LOOKS_PER_ADDRESS)
def one(number: str) -> ResponseReturnValue:
    """Show one face."""
    try:
        face, name = _face(number)
    except NotFoundError:
        return _gone()
    return _public("boards/one.html", is_indexed=face.is_indexed, face=face, name=name)


@blueprint.get("/boards/<number>/pictures/<int:place>")
@limiter.limit(LOOKS_PER_ADDRESS)
def picture(number: str, place: int) -> ResponseReturnValue:
    """Show the picture of a board; at 0 the small one."""
    with unmarked() as session:
        face = showing.face(session, number)
        found = showing.picture(session, number, place)
    return _robots(picture_of(found), is_indexed=face.is_indexed)


@blueprint.get("/boards/<number>/answer")
def write(number: str) -> ResponseReturnValue:
    """Show the form on which somebody tells what they know."""
    return _answer_page(number, LeadForm(formdata=None))


@blueprint.post("/boards/<number>/answer")
@limiter.limit(PER_ADDRESS)
def send(number: str) -> ResponseReturnValue:
    """Keep an answer; reference and secret are shown once."""
    form = LeadForm()
    if not form.validate():
        return _answer_page(number, form, 422)
    new = NewLead(Finding(form.finding.data), form.words.data or "", form.contact.data or "")
    try:
        with unmarked() as session:
            ticket = leads.tell(session, number, new)
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)), "words")
        return _answer_page(number, form, 422)
    except NotFoundError:
        return _gone()
    return _public("boards/kept.html", ticket=ticket)


@blueprint.get("/boards/answers")
def again() -> ResponseReturnValue:
    """Ask for reference and secret."""
    return _public("boards/again.html", form=TicketForm(formdata=None))


@blueprint.post("/boards/answers")
@limited(named_ticket)
def own() -> ResponseReturnValue:
    """Show an answer to whoever gave it."""
    return _own_page(TicketForm(), SayForm(formdata=None))


@blueprint.post("/boards/answers/more")
@limited(named_ticket)
def more() -> ResponseReturnValue:
    """Keep what whoever answered says more."""
    return kept_more(leads.add, _own_page)


def _face(number: str) -> tuple[Face, str]:
    """Return a face and the name of the society that answers for it."""
    with unmarked() as session:
        face = showing.face(session, number)
        name = societies.society(session, face.society).name
    return face, society_words(name)


def _answer_page(number: str, form: LeadForm, status: int = 200) -> ResponseReturnValue:
    try:
        face, name = _face(number)
    except NotFoundError:
        return _gone()
    return _public("boards/answer.html", status, face=face, name=name, form=form)


def _own_page(form: TicketForm, words: SayForm, status: int = 200) -> ResponseReturnValue:
    try:
        if not form.validate():
            return _public("boards/again.html", 422, form=form)
        with unmarked() as session:
            found = leads.come_back(session, ticket_of(form))
    except NotFoundError:
        form.refuse(_("This reference and this secret do not belong together. Look once more."))
        return _public("boards/again.html", 422, form=form)
    return _public(
        "boards/own.html",
        status,
        found=found,
        ticket=ticket_of(form),
        form=words,
        findings=FINDING_WORDS,
        states=LEAD_WORDS,
    )


def _gone() -> ResponseReturnValue:
    return _public("boards/gone.html", 404)


def _public(
    template: str, status: int = 200, *, is_indexed: bool = False, **more: object
) -> Response:
    asked = request.args.get(ASKED)
    page = render_template(
        template,
        looks=LOOKS_WORDS,
        spoken=asked if asked in LANGUAGES else None,
        speaks=[(code, OWN_NAMES[code], _spoken(code)) for code in LANGUAGES],
        robots="index, noarchive" if is_indexed else NO_INDEX,
        **more,
    )
    return _robots(make_response(page, status), is_indexed=is_indexed)


def _spoken(language: str) -> str:
    """Return this page's address in another language; a page that was posted leads to its form."""
    here = request.url_rule.endpoint if request.url_rule else "board.gallery"
    posted = {"board.send": "board.write", "board.own": "board.again", "board.more": "board.again"}
    address = url_for(posted.get(here, here), **(request.view_args or {}))
    return f"{address}?{urlencode({**request.args.to_dict(), ASKED: language})}"


def _robots(answer: Response, *, is_indexed: bool) -> Response:
    if not is_indexed:
        answer.headers["X-Robots-Tag"] = NO_INDEX
    return answer
