"""Fills a demonstration: people registered, families searching, cases in every state."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Role
from rfl.demo.cast import ASKING, REGISTERING, Seat
from rfl.demo.guide import GUIDE_SOCIETY, register_found
from rfl.demo.people import Truth, enquirer, invent, tell
from rfl.installation import Installation
from rfl.linking import match
from rfl.persons import registering
from rfl.persons import service as persons
from rfl.persons.document import RegistrationDocument
from rfl.persons.models import Registration
from rfl.persons.registering import NewConsent, NewRegistration
from rfl.persons.rules import ConsentDecision, Purpose, RegistrationKind, SourceKind
from rfl.societies import service as societies
from rfl.tracing import opening
from rfl.tracing.document import LastNews, RequestDocument, SafeContact, SoughtDocument
from rfl.tracing.rules import CaseState, Cause, LegalBasis

REQUESTS_SHARE = 0.06
"""Requests to registrations: 300 to 5,000."""
TRUE_SHARE = 0.6
"""Share of requests whose sought person is among the registered."""
SHARED = 0.85
"""Share of registered people who agree to be shared with partner societies."""
CHILDREN = 0.02
BATCH = 250
REQUEST_BATCH = 3
"""Requests opened and matched in one transaction: others wait for it where only one can write."""
LAST_PLACES = (
    ("SN", "Mbour"), ("MR", "Nouadhibou"), ("NE", "Agadez"), ("LY", "Tripoli"),
    ("TR", "Edirne"), ("BA", "Bihać"), ("MA", "Tanger"), ("ML", "Gao"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """What every part of the filling needs: where, by whom, with which luck, on which day."""

    installation: Installation
    seats: Sequence[Seat]
    random: Random
    today: date


@dataclass(slots=True)
class Progress:
    """How far the demonstration is, for the sign-in page."""

    registrations: int = 0
    wanted: int = 0
    requests: int = 0
    requests_wanted: int = 0
    is_done: bool = False
    failed: str = ""
    truths: dict[UUID, UUID] = field(default_factory=dict)
    opened: list[UUID] = field(default_factory=list)
    """Cases in the order in which they were opened; their numbers do not tell it."""
    """Request → the registration that is the sought person: what a measure of recall compares."""


def fill(
    installation: Installation, seats: Sequence[Seat], *, people: int, seed: int, progress: Progress
) -> None:
    """Invent `people` registrations and the requests that go with them; same seed, same people."""
    stage = Stage(installation, seats, Random(seed), clock.today())
    progress.wanted = people
    progress.requests_wanted = max(1, round(people * REQUESTS_SHARE))
    sought = _truths_sought(stage.random, progress.requests_wanted)
    clerk = _somebody(seats, GUIDE_SOCIETY, Role.OFFICER)
    with installation.begin() as session:
        register_found(session, clerk, stage.today)
    registered = _register(stage, sought, people, progress)
    match.compare_waiting(installation.begin)  # nobody is sought yet: nothing is left to a worker
    _open(stage, sought, registered, progress)


def _truths_sought(random: Random, count: int) -> list[tuple[Truth, bool]]:
    """Return who is sought, and whether they are among the registered."""
    return [
        (invent(random, child=number % 40 == 7), random.random() < TRUE_SHARE)  # noqa: PLR2004
        for number in range(count)
    ]


def _register(
    stage: Stage, sought: Sequence[tuple[Truth, bool]], people: int, progress: Progress
) -> dict[int, UUID]:
    """Register everybody; return which registration is which sought person."""
    plan = _plan(stage.random, sought, people)
    found: dict[int, UUID] = {}
    for society in REGISTERING:
        own = [(truth, place) for code, truth, place in plan if code == society]
        for start in range(0, len(own), BATCH):
            part = own[start : start + BATCH]
            rows = _register_part(stage, society, part, seals=not start)
            found |= {
                place: row.id
                for row, (_, place) in zip(rows, part, strict=True)
                if place is not None
            }
            progress.registrations += len(part)
    return found


def _plan(
    random: Random, sought: Sequence[tuple[Truth, bool]], people: int
) -> list[tuple[str, Truth, int | None]]:
    """Return who is registered by which society, and whether as one of the sought."""
    plan: list[tuple[str, Truth, int | None]] = [
        (_elsewhere(random), truth, place)
        for place, (truth, is_here) in enumerate(sought)
        if is_here
    ]
    plan += [
        (random.choice(REGISTERING), invent(random, child=random.random() < CHILDREN), None)
        for _ in range(people - len(plan))
    ]
    random.shuffle(plan)
    return plan


def _register_part(
    stage: Stage, society: str, part: Sequence[tuple[Truth, int | None]], *, seals: bool
) -> list[Registration]:
    """Register some people of one society in one transaction; `seals`: one of them is sealed."""
    actor = _somebody(stage.seats, society, Role.OFFICER, Role.SUPERVISOR)
    with stage.installation.begin() as session:
        sites = [site.id for site in societies.sites(session, society)]
        news = [
            registration(
                stage.random, truth, society, stage.today, sites, is_sought=place is not None
            )
            for truth, place in part
        ]
        rows = registering.register_many(session, actor, news)
        if seals and society == REGISTERING[0]:
            _seal_one(session, stage.seats, society, rows[0].person_id)
    return rows


def _open(
    stage: Stage,
    sought: Sequence[tuple[Truth, bool]],
    registered: dict[int, UUID],
    progress: Progress,
) -> None:
    """Open the requests, a few at a time: each is matched as it is saved."""
    shares = (40, 14, 12, 8, 8, 6, 6, 6)
    by_society: dict[str, list[int]] = {code: [] for code in ASKING}
    for place in range(len(sought)):
        by_society[stage.random.choices(ASKING, weights=shares)[0]].append(place)
    for society, places in by_society.items():
        actor = _somebody(stage.seats, society, Role.OFFICER)
        for start in range(0, len(places), REQUEST_BATCH):
            part = places[start : start + REQUEST_BATCH]
            with stage.installation.begin() as session:
                news = [
                    _request(stage.random, sought[place][0], society, stage.today) for place in part
                ]
                rows = opening.open_many(session, actor, news)
                progress.opened += [row.id for row in rows]
                progress.truths |= {
                    row.id: registered[place]
                    for row, place in zip(rows, part, strict=True)
                    if place in registered
                }
            progress.requests += len(part)


def registration(
    random: Random,
    truth: Truth,
    society: str,
    today: date,
    sites: Sequence[UUID],
    *,
    is_sought: bool,
) -> NewRegistration:
    """Return the registration of somebody invented, met in the last two months."""
    met_on = today - timedelta(days=random.randrange(1, 60))
    is_child = today.year - truth.born.year < 18  # noqa: PLR2004  # years
    kinds = (RegistrationKind.WANTS_FAMILY_TO_KNOW, RegistrationKind.SAFE_AND_WELL)
    kind = RegistrationKind.FOUND_CHILD if is_child else random.choices(kinds, weights=(8, 2))[0]
    agreed = is_sought or random.random() < SHARED
    decision = ConsentDecision.GIVEN if agreed else ConsentDecision.REFUSED
    return NewRegistration(
        kind=kind,
        met_on=met_on,
        person=tell(truth, random, society, met_on, SourceKind.PERSON),
        document=RegistrationDocument(
            words="I am alive. Tell my family.", reach="through our team"
        ),
        consents=(NewConsent(Purpose.TRACING), NewConsent(Purpose.SHARE_SOCIETY, decision)),
        site_id=random.choice(sites) if sites else None,
    )


def _news(random: Random, day: date) -> LastNews:
    country, place = random.choice(LAST_PLACES)
    return LastNews(day, country, place, "telephone", "We leave tonight, pray for us.")


def _request(random: Random, truth: Truth, society: str, today: date) -> opening.NewRequest:
    family, relation = enquirer(truth, random, society)
    last = today - timedelta(days=random.randrange(60, 300))
    return opening.NewRequest(
        enquirer=family,
        sought=(
            opening.NewSought(
                person=tell(truth, random, society, today, SourceKind.ENQUIRER),
                search=SoughtDocument(
                    relation=relation,
                    last_news=(_news(random, last),),
                    heading_to="Europe",
                ),
            ),
        ),
        document=RequestDocument(
            contact=SafeContact(channel="telephone of a sister", hours="mornings"),
            cause=Cause.MIGRATION,
            legal_basis=LegalBasis.CONSENT,
        ),
        consents=(NewConsent(Purpose.TRACING), NewConsent(Purpose.SHARE_SOCIETY)),
        state=CaseState.SUBMITTED,
    )


def _seal_one(session: Session, seats: Sequence[Seat], society: str, person_id: UUID) -> None:
    """Seal a record, so that there is one to be invisible."""
    head = _somebody(seats, society, Role.SUPERVISOR)
    persons.seal_record(session, head, person_id, [head.user_id])


def _elsewhere(random: Random) -> str:
    """Return the society at which somebody sought was registered; The Gambia and Spain most."""
    return random.choices(REGISTERING, weights=(20, 20, 12, 12, 8, 6, 6, 4, 4, 4, 2, 2))[0]


def _somebody(seats: Sequence[Seat], society: str, *roles: Role) -> Actor:
    """Return a colleague of `society` in the first of `roles` that somebody holds."""
    for role in roles:
        for one in seats:
            if one.member.society == society and one.member.role is role:
                return one.actor
    raise LookupError(f"nobody in {society}")
