"""Two records of one person, a team that joins and parts them, and what they see."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from rfl.access.rules import Actor
from rfl.approvals import service as approvals
from rfl.approvals.models import Approval
from rfl.merging import service
from rfl.persons.models import PersonMerge, Registration
from tests.exchange.gate import Gate, gate_of
from tests.tracing.world import World

WHY = "The same scar, the same mother, and he says so."
WHY_NOT = "They stood next to each other today."


@dataclass
class Desk:
    """An officer and a head of tracing in Banjul, and whom they know."""

    gate: Gate

    @property
    def world(self) -> World:
        return self.gate.world

    @property
    def officer(self) -> Actor:
        return self.gate.lamin

    @property
    def head(self) -> Actor:
        return self.gate.haddy

    def person(self, registration_id: UUID) -> UUID:
        """Return whose registration it is."""
        with self.world.begin() as session:
            return session.get_one(Registration, registration_id).person_id

    def approve(self, row: Approval, who: Actor | None = None) -> None:
        """Approve exactly what was asked."""
        with self.world.begin() as session:
            approvals.approve(session, who or self.head, row.id, row.content_hash.hex())

    def join(self, one: UUID, other: UUID, by: Actor | None = None) -> UUID:
        """Join two people with four eyes; return the merge's id."""
        with self.world.begin() as session:
            row = service.ask_merge(session, by or self.officer, one, other, WHY)
        self.approve(row)
        with self.world.begin() as session:
            pair = {one, other}
            merges = session.scalars(select(PersonMerge).where(PersonMerge.parted_at.is_(None)))
            return next(row.id for row in merges if {row.kept_id, row.other_id} == pair)

    def part(self, merge_id: UUID) -> None:
        """Part two records with four eyes."""
        with self.world.begin() as session:
            row = service.ask_part(session, self.officer, merge_id, WHY_NOT)
        self.approve(row)


def desk_of(world: World) -> Desk:
    """Return the people of the story."""
    return Desk(gate_of(world))
