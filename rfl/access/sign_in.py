"""Who is signed in, for Flask-Login: a cookie that holds a secret, a row that can be ended."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import Flask
from flask import session as cookie
from flask_login import LoginManager, UserMixin, login_user, logout_user
from sqlalchemy.orm import Session
from typing_extensions import override

from rfl.access import service
from rfl.access.document import StaffDocument
from rfl.access.rules import ROLE_WORDS, Actor, Role
from rfl.web.transaction import transaction

PRECEDENCE = tuple(Role)
"""Of several roles, the most senior word is shown: the later in this order."""

NAMES_KEPT = 4_096
"""Own names held in memory, one a session, so that not each page opens the same document again."""


@dataclass(slots=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Whoever carries a good session."""

    secret: str
    actor: Actor
    staff: StaffDocument
    society_name: str

    @override
    def get_id(self) -> str:
        """Return what the cookie carries: the session's secret, never the user's id."""
        return self.secret

    @property
    def locale(self) -> str:
        """Return the language they chose, or ''."""
        return self.staff.locale

    @property
    def zone(self) -> str:
        """Return their time zone, or ''."""
        return self.staff.zone

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


def load(secret: str) -> SignedIn | None:
    """Return who carries `secret`, with the roles of this moment."""
    with transaction() as session:
        actor = service.resume(session, secret)
        if actor is None or actor.session_id is None:
            return None
        staff, society_name = _known(session, actor)
    return SignedIn(secret, actor, staff, society_name)


def admit(secret: str) -> None:
    """Put the secret of a new session into a new cookie."""
    cookie.clear()
    login_user(load(secret))


def dismiss() -> None:
    """Empty the cookie."""
    logout_user()


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
