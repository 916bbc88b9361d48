"""A child met by a mobile team, and everybody who looks after their file."""

from dataclasses import dataclass
from uuid import UUID

from rfl import clock
from rfl.access.rules import Actor, Permission, Role
from rfl.children import deciding, opening, service, verifying
from rfl.children import queries as child_queries
from rfl.children.document import (
    Afterwards,
    Assessed,
    Care,
    CareKind,
    Compared,
    Determination,
    EntryDocument,
    Guardian,
    GuardianGround,
    Handover,
    RiskKind,
    Risks,
    Talk,
    Wellbeing,
)
from rfl.children.models import ChildFile
from rfl.children.rules import ChildAct, ChildState, EntryKind, Factor, Verdict
from rfl.persons import queries, registering
from rfl.persons.document import PersonDocument
from rfl.persons.registering import NewConsent, NewRegistration
from rfl.persons.rules import Purpose, RegistrationKind
from tests.tracing.world import World, person

WISH = EntryDocument(words="I want to be with my mother.", talk=Talk(language="Pulaar", alone=True))
RISK = EntryDocument(words="Asked, and looked.", risks=Risks((RiskKind.NONE_SEEN,)))
CARE = EntryDocument(care=Care(CareKind.FOSTER, "Family Njie", clock.today(), "House seen."))
GUARDIAN = EntryDocument(guardian=Guardian(GuardianGround.AUTHORITY, "Mrs Sanneh"))
QUESTIONS = EntryDocument(questions=("What is the child called at home?", "Who slept beside?"))
HANDOVER = EntryDocument(handover=Handover("Aïssatou Baldé", "identity card", "the imam", "Kolda"))
ASSESSED = EntryDocument(factor=Assessed("It was looked at.", "It speaks for it."))


def side(*answers: str, who: str = "") -> EntryDocument:
    """Return what one side answers, asked alone."""
    return EntryDocument(answers=answers, talk=Talk(who=who, language="Pulaar", alone=True))


def determined(verdict: Verdict = Verdict.REUNIFY) -> EntryDocument:
    """Return a determination."""
    return EntryDocument(determination=Determination(verdict, "Both want it, and it is safe."))


