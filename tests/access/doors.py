"""Words for tests that sign in as people do: with an address and a passphrase."""

from dataclasses import dataclass

from rfl.access import choosing, managing
from rfl.access.document import StaffDocument
from rfl.access.rules import Actor, Role
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
    return Account(actor, email)


def stranger(site: Site) -> Browser:
    """Return a browser in which nobody is signed in."""
    return Browser(site.app.test_client())


def signed_in(site: Site, who: Account) -> Browser:
    """Return a browser in which somebody has signed in through the page."""
    browser = stranger(site)
    browser.fill("/sign-in", {"email": who.email, "passphrase": who.passphrase})
    return browser


def acts(world: World, society: str = "SN") -> list[str]:
    """Return the newest page of a society’s log, oldest first; reading it leaves no entry."""
    with world.begin() as session:
        page = reading.newest(session, SYSTEM, society, Asking())
        session.rollback()
    return [row.act for row in reversed(page.rows)]
