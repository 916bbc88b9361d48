"""Roles, permissions and the one table that joins them. Pure: read this page to know who may what.

A decision looks at the role, the society, the relation to the record and the record's sensitivity.
`decide` answers for one record; `visible` says the same as a filter for lists. Both read `GRANTS`
and `Scope.admits`, and a property test holds them equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from rfl.access.permissions import Permission as Permission  # noqa: PLC0414  # read here by all
from rfl.errors import DeniedError, NotFoundError
from rfl.text import N_

OWN_HOURS = 72
"""A volunteer sees what they entered themselves for this long (docs/GLOSSARY.md, volunteer)."""


class Role(StrEnum):
    """What a person is to their society (DOMAIN: who uses it)."""

    VOLUNTEER = "volunteer"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    PARTNER = "partner"
    SAFEGUARDING = "safeguarding"
    DPO = "dpo"
    ADMIN = "admin"
    COORDINATOR = "coordinator"


ROLE_WORDS: Mapping[Role, str] = {
    Role.VOLUNTEER: N_("field volunteer"),
    Role.OFFICER: N_("officer"),
    Role.SUPERVISOR: N_("head of tracing"),
    Role.PARTNER: N_("partner officer"),
    Role.SAFEGUARDING: N_("safeguarding focal point"),
    Role.DPO: N_("data protection officer"),
    Role.ADMIN: N_("administrator"),
    Role.COORDINATOR: N_("regional coordinator"),
}


class Sensitivity(StrEnum):
    """How closely a record is held, least first."""

    NORMAL = "normal"
    RESTRICTED = "restricted"
    SEALED = "sealed"


class Reach(StrEnum):
    """How far a permission goes."""

    OWN = "own"
    """Records the actor made, for OWN_HOURS."""
    SOCIETY = "society"
    """Records of the actor's society, as their sensitivity allows."""
    ADDRESSED = "addressed"
    """Confirmation requests addressed to the actor's society."""
    EVERYWHERE = "everywhere"
    """Not bound to one record: figures without names."""


_P = Permission
_DESK = (
    *(_P.WORK_LIST, _P.PERSON_LIST, _P.PERSON_READ, _P.PERSON_WRITE, _P.PERSON_MERGE),
    *(_P.REGISTRATION_CREATE, _P.REGISTRATION_LIST, _P.REGISTRATION_READ, _P.REGISTRATION_WRITE),
    *(_P.REQUEST_CREATE, _P.REQUEST_LIST, _P.REQUEST_READ, _P.REQUEST_WRITE, _P.SEARCH),
    *(_P.LINK_LIST, _P.LINK_READ, _P.LINK_JUDGE, _P.LINK_CONFIRM),
    *(_P.LEXICON_READ, _P.LEXICON_PROPOSE, _P.APPROVAL_LIST),
    *(_P.ASK_LIST, _P.ASK_READ, _P.ASK_DRAFT, _P.CONSENT_WITHDRAW, _P.IMPORT_RUN, _P.RIGHTS_TAKE),
    *(_P.CHILD_LIST, _P.CHILD_READ, _P.CHILD_WRITE),
    *(_P.INCIDENT_LIST, _P.INCIDENT_READ, _P.INCIDENT_WRITE),
    *(_P.MESSAGE_CREATE, _P.MESSAGE_LIST, _P.MESSAGE_READ, _P.MESSAGE_WRITE, _P.MESSAGE_SCREEN),
    *(_P.SERVICE_LOG, _P.IMPORT_TAKE_OUT),
    *(_P.TRANSFER_LIST, _P.TRANSFER_READ, _P.TRANSFER_OFFER),
)
_SECOND = (
    *(_P.RIGHTS_LIST, _P.RIGHTS_READ, _P.RIGHTS_APPROVE),
    *(_P.RETENTION_READ, _P.RETENTION_APPROVE, _P.PROCESSING_READ),
)
"""What a second person needs to decide with the data protection officer."""
_EYES = (_P.APPROVAL_LIST, _P.APPROVAL_DECIDE, _P.USER_APPROVE)
"""What a second person needs to decide on what somebody else asked (rfl.approvals)."""
_HEAD = (
    *(_P.REQUEST_DECIDE, _P.REQUEST_ASSIGN, _P.LINK_REVERSE, _P.ASK_APPROVE, _P.ERASURE_ASK),
    *(_P.LEXICON_REVIEW, _P.PERSON_MERGE_APPROVE, _P.CHILD_DECIDE, _P.INCIDENT_REVIEW),
    *(*_SECOND, *_EYES, _P.ROLE_REVIEW, _P.REPORT_OWN, _P.TRANSFER_SEND, _P.DIRECTORY_KEEP),
)
_INBOX = (_P.INBOX_LIST, _P.INBOX_READ, _P.INBOX_ANSWER)
_DELIVERY = (_P.DELIVERY_LIST, _P.DELIVERY_READ, _P.DELIVERY_WORK)
"""Messages that one's society brings to somebody: a record of that society's own."""
_OFFERED = (_P.TRANSFER_ANSWER,)
"""Cases that another society, or another branch, offers."""
_OWN_MESSAGES = (_P.MESSAGE_LIST, _P.MESSAGE_READ, _P.MESSAGE_WRITE)
_HOME = dict.fromkeys((_P.HOME, _P.ACCOUNT_CHANGE), Reach.EVERYWHERE)


