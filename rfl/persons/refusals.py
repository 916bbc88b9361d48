"""What a person refused on one of their records holds for all of them: a merge opens nothing."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlalchemy.orm import InstrumentedAttribute, aliased

from rfl.persons.models import Consent, SamePerson
from rfl.persons.rules import ALL_PARTNERS, ConsentDecision, Purpose

PersonId = ColumnElement[UUID] | InstrumentedAttribute[UUID] | UUID


def refused_elsewhere(
    person_id: PersonId,
    purpose: Purpose,
    recipient: InstrumentedAttribute[str] | str | None = None,
) -> ColumnElement[bool]:
    """Return the condition under which another record of the same person says no.

    No is a refusal, and a consent taken back. It is lifted by what the person decides later on the
    very record on which they said it, never by what stands on another.
    """
    mine, theirs = aliased(SamePerson), aliased(SamePerson)
    said, later = aliased(Consent), aliased(Consent)
    conditions = [
        mine.person_id == person_id,
        theirs.whole_id == mine.whole_id,
        theirs.person_id != mine.person_id,
        said.person_id == theirs.person_id,
        said.purpose == purpose,
        or_(said.decision == ConsentDecision.REFUSED, said.withdrawn_at.is_not(None)),
    ]
    lifted = [later.recipient == ALL_PARTNERS, later.recipient == said.recipient]
    if recipient is not None:
        conditions.append(or_(said.recipient == ALL_PARTNERS, said.recipient == recipient))
        lifted.append(later.recipient == recipient)
    agreed = exists().where(
        later.person_id == said.person_id,
        later.purpose == purpose,
        later.decision == ConsentDecision.GIVEN,
        later.withdrawn_at.is_(None),
        later.decided_at >= func.coalesce(said.withdrawn_at, said.decided_at),
        or_(*lifted),
    )
    return exists().where(and_(*conditions, ~agreed))
