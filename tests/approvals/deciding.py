"""Words for tests of what takes two people."""

import re
from dataclasses import dataclass, field

import sqlalchemy as sa

from rfl.access import service as access
from rfl.access.document import StaffDocument
from rfl.access.models import RoleGrant, User
from rfl.access.rules import Actor, Role
from rfl.accounts import asking
from rfl.approvals import service
from rfl.approvals.models import Approval
from tests.tracing.web import Browser, Site
from tests.tracing.world import World

WHY = "She joins the team in Mbour on Monday."
EMAIL = "awa.sarr@sn.example"
AWA = StaffDocument("Awa Sarr", EMAIL, "Mbour")


@dataclass
class Office:
    """One society: who asks, who decides, and somebody whom it is about."""

    world: World
    admin: Actor = field(init=False)
    head: Actor = field(init=False)
    fatou: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.admin = self.world.colleague(Role.ADMIN, name="Ibou Admin")
        self.head = self.world.colleague(Role.SUPERVISOR, name="Marie Head")
        self.fatou = self.world.colleague(Role.OFFICER, name="Fatou Ndiaye")

    def invite(self, role: Role = Role.OFFICER):
        with self.world.begin() as session:
            return asking.ask_invite(session, self.admin, AWA, role, WHY)

    def role(self, role: Role = Role.SUPERVISOR, who: Actor | None = None) -> Approval:
        subject = (who or self.fatou).user_id
        with self.world.begin() as session:
            return asking.ask_role(session, self.admin, subject, role, WHY)

    def approve(self, approval: Approval, actor: Actor | None = None, seen: str = "") -> str:
        with self.world.begin() as session:
            return service.approve(
                session, actor or self.head, approval.id, seen or approval.content_hash.hex()
            )

    def state(self, approval: Approval) -> str:
        with self.world.begin() as session:
            return session.get_one(Approval, approval.id).state

    def given(self) -> tuple[int, int]:
        """Return how many accounts and how many roles there are."""
        with self.world.begin() as session:
            counts = (sa.select(sa.func.count()).select_from(one) for one in (User, RoleGrant))
            accounts, roles = (session.scalar(one) or 0 for one in counts)
            return accounts, roles

    def roles_of(self, who: Actor) -> frozenset[Role]:
        with self.world.begin() as session:
            return access.roles_of(session, who.user_id, who.society)


def half_on(page: str) -> str:
    """Return the half of a code that a page shows."""
    found = re.search(r'class="case-no">([0-9a-f]{20})<', page)
    assert found, page[:500]
    return found[1]


def approve_button(browser: Browser, status: int = 303):
    """Press the one button ‘Approve’ on the page of approvals."""
    page = browser.get("/approvals").text
    path = re.search(r'action="(/approvals/[^"]+/approve)"', page)
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert path, page[:300]
    assert seen, page[:300]
    return browser.post(path[1], {"seen": seen[1]}, status)


def browser_of(site: Site, who: Actor) -> Browser:
    browser = site.as_(who)
    browser.get("/passphrase")
    return browser