def _reach(reach: Reach, *permissions: Permission) -> dict[Permission, Reach]:
    return dict.fromkeys(permissions, reach)


_GUIDE = _reach(Reach.EVERYWHERE, _P.DIRECTORY_READ)
"""The directory of services: public, for whoever sends somebody on."""

GRANTS: Mapping[Role, Mapping[Permission, Reach]] = {
    Role.VOLUNTEER: _HOME
    | _GUIDE
    | _reach(Reach.SOCIETY, _P.REGISTRATION_CREATE, _P.REQUEST_CREATE, _P.GLASS_BREAK)
    | _reach(Reach.SOCIETY, _P.MESSAGE_CREATE, _P.SERVICE_LOG)
    | _reach(Reach.OWN, *_OWN_MESSAGES)
    | _reach(Reach.OWN, _P.REGISTRATION_LIST, _P.REGISTRATION_READ, _P.REGISTRATION_WRITE)
    | _reach(Reach.OWN, _P.PERSON_READ, _P.PERSON_WRITE, _P.REQUEST_READ),
    Role.OFFICER: _HOME
    | _reach(Reach.SOCIETY, *_DESK, *_DELIVERY, _P.GLASS_BREAK)
    | _reach(Reach.ADDRESSED, *_INBOX, *_OFFERED)
    | _GUIDE,
    Role.SUPERVISOR: _HOME
    | _reach(Reach.SOCIETY, *_DESK, *_HEAD, *_DELIVERY)
    | _reach(Reach.ADDRESSED, *_INBOX, *_OFFERED, _P.RELEASE_APPROVE)
    | _GUIDE,
    Role.PARTNER: _HOME
    | _GUIDE
    | _reach(Reach.ADDRESSED, *_INBOX)
    | _reach(Reach.SOCIETY, *_DELIVERY)
    | _reach(Reach.OWN, *_OWN_MESSAGES),
    Role.SAFEGUARDING: _HOME
    | _reach(Reach.SOCIETY, _P.WORK_LIST, _P.AUDIT_READ, _P.CONCERN_READ, _P.REPORT_CARE)
    | _reach(Reach.SOCIETY, _P.SEAL_APPROVE, _P.CHILD_SIGN, _P.CHILD_OVERSEE, _P.AUDIT_KEYS, *_EYES)
    | _reach(Reach.SOCIETY, _P.TRANSFER_READ, _P.TRANSFER_SIGN)
    | _GUIDE
    | _reach(Reach.ADDRESSED, _P.INBOX_SAFEGUARD),
    Role.DPO: _HOME
    | _reach(Reach.SOCIETY, _P.CONSENT_LIST, _P.CONSENT_WITHDRAW, _P.RIGHTS_TAKE, _P.RIGHTS_WORK)
    | _reach(Reach.SOCIETY, _P.REVIEW_OVERSEE, _P.CONCERN_READ, _P.RIGHTS_GIVE)
    | _reach(Reach.SOCIETY, _P.ROLE_REVIEW, _P.WORK_LIST, *_EYES)
    | _reach(Reach.SOCIETY, _P.ERASURE_ASK, _P.ERASURE_APPROVE, _P.RETENTION_WORK, *_SECOND),
    Role.ADMIN: _HOME
    | _reach(Reach.SOCIETY, _P.USER_MANAGE, _P.SITE_MANAGE, _P.SYSTEM_READ, *_EYES),
    Role.COORDINATOR: _HOME
    | _reach(Reach.EVERYWHERE, _P.REPORT_READ)
    | _reach(Reach.SOCIETY, _P.DIRECTORY_KEEP)
    | _GUIDE,
}

