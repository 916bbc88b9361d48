"""Showing the second step again before a grave act (rules.GRAVE). What was typed goes along.

The page that asks for it carries the whole form that was sent as hidden fields, and sends it again
with the code or with what the key signed: the act is done in one go, and nothing is typed twice.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import factors, passkeys, throttle
from rfl.access.forms import ProofForm
from rfl.access.guards import current_actor
from rfl.access.models import User, WebSession
from rfl.access.passkeys import Place
from rfl.access.rules import Actor, Permission, authorise, is_proved
from rfl.audit import service as audit
from rfl.audit.rules import Act, Decision
from rfl.errors import DeniedError
from rfl.web.transaction import installation, transaction

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class ProofNeededError(DeniedError):
    """The second step was shown too long ago for this act, or what was shown now is wrong."""

    def __init__(self, *, was_wrong: bool) -> None:
        super().__init__("needs the second step")
        self.was_wrong = was_wrong


def register(app: Flask) -> None:
    """Ask for the second step before every act under a permission that is grave."""
    app.register_error_handler(ProofNeededError, _page)

    @app.before_request
    def check_view() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        permission = getattr(view, "requires", None)
        if permission is not None and request.method not in READING:
            check(permission)


def check(permission: Permission) -> None:
    """Return if whoever acts may do so under `permission` now; take what this request shows.

    The demonstration has no second steps and asks for none.

    Raises:
        DeniedError: no role of theirs grants `permission`.
        ProofNeededError: the second step has to be shown, or did not fit.

    """
    actor = current_actor()
    authorise(actor, permission)
    if is_proved(actor, permission, clock.now()) or installation().config.demo:
        return
    shown = ProofForm()
    if not shown.proof_code.data and not shown.proof_credential.data:
        raise ProofNeededError(was_wrong=False)
    if not shown.validate() or not _prove(actor, shown):
        raise ProofNeededError(was_wrong=True)
    current_user.actor = replace(actor, proved_at=clock.now())


def own(session: Session, actor: Actor) -> tuple[WebSession, User]:
    """Return one's own session and account."""
    web = session.get_one(WebSession, _session_of(actor))
    return web, session.get_one(User, actor.user_id)


def is_good(session: Session, web: WebSession, user: User, code: str, credential: str) -> bool:
    """Tell whether a code, a recovery code or what a key signed is the second step of `user`."""
    if credential:
        return passkeys.use(session, web, user, place(), credential)
    if factors.use_code(session, user, code):
        return True
    if not throttle.may_guess(user.id):
        return False
    good = factors.use_app(session, user, code)
    if not good:
        throttle.guessed_wrong(user.id)
    return good


def place() -> Place:
    """Return where keys are used. The host was checked against the list of ours before."""
    is_secure = installation().config.secure_cookies
    scheme = "https" if is_secure else request.scheme
    return Place(request.host.rsplit(":", 1)[0], f"{scheme}://{request.host}")


def record(session: Session, user: User, *, good: bool) -> None:
    """Write that a second step was shown, and whether it fitted."""
    audit.record(
        session,
        user.id,
        Act.SECOND_STEP,
        societies=[user.society_code],
        subjects=[user.id],
        decision=Decision.ALLOWED if good else Decision.REFUSED,
    )


def _prove(actor: Actor, shown: ProofForm) -> bool:
    with transaction() as session:
        web, user = own(session, actor)
        code, credential = shown.proof_code.data or "", shown.proof_credential.data or ""
        good = is_good(session, web, user, code, credential)
        if good:
            web.proved_at = clock.now()
        record(session, user, good=good)
    return good


def _session_of(actor: Actor) -> UUID:
    if actor.session_id is None:
        raise DeniedError("not signed in through a page")
    return actor.session_id


def _page(error: ProofNeededError) -> ResponseReturnValue:
    """Ask for the second step, with everything that was sent kept for sending it again."""
    form = ProofForm(formdata=None)
    with transaction() as session:
        web, user = own(session, current_actor())
        options = passkeys.ask(session, web, user, place())
    page = render_template(
        "access/prove.html",
        form=form,
        was_wrong=error.was_wrong,
        options=options,
        kept=list(_sent(form)),
        onward=request.full_path.rstrip("?"),
    )
    return page, 403


def _sent(form: ProofForm) -> Iterator[tuple[str, Any]]:
    """Yield what was sent but for the token and the proof, in its order."""
    own_names = {field.name for field in form}
    for name, values in request.form.lists():
        if name not in own_names:
            yield from ((name, value) for value in values)
