"""Words for tests that sign in as people do: with an address and a passphrase."""

from dataclasses import dataclass, field

import pyotp
from werkzeug.test import TestResponse

from rfl.access import choosing, factors
from rfl.access.document import FactorDocument, StaffDocument
from rfl.access.models import User
from rfl.access.rules import Actor, Role
from rfl.access.steps import FactorKind
from rfl.accounts import managing
from rfl.audit import reading
from rfl.audit.reading import Asking
from rfl.audit.rules import SYSTEM
from tests.tracing.web import Browser, Site
from tests.tracing.world import World

PASSPHRASE = "mangue pirogue lune sept"
OTHER = "quatre baobabs sous la pluie"
EMAIL = "awa.sarr@sn.example"


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in."""

    actor: Actor
    email: str = EMAIL
    passphrase: str = PASSPHRASE
    secret: str = ""
    """Of the app for one-time codes."""
    codes: list[str] = field(default_factory=list)
    """Recovery codes: each opens once."""


def console(society: str = "SN") -> Actor:
    return Actor(SYSTEM, society, frozenset())


def invited(world: World, *roles: Role, email: str = EMAIL, society: str = "SN"):
    """Return (actor, code) of a colleague who has not chosen a passphrase yet."""
    with world.begin() as session:
        made = managing.invite(
            session, console(society), society, StaffDocument("Awa Sarr", email), roles
        )
    return Actor(made.user_id, society, frozenset(roles)), made.secret


def account(world: World, *roles: Role, email: str = EMAIL, society: str = "SN") -> Account:
    """Return somebody who was invited and chose a passphrase."""
    actor, code = invited(world, *(roles or (Role.OFFICER,)), email=email, society=society)
    assert choosing.accept_invitation(world.begin, email, code, PASSPHRASE)
    secret = pyotp.random_base32()
    with world.begin() as session:
        user = session.get_one(User, actor.user_id)
        row = factors.add(session, user, FactorKind.APP, FactorDocument(secret=secret))
        factors.confirm(session, user, row, 0)
        codes = factors.new_codes(session, user)
    return Account(actor, email, secret=secret, codes=codes)


def stranger(site: Site) -> Browser:
    """Return a browser in which nobody is signed in."""
    return Browser(site.app.test_client())


def signed_in(site: Site, who: Account) -> Browser:
    """Return a browser in which somebody has signed in through the page."""
    browser = stranger(site)
    sign_in(browser, who)
    return browser


def sign_in(browser: Browser, who: Account) -> TestResponse:
    """Take both steps, the second with a recovery code, which waits for no clock."""
    half = browser.fill("/sign-in", {"email": who.email, "passphrase": who.passphrase})
    browser.follow(half)
    return browser.send(half.headers["Location"], {"code": who.codes.pop()})


def acts(world: World, society: str = "SN") -> list[str]:
    """Return the newest page of a society’s log, oldest first; reading it leaves no entry."""
    with world.begin() as session:
        page = reading.newest(session, SYSTEM, society, Asking())
        session.rollback()
    return [row.act for row in reversed(page.rows)]
