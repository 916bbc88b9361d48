"""What gives an account, a role or a way in: one administrator asks, somebody else decides.

Nobody can make themselves a second account and so approve their own wishes: an account takes two
people to begin, and each of the two holds one half of the code by which it is entered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import queries, secrets
from rfl.access import service as access
from rfl.access.apart import check_together
from rfl.access.document import StaffDocument
from rfl.access.models import User
from rfl.access.rules import GRANTS, ROLE_WORDS, Actor, Permission, Role
from rfl.accounts import invitations, managing
from rfl.approvals import kinds
from rfl.approvals import service as approvals
from rfl.approvals.kinds import Kind, Told
from rfl.approvals.models import Approval
from rfl.approvals.rules import ApprovalKind, Wish
from rfl.audit.service import Receipt
from rfl.errors import RuleBrokenError
from rfl.text import N_, Text

HALF = "half"
"""The asker's half of the code, in the plan: sealed with it, and shown on no page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish that waits. `half` of the code is given over once and shown never again."""

    approval: Approval
    half: str


def ask_invite(session: Session, actor: Actor, staff: StaffDocument, role: Role, why: str) -> Asked:
    """Ask that a colleague be invited into the actor's society.

    Raises:
        DeniedError: the actor manages no accounts.
        RuleBrokenError: the address is none or in use, no reason, or the same waits already.

    """
    access.free_tag(session, staff.email)
    half = secrets.new_half()
    plan = {
        "name": staff.name,
        "email": staff.email,
        "place": staff.place,
        "village": staff.village,
        "role": role.value,
        HALF: half,
    }
    return Asked(approvals.ask(session, actor, ApprovalKind.INVITE, uuid4(), plan, why), half)


def ask_renew(session: Session, actor: Actor, user_id: UUID, why: str) -> Asked:
    """Ask for a new code for a colleague who lost theirs, or their passphrase.

    Raises:
        DeniedError, NotFoundError: not of the actor's society, or not theirs to manage.
        RuleBrokenError: one's own account, a closed one, or no reason.

    """
    user = managing.managed_user(session, actor, user_id)
    if user.id == actor.user_id:
        raise RuleBrokenError("For yourself, use ‘Change my passphrase’.")
    invitations.check_open(user)
    half = secrets.new_half()
    asked = approvals.ask(session, actor, ApprovalKind.RENEW, user.id, {HALF: half}, why)
    return Asked(asked, half)


def ask_role(
    session: Session,
    actor: Actor,
    user_id: UUID,
    role: Role,
    why: str,
    *,
    last_day: date | None = None,
) -> Approval:
    """Ask that a colleague be given one more role, for good or up to the end of `last_day` (UTC).

    Raises:
        DeniedError, NotFoundError: not of the actor's society, or not theirs to manage.
        RuleBrokenError: one's own account, the role does not go with those they have, they have it,
            the day is over, or no reason.

    """
    user = managing.managed_user(session, actor, user_id)
    if user.id == actor.user_id:
        raise RuleBrokenError("You cannot give yourself a role. Ask another administrator.")
    held = queries.roles(session, user.id, user.society_code, clock.now())
    if role in held:
        raise RuleBrokenError("They have this role already.")
    check_together(held | {role})
    managing.check_last_day(last_day)
    plan = {"role": role.value, "last_day": last_day.isoformat() if last_day else ""}
    return approvals.ask(session, actor, ApprovalKind.ROLE, user.id, plan, why)


def has_decider(session: Session, actor: Actor) -> bool:
    """Tell whether anybody but the actor could decide on what they ask. Opens nothing."""
    deciding = [role for role in Role if Permission.USER_APPROVE in GRANTS[role]]
    return any(
        set(access.colleagues(session, actor.society, role)) - {actor.user_id} for role in deciding
    )


def register() -> None:
    """Say how each of these is told and carried out."""
    for name, (tell, carry_out) in _KINDS.items():
        kinds.register(
            Kind(
                kind=name,
                asks=Permission.USER_MANAGE,
                decides=Permission.USER_APPROVE,
                standing=_standing,
                tell=tell,
                carry_out=carry_out,
            )
        )


def _standing(session: Session, wish: Wish) -> Sequence[str]:
    """Return the roles that the account has now, and whether it is shut."""
    user = session.get(User, wish.subject_id)
    if user is None:
        return ()
    held = queries.roles(session, user.id, user.society_code, clock.now())
    return [*sorted(held), "shut" if user.is_shut else "open"]


def _tell_invite(_session: Session, _receipt: Receipt, wish: Wish) -> Told:
    plan = wish.plan
    return Told(
        Text(
            "Invite %(name)s as %(role)s",
            name=plan["name"],
            role=Text(ROLE_WORDS[Role(plan["role"])]),
        ),
        ((N_("E-mail"), plan["email"]), (N_("Where they work"), plan["place"])),
    )


def _tell_renew(session: Session, receipt: Receipt, wish: Wish) -> Told:
    return Told(Text("A new way in for %(name)s", name=_name(session, receipt, wish)))


def _tell_role(session: Session, receipt: Receipt, wish: Wish) -> Told:
    held = queries.roles(session, wish.subject_id, wish.society, clock.now())
    words = [Text(ROLE_WORDS[role]) for role in Role if role in held]
    return Told(
        Text(
            "Make %(name)s %(role)s",
            name=_name(session, receipt, wish),
            role=Text(ROLE_WORDS[Role(wish.plan["role"])]),
        ),
        (
            (N_("Last day"), _last_day(wish) or Text("none: for good")),
            *((N_("Has now"), word) for word in words),
        ),
    )


def _name(session: Session, receipt: Receipt, wish: Wish) -> str:
    return access.staff_names(session, receipt, [wish.subject_id]).get(wish.subject_id, "")


def _invite(session: Session, actor: Actor, wish: Wish) -> str:
    plan = wish.plan
    staff = StaffDocument(plan["name"], plan["email"], plan["place"], plan["village"])
    user = access.new_user(
        session, wish.society, staff, [Role(plan["role"])], actor.user_id, user_id=wish.subject_id
    )
    return invitations.make(session, actor.user_id, user, plan[HALF])


def _renew(session: Session, actor: Actor, wish: Wish) -> str:
    return invitations.make(session, actor.user_id, _account(session, wish), wish.plan[HALF])


def _give(session: Session, actor: Actor, wish: Wish) -> str:
    role = Role(wish.plan["role"])
    managing.give_role(session, actor.user_id, _account(session, wish), role, _last_day(wish))
    return ""


def _last_day(wish: Wish) -> date | None:
    asked = wish.plan["last_day"]
    return date.fromisoformat(asked) if asked else None


def _account(session: Session, wish: Wish) -> User:
    user = session.get_one(User, wish.subject_id, with_for_update=True)
    if user.society_code != wish.society:
        raise RuleBrokenError("This account is of another society.")
    invitations.check_open(user)
    return user


_KINDS: Mapping[ApprovalKind, tuple[kinds.Tell, kinds.CarryOut]] = {
    ApprovalKind.INVITE: (_tell_invite, _invite),
    ApprovalKind.RENEW: (_tell_renew, _renew),
    ApprovalKind.ROLE: (_tell_role, _give),
}
