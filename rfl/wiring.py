"""What is joined at start because imports only point down: watchers, panels, work, job kinds."""

from rfl.accounts import wiring as accounts
from rfl.approvals import wiring as approvals
from rfl.attachments import wiring as attachments
from rfl.boards import wiring as boards
from rfl.children import wiring as children
from rfl.desk import wiring as desk
from rfl.drafts import wiring as drafts
from rfl.erasure import wiring as erasure
from rfl.exchange import wiring as exchange
from rfl.families import wiring as families
from rfl.incidents import wiring as incidents
from rfl.intake import running as intake
from rfl.keeping import wiring as keeping
from rfl.linking import wiring as linking
from rfl.merging import wiring as merging
from rfl.messages import wiring as messages
from rfl.notices import wiring as notices
from rfl.persons import wiring as persons
from rfl.protection import running as protection
from rfl.referrals import wiring as referrals
from rfl.safeguarding import wiring as safeguarding
from rfl.tasks import wiring as tasks
from rfl.tracing import wiring as tracing
from rfl.transfers import wiring as transfers


def wire() -> None:
    """Join the domains. Calling it twice is the same as once."""
    approvals.wire()
    accounts.wire()
    drafts.wire()
    safeguarding.wire()
    persons.wire()
    tracing.wire()
    linking.wire()
    families.wire()
    merging.wire()
    children.wire()
    exchange.wire()
    messages.wire()
    tasks.wire()
    referrals.wire()
    attachments.wire()
    boards.wire()
    incidents.wire()
    transfers.wire()
    intake.wire()
    erasure.wire()
    keeping.wire()
    desk.wire()
    protection.wire()
    notices.wire()
