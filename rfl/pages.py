"""Every page there is: the blueprints, in the order of the navigation, and who sees which tab."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint

from rfl.access.rules import Permission
from rfl.access.views import blueprint as access
from rfl.accounts.role_review_views import blueprint as role_review
from rfl.accounts.views import blueprint as accounts
from rfl.approvals.views import blueprint as approvals
from rfl.attachments import registered_views  # noqa: F401  # its pages hang on the blueprint
from rfl.attachments.views import blueprint as attachments
from rfl.boards import lead_views, sheet_views  # noqa: F401  # their pages hang on the blueprint
from rfl.boards.public_views import blueprint as board
from rfl.boards.views import blueprint as boards
from rfl.children.views import blueprints as children
from rfl.desk.key_views import blueprint as desk_keys
from rfl.desk.review_views import blueprint as reviews
from rfl.desk.sealed_views import blueprint as sealed
from rfl.desk.views import blueprint as desk
from rfl.desk.witness_views import blueprint as witness
from rfl.directory.views import blueprint as directory
from rfl.drafts.views import blueprint as drafts
from rfl.exchange.inbox_views import blueprint as inbox
from rfl.exchange.views import blueprint as exchange
from rfl.families.views import blueprint as families
from rfl.guide import blueprint as guide
from rfl.handbook import blueprint as handbook
from rfl.incidents import paper_views, testimony_views  # noqa: F401  # they hang on the blueprint
from rfl.incidents.hanging_views import of_case as incidents_of_case
from rfl.incidents.views import blueprint as incidents
from rfl.intake.views import blueprint as imports
from rfl.linking.naming_views import blueprint as names
from rfl.linking.views import blueprint as linking
from rfl.merging.views import blueprint as merging
from rfl.messages.views import blueprints as messages
from rfl.notices.views import blueprint as news
from rfl.persons.views import blueprints as persons
from rfl.protection.views import blueprints as protection
from rfl.referrals.views import blueprint as referrals
from rfl.reporting.views import blueprint as reporting
from rfl.reporting.views import care_blueprint as care
from rfl.reporting.views import quarters_blueprint as quarters
from rfl.safeguarding.concern_views import blueprint as concern
from rfl.safeguarding.concern_views import desk_blueprint as concerns
from rfl.safeguarding.views import blueprint as emergency
from rfl.safeguarding.views import review_blueprint as emergencies
from rfl.societies.views import blueprint as societies
from rfl.system.views import blueprint as system
from rfl.tasks.views import blueprint as tasks
from rfl.text import N_
from rfl.tracing.views import blueprints as tracing
from rfl.transfers import received_views  # noqa: F401  # its pages hang on the blueprint
from rfl.transfers.views import blueprint as transfers

BLUEPRINTS: Sequence[Blueprint] = (
    access,
    approvals,
    accounts,
    role_review,
    societies,
    system,
    emergency,
    emergencies,
    concern,
    concerns,
    drafts,
    *persons,
    *tracing,
    linking,
    names,
    merging,
    families,
    *children,
    exchange,
    inbox,
    *messages,
    transfers,
    referrals,
    tasks,
    attachments,
    boards,
    board,
    incidents,
    incidents_of_case,
    directory,
    imports,
    *protection,
    desk,
    reviews,
    desk_keys,
    witness,
    sealed,
    reporting,
    quarters,
    care,
    news,
    guide,
    handbook,
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One entry of the navigation."""

    words: str
    endpoint: str
    permission: Permission
    also: tuple[str, ...] = ()
    """Other blueprints whose pages lie under this entry."""
    is_rare: bool = False
    """Whether it gives way, under 'More', to what is used all day."""


TABS: Sequence[Tab] = (
    Tab(N_("My work"), "work.my_work", Permission.WORK_LIST),
    Tab(N_("Team"), "team.index", Permission.REQUEST_ASSIGN),
    Tab(N_("Intake"), "intake.home", Permission.REGISTRATION_CREATE, is_rare=True),
    Tab(
        N_("Cases"),
        "tracing.index",
        Permission.REQUEST_LIST,
        also=("families", "referrals", "tasks", "attachments"),
    ),
    Tab(N_("People"), "registrations.index", Permission.PERSON_LIST, also=("persons", "merging")),
    Tab(N_("Photo boards"), "boards.index", Permission.REQUEST_WRITE, is_rare=True),
    Tab(N_("Links"), "linking.index", Permission.LINK_LIST, also=("names",)),
    Tab(N_("Children"), "children.index", Permission.CHILD_LIST),
    Tab(N_("Messages"), "messages.index", Permission.MESSAGE_LIST, also=("services",)),
    Tab(N_("To bring"), "deliveries.index", Permission.DELIVERY_LIST, is_rare=True),
    Tab(N_("Exchange"), "exchange.index", Permission.ASK_LIST),
    Tab(
        N_("Incidents"),
        "incidents.index",
        Permission.INCIDENT_LIST,
        also=("incidents_of_case",),
    ),
    Tab(N_("Inbox"), "inbox.index", Permission.INBOX_LIST),
    Tab(N_("Transfers"), "transfers.index", Permission.TRANSFER_LIST, is_rare=True),
    Tab(N_("Imports"), "imports.index", Permission.IMPORT_RUN, is_rare=True),
    Tab(N_("Rights"), "rights.index", Permission.RIGHTS_WORK),
    Tab(N_("Retention"), "retention.index", Permission.RETENTION_WORK, also=("processing",)),
    Tab(N_("Consents"), "consents.consents_index", Permission.CONSENT_LIST),
    Tab(N_("Access"), "desk.index", Permission.AUDIT_READ, also=("desk_keys",)),
    Tab(N_("Reviews"), "reviews.index", Permission.AUDIT_READ),
    Tab(N_("Emergencies"), "emergencies.index_of_all", Permission.AUDIT_READ),
    Tab(N_("Concerns"), "concerns.index", Permission.CONCERN_READ),
    Tab(N_("Children"), "overseen.index", Permission.CHILD_OVERSEE),
    Tab(N_("Sealed"), "sealed.index", Permission.AUDIT_READ),
    Tab(N_("Late reviews"), "reviews.late", Permission.REVIEW_OVERSEE, is_rare=True),
    Tab(N_("Figures"), "quarters.index_of_quarters", Permission.REPORT_OWN, is_rare=True),
    Tab(N_("Figures"), "care.index_of_care", Permission.REPORT_CARE, is_rare=True),
    Tab(N_("Roles"), "role_review.index", Permission.ROLE_REVIEW, is_rare=True),
    Tab(N_("Users"), "accounts.users", Permission.USER_MANAGE),
    Tab(N_("Sites"), "societies.sites", Permission.SITE_MANAGE),
    Tab(N_("System"), "system.show", Permission.SYSTEM_READ),
    Tab(N_("Approvals"), "approvals.index", Permission.APPROVAL_LIST, is_rare=True),
    Tab(N_("Reports"), "reporting.index", Permission.REPORT_READ),
    Tab(N_("Services"), "directory.index", Permission.DIRECTORY_READ, is_rare=True),
    Tab(N_("Emergency"), "emergency.index", Permission.GLASS_BREAK, is_rare=True),
)
