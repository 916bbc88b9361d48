"""Keys and apps beside the passphrase: kept sealed, checked once, removed by their owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from hmac import compare_digest
from secrets import choice
from uuid import UUID, uuid4

import pyotp
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.document import SCHEMA, FactorDocument, decode_factor, encode_factor
from rfl.access.models import RecoveryCode, SecondFactor, User
from rfl.access.steps import FactorKind
from rfl.audit import service as audit
from rfl.audit.reveal import reveal_many
from rfl.audit.rules import Act
from rfl.crypto.sealing import Context, Sealed
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.keys import service as keys
from rfl.keys.rules import TagPurpose
from rfl.keys.service import Identifiers

ISSUER = "rfl"
STEP_SECONDS = 30
"""RFC 6238; the code before and the one after are taken as well, for clocks that are off."""

CODES = 10
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH = 16
"""16 of 31 letters and figures: 79 bits."""


@dataclass(frozen=True, slots=True)
class Factor:
    """A key or an app, opened."""

    row: SecondFactor
    document: FactorDocument


def has_any(session: Session, user_id: UUID) -> bool:
    """Tell whether somebody has a second step."""
    query = select(SecondFactor.id).where(
        SecondFactor.user_id == user_id,
        SecondFactor.confirmed_at.is_not(None),
        SecondFactor.ended_at.is_(None),
    )
    return session.scalars(query.limit(1)).first() is not None


def of(session: Session, user: User, kind: FactorKind | None = None) -> list[Factor]:
    """Return the keys and apps of `user`, oldest first, opened under an entry."""
    query = select(SecondFactor).where(
        SecondFactor.user_id == user.id,
        SecondFactor.confirmed_at.is_not(None),
        SecondFactor.ended_at.is_(None),
    )
    if kind is not None:
        query = query.where(SecondFactor.kind == kind)
    return _open(session, user, session.scalars(query.order_by(SecondFactor.created_at)).all())


def add(session: Session, user: User, kind: FactorKind, document: FactorDocument) -> SecondFactor:
    """Keep a new key or app, sealed; it counts once `confirm` was called."""
    row = SecondFactor(id=uuid4(), user_id=user.id, kind=kind, created_at=clock.now())
    row.sealed = keys.of(session).seal(user.key_id, _context(user, row.id), encode_factor(document))
    session.add(row)
    session.flush()
    return row


def confirm(session: Session, user: User, row: SecondFactor, counter: int) -> None:
    """Let a key or an app count from now on."""
    row.confirmed_at, row.counter = clock.now(), counter
    _record(session, user, Act.FACTOR_ADDED, row.id)


def begun_app(session: Session, user: User) -> Factor:
    """Return the app that is being set up, begun if it is not: the same until it is confirmed."""
    query = select(SecondFactor).where(
        SecondFactor.user_id == user.id,
        SecondFactor.kind == FactorKind.APP,
        SecondFactor.confirmed_at.is_(None),
        SecondFactor.ended_at.is_(None),
    )
    row = session.scalars(query).first()
    if row is None:
        row = add(session, user, FactorKind.APP, FactorDocument(secret=pyotp.random_base32()))
    return _open(session, user, [row])[0]


def address_of(found: Factor, account: str) -> str:
    """Return the otpauth address that an app reads from its picture."""
    totp = pyotp.TOTP(found.document.secret)
    return totp.provisioning_uri(name=account, issuer_name=ISSUER)


def confirm_app(session: Session, user: User, code: str) -> bool:
    """Take the first code of the app that is being set up."""
    found = begun_app(session, user)
    step = _step_of(found.document.secret, code)
    if step is None:
        return False
    confirm(session, user, found.row, step)
    return True


def use_app(session: Session, user: User, code: str) -> bool:
    """Take a code of one of the apps of `user`. Each code works once, also in two requests at once.

    The database decides which of the two was first: the step is written only over an older one.
    """
    for found in of(session, user, FactorKind.APP):
        step = _step_of(found.document.secret, code)
        if step is not None:
            return _advance(session, found.row, step)
    return False


def use_code(session: Session, user: User, code: str) -> bool:
    """Take a recovery code; each works once."""
    done = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.tag.in_(_tags(session, user, [code]).tags[0]),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    )
    return done.first() is not None


def new_codes(session: Session, user: User) -> list[str]:
    """Make new recovery codes; the earlier ones no longer work. They are shown once."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    made = ["".join(choice(CODE_LETTERS) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    now, found = clock.now(), _tags(session, user, made)
    session.add_all(
        RecoveryCode(user_id=user.id, tag=tag, tag_key=found.version, made_at=now)
        for tag in found.newest
    )
    _record(session, user, Act.CODES_MADE)
    return ["-".join(code[i : i + 4] for i in range(0, CODE_LENGTH, 4)) for code in made]


