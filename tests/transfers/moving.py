"""Who plays when a case changes hands: Dakar offers, Banjul takes it on; and short words for it."""

from dataclasses import dataclass, replace
from uuid import UUID

from rfl.access.rules import Actor, Role
from rfl.persons.registering import NewConsent
from rfl.persons.rules import ConsentDecision, Purpose
from rfl.tracing import service as tracing
from rfl.tracing.rules import CaseAct, CaseState
from rfl.transfers import answering, handing_over, offering
from rfl.transfers.models import CaseOffer
from rfl.transfers.offering import NewOffer
from rfl.transfers.records import view_of
from rfl.transfers.rules import OfferState
from tests.tracing.world import COMPLETE, World, son

TOLD = "By telephone, in Pulaar, by the officer who opened the case"
NEW = NewOffer("GM", "The mother moved to Banjul, and can be reached there.")
SEARCH = NewConsent(Purpose.TRACING)
YES = NewConsent(Purpose.SHARE_SOCIETY, recipient="GM")
NO = NewConsent(Purpose.SHARE_SOCIETY, ConsentDecision.REFUSED, recipient="GM")


@dataclass
class Move:
    """Who plays: officer, head of tracing and focal point here; officer and head there."""

    world: World
    awa: Actor
    ousmane: Actor
    mariama: Actor
    lamin: Actor
    haddy: Actor

    def case(self, *consents: NewConsent, age: int = 24) -> UUID:
        """Open, accept and start a search in Dakar; return the case's id."""
        found = self.world.case(
            self.awa,
            COMPLETE,
            sought=(son(age=age),),
            consents=consents or (SEARCH, YES),
            state=CaseState.SUBMITTED,
        )
        with self.world.begin() as session:
            tracing.act(session, self.ousmane, found, CaseAct.ACCEPT)
            tracing.act(session, self.awa, found, CaseAct.START)
        return found

    def offered(self, request_id: UUID | None = None, new: NewOffer = NEW, **more: object) -> UUID:
        """Offer a case; return the offer's id."""
        case_id, whole = request_id or self.case(), replace(new, **more)  # type: ignore[arg-type]
        with self.world.begin() as session:
            return offering.offer(session, self.awa, case_id, whole).id

    def accepted(self, offer_id: UUID | None = None) -> UUID:
        """Take it on in Banjul."""
        offer_id = offer_id or self.offered()
        with self.world.begin() as session:
            answering.accept(session, self.lamin, offer_id)
        return offer_id

    def handed(self, offer_id: UUID | None = None) -> UUID:
        """Hand it over; return the id of the case in Banjul."""
        accepted = offer_id or self.accepted()
        with self.world.begin() as session:
            return handing_over.hand_over(session, self.ousmane, accepted, TOLD).id

    def view(self, offer_id: UUID) -> OfferState:
        """Return the offer's state as both sides see it."""
        with self.world.begin() as session:
            return view_of(session, session.get_one(CaseOffer, offer_id))


def move_of(world: World) -> Move:
    """Return the people of the story in `world`."""
    return Move(
        world,
        world.colleague(Role.OFFICER, society="SN", name="Awa Sarr"),
        world.colleague(Role.SUPERVISOR, society="SN", name="Ousmane Faye"),
        world.colleague(Role.SAFEGUARDING, society="SN", name="Mariama Sow"),
        world.colleague(Role.OFFICER, society="GM", name="Lamin Touray"),
        world.colleague(Role.SUPERVISOR, society="GM", name="Haddy Njie"),
    )
