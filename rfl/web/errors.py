"""The one place where errors become pages. None of them shows more than a sentence and a number."""

from uuid import UUID

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from structlog import get_logger
from werkzeug.exceptions import HTTPException

from rfl.audit import service as audit
from rfl.audit.rules import Act, Decision
from rfl.errors import DeniedError, NotFoundError, RflError, RuleBrokenError, UnavailableError
from rfl.text import N_, Text
from rfl.web.i18n import say
from rfl.web.transaction import transaction

log = get_logger()

STATUS: dict[type[RflError], int] = {
    NotFoundError: 404,
    DeniedError: 403,
    RuleBrokenError: 422,
    UnavailableError: 503,
}


FORM_EXPIRED = N_(
    "This form was open for too long. Go back, load the page again, and send it once more."
)
SIGNED_OUT = N_(
    "You are signed out: 20 minutes passed without a touch, or 12 hours since you signed in. What "
    "you sent was not kept. Sign in, and send it again."
)


def register(app: Flask) -> None:
    """Answer every error with its status and a page that leaks nothing."""
    app.register_error_handler(RflError, _domain_error)
    app.register_error_handler(SQLAlchemyError, _store_error)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unforeseen)


def page(status: int, sentence: Text | str = "") -> ResponseReturnValue:
    """Return the error page for `status`, with a number to quote."""
    number = request.environ.get("rfl.request_number", "")
    words = say(sentence) if sentence else _words(status)
    return render_template("error.html", status=status, sentence=words, number=number), status


def _words(status: int) -> str:
    known = {
        400: _(
            "The browser sent something that this page does not understand. Go back and try again."
        ),
        403: _("Your role does not open this page. Ask your head of tracing if you need it."),
        404: _(
            "There is nothing here that you can open. The address may be mistyped, or the record "
            "is not yours to see."
        ),
        405: _("This page cannot be used in that way. Go back and use its buttons."),
        413: _("That file is too large. Part it in two and try again."),
        429: _("Too many tries. Wait a minute and try again."),
        503: _(
            "The record of access could not be written, so nothing was opened. Try again in a "
            "minute."
        ),
    }
    unforeseen = _(
        "Something went wrong on our side. Nothing you kept is lost. Try again, and quote the "
        "number below if it happens once more."
    )
    return str(known.get(status, unforeseen))


def _domain_error(error: RflError) -> ResponseReturnValue:
    if getattr(error, "leads_to_sign_in", False) and request.method == "GET":
        return redirect(url_for("access.sign_in_page", next=request.path), code=303)
    if getattr(error, "leads_to_sign_in", False):
        return page(403, SIGNED_OUT)
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    actor = getattr(current_user, "actor", None)
    if actor is None or status not in (403, 404):
        return page(status, error.sentence if isinstance(error, RuleBrokenError) else "")
    with transaction() as session:
        _record_refusal(session, actor.user_id, actor.society, error)
        return page(status)


def _record_refusal(session: Session, user_id: UUID, society: str, error: RflError) -> None:
    """Write the refusal to the trail of the actor's society."""
    subjects = [value for value in (request.view_args or {}).values() if isinstance(value, UUID)]
    audit.record(
        session,
        user_id,
        Act.REFUSED,
        societies=[society],
        subjects=subjects,
        decision=Decision.REFUSED,
        detail={"page": request.endpoint or "", "why": type(error).__name__},
    )


def _store_error(error: SQLAlchemyError) -> ResponseReturnValue:
    # The text of a database error may hold values; only its kind is logged.
    log.error("store.failed", kind=type(error).__name__, number=_number())
    return page(503)


def _form_expired(_error: CSRFError) -> ResponseReturnValue:
    return page(400, FORM_EXPIRED)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    return page(error.code or 500)


def _unforeseen(error: Exception) -> ResponseReturnValue:
    # A traceback can show local values: kind and place are enough to find it.
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{frame.tb_frame.f_globals.get('__name__')}:{frame.tb_lineno}" if frame else ""
    log.error("page.failed", kind=type(error).__name__, place=place, number=_number())
    return page(500)


def _number() -> str:
    return str(request.environ.get("rfl.request_number", ""))
