"""Tables of tracing requests. Particulars rest in `sealed`, under the case's own record key."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rfl.access.models import Guarded
from rfl.db.base import Base, Word
from rfl.tracing.rules import ActionKind, CaseAct, CaseState


class TracingRequest(Guarded, Base):
    """An enquirer's request: the case. `sealed`: tracing.document.RequestDocument."""

    __tablename__ = "tracing_request"
    LISTED_BY = ("changed_at", "number")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    state: Mapped[CaseState] = mapped_column(Word(CaseState), default=CaseState.DRAFT, index=True)
    enquirer_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    changed_at: Mapped[datetime]
    review_on: Mapped[datetime | None]
    family_heard_at: Mapped[datetime | None]
    """When the enquirer last heard from us."""
    located_by: Mapped[UUID | None]
    closure_by: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]


Index("ix_tracing_request_owner_id", TracingRequest.owner_id)


class SoughtPerson(Base):
    """A person looked for in a request. `sealed`: SoughtDocument, under the case's key."""

    __tablename__ = "sought_person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    request_id: Mapped[UUID] = mapped_column(ForeignKey("tracing_request.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    place_in_case: Mapped[int] = mapped_column(default=1)
    is_answered: Mapped[bool | None]
    """Whether the case ended with their fate or whereabouts known, for figures: not which. None
    before it ends, and of cases that ended before people were told apart."""
    sealed: Mapped[bytes]


class CaseAction(Base):
    """One entry of a case's time line. `sealed`: ActionDocument, under the case's key."""

    __tablename__ = "case_action"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    request_id: Mapped[UUID] = mapped_column(ForeignKey("tracing_request.id"), index=True)
    kind: Mapped[ActionKind] = mapped_column(Word(ActionKind))
    act: Mapped[CaseAct | None] = mapped_column(Word(CaseAct))
    """With kind STATE: the act that changed the state."""
    state: Mapped[CaseState | None] = mapped_column(Word(CaseState))
    link_id: Mapped[UUID | None]
    """With kind LINK: the link that was judged."""
    happened_at: Mapped[datetime]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    sealed: Mapped[bytes]


class WorkRest(Base):
    """One thing of My work that somebody set aside until a day. Names nobody."""

    __tablename__ = "work_rest"
    __table_args__ = (UniqueConstraint("user_id", "kind", "case_no"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str] = mapped_column(String(40))
    case_no: Mapped[str] = mapped_column(String(30))
    until: Mapped[datetime]
    created_at: Mapped[datetime]
