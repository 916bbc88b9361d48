"""One lost boat of the demonstration: requests, two who arrived, two accounts that differ."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor
from rfl.demo.cast import Seat
from rfl.demo.stories import Players
from rfl.incidents import hanging, service, testimonies
from rfl.incidents.account import Seen
from rfl.incidents.document import IncidentDocument, TestimonyDocument
from rfl.incidents.rules import CountKind, CountSource, Exactness, IncidentKind
from rfl.incidents.service import Event, Figure
from rfl.incidents.testimonies import NewSeen, NewTestimony
from rfl.installation import Installation
from rfl.matching.types import NameRole
from rfl.persons import registering
from rfl.persons.document import NamePart, PersonDocument, PersonName, RegistrationDocument, Said
from rfl.persons.models import Registration
from rfl.persons.registering import NewConsent, NewRegistration
from rfl.persons.rules import Purpose, RegistrationKind, RelationKind, SourceKind
from rfl.societies.rules import Route
from rfl.tracing import opening, queries
from rfl.tracing.document import LastNews, RequestDocument, SafeContact, SoughtDocument
from rfl.tracing.opening import NewRequest, NewSought
from rfl.tracing.rules import CaseState, Cause, LegalBasis

FAMILIES = (
    ("Yacine Sène", "Pape Sène", RelationKind.SON),
    ("Astou Diouf", "Modou Diouf", RelationKind.HUSBAND),
    ("Ngoné Faye", "Cheikh Faye", RelationKind.BROTHER),
)
ARRIVED = ("Babacar Ndour", "Saliou Thiaw")

FIGURES = (
    (CountKind.LEFT, 64, CountSource.FAMILIES, "three families in Mbour", 60),
    (CountKind.LEFT, 58, CountSource.SURVIVORS, "", 51),
    (CountKind.ARRIVED, 38, CountSource.AUTHORITY, "port of Dakhla", 52),
    (CountKind.BODIES, 7, CountSource.AUTHORITY, "port of Dakhla", 52),
)  # what, how many, who, in whose words, how many days ago


def lose_boat(installation: Installation, seats: Sequence[Seat]) -> None:
    """Write down a boat that left Mbour for the Canary Islands, and what is told of it."""
    players = Players(seats)
    awa, today = players.officer("SN"), clock.today()
    with installation.begin() as session:
        people = [_case(session, awa, *one) for one in FAMILIES]
        known = [_registered(session, awa, name) for name in ARRIVED]
    day = today - timedelta(days=66)
    document = IncidentDocument(
        name="Blue pirogue from Mbour",
        day=day,
        exactness=Exactness.ABOUT,
        left_from="Mbour, beach below the fish market",
        heading_to="El Hierro",
        where="off Dakhla, after nine days",
        vessel="blue pirogue, some 18 metres, two motors",
        words="The motors failed on the fifth day. A fishing vessel met them on the ninth.",
    )
    with installation.begin() as session:
        event = Event(IncidentKind.SHIPWRECK, Route.ATLANTIC, document)
        incident_id = service.open_incident(session, awa, event).id
        for request_id, _sought in people:
            hanging.hang_case(session, awa, incident_id, request_id)
        for row in known:
            hanging.hang(session, awa, incident_id, row.number)
        for kind, number, source, who, ago in FIGURES:
            said = today - timedelta(days=ago)
            service.add_figure(session, awa, incident_id, Figure(kind, number, source, said, who))
        for new in _testimonies([sought for _case_id, sought in people], known):
            testimonies.take_down(session, awa, incident_id, new)


def _testimonies(
    sought: Sequence[UUID], known: Sequence[Registration]
) -> tuple[NewTestimony, NewTestimony]:
    """Return what two survivors tell: of one man one saw the end, the other saw him on land."""
    pape, modou, cheikh = sought
    first, second = (
        TestimonyDocument(
            source=SourceKind.SURVIVOR,
            day=clock.today() - timedelta(days=ago),
            words=words,
            how="alone, in Wolof, at the branch",
        )
        for ago, words in (
            (45, "We were sixty, perhaps less. After the water was gone some went into the sea."),
            (31, "At Dakhla they took the weak ones to another place. I saw Modou among them."),
        )
    )
    return (
        NewTestimony(
            first,
            (
                NewSeen(Seen.ALIVE, person_id=pape, when="the sixth night", where="by the motor"),
                NewSeen(Seen.SEEN_DEAD, person_id=modou, when="the eighth day"),
                NewSeen(Seen.IN_DANGER, "Ibou, a mason from Joal", tie=(RelationKind.COUSIN, 0)),
            ),
            known[0].person_id,
        ),
        NewTestimony(
            second,
            (
                NewSeen(Seen.ARRIVED, person_id=modou, where="Dakhla", when="the tenth day"),
                NewSeen(Seen.ABOARD, person_id=cheikh, words="They had the same school."),
                NewSeen(Seen.IN_DANGER, person_id=pape, is_hearsay=True),
            ),
            known[1].person_id,
        ),
    )


def _case(
    session: Session, awa: Actor, who: str, sought: str, relation: RelationKind
) -> tuple[UUID, UUID]:
    """Open a request; return it, and the record of who is sought."""
    news = LastNews(clock.today() - timedelta(days=68), "SN", "Mbour", "telephone", "We leave.")
    new = NewRequest(
        enquirer=_somebody(who),
        sought=(NewSought(_somebody(sought), SoughtDocument(relation, (news,), "El Hierro")),),
        document=RequestDocument(
            contact=SafeContact("her own telephone", "evenings", "Wolof"),
            cause=Cause.SHIPWRECK,
            legal_basis=LegalBasis.CONSENT,
        ),
        consents=(NewConsent(Purpose.TRACING),),
        state=CaseState.SUBMITTED,
    )
    case = opening.open_request(session, awa, new)
    (row,) = queries.sought(session, [case.id])
    return case.id, row.person_id


def _registered(session: Session, awa: Actor, name: str) -> Registration:
    new = NewRegistration(
        kind=RegistrationKind.SURVIVOR,
        met_on=clock.today() - timedelta(days=48),
        person=_somebody(name),
        document=RegistrationDocument(words="I am alive.", reach="through the branch in Mbour"),
        consents=(NewConsent(Purpose.TRACING),),
    )
    return registering.register(session, awa, new)


def _somebody(name: str) -> PersonDocument:
    given, family = name.split(" ", 1)
    parts = (NamePart(given, NameRole.GIVEN), NamePart(family, NameRole.FAMILY))
    return PersonDocument(names=(PersonName(parts, Said()),))
