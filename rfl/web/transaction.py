"""One request, one transaction."""

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app, request
from sqlalchemy.orm import Session

from rfl.audit.rules import RequestMark
from rfl.installation import Installation

_AT_HAND = "rfl.session"
"""Key in the request's environment: the session that is open."""


def installation() -> Installation:
    """Return the installation that this application serves."""
    found: Installation = current_app.extensions["rfl.installation"]
    return found


@contextmanager
def transaction() -> Iterator[Session]:
    """Yield a session; commit when the block ends, roll back when it raises.

    Render the page inside the block and return it after: what a page shows has been recorded and
    committed before its first byte leaves.
    """
    with installation().begin(request_mark()) as session, _open(session):
        yield session


@contextmanager
def looking() -> Iterator[Session]:
    """Yield a session as `transaction` does, for a page that changes nothing but the audit trail.

    Where only one can write at a time it holds up nobody until its entries are written.
    """
    with installation().begin_reading(request_mark()) as session, _open(session):
        yield session


@contextmanager
def at_hand() -> Iterator[Session]:
    """Yield the session that is open now, or a new one: for what stands around each page."""
    session = request.environ.get(_AT_HAND)
    if session is None:
        with transaction() as session:
            yield session
    else:
        yield session


@contextmanager
def unmarked() -> Iterator[Session]:
    """Yield a session whose entries keep neither number nor network address of the request.

    For what is told in confidence: who it came from must not be found by them.
    """
    with installation().begin(RequestMark()) as session, _open(session):
        yield session


@contextmanager
def _open(session: Session) -> Iterator[None]:
    before = request.environ.get(_AT_HAND)
    request.environ[_AT_HAND] = session
    try:
        yield
    finally:
        request.environ[_AT_HAND] = before


def request_mark() -> RequestMark:
    """Return what the trail keeps of this request."""
    number: str = request.environ.get("rfl.request_number", "")
    return RequestMark(number=number, address=_address())


def _address() -> str:
    try:
        return str(ipaddress.ip_address(request.remote_addr or ""))
    except ValueError:
        return ""