@dataclass
class Team:
    """Who plays, and short words for what they do."""

    world: World
    lamin: Actor
    awa: Actor
    haddy: Actor
    binta: Actor
    marta: Actor

    def register(
        self,
        name: str = "Kadija Sowe",
        *,
        age: int | None = 9,
        kind: RegistrationKind = RegistrationKind.FOUND_CHILD,
        document: PersonDocument | None = None,
    ) -> tuple[UUID, UUID]:
        """Register a child; return the registration's and the person's id."""
        new = NewRegistration(
            kind,
            clock.today(),
            document or person(name, age=age),
            consents=(NewConsent(Purpose.TRACING), NewConsent(Purpose.SHARE_SOCIETY)),
        )
        with self.world.begin() as session:
            row = registering.register(session, self.lamin, new)
            return row.id, row.person_id

    def opened(self, name: str = "Kadija Sowe") -> UUID:
        """Register a child and open their file; return its id."""
        _registration, person_id = self.register(name)
        with self.world.begin() as session:
            row = opening.open_file(session, self.lamin, person_id, "Alone at the river.")
            opening.bring_in(session, self.lamin, row.id, self.awa.user_id)
            return row.id

    def row(self, child_id: UUID) -> ChildFile:
        """Return the file's row."""
        with self.world.begin() as session:
            return session.get_one(ChildFile, child_id)

    def records(self, child_id: UUID) -> list[UUID]:
        """Return the ids of the child's registrations."""
        with self.world.begin() as session:
            person_id = session.get_one(ChildFile, child_id).person_id
            return [one.id for one in queries.registrations_of(session, [person_id])]

    def set(self, child_id: UUID, **columns: object) -> None:
        """Put a file where a test needs it."""
        with self.world.begin() as session:
            row = session.get_one(ChildFile, child_id)
            for name, value in columns.items():
                setattr(row, name, value)

    def write(self, child_id: UUID, kind: EntryKind, document: EntryDocument, actor=None) -> None:
        """Write something into the file."""
        with self.world.begin() as session:
            service.write(session, actor or self.lamin, child_id, kind, document)

    def act(self, child_id: UUID, act: ChildAct, words: str = "", actor=None) -> None:
        """Carry the file on."""
        with self.world.begin() as session:
            service.act(session, actor or self.lamin, child_id, act, words=words)

    def traced(self, child_id: UUID) -> None:
        """Go from the first meeting to the search."""
        self.write(child_id, EntryKind.WISH, WISH)
        self.write(child_id, EntryKind.RISK, RISK)
        self.act(child_id, ChildAct.DOCUMENT)
        self.write(child_id, EntryKind.CARE, CARE)
        self.act(child_id, ChildAct.ARRANGE_CARE)
        self.act(child_id, ChildAct.TRACE)

    def ask(self, child_id: UUID, kind: EntryKind, actor: Actor, *answers: str) -> None:
        """Write down one side of a verification."""
        with self.world.begin() as session:
            verifying.write_side(session, actor, child_id, kind, side(*answers))

    def compare(self, child_id: UUID, *, fits: bool = True) -> None:
        """Compare both sides."""
        document = EntryDocument(words="They agree.", compared=Compared(("fits", "fits"), fits))
        with self.world.begin() as session:
            verifying.compare(session, self.lamin, child_id, document)

    def verified(self, child_id: UUID) -> None:
        """Find the family, and verify it from both sides."""
        self.traced(child_id)
        self.act(child_id, ChildAct.LOCATE, "An aunt in Kolda.")
        self.write(child_id, EntryKind.QUESTIONS, QUESTIONS)
        self.ask(child_id, EntryKind.CHILD_SIDE, self.lamin, "Dija", "my sister")
        self.ask(child_id, EntryKind.FAMILY_SIDE, self.awa, "Dija", "her sister")
        self.compare(child_id)
        self.act(child_id, ChildAct.VERIFY)

    def assessed(self, child_id: UUID) -> None:
        """Write down the guardian and every factor."""
        self.write(child_id, EntryKind.GUARDIAN, GUARDIAN)
        with self.world.begin() as session:
            for factor in Factor:
                service.assess(session, self.lamin, child_id, factor, ASSESSED)

    def put_up(self, child_id: UUID, verdict: Verdict = Verdict.REUNIFY) -> None:
        """Assess, determine and put up what two people sign."""
        self.assessed(child_id)
        with self.world.begin() as session:
            deciding.determine(session, self.lamin, child_id, determined(verdict))

    def sign(self, child_id: UUID, actor: Actor, seen: str = "") -> None:
        """Read what is signed, and sign it."""
        is_head = Role.SUPERVISOR in actor.roles
        permission = Permission.CHILD_READ if is_head else Permission.CHILD_SIGN
        act = ChildAct.SIGN_HEAD if is_head else ChildAct.SIGN_FOCAL
        with self.world.begin() as session:
            seen = seen or deciding.read(session, actor, permission, child_id).seen
            deciding.sign(session, actor, child_id, act, seen)

    def decided(self, child_id: UUID, verdict: Verdict = Verdict.REUNIFY) -> None:
        """Go on to what two people signed."""
        self.verified(child_id)
        self.put_up(child_id, verdict)
        self.sign(child_id, self.haddy)
        self.sign(child_id, self.binta)

    def placed(self, child_id: UUID) -> None:
        """Bring the child to the family."""
        with self.world.begin() as session:
            service.place(session, self.lamin, child_id, HANDOVER, clock.today())

    def visited(self, child_id: UUID, wellbeing: Wellbeing = Wellbeing.WELL) -> None:
        """Make the visit afterwards that is due next, on its day."""
        document = EntryDocument(words="She goes to school.", afterwards=Afterwards(wellbeing))
        with self.world.begin() as session:
            child_queries.open_follow_ups(session, [child_id])[0].due_on = clock.now()
            service.visit_afterwards(session, self.lamin, child_id, document, clock.today())

    def brought_to(self, state: ChildState, name: str = "Kadija Sowe") -> UUID:
        """Open a file and bring it to `state`; return its id."""
        child_id = self.opened(name)
        for reached, go in (
            (ChildState.TRACING, self.traced),
            (ChildState.RELATIONSHIP_VERIFIED, self.verified),
            (ChildState.BEST_INTEREST_DECIDED, self.decided),
        ):
            if state is reached:
                go(child_id)
        if state in (ChildState.REUNIFIED, ChildState.FOLLOW_UP, ChildState.CLOSED):
            self.decided(child_id)
            self.placed(child_id)
        if state in (ChildState.FOLLOW_UP, ChildState.CLOSED):
            for _month in (1, 3, 6):
                self.visited(child_id)
        if state is ChildState.CLOSED:
            self.act(child_id, ChildAct.CLOSE, actor=self.haddy)
        return child_id


def team_of(world: World) -> Team:
    """Return the people of the story in `world`."""
    return Team(
        world,
        world.colleague(Role.OFFICER, society="GM", name="Lamin Touray"),
        world.colleague(Role.OFFICER, society="GM", name="Fatou Jobe"),
        world.colleague(Role.SUPERVISOR, society="GM", name="Haddy Njie"),
        world.colleague(Role.SAFEGUARDING, society="GM", name="Binta Saho"),
        world.colleague(Role.DPO, society="GM", name="Marta Ribas"),
    )
