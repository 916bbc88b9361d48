"""A case brought to the consent gate: a sought person in Dakar, a registered one in Banjul."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from rfl import clock
from rfl.access.rules import Actor, Role
from rfl.exchange import answering, asking, releasing
from rfl.exchange.crossing import release_hash
from rfl.exchange.document import AskDocument, Decision, Question
from rfl.exchange.rules import Allowed
from rfl.linking import service as linking
from rfl.linking.models import Link
from rfl.linking.rules import LinkAct
from rfl.persons import registering
from rfl.persons.document import PersonDocument
from rfl.persons.registering import NewConsent, NewRegistration
from rfl.persons.rules import ConsentDecision, Purpose, RegistrationKind
from rfl.tracing import service as tracing
from rfl.tracing.rules import CaseAct, CaseState
from tests.tracing.world import COMPLETE, World, person, son

QUESTION = Question("Who taught him to sew?", "Papa Ndaw")
ALIVE = Decision(
    allowed=(Allowed.ALIVE_ONLY, Allowed.MESSAGE_ONLY),
    message="I am well. Greet mother.",
    message_language="Pulaar",
)
NOTHING = Decision(allowed=(Allowed.TELL_NOTHING,))


@dataclass
class Gate:
    """Who plays, and what they have in hand."""

    world: World
    awa: Actor
    ousmane: Actor
    lamin: Actor
    haddy: Actor

    def register(
        self,
        name: str = "Momodou Jallow",
        *,
        age: int | None = 24,
        share: bool = True,
        document: PersonDocument | None = None,
    ) -> UUID:
        """Register somebody in Banjul; return the registration's id."""
        decision = ConsentDecision.GIVEN if share else ConsentDecision.REFUSED
        new = NewRegistration(
            RegistrationKind.WANTS_FAMILY_TO_KNOW,
            clock.today(),
            document or person(name, age=age),
            consents=(
                NewConsent(Purpose.TRACING),
                NewConsent(Purpose.SHARE_SOCIETY, decision),
            ),
        )
        with self.world.begin() as session:
            return registering.register(session, self.lamin, new).id

    def request(self, name: str = "Mamadou Diallo", *, age: int | None = 24) -> UUID:
        """Open, accept and start a search in Dakar; return the case's id."""
        request_id = self.world.case(
            self.awa, COMPLETE, sought=(son(name, age),), state=CaseState.SUBMITTED
        )
        with self.world.begin() as session:
            tracing.act(session, self.ousmane, request_id, CaseAct.ACCEPT)
            tracing.act(session, self.awa, request_id, CaseAct.START)
        return request_id

    def links(self, request_id: UUID) -> list[Link]:
        """Return the links of a case, likeliest first."""
        with self.world.begin() as session:
            query = select(Link).where(Link.request_id == request_id)
            return list(session.scalars(query.order_by(Link.probability.desc())))

    def link(self) -> Link:
        """Register, search, and judge the pair probable; return the link."""
        self.register()
        link = self.links(self.request())[0]
        return self.judged(link.id)

    def judged(self, link_id: UUID) -> Link:
        """Judge a pair probable."""
        with self.world.begin() as session:
            return linking.judge(session, self.awa, link_id, LinkAct.JUDGE_PROBABLE)

    def sent(self, link: Link | None = None) -> UUID:
        """Draft, approve and send a confirmation request; return its id."""
        link = link or self.link()
        with self.world.begin() as session:
            found = asking.askable_of(session, self.awa, link.id)
            document = AskDocument(
                purpose="alive",
                relation=found.relation.value,
                fields=tuple(pair for pair in found.fields if pair[0] in ("names", "birth")),
                questions=(QUESTION,),
            )
            ask = asking.draft(session, self.awa, link.id, document)
            asking.submit(session, self.awa, ask.id)
            ask_id = ask.id
        with self.world.begin() as session:
            page = asking.read(session, self.ousmane, ask_id)
            asking.approve(session, self.ousmane, ask_id, page.seen)
        return ask_id

    def identified(self, ask_id: UUID) -> None:
        """Accept, find and identify."""
        with self.world.begin() as session:
            answering.accept(session, self.lamin, ask_id)
            answering.found(session, self.lamin, ask_id, clock.today(), "at the service point")
            answering.hear(session, self.lamin, ask_id, ["A man called Papa Ndaw"])
            answering.identify(session, self.lamin, ask_id, [True], is_them=True)

    def decided(self, ask_id: UUID, decision: Decision = ALIVE, **more: str) -> None:
        """Write down what the person decided."""
        interview = answering.Interview(
            alone=True, interpreter="", language="Pulaar", decision=decision, **more
        )
        with self.world.begin() as session:
            answering.decide(session, self.lamin, ask_id, interview)

    def released(self, ask_id: UUID, decision: Decision = ALIVE) -> UUID:
        """Go all the way; return the release's id."""
        self.identified(ask_id)
        self.decided(ask_id, decision)
        with self.world.begin() as session:
            releasing.ask_release(session, self.lamin, ask_id, read_back=True)
        with self.world.begin() as session:
            seen = release_hash(ask_id, "SN", decision).hex()
            return releasing.release(session, self.haddy, ask_id, seen).id


def gate_of(world: World) -> Gate:
    """Return the people of the story in `world`."""
    return Gate(
        world,
        world.colleague(Role.OFFICER, society="SN", name="Awa Sarr"),
        world.colleague(Role.SUPERVISOR, society="SN", name="Ousmane Faye"),
        world.colleague(Role.OFFICER, society="GM", name="Lamin Touray"),
        world.colleague(Role.SUPERVISOR, society="GM", name="Haddy Njie"),
    )