def codes_left(session: Session, user_id: UUID) -> int:
    """Return how many recovery codes still work."""
    query = select(func.count()).where(
        RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(query) or 0


def remove(session: Session, user: User, factor_id: UUID) -> None:
    """End a key or an app of `user`.

    Raises:
        NotFoundError: they have no such one.
        RuleBrokenError: it is the last one.

    """
    session.get_one(User, user.id, with_for_update=True)
    mine = of(session, user)
    found = next((one.row for one in mine if one.row.id == factor_id), None)
    if found is None:
        raise NotFoundError("second factor")
    if len(mine) == 1:
        raise RuleBrokenError("This is your last one. Add another before you remove it.")
    found.ended_at = clock.now()
    _record(session, user, Act.FACTOR_REMOVED, found.id)


def remove_all(session: Session, user: User, removed_by: UUID) -> None:
    """End every key, app and recovery code of somebody who lost them all."""
    now = clock.now()
    mine = update(SecondFactor).where(
        SecondFactor.user_id == user.id, SecondFactor.ended_at.is_(None)
    )
    session.execute(mine.values(ended_at=now))
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    audit.record(
        session,
        removed_by,
        Act.FACTOR_REMOVED,
        societies=[user.society_code],
        subjects=[user.id],
    )


def _advance(session: Session, row: SecondFactor, counter: int) -> bool:
    """Write a newer counter; tell whether it was newer."""
    done = session.execute(
        update(SecondFactor)
        .where(SecondFactor.id == row.id, SecondFactor.counter < counter)
        .values(counter=counter, last_used_at=clock.now())
        .returning(SecondFactor.id)
    )
    return done.first() is not None


def sign(session: Session, row: SecondFactor, counter: int) -> bool:
    """Write the new count of a key; keys that do not count say 0 each time.

    Return False when another request wrote as high a count: a copy of the key, or a replay.
    """
    done = session.execute(
        update(SecondFactor)
        .where(
            SecondFactor.id == row.id,
            or_(SecondFactor.counter < counter, SecondFactor.counter == 0),
        )
        .values(counter=counter, last_used_at=clock.now())
        .returning(SecondFactor.id)
    )
    return done.first() is not None


def _step_of(secret: str, code: str) -> int | None:
    """Return the step whose code this is: the present one, the one before or the one after."""
    typed = "".join(code.split())
    now = int(clock.now().timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    for step in (now, now - 1, now + 1):
        if compare_digest(totp.at(step * STEP_SECONDS).encode(), typed.encode()):
            return step
    return None


def _open(session: Session, user: User, rows: Sequence[SecondFactor]) -> list[Factor]:
    if not rows:
        return []
    receipt = audit.record(
        session, user.id, Act.FACTOR_OPENED, societies=[user.society_code], subjects=[user.id]
    )
    opened = reveal_many(
        session, receipt, [Sealed(row.sealed, _context(user, row.id)) for row in rows]
    )
    return [Factor(row, decode_factor(data)) for row, data in zip(rows, opened, strict=True)]


def _tags(session: Session, user: User, codes: Sequence[str]) -> Identifiers:
    """Return the keyed tags of recovery codes, bound to their owner; dashes, capitals are air."""
    bare = ["".join(letter for letter in code.lower() if letter.isalnum()) for code in codes]
    return keys.of(session).identifiers(TagPurpose.RECOVERY, [f"{user.id}:{one}" for one in bare])


def _record(session: Session, user: User, act: Act, factor_id: UUID | None = None) -> None:
    subjects = [user.id, *([factor_id] if factor_id else [])]
    audit.record(session, user.id, act, societies=[user.society_code], subjects=subjects)


def _context(user: User, factor_id: UUID) -> Context:
    return Context(user.society_code, SecondFactor.__tablename__, factor_id, SCHEMA)