GRAVE: Mapping[Permission, timedelta] = {
    _P.GLASS_BREAK: timedelta(0),
    _P.ACCOUNT_CHANGE: timedelta(minutes=5),
    _P.USER_MANAGE: timedelta(minutes=5),
    _P.AUDIT_KEYS: timedelta(minutes=5),
    _P.APPROVAL_DECIDE: timedelta(minutes=5),
    _P.LINK_CONFIRM: timedelta(minutes=15),
    _P.LINK_REVERSE: timedelta(minutes=15),
    _P.LEXICON_REVIEW: timedelta(minutes=15),
    _P.REQUEST_DECIDE: timedelta(minutes=15),
    _P.ASK_APPROVE: timedelta(minutes=15),
    _P.TRANSFER_SIGN: timedelta(minutes=15),
    _P.TRANSFER_SEND: timedelta(minutes=15),
    _P.INBOX_SAFEGUARD: timedelta(minutes=15),
    _P.RELEASE_APPROVE: timedelta(minutes=15),
    _P.CHILD_DECIDE: timedelta(minutes=15),
    _P.CHILD_SIGN: timedelta(minutes=15),
    _P.ERASURE_ASK: timedelta(minutes=15),
    _P.ERASURE_APPROVE: timedelta(minutes=5),
    _P.IMPORT_TAKE_OUT: timedelta(minutes=15),
    _P.RIGHTS_GIVE: timedelta(minutes=15),
    _P.REPORT_OWN: timedelta(minutes=15),
    _P.REPORT_CARE: timedelta(minutes=15),
    _P.RIGHTS_APPROVE: timedelta(minutes=15),
    _P.RETENTION_APPROVE: timedelta(minutes=15),
}
"""Acts for which the second step is shown again, and for how long one showing is enough.

Each time for an emergency; five minutes where an open window could be made into a key; fifteen for
casework, so that somebody who decides on a pile of cases is asked now and then, not at each.
Reading with these permissions needs no showing; acting does. Taking a consent or a release back is
not here: it protects.
"""

SEES_RESTRICTED = frozenset({Role.SUPERVISOR, Role.SAFEGUARDING, Role.DPO})
"""Roles that see restricted records of their society without being named on them."""

READS = frozenset({_P.PERSON_READ, _P.REGISTRATION_READ, _P.REQUEST_READ, _P.CHILD_READ})
"""What an emergency opens: to be read by its own address, in no list, and to be changed by none."""


