"""Child files in several states: two societies, each act somebody's, through the same services.

Days are set back afterwards, evenly over the time that a file has been open.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Role
from rfl.children import deciding, opening, service, verifying
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
from rfl.children.models import ChildEntry, ChildFile
from rfl.children.rules import ChildAct, EntryKind, Factor, Verdict
from rfl.demo.cast import Seat
from rfl.demo.world import Stage
from rfl.matching.types import NameRole
from rfl.persons import registering
from rfl.persons.document import (
    BirthStatement,
    NamePart,
    PersonDocument,
    PersonName,
    PlaceStatement,
    RegistrationDocument,
    Said,
)
from rfl.persons.registering import NewConsent, NewRegistration
from rfl.persons.rules import Precision, Purpose, RegistrationKind, Sex
from rfl.persons.rules import SourceKind as Source

_K, _A = EntryKind, ChildAct


@dataclass(frozen=True, slots=True)
class Child:
    """One child of the demonstration, and how long their file has been open."""

    name: str
    age: int
    sex: Sex
    place: str
    met: str
    wish: str
    days: int
    seen: int = 6
    """Before how many days somebody last saw them."""
    written: int = 0
    """Before how many days the last step was written down; when they were seen, unless given."""


@dataclass(frozen=True, slots=True)
class Team:
    """Who looks after the children of one society."""

    officer: Actor
    second: Actor
    head: Actor
    focal: Actor


_F, _M = Sex.FEMALE, Sex.MALE
PLACED, VISITED = 80, 48
"""Before how many days the one child came to the family, and was visited there."""

DEMO_CHILDREN: Mapping[str, tuple[Child, ...]] = {
    "GM": (
        Child("Binta Ceesay", 9, _F, "Basse", "Alone at the ferry.", "To my grandmother.", 6, 5),
        Child("Lamin Drammeh", 13, _M, "Brikama", "On a truck.", "To find my brother.", 70, 24),
        Child("Isatou Bah", 11, _F, "Farafenni", "At the market.", "To my mother.", 95),
    ),
    "SN": (
        Child("Khady Ndiaye", 8, _F, "Kolda", "Left with strangers.", "To my mother.", 18),
        Child("Ibrahima Sow", 14, _M, "Vélingara", "Off a boat.", "To my uncle, and school.", 60),
        Child("Aminata Sané", 10, _F, "Ziguinchor", "At a station.", "Home.", 170, 48, 82),
        Child("Modou Fall", 15, _M, "Mbour", "Fled a workshop.", "Not to go back there.", 30),
    ),
}

NOTHING_SEEN = Risks((RiskKind.NONE_SEEN,))
CARE = Care(
    CareKind.FOSTER,
    "a family of the neighbourhood association",
    None,
    "Two colleagues saw the house and spoke with everybody in it.",
)
GUARDIAN = Guardian(GuardianGround.AUTHORITY, "the social worker of the district", "letter no. 14")
QUESTIONS = ("What is the child called at home?", "Who slept in the same room?")
FACTS: Mapping[Factor, tuple[str, str]] = {
    Factor.SAFETY: ("The quarter is calm; no debts.", "Nothing speaks against it."),
    Factor.FAMILY: ("The mother cared for the child until the crossing.", "Close, on both sides."),
    Factor.CARE: ("Mother and aunt share a house; a bed is ready.", "They can and will."),
    Factor.HEALTH: ("Asthma, treated here.", "The health post has the medicine."),
    Factor.EDUCATION: ("Goes to class here; a school is 300 m away.", "No year is lost."),
    Factor.IDENTITY: ("Same language, same faith.", "Nothing is lost."),
    Factor.VIEWS: ("Asks every day when it will be.", "Old enough to be followed."),
}


def tell_children(stage: Stage) -> None:
    """Open the files and bring each of them somewhere else on its way."""
    stories: Mapping[str, tuple[Story, ...]] = {
        "GM": (_just_met, _searched, _to_sign),
        "SN": (_one_side, _in_care, _followed, _sealed),
    }
    for society, children in DEMO_CHILDREN.items():
        team = _team(stage, society)
        for child, story in zip(children, stories[society], strict=True):
            with stage.installation.begin() as session:
                row = _open(session, team, child)
                story(session, team, child, row.id)
                session.flush()
                _set_back(session, row, child)


Story = Callable[[Session, Team, Child, UUID], None]


def _just_met(session: Session, team: Team, child: Child, child_id: UUID) -> None:
    """Nothing but the first day: the next step is late."""
    del session, team, child, child_id


def _in_care(session: Session, team: Team, child: Child, child_id: UUID) -> None:
    day = clock.today() - timedelta(days=child.days)
    talk = Talk(language="Pulaar", interpreter="Kadia Bâ", alone=True)
    _write(session, team, child_id, _K.WISH, EntryDocument(words=child.wish, talk=talk))
    risk = EntryDocument(
        words="Asked, looked, and spoke with who brought them.", risks=NOTHING_SEEN
    )
    _write(session, team, child_id, _K.RISK, risk)
    service.act(session, team.officer, child_id, _A.DOCUMENT)
    care = Care(CARE.kind, CARE.with_whom, day + timedelta(days=1), CARE.checks)
    _write(session, team, child_id, _K.CARE, EntryDocument(care=care))
    service.act(session, team.officer, child_id, _A.ARRANGE_CARE)


def _searched(session: Session, team: Team, child: Child, child_id: UUID) -> None:
    _in_care(session, team, child, child_id)
    service.act(session, team.officer, child_id, _A.TRACE)
    visit = EntryDocument(words="Sleeps well, plays football, asks after the brother.")
    _write(session, team, child_id, _K.VISIT, visit)


def _one_side(session: Session, team: Team, child: Child, child_id: UUID) -> None:
    """The child was asked; a colleague is to ask the aunt."""
    _searched(session, team, child, child_id)
    words = "An aunt called our office; she knows the mark on the child’s arm."
    service.act(session, team.officer, child_id, _A.LOCATE, words=words)
    _write(session, team, child_id, _K.QUESTIONS, EntryDocument(questions=QUESTIONS))
    opening.bring_in(session, team.officer, child_id, team.second.user_id)
    _ask(session, team.officer, child_id, _K.CHILD_SIDE, ("Dija", "my sister and grandmother"))


def _to_sign(session: Session, team: Team, child: Child, child_id: UUID) -> None:
    """The head of tracing has signed; the focal point is asked."""
    _one_side(session, team, child, child_id)
    answers = ("We call her Dija", "her sister and my mother")
    _ask(session, team.second, child_id, _K.FAMILY_SIDE, answers, "the child’s aunt")
    compared = EntryDocument(
        words="Both name the same pet name and the same room.",
        compared=Compared(("fits", "fits"), fits=True),
    )
    verifying.compare(session, team.officer, child_id, compared)
    service.act(session, team.officer, child_id, _A.VERIFY)
    guardian = EntryDocument(words="I agree, if the child wants it.", guardian=GUARDIAN)
    _write(session, team, child_id, _K.GUARDIAN, guardian)
    for factor, (facts, view) in FACTS.items():
        document = EntryDocument(factor=Assessed(facts, view))
        service.assess(session, team.officer, child_id, factor, document)
    determination = Determination(
        Verdict.REUNIFY,
        "Child and family want it, the house was seen, and the school is near.",
        "The carers would wait until the end of the school year.",
    )
    document = EntryDocument(determination=determination)
    deciding.determine(session, team.officer, child_id, document)
    _sign(session, team.head, child_id, Permission.CHILD_READ, _A.SIGN_HEAD)


def _followed(session: Session, team: Team, child: Child, child_id: UUID) -> None:
    """With the family; the first visit afterwards was made, the second is near."""
    _to_sign(session, team, child, child_id)
    _sign(session, team.focal, child_id, Permission.CHILD_SIGN, _A.SIGN_FOCAL)
    handover = Handover(
        "the child’s mother", "identity card, seen by two", "the imam of the quarter", child.place
    )
    document = EntryDocument(words="She laughed, and would not let go.", handover=handover)
    day = clock.today() - timedelta(days=PLACED)
    service.place(session, team.officer, child_id, document, day)
    visit = EntryDocument(
        words="Goes to school, sleeps beside her sister. The mother has work.",
        afterwards=Afterwards(Wellbeing.WELL, "The child alone, then the mother."),
    )
    visited = clock.today() - timedelta(days=VISITED)
    service.visit_afterwards(session, team.officer, child_id, visit, visited)


def _sealed(session: Session, team: Team, child: Child, child_id: UUID) -> None:
    """Somebody looks for this child who must not find them."""
    _in_care(session, team, child, child_id)
    risks = Risks((RiskKind.TRAFFICKING, RiskKind.EXPLOITATION), "Moved to another town.")
    words = "Says a man sold him to the workshop and asks for him at the shelter."
    _write(session, team, child_id, _K.RISK, EntryDocument(words=words, risks=risks))
    readers = [one.user_id for one in (team.officer, team.head, team.focal)]
    opening.seal(session, team.head, child_id, readers)


def _open(session: Session, team: Team, child: Child) -> ChildFile:
    day = clock.today() - timedelta(days=child.days)
    said = Said(Source.PERSON, day)
    person = PersonDocument(
        names=(PersonName((NamePart(child.name, NameRole.FULL),), said),),
        sex=child.sex,
        births=(BirthStatement(Precision.AGE, age=child.age, stated_on=day, said=said),),
        places=(PlaceStatement("origin", team.officer.society, child.place, said),),
    )
    new = NewRegistration(
        RegistrationKind.FOUND_CHILD,
        day,
        person,
        RegistrationDocument(words=child.met, reach="through our team"),
        consents=(NewConsent(Purpose.TRACING), NewConsent(Purpose.SHARE_SOCIETY)),
    )
    registration = registering.register(session, team.officer, new)
    return opening.open_file(session, team.officer, registration.person_id, child.met)


def _write(
    session: Session, team: Team, child_id: UUID, kind: EntryKind, document: EntryDocument
) -> None:
    service.write(session, team.officer, child_id, kind, document)


def _ask(
    session: Session,
    actor: Actor,
    child_id: UUID,
    side: EntryKind,
    answers: tuple[str, ...],
    who: str = "",
) -> None:
    talk = Talk(who=who, language="Pulaar", alone=True)
    document = EntryDocument(answers=answers, talk=talk)
    verifying.write_side(session, actor, child_id, side, document)


def _sign(
    session: Session, actor: Actor, child_id: UUID, permission: Permission, act: ChildAct
) -> None:
    seen = deciding.read(session, actor, permission, child_id).seen
    deciding.sign(session, actor, child_id, act, seen)


def _set_back(session: Session, row: ChildFile, child: Child) -> None:
    """Spread what was just written evenly over the days that the file has been open."""
    query = select(ChildEntry).where(ChildEntry.child_id == row.id)
    entries = session.scalars(query.order_by(ChildEntry.created_at, ChildEntry.id)).all()
    span = timedelta(days=child.days - (child.written or child.seen) + 1)
    begun = clock.now() - timedelta(days=child.days)
    row.created_at = row.state_since = row.changed_at = begun
    for place, entry in enumerate(entries):
        at = _days_of(entry) or begun + span * place / len(entries)
        if entry.happened_at == entry.created_at:
            entry.happened_at = at
        entry.created_at = at
        if entry.act is not None and entry.kind is EntryKind.STATE:
            row.state_since = at
        if entry.act is _A.LOCATE:
            row.located_at = at
        elif entry.act is _A.SIGN_HEAD:
            row.head_signed_at = at
        elif entry.act is _A.SIGN_FOCAL:
            row.focal_signed_at = at
    row.visited_at = _noon(clock.today() - timedelta(days=child.seen))


def _days_of(entry: ChildEntry) -> datetime | None:
    """Return when the last two steps of the one child were; they have days of their own."""
    days = {_A.REUNIFY: PLACED, _A.FOLLOW_UP: VISITED}.get(entry.act) if entry.act else None
    return None if days is None else _noon(clock.today() - timedelta(days=days))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _team(stage: Stage, society: str) -> Team:
    officers = _seats(stage.seats, society, Role.OFFICER)
    head = _seats(stage.seats, society, Role.SUPERVISOR)[0]
    focal = _seats(stage.seats, society, Role.SAFEGUARDING)[0]
    second = officers[1] if len(officers) > 1 else head
    return Team(officers[0], second, head, focal)


def _seats(seats: Sequence[Seat], society: str, role: Role) -> list[Actor]:
    return [one.actor for one in seats if one.member.society == society and one.member.role is role]
