"""Who plays when a message is carried: Dakar writes, Banjul brings; and short words for it."""

import io
from dataclasses import dataclass, replace
from uuid import UUID

from PIL import Image, ImageDraw

from rfl import clock
from rfl.access.rules import Actor, Role
from rfl.messages import delivering, reading, sending
from rfl.messages.delivering import Reached, Reply
from rfl.messages.document import Address, Attempt, MessageDocument, Party, Screening
from rfl.messages.models import FamilyMessage, MessageDelivery
from rfl.messages.rules import Handing, Leave, MessageKind, TryOutcome
from rfl.messages.sending import NewMessage
from rfl.persons.rules import RelationKind
from tests.exchange.gate import Gate
from tests.tracing.world import World

TEXT = "Dear son, we are all well. Your sister has a daughter. Write to us."
LETTER = NewMessage(
    kind=MessageKind.LETTER,
    document=MessageDocument(
        sender=Party("Aïssatou Baldé"),
        sender_at=Address("SN", "Kolda", "behind the market", "+221 77 000 00 00"),
        addressee=Party("Mamadou Diallo", father="Souleymane Diallo"),
        addressee_at=Address("GM", "Banjul", "at the tailors"),
        relation=RelationKind.SON,
        text=TEXT,
        language="Pulaar",
    ),
    to_society="GM",
    is_agreed=True,
)
WENT = Attempt(clock.today(), "at the tailors", "a visit", "Lamin", TryOutcome.NOT_THERE)


def reached(leave: Leave = Leave.ARRIVED, **more: object) -> Reached:
    """Return that a message was read aloud today."""
    found = Reached(Handing.READ_ALOUD, clock.today(), "at the harbour", "Lamin", leave)
    return replace(found, **more)  # type: ignore[arg-type]


@dataclass
class Post(Gate):
    """The people of the consent gate, carrying messages."""

    def collected(self, new: NewMessage = LETTER, **changes: object) -> UUID:
        """Write a message down in Dakar."""
        with self.world.begin() as session:
            return sending.collect(session, self.awa, replace(new, **changes)).id  # type: ignore[arg-type]

    def screened(self, message_id: UUID | None = None) -> UUID:
        """Have it read by somebody else."""
        message_id = message_id or self.collected()
        with self.world.begin() as session:
            sending.screen(session, self.ousmane, message_id, Screening(), is_read=True)
        return message_id

    def dispatched(self, message_id: UUID | None = None) -> tuple[UUID, UUID]:
        """Send it off; return the ids of the message and of its delivery in Banjul."""
        message_id = message_id or self.screened()
        with self.world.begin() as session:
            return message_id, sending.dispatch(session, self.awa, message_id).id

    def tried(self, delivery_id: UUID) -> None:
        """Go there in vain."""
        with self.world.begin() as session:
            delivering.attempt(session, self.lamin, delivery_id, WENT)

    def handed(self, delivery_id: UUID, one: Reached | None = None) -> None:
        """Bring it."""
        with self.world.begin() as session:
            delivering.hand_over(session, self.lamin, delivery_id, one or reached())

    def answered(self, delivery_id: UUID, text: str = "I am well, mother.") -> UUID:
        """Take the answer down."""
        with self.world.begin() as session:
            return delivering.take_reply(session, self.lamin, delivery_id, Reply(text)).id

    def page(self, message_id: UUID, actor: Actor | None = None) -> reading.Opened:
        """Open the message as Dakar sees it."""
        with self.world.begin() as session:
            return reading.read(session, actor or self.awa, message_id)

    def bringing(self, delivery_id: UUID, actor: Actor | None = None) -> reading.Bringing:
        """Open the delivery as Banjul sees it."""
        with self.world.begin() as session:
            return reading.read_delivery(session, actor or self.lamin, delivery_id)

    def row(self, message_id: UUID) -> FamilyMessage:
        """Return the message's row."""
        with self.world.begin() as session:
            return session.get_one(FamilyMessage, message_id)

    def delivery(self, delivery_id: UUID) -> MessageDelivery:
        """Return the delivery's row."""
        with self.world.begin() as session:
            return session.get_one(MessageDelivery, delivery_id)

    def shift(self, message_id: UUID, **columns: object) -> None:
        """Put a message and its delivery where a test needs them."""
        with self.world.begin() as session:
            row = session.get_one(FamilyMessage, message_id)
            delivery = session.query(MessageDelivery).filter_by(message_id=message_id).one_or_none()
            for name, value in columns.items():
                setattr(row, name, value)
                if delivery is not None and hasattr(delivery, name):
                    setattr(delivery, name, value)


def post_of(world: World) -> Post:
    """Return the people of the story in `world`."""
    return Post(
        world,
        world.colleague(Role.OFFICER, society="SN", name="Awa Sarr"),
        world.colleague(Role.SUPERVISOR, society="SN", name="Ousmane Faye"),
        world.colleague(Role.OFFICER, society="GM", name="Lamin Touray"),
        world.colleague(Role.SUPERVISOR, society="GM", name="Haddy Njie"),
    )


def photograph(words: str = "Dear mother", *, kind: str = "JPEG", secret: bytes = b"") -> bytes:
    """Return a photograph of a page, with `secret` hidden in its EXIF."""
    image = Image.new("RGB", (800, 1000), "white")
    ImageDraw.Draw(image).text((60, 60), words, fill="black")
    exif = Image.Exif()
    if secret:
        exif[0x010E] = secret.decode()
    out = io.BytesIO()
    image.save(out, kind, exif=exif) if kind != "PDF" else image.save(out, kind)
    return out.getvalue()
