"""Who is signed in, for Flask-Login: a cookie that holds a secret, a row that can be ended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from flask import Flask, request
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user
from sqlalchemy import Select, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from typing_extensions import override

from rfl.access import entering, service, throttle
from rfl.access.document import StaffDocument
from rfl.access.rules import ROLE_WORDS, Actor, Role
from rfl.errors import RflError
from rfl.installation import Installation
from rfl.web.i18n import CHOSEN
from rfl.web.transaction import at_hand
from rfl.web.zones import zone_of

PRECEDENCE = tuple(Role)
"""Of several roles, the most senior word is shown: the later in this order."""

FAILED = "rfl.reader_unknown"
"""Key in the request's environment."""

NAMES_KEPT = 4_096
"""Own names held in memory, one a session, so that not each page opens the same document again."""


@dataclass(slots=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Whoever carries a good session."""

    secret: str
    actor: Actor
    staff: StaffDocument
    society_name: str
    _counts: dict[str, int] | None = field(default=None, init=False)

    @override
    def get_id(self) -> str:
        """Return what the cookie carries: the session's secret, never the user's id."""
        return self.secret

    @property
    def counts(self) -> dict[str, int]:
        """Return how many things wait behind each tab that counts, by its endpoint.

        Counted when a page first shows them, after all that it found or did: an answer that shows
        no tabs counts nothing, and neither does the page of an error in counting.
        """
        if self._counts is None:
            self._counts = {}
            with at_hand() as session:
                self._counts = _counted(session, self.actor)
        return self._counts

    @property
    def locale(self) -> str:
        """Return the language they chose, or ''."""
        return self.staff.locale

    @property
    def zone(self) -> str:
        """Return their time zone: the one they chose, else their society's, or ''."""
        return self.staff.zone or zone_of(self.actor.society)

    @property
    def role_words(self) -> str:
        """Return the English word of their most telling role."""
        held = [role for role in PRECEDENCE if role in self.actor.roles]
        return ROLE_WORDS[held[-1]] if held else ""


def register(app: Flask) -> None:
    """Load whoever is signed in, from the cookie and the database, on each request."""
    manager = LoginManager(app)
    manager.session_protection = None  # our own rows bind, expire and end sessions
    manager.user_loader(load)
    found: Installation = app.extensions["rfl.installation"]
    throttle.register(app, found.config.redis_url)


def load(secret: str) -> SignedIn | None:
    """Return who carries `secret`, with the roles of this moment.

    When that cannot be known, the request fails once; its error page is shown to nobody in
    particular, so that it does not fail as well.
    """
    if request.environ.get(FAILED):
        return None
    try:
        with at_hand() as session:  # a page may ask who reads while its transaction is open
            actor = entering.resume(session, secret)
            if actor is None:
                return None
            staff, society_name = _known(session, actor)
    except (RflError, SQLAlchemyError):
        request.environ[FAILED] = True
        raise
    return SignedIn(secret, actor, staff, society_name)


def admit(secret: str) -> None:
    """Put the secret of a new session into a new cookie."""
    dismiss()
    signed_in = load(secret)
    login_user(signed_in)
    if signed_in and signed_in.locale:
        cookie.pop(CHOSEN, None)  # what the last reader of this browser chose gives way


def dismiss() -> None:
    """Empty the cookie: its form token and whatever else was tied to the session before.

    Only the language stays.
    """
    chosen = cookie.get(CHOSEN)
    cookie.clear()
    if chosen:
        cookie[CHOSEN] = chosen


def present_session() -> UUID | None:
    """Return the session with which this browser came, good or not."""
    actor = getattr(current_user, "actor", None)
    return None if actor is None else actor.session_id


def reread() -> None:
    """Have the reader's own document opened anew on the next page: they changed how they read."""
    session_id = present_session()
    if session_id is not None:
        _names.pop(session_id, None)


Count = Callable[[Session, Actor], int]
"""Counts, without opening anything, what waits for somebody; 0 for whom it is nothing."""

Ask = Callable[[Actor], Select[Any] | None]
"""What is asked for a tab: a query of one value; None for whom nothing waits there."""

Tell = Callable[[Session, Actor, Any], int]
"""Makes the number of that value."""

_to_count: dict[str, Count] = {}
_to_ask: dict[str, tuple[Ask, Tell]] = {}


def count_for(endpoint: str, count: Count) -> None:
    """Have the tab that leads to `endpoint` show how many things wait there."""
    _to_count[endpoint] = count


def count_with(endpoint: str, ask: Ask, tell: Tell = lambda _session, _actor, value: value) -> None:
    """Have a tab count too, by what `ask` wants to know: one statement answers all of these."""
    _to_ask[endpoint] = ask, tell


def _counted(session: Session, actor: Actor) -> dict[str, int]:
    asked = {name: query for name, (ask, _) in _to_ask.items() if (query := ask(actor)) is not None}
    numbers = dict.fromkeys(_to_ask, 0)
    if asked:
        answers = session.execute(select(*(one.scalar_subquery() for one in asked.values()))).one()
        for name, value in zip(asked, answers, strict=True):
            numbers[name] = _to_ask[name][1](session, actor, value)
    return numbers | {name: count(session, actor) for name, count in _to_count.items()}


_names: dict[UUID, tuple[StaffDocument, str]] = {}


def _known(session: Session, actor: Actor) -> tuple[StaffDocument, str]:
    session_id = cast("UUID", actor.session_id)
    if session_id not in _names:
        if len(_names) >= NAMES_KEPT:
            _names.clear()
        _names[session_id] = (
            service.own_staff(session, actor),
            service.society_name(session, actor.society),
        )
    return _names[session_id]
