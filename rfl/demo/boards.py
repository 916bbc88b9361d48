"""Photo boards of the demonstration: faces drawn by a program, one of them answered to.

Two are shown to everybody, one waits for a second person, one to be checked.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from PIL import Image, ImageDraw
from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor
from rfl.approvals import service as approvals
from rfl.approvals.models import Approval
from rfl.boards import leads, service
from rfl.boards.asking import NewBoard
from rfl.boards.leads import NewLead
from rfl.boards.rules import QUESTIONS, SMALL_SIDE, BoardState, Finding, questions
from rfl.demo.cast import Seat
from rfl.demo.stories import Players
from rfl.installation import Installation
from rfl.matching.types import NameRole
from rfl.persons.document import (
    BirthStatement,
    ConsentDocument,
    NamePart,
    PersonDocument,
    PersonName,
    Said,
)
from rfl.persons.registering import NewConsent
from rfl.persons.rules import Precision, Purpose, RelationKind
from rfl.tracing import opening
from rfl.tracing import service as tracing
from rfl.tracing.document import RequestDocument, SafeContact, SoughtDocument
from rfl.tracing.opening import NewRequest, NewSought
from rfl.tracing.rules import CaseAct, CaseState, LegalBasis

SIDE = 900
HOW = "She was asked alone at the branch, in her own language"
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Story:
    """Who searches for whom, how far their board came, and the colours of the drawn face."""

    who: str
    age: int
    sought: str
    relation: RelationKind
    state: BoardState
    ground: Colour
    cloth: Colour
    skin: Colour


_R, _S = RelationKind, BoardState
STORIES = (
    Story("Mariama Sané", 44, "Landing Sané", _R.SON, _S.LIVE,
          (214, 226, 220), (38, 92, 104), (146, 98, 66)),
    Story("Alassane Touré", 31, "Bakary Touré", _R.BROTHER, _S.LIVE,
          (236, 225, 205), (122, 62, 40), (112, 74, 52)),
    Story("Khady Mbaye", 52, "Rokhaya Mbaye", _R.DAUGHTER, _S.CHECKED,
          (222, 216, 232), (84, 66, 120), (134, 90, 62)),
    Story("Sidy Gueye", 27, "Ndeye Gueye", _R.SISTER, _S.REQUESTED,
          (208, 222, 236), (52, 78, 128), (98, 66, 48)),
)  # fmt: skip


def show_faces(installation: Installation, seats: Sequence[Seat]) -> None:
    """Publish photos of people who search, and have one of them answered to."""
    players = Players(seats)
    awa, head = players.officer("SN"), players.head("SN")
    numbers = []
    for story in STORIES:
        pictures = (portrait(story, SMALL_SIDE), portrait(story, SIDE))
        with installation.begin() as session:
            board = _ask(session, awa, head, story, pictures)
        with installation.begin() as session:
            numbers += _bring_to(session, awa, head, board, story.state)
    told = "I worked with her son in a garage in Sfax. He left in May for the coast."
    with installation.begin() as session:
        leads.tell(
            session, numbers[0], NewLead(Finding.KNOWS, told, "the mosque in Sfax, evenings")
        )


def portrait(story: Story, side: int) -> bytes:
    """Return a face of plain shapes, as JPEG of `side` pixels: of nobody, and seen to be drawn."""
    image = Image.new("RGB", (SIDE, SIDE), story.ground)
    draw = ImageDraw.Draw(image)
    dark = tuple(part // 3 for part in story.skin)
    draw.ellipse((130, 640, 770, 1300), fill=story.cloth)
    draw.rounded_rectangle((385, 540, 515, 720), 60, fill=story.skin)
    draw.ellipse((250, 130, 650, 520), fill=story.cloth)
    draw.ellipse((285, 190, 615, 610), fill=story.skin)
    for left in (355, 485):
        draw.ellipse((left, 365, left + 60, 395), fill=dark)
        draw.arc((left - 12, 325, left + 72, 385), 200, 340, fill=dark, width=9)
    draw.line((450, 400, 432, 470, 462, 478), fill=dark, width=8, joint="curve")
    draw.arc((390, 470, 510, 555), 25, 155, fill=dark, width=10)
    out = io.BytesIO()
    image.resize((side, side)).save(out, "JPEG", quality=88)
    return out.getvalue()


def _ask(
    session: Session, awa: Actor, head: Actor, story: Story, pictures: tuple[bytes, bytes]
) -> UUID:
    new = NewRequest(
        enquirer=_somebody(story.who, story.age),
        sought=(NewSought(_somebody(story.sought, 23), SoughtDocument(story.relation)),),
        document=RequestDocument(
            contact=SafeContact("by the branch in Kolda"), legal_basis=LegalBasis.CONSENT
        ),
        consents=(NewConsent(Purpose.TRACING), NewConsent(Purpose.SHARE_SOCIETY)),
        state=CaseState.SUBMITTED,
    )
    case = opening.open_request(session, awa, new)
    tracing.act(session, head, case.id, CaseAct.ACCEPT)
    tracing.act(session, awa, case.id, CaseAct.START)
    agreed = NewBoard(agreed=ConsentDocument(language="Mandinka"))
    return service.ask(session, awa, case.id, agreed, pictures).id


def _bring_to(
    session: Session, awa: Actor, head: Actor, board: UUID, state: BoardState
) -> list[str]:
    """Bring a board as far as `state`; return its number if everybody sees it."""
    if state is BoardState.REQUESTED:
        return []
    service.check(
        session,
        awa,
        board,
        {one: (QUESTIONS[one].safe, HOW) for one in questions(is_child=False)},
    )
    if state is BoardState.CHECKED:
        return []
    wish = session.scalars(select(Approval).where(Approval.subject_id == board)).one()
    approvals.approve(session, head, wish.id, wish.content_hash.hex())
    row = service.publish(session, awa, board)
    row.published_at = clock.now() - timedelta(days=20)
    return [row.number]


def _somebody(name: str, age: int) -> PersonDocument:
    given, family = name.split(" ", 1)
    parts = (NamePart(given, NameRole.GIVEN), NamePart(family, NameRole.FAMILY))
    birth = BirthStatement(Precision.AGE, age=age, stated_on=clock.today())
    return PersonDocument(names=(PersonName(parts, Said()),), births=(birth,))
