"""A data protection officer, a second person, and what a test does on their desk."""

from dataclasses import dataclass
from uuid import UUID

from rfl.access.rules import Actor, Role
from rfl.protection import deciding, requests
from rfl.protection.deciding import Decision
from rfl.protection.document import RightsDocument
from rfl.protection.models import RightsRequest
from rfl.protection.rules import IdentityCheck, RecordKind, Right, RightsVerdict
from tests.tracing.world import World

ASKS = RightsDocument(asker="Momodou Jallow", reach="at the centre, mornings", words="All of it.")


@dataclass
class Desk:
    """Who works on what people ask about their data, in one society."""

    world: World
    marta: Actor
    elena: Actor

    def asked(self, right: Right, *records: tuple[str, RecordKind], sure: bool = True) -> UUID:
        """Take a request down, make sure who asks, and add their records; return its id."""
        with self.world.begin() as session:
            rights_id = requests.take_down(session, self.marta, right, ASKS).id
        with self.world.begin() as session:
            if sure:
                known = requests.document_of("", "All of it.", "", IdentityCheck.DOCUMENT, "")
                requests.change(session, self.marta, rights_id, known)
            for number, kind in records:
                requests.add_record(session, self.marta, rights_id, number, kind)
        return rights_id

    def decided(self, rights_id: UUID, decision: Decision | None = None) -> RightsRequest:
        """Decide as Marta; an access request on what is shown now."""
        decision = decision or Decision(RightsVerdict.GRANTED, seen=self.seen(rights_id))
        with self.world.begin() as session:
            return deciding.decide(session, self.marta, rights_id, decision)

    def approved(self, rights_id: UUID) -> RightsRequest:
        """Approve as Elena what is decided."""
        with self.world.begin() as session:
            seen = deciding.seen_of(requests.read(session, self.elena, rights_id).request)
            return deciding.approve(session, self.elena, rights_id, seen)

    def seen(self, rights_id: UUID) -> str:
        """Return the hash of the copy as it is shown now."""
        with self.world.begin() as session:
            gathered = deciding.preview(session, self.marta, rights_id)
            return deciding.holding_hash(gathered.holding)

    def row(self, rights_id: UUID) -> RightsRequest:
        """Return the row of a request."""
        with self.world.begin() as session:
            return session.get_one(RightsRequest, rights_id)


def desk_of(world: World, society: str = "GM") -> Desk:
    """Return the desk of a society."""
    return Desk(
        world,
        world.colleague(Role.DPO, society=society, name="Marta Ribas"),
        world.colleague(Role.SUPERVISOR, society=society, name="Elena Ruiz"),
    )
