"""Cases of the demonstration that change hands, and the directory of services beside them.

One waits for an answer, one was taken on and waits for the hand-over, one went to France for good.
And one seeks two brothers, who end differently.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor
from rfl.demo.cast import Seat
from rfl.demo.stories import Players
from rfl.directory import service as directory
from rfl.directory.rules import STALE, HelpKind
from rfl.directory.service import NewEntry
from rfl.installation import Installation
from rfl.matching.types import NameRole
from rfl.persons.document import BirthStatement, NamePart, PersonDocument, PersonName, Said
from rfl.persons.registering import NewConsent
from rfl.persons.rules import Precision, Purpose, RelationKind
from rfl.referrals import service as referrals
from rfl.referrals.service import NewReferral
from rfl.tracing import changing, opening, queries
from rfl.tracing import service as tracing
from rfl.tracing.delivery_rules import News, Satisfaction
from rfl.tracing.document import (
    ActionDocument,
    Ending,
    LastNews,
    Outcome,
    RequestDocument,
    SafeContact,
    SoughtDocument,
)
from rfl.tracing.models import TracingRequest
from rfl.tracing.opening import NewRequest, NewSought
from rfl.tracing.rules import (
    CaseAct,
    CaseState,
    Cause,
    Fate,
    LegalBasis,
    OutcomeReason,
    Whereabouts,
)
from rfl.transfers import answering, handing_over, offering
from rfl.transfers.offering import NewOffer
from rfl.transfers.rules import Urgency

KEPT: tuple[tuple[str, NewEntry], ...] = (
    ("SN", NewEntry(HelpKind.TRACING, "Tracing desk, Dakar", "Boulevard du Centenaire",
                    "Wolof, Pulaar, French", "every family", "Monday to Friday, 8 to 16")),
    ("SN", NewEntry(HelpKind.PSYCHOSOCIAL, "Listening room, Kolda", "beside the branch",
                    "Pulaar, Mandinka", "families of the missing", "mornings")),
    ("GM", NewEntry(HelpKind.TRACING, "Tracing desk, Banjul", "Kanifing, headquarters",
                    "Mandinka, Wolof, English", "every family", "Monday to Thursday")),
    ("GM", NewEntry(HelpKind.SHELTER, "House for returnees", "Serrekunda, near the market",
                    "Mandinka, English", "people who came back, for ten nights")),
    ("FR", NewEntry(HelpKind.TRACING, "Liens familiaux", "Paris, on the first floor",
                    "French, English, Arabic", "every family", "Monday to Friday, 9 to 17")),
    ("FR", NewEntry(HelpKind.LEGAL, "Legal advice on family reunion", "Paris, by appointment",
                    "French, Arabic, Dari", "recognised refugees")),
    ("ES", NewEntry(HelpKind.MEDICAL, "Health post at the quay", "Arguineguín, at the quay",
                    "Spanish, French, Wolof", "people who arrived by boat", "when boats arrive")),
    ("IT", NewEntry(HelpKind.CHILD_PROTECTION, "House for children alone", "Rome, by the tutor",
                    "Italian, French, English", "children without parents")),
)  # fmt: skip
"""Services of the demonstration, by the society that keeps them."""

CALLS_FROM = "+221 77 511 20 41"
"""Whoever calls from this number is found by it in the search box."""

TOLD = "In person at the branch, in Pulaar; she asked to keep her old number at hand"


def change_hands(installation: Installation, seats: Sequence[Seat]) -> None:
    """Fill the directory, and let three cases change hands, or try to."""
    players = Players(seats)
    with installation.begin() as session:
        _fill_directory(session, players)
    awa, claire = players.officer("SN"), players.officer("FR")
    head, luc = players.head("SN"), players.head("FR")
    with installation.begin() as session:
        waits = _case(session, claire, luc, "Penda Kane", "Hamidou Kane", agreed=False)
        why = "Her brother, who speaks for the family, lives in Matam and can be visited there."
        offering.offer(session, claire, waits, NewOffer("SN", why, urgency=Urgency.SOON))
        why = "Their aunt in Lyon asks, and can only be reached there. Two visits were made here."
        taken = _offered(session, players, "Coumba Ly", "Ibra Ly", NewOffer("FR", why))
        why = "The mother joined her sister in Marseille last month."
        gone = _offered(session, players, "Astou Gaye", "Malick Gaye", NewOffer("FR", why))
    for offer_id in (taken, gone):
        with installation.begin() as session:
            answering.accept(session, claire, offer_id)
    with installation.begin() as session:
        handing_over.hand_over(session, head, gone, TOLD)
        other = _case(session, awa, head, "Dieynaba Sy", "Samba Sy", agreed=True)
        why = "They moved to the region of Banjul, two hours from any of our branches."
        offering.offer(session, awa, other, NewOffer("GM", why, urgency=Urgency.URGENT))
        _send_on(session, awa, other)
        _end_of_two(session, awa, head)


def _end_of_two(session: Session, awa: Actor, head: Actor) -> None:
    """Of two brothers one is found and one is not: the head of tracing has both ends to decide."""
    case = _case(session, awa, head, "Mariama Barry", "Alpha Barry", agreed=False)
    asks = replace(_somebody("Mariama Barry"), telephones=(CALLS_FROM,))
    changing.change_enquirer(session, awa, case, asks)
    search = SoughtDocument(RelationKind.BROTHER)
    younger = NewSought(_somebody("Saliou Barry", 20), search)
    lost = changing.add_sought(session, awa, case, younger).id
    (found,) = (row.id for row in queries.sought(session, [case]) if row.id != lost)
    words = "He answered from Nouadhibou; she knew his voice."
    tracing.act(session, awa, case, CaseAct.LOCATE, words=words)
    tracing.act(session, head, case, CaseAct.VERIFY, words="The names of both parents agree.")
    told = ActionDocument(
        words="That Alpha is well, and that nobody knows of Saliou.",
        told_how="by telephone",
        news=News.ALIVE,
    )
    tracing.tell(session, awa, case, told, is_result=True)
    alive = Ending(found, Fate.ALIVE, Whereabouts.KNOWN, OutcomeReason.CONTACT_RESTORED)
    unknown = Ending(lost, Fate.UNKNOWN, Whereabouts.UNKNOWN, OutcomeReason.NOT_LOCATED)
    end = Outcome(
        *(alive.fate, alive.whereabouts, alive.reason),
        satisfaction=Satisfaction.CONTENT,
        complaint_told=True,
        each=(alive, unknown),
    )
    tracing.request_closure(session, awa, case, end)


def _send_on(session: Session, awa: Actor, case_id: UUID) -> None:
    """Send the mother to the listening room, and have it time to ask what came of it."""
    told = "That she has slept badly since the boat left, and speaks Pulaar"
    enquirer = session.get_one(TracingRequest, case_id).enquirer_id
    new = NewReferral(
        enquirer, told, is_agreed=True, kind=HelpKind.PSYCHOSOCIAL, service="Listening room, Kolda"
    )
    row = referrals.refer(session, awa, case_id, new)
    row.follow_up_at = clock.now() - timedelta(days=2)


def _offered(session: Session, players: Players, who: str, sought: str, new: NewOffer) -> UUID:
    awa = players.officer("SN")
    case = _case(session, awa, players.head("SN"), who, sought, agreed=True)
    return offering.offer(session, awa, case, new).id


def _fill_directory(session: Session, players: Players) -> None:
    for society, entry in KEPT:
        row = directory.keep(session, players.head(society), entry)
        if entry.kind is HelpKind.MEDICAL:
            row.verified_at = clock.now() - STALE - timedelta(days=40)


def _case(
    session: Session, officer: Actor, head: Actor, who: str, sought: str, *, agreed: bool
) -> UUID:
    """Open a case and start its search; `agreed`: other societies may be told."""
    consents = [NewConsent(Purpose.TRACING)]
    if agreed:
        consents.append(NewConsent(Purpose.SHARE_SOCIETY))
    news = LastNews(clock.today() - timedelta(days=130), "TN", "Sfax", "telephone", "We wait.")
    new = NewRequest(
        enquirer=_somebody(who),
        sought=(NewSought(_somebody(sought, 23), SoughtDocument(RelationKind.BROTHER, (news,))),),
        document=RequestDocument(
            contact=SafeContact("her own telephone", "evenings", "Pulaar"),
            cause=Cause.MIGRATION,
            legal_basis=LegalBasis.CONSENT,
        ),
        consents=tuple(consents),
        state=CaseState.SUBMITTED,
    )
    case = opening.open_request(session, officer, new)
    tracing.act(session, head, case.id, CaseAct.ACCEPT)
    tracing.act(session, officer, case.id, CaseAct.START)
    return case.id


def _somebody(name: str, age: int | None = None) -> PersonDocument:
    births = (BirthStatement(Precision.AGE, age=age, stated_on=clock.today()),) if age else ()
    given, family = name.split(" ", 1)
    parts = (NamePart(given, NameRole.GIVEN), NamePart(family, NameRole.FAMILY))
    return PersonDocument(names=(PersonName(parts, Said()),), births=births)