@dataclass(frozen=True, slots=True)
class Glass:
    """One record open in an emergency: its id and those of the people in it, until when."""

    records: frozenset[UUID]
    until: datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever is acting: detached from the database, safe to keep for the whole request."""

    user_id: UUID
    society: str
    """ISO 3166-1 alpha-2 code of the society they act for."""
    roles: frozenset[Role]
    session_id: UUID | None = None
    proved_at: datetime | None = None
    """When they last showed a second step in this session."""
    glass: tuple[Glass, ...] = ()
    """What is open to them in an emergency (rfl.safeguarding)."""


@dataclass(frozen=True, slots=True)
class Resource:
    """What a decision needs to know of a record; never its particulars."""

    id: UUID
    society: str
    created_by: UUID
    created_at: datetime
    owner_id: UUID | None = None
    sensitivity: Sensitivity = Sensitivity.NORMAL
    addressed_to: str | None = None
    named: frozenset[UUID] = field(default_factory=frozenset)
    """People named on a sealed record (access.models.NamedReader)."""
    is_erased: bool = False
    shared: frozenset[UUID] = field(default_factory=frozenset)
    """With whom it is shared now, alone or in a team; it never opens what is sealed."""

    @property
    def is_sealed(self) -> bool:
        """Tell whether only the people named on it may know of it."""
        return self.sensitivity is Sensitivity.SEALED


@dataclass(frozen=True, slots=True)
class Scope:
    """Which records one actor may see under one permission: the same rule for one and for many."""

    user_id: UUID
    society: str
    reaches: frozenset[Reach]
    sees_restricted: bool
    own_since: datetime
    broken: frozenset[UUID] = frozenset()
    """Ids of one's own society that are open in an emergency, unless they are sealed."""

    def admits(self, resource: Resource) -> bool:
        """Tell whether `resource` lies within this scope."""
        if resource.is_erased:
            return False
        is_broken = resource.id in self.broken and resource.society == self.society
        return (is_broken and not resource.is_sealed) or any(
            self._reaches(reach, resource) for reach in self.reaches
        )

    def _reaches(self, reach: Reach, resource: Resource) -> bool:
        if reach is Reach.EVERYWHERE:
            return True
        if reach is Reach.ADDRESSED:
            return resource.addressed_to == self.society and self._may_know(resource)
        if resource.society != self.society:
            return False
        if reach is Reach.OWN:
            fresh = resource.created_at >= self.own_since
            sealed = resource.sensitivity is Sensitivity.SEALED
            return resource.created_by == self.user_id and fresh and not sealed
        return self._may_know(resource)

    def _may_know(self, resource: Resource) -> bool:
        if resource.sensitivity is Sensitivity.NORMAL:
            return True
        if resource.sensitivity is Sensitivity.SEALED:
            return self.user_id in resource.named
        related = self.user_id in {resource.created_by, resource.owner_id}
        related = related or self.user_id in resource.named | resource.shared
        return self.sees_restricted or related


def visible(actor: Actor, permission: Permission, now: datetime) -> Scope:
    """Return the scope of `permission` for `actor`; rfl.access.filters turns it into SQL."""
    reaches = {GRANTS[role][permission] for role in actor.roles if permission in GRANTS[role]}
    return Scope(
        user_id=actor.user_id,
        society=actor.society,
        reaches=frozenset(reaches),
        sees_restricted=bool(actor.roles & SEES_RESTRICTED),
        own_since=now - timedelta(hours=OWN_HOURS),
        broken=_broken(actor, permission, now) if reaches else frozenset(),
    )


def _broken(actor: Actor, permission: Permission, now: datetime) -> frozenset[UUID]:
    """Return what an emergency adds to `permission`: only reading, and only in its half hour."""
    if permission not in READS:
        return frozenset()
    return frozenset[UUID]().union(*(one.records for one in actor.glass if one.until > now))


def may(actor: Actor, permission: Permission) -> bool:
    """Tell whether any of the actor's roles grants `permission` at all."""
    return any(permission in GRANTS.get(role, {}) for role in actor.roles)


def authorise(actor: Actor, permission: Permission) -> None:
    """Return if one of the actor's roles grants `permission`.

    Raises:
        DeniedError: none does. An unknown role grants nothing.

    """
    if not may(actor, permission):
        raise DeniedError(f"needs {permission}")


def is_proved(actor: Actor, permission: Permission, now: datetime) -> bool:
    """Tell whether `actor` showed a second step lately enough for acts under `permission`."""
    age = GRAVE.get(permission)
    return age is None or (actor.proved_at is not None and now - actor.proved_at <= age)


def decide(actor: Actor, permission: Permission, resource: Resource, now: datetime) -> None:
    """Return if `actor` may do `permission` to `resource`.

    Raises:
        DeniedError: no role of theirs grants it.
        NotFoundError: the record is out of their reach; that it exists stays a secret.

    """
    authorise(actor, permission)
    if not visible(actor, permission, now).admits(resource):
        raise NotFoundError(f"out of reach for {permission}")
