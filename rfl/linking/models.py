"""Tables of links and of the blind index. Tags and ids only: nothing readable rests here."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rfl.access.models import Guarded
from rfl.db.base import Base, Word
from rfl.keys.rules import FIRST_VERSION
from rfl.linking.naming_rules import ProposalState
from rfl.linking.rules import LinkState, RejectReason, Side


class Link(Guarded, Base):
    """A registered person who may be a sought one. `society_code` is the seeking society.

    One row a pair, kept when rejected, so that no pair is put to people twice.
    """

    __tablename__ = "link"
    __table_args__ = (  # type: ignore[assignment]  # a mixin's directive, overridden
        UniqueConstraint("sought_id", "registration_id"),
        Index("ix_link_society_state", "society_code", "state"),
        Index("ix_link_other_society_state", "other_society", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("tracing_request.id"), index=True)
    sought_id: Mapped[UUID] = mapped_column(ForeignKey("sought_person.id"))
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration.id"), index=True)
    other_society: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    """The society that registered the person."""
    state: Mapped[LinkState] = mapped_column(Word(LinkState), default=LinkState.SUGGESTED)
    bits: Mapped[float]
    """Evidence and prior together (log2), when last compared."""
    probability: Mapped[float]
    model: Mapped[str] = mapped_column(String(20))
    """Version of the engine that compared them."""
    changed_at: Mapped[datetime]
    judged_by: Mapped[UUID | None]
    judged_at: Mapped[datetime | None]
    confirmed_by: Mapped[UUID | None]
    confirmed_at: Mapped[datetime | None]
    reject_reason: Mapped[RejectReason | None] = mapped_column(Word(RejectReason))
    rejected_bits: Mapped[float | None]
    """The bits at rejection: the pair returns only when they rise by RETURN_BITS."""
    is_aside: Mapped[bool] = mapped_column(default=False)
    """Whether it is put to nobody now, its state untouched: the pair was rejected on another record
    of one of them, or both are one person (linking.aside)."""
    sealed: Mapped[bytes | None]
    """linking.document.LinkNotes, under the case's key."""


class Resting(Base):
    """One person who can be found, by a number of the index's own, and where they rest in it."""

    __abstract__ = True

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    version: Mapped[str] = mapped_column(String(20))
    """Version of the lexicon and the engine by which the places were chosen."""
    places: Mapped[bytes]
    """Blind keys and lots of the person, closed (crypto.hiding.PLACE)."""
    key: Mapped[int] = mapped_column(default=FIRST_VERSION)
    """Version of the index key under which the places and the postings lie."""


class Listed(Base):
    """That somebody rests under a tag: whose it is, only the index key tells (crypto.hiding).

    The row is its own primary key and nothing else, so that a million people take little room.
    """

    __abstract__ = True
    __table_args__ = ({"sqlite_with_rowid": False},)

    tag: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hidden: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """Resting.number, hidden: the same person has another one under each tag."""


class IndexedPerson(Resting):
    """Somebody sought or registered: the matcher compares them, and the search box finds them."""

    __tablename__ = "indexed_person"
    __table_args__ = (UniqueConstraint("person_id", "side"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    side: Mapped[Side] = mapped_column(Word(Side))


class Posting(Listed):
    """In which lists of names the sought and the registered stand."""

    __tablename__ = "posting"


class IndexedEnquirer(Resting):
    """Somebody who asks: the search box of their own society finds them (linking.enquirers)."""

    __tablename__ = "indexed_enquirer"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)


class EnquirerPosting(Listed):
    """In which lists of names those stand who ask."""

    __tablename__ = "enquirer_posting"


class LexiconToken(Base):
    """One distinct token of the index, sealed; workers hold them in memory and learn new ones.

    `id` grows, so that a worker asks only for what came after the last it knows.
    """

    __tablename__ = "lexicon_token"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    tag: Mapped[int] = mapped_column(BigInteger, unique=True)
    sealed: Mapped[bytes]
    padded: Mapped[int] = mapped_column(BigInteger)
    """How many people bear it, on top of a number that only the index key tells: how common a name
    is does not show, and bearers can still be added in SQL."""
    sought: Mapped[int | None] = mapped_column(BigInteger)
    """How many of them are sought, on top of another such number: where there are none, no list of
    theirs is asked for. None: never counted apart, since the row is older than the count."""
    key: Mapped[int] = mapped_column(default=FIRST_VERSION)
    """Version of the index key under which tag and number lie."""


class LexiconState(Base):
    """The one row that says by what the index is made; see linking.state."""

    __tablename__ = "lexicon_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    """How often societies changed what they add; 0 is the lexicon as shipped."""
    key: Mapped[int] = mapped_column(default=FIRST_VERSION)
    oldest_key: Mapped[int] = mapped_column(default=FIRST_VERSION)


class NameProposal(Guarded, Base):
    """Spellings of one name, or two names that are not one, as a society proposes them."""

    __tablename__ = "name_proposal"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[int] = mapped_column(unique=True)
    """By which people call it."""
    state: Mapped[ProposalState] = mapped_column(
        Word(ProposalState), default=ProposalState.PROPOSED
    )
    version: Mapped[int | None]
    """Version of the lexicon since which it counts."""
    reviewed_by: Mapped[UUID | None]
    reviewed_at: Mapped[datetime | None]
    sealed: Mapped[bytes]
    """linking.document.NameDocument, under a key of the installation."""
