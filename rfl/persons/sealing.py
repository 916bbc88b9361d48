"""Who knows of a person's record now, and naming exactly those who go on knowing of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import queries as access_queries
from rfl.access import service as access
from rfl.access.models import Guarded
from rfl.access.rules import Role
from rfl.audit.service import Receipt
from rfl.lists import takers
from rfl.persons.sealing_rules import Knower, Naming, knowers

NAMED_ROLES = (Role.OFFICER, Role.SUPERVISOR, Role.SAFEGUARDING, Role.DPO)
"""Roles for which a seal opens anything: naming somebody else would promise what is not kept."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Everybody who may be named on a record, who knows of it now, and with whom it lies."""

    known: Mapping[UUID, Knower]
    names: Mapping[UUID, str]
    """Names of all who may be named, by id, in their order; of those who named somebody too."""
    choices: Sequence[UUID]
    takers: frozenset[UUID]
    focal: frozenset[UUID]
    owner_id: UUID | None

    @property
    def begins_with(self) -> list[UUID]:
        """Return whom the form ticks beforehand."""
        return [one for one in self.choices if one in self.known and self.known[one].is_ticked]

    @property
    def cut_off(self) -> list[str]:
        """Return the names of those who know of it and cannot be named, whatever is ticked."""
        shut = self.known.keys() - set(self.choices)
        return sorted(self.names[one] for one in shut if one in self.names)

    def taken_out(self, readers: Collection[UUID]) -> list[str]:
        """Return the names of those who know of it now and are not among `readers`."""
        gone = self.known.keys() - set(readers)
        return sorted(self.names[one] for one in gone if one in self.names)


def circle(session: Session, receipt: Receipt, rows: Sequence[Guarded]) -> Circle:
    """Return who knows of records that are sealed together; the first is the one that is shown.

    The caller has decided that the actor may seal them.
    """
    society = rows[0].society_code
    known = _known(session, rows)
    by_role = {role: access.colleagues(session, society, role) for role in NAMED_ROLES}
    able = dict.fromkeys(one for found in by_role.values() for one in found)
    here = access.colleagues(session, society)
    named_by = {one.named_by for one in known.values()}
    names = access.staff_names(session, receipt, {*able, *(known.keys() & set(here)), *named_by})
    return Circle(
        known=known,
        names=names,
        choices=sorted(able, key=lambda one: (one not in known, names[one].casefold())),
        takers=frozenset((*by_role[Role.OFFICER], *by_role[Role.SUPERVISOR])),
        focal=frozenset(by_role[Role.SAFEGUARDING]),
        owner_id=rows[0].owner_id,
    )


def named_now(session: Session, receipt: Receipt, record_id: UUID) -> list[str]:
    """Return the names of those who may open a sealed record, in order."""
    named = access_queries.named_readers(session, record_id)
    return sorted(access.staff_names(session, receipt, named).values())


def openers(session: Session, society: str) -> list[UUID]:
    """Return who may go on with a sealed record of a society, if they are named on it."""
    return takers.officers(session, society)


def _known(session: Session, rows: Sequence[Guarded]) -> dict[UUID, Knower]:
    ids: list[UUID] = [row.id for row in rows]  # type: ignore[attr-defined]  # every guarded model has one
    return knowers(
        {row.owner_id for row in rows if row.owner_id is not None},
        {row.created_by for row in rows},
        [
            Naming(one.user_id, one.named_by, one.named_at)
            for one in access_queries.namings(session, ids)
        ],
        access_queries.shared_with(session, ids, clock.now()),
    )
