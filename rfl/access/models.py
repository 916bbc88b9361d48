"""Tables of people who sign in. Their names and e-mail addresses rest sealed."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from rfl import clock
from rfl.access.purposes import SharePurpose
from rfl.access.rules import Role, Sensitivity
from rfl.access.steps import FactorKind, Stage
from rfl.db.base import Base, Word
from rfl.keys.rules import FIRST_VERSION


class Guarded:
    """Mixin: the clear columns from which `access.filters` decides who may see a row."""

    LISTED_BY: ClassVar[tuple[str, ...]] = ()
    """Columns in whose order a society's list shows them: its first page sorts nothing."""

    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    owner_id: Mapped[UUID | None]
    sensitivity: Mapped[Sensitivity] = mapped_column(Word(Sensitivity), default=Sensitivity.NORMAL)
    erased_at: Mapped[datetime | None]
    """Since when nobody reaches the row: its record was erased (rfl.erasure)."""

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:  # noqa: N805
        name = cls.__tablename__  # type: ignore[attr-defined]
        found = (Index(f"ix_{name}_society_created", "society_code", "created_at"),)
        if not cls.LISTED_BY:
            return found
        return (*found, Index(f"ix_{name}_society_listed", "society_code", *cls.LISTED_BY))


class User(Base):
    """Somebody who signs in. `sealed` holds a StaffDocument (access.document)."""

    __tablename__ = "user"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    email_tag: Mapped[int] = mapped_column(BigInteger, unique=True)
    tag_key: Mapped[int] = mapped_column(default=FIRST_VERSION)
    """Version of the index key under which the tag lies."""
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    """Emptied when it was closed and nobody had ever entered it."""
    secret_hash: Mapped[str | None] = mapped_column(String(200))
    """argon2id of the passphrase; none until the invitation is used."""
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """Since when they may no longer sign in."""
    leaves_on: Mapped[date | None]
    """Last day (UTC) on which they work here; after it the account is shut by itself."""
    lapses_on: Mapped[date | None]
    """Last day (UTC) if nobody signs in with it until then (accounts.lapse_rules)."""
    suspended_at: Mapped[datetime | None]
    """Since when the account rests, until a focal point has judged an emergency of theirs."""

    @property
    def is_shut(self) -> bool:
        """Tell whether the account opens nothing now."""
        today = clock.today()
        is_gone = any(day is not None and day < today for day in (self.leaves_on, self.lapses_on))
        return is_gone or self.ended_at is not None or self.suspended_at is not None


class RoleGrant(Base):
    """One role of one user in one society, from when to when."""

    __tablename__ = "role_grant"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    role: Mapped[Role] = mapped_column(Word(Role))
    granted_by: Mapped[UUID]
    granted_at: Mapped[datetime]
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Invitation(Base):
    """A one-time way to choose a passphrase; only the hash of its secret is kept."""

    __tablename__ = "invitation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class WebSession(Base):
    """One sign-in on one device; the cookie holds a secret, the row only its hash."""

    __tablename__ = "web_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    stage: Mapped[Stage] = mapped_column(Word(Stage), default=Stage.OPEN)
    challenge: Mapped[bytes | None]
    """What a key is asked to sign next; used once."""
    proved_at: Mapped[datetime | None]
    """When the second step was last shown in this session."""


class SecondFactor(Base):
    """A key or an app with which somebody signs in. `sealed` holds a FactorDocument."""

    __tablename__ = "second_factor"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    kind: Mapped[FactorKind] = mapped_column(Word(FactorKind))
    sealed: Mapped[bytes]
    counter: Mapped[int] = mapped_column(BigInteger, default=0)
    """App: the newest step of 30 s that was used. Key: its count of signatures."""
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """One of the codes on paper; only a keyed tag of it is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("user_id", "tag"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    tag: Mapped[int] = mapped_column(BigInteger)
    tag_key: Mapped[int] = mapped_column(default=FIRST_VERSION)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class NamedReader(Base):
    """A person named on a record: they may see it though it is restricted or sealed."""

    __tablename__ = "named_reader"
    __table_args__ = (UniqueConstraint("record_id", "user_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    record_id: Mapped[UUID]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    named_by: Mapped[UUID]
    named_at: Mapped[datetime]


class Team(Base):
    """Colleagues who work together. Cases are shared with a team as with a colleague."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("society_code", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    name: Mapped[str] = mapped_column(String(60))
    made_by: Mapped[UUID]
    made_at: Mapped[datetime]


class TeamMember(Base):
    """One colleague in a team, from now until the row goes; the trail keeps both."""

    __tablename__ = "team_member"

    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), primary_key=True, index=True)


class CaseShare(Base):
    """A case shared with one colleague or one team of its society, for a purpose, until a day."""

    __tablename__ = "case_share"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    case_id: Mapped[UUID] = mapped_column(index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    purpose: Mapped[SharePurpose] = mapped_column(Word(SharePurpose))
    shared_by: Mapped[UUID]
    shared_at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CaseSharePart(Base):
    """One record that a share opens: the case itself, and each person in it."""

    __tablename__ = "case_share_part"

    share_id: Mapped[UUID] = mapped_column(ForeignKey("case_share.id"), primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
