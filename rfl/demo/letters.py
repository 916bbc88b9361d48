"""Family messages of the demonstration: one in every state, one from a detention centre with reply.

Each act is somebody's, through the same services as people; only the days of some are set back, for
the demonstration has nobody's past but what it says.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor
from rfl.demo.cast import Seat
from rfl.installation import Installation
from rfl.messages import calling, delivering, sending
from rfl.messages.calling import NewService
from rfl.messages.calls import AgeGroup, ServiceKind
from rfl.messages.delivering import Reached, Reply
from rfl.messages.document import Address, Attempt, MessageDocument, Party, Screening
from rfl.messages.models import FamilyMessage, MessageDelivery
from rfl.messages.rules import Breach, Handing, Leave, MessageKind, Phrase, TryOutcome
from rfl.messages.sending import NewMessage, Relative
from rfl.persons.rules import RelationKind, Sex
from rfl.societies import service as societies

LONG_AGO_DAYS = 96
"""Before how many days the messages went off that came to nothing."""

DETENTION = "Nouadhibou, detention centre"

MOTHER = MessageDocument(
    sender=Party("Mariama Seydi"),
    sender_at=Address("SN", "Vélingara", "quartier Samba Ndima", "+221 77 000 00 11"),
    addressee=Party("Yaya Seydi", father="Demba Seydi", born="about 22"),
    addressee_at=Address("ES", "Las Palmas", "with the other boys from Vélingara"),
    relation=RelationKind.SON,
    text="My son, we are all in good health. Your brother has begun school. We pray for you and "
    "wait for a word.",
    language="Pulaar",
)
LETTER = NewMessage(MessageKind.LETTER, MOTHER, "ES", is_agreed=True)

DETAINED = MessageDocument(
    sender=Party("Ibrahima Sow", "إبراهيما صو"),
    sender_at=Address("MR", DETENTION),
    addressee=Party("Fatou Sow", born="about 50"),
    addressee_at=Address(
        "SN", "Ziguinchor", "Tilène, the third street behind the mosque", "+221 77 000 00 12"
    ),
    relation=RelationKind.MOTHER,
    text="Mother, do not cry. I am held here but I am in good health, and I eat. Kiss the little "
    "ones for me. I think of you at every prayer.",
    language="Wolof",
)
ANSWER = (
    "My son, God be thanked. Your letter was read to me twice. We are all well, and your sister "
    "has a daughter who bears my name. Keep your courage."
)


class _Mail:
    """Who carries messages, and in which transaction."""

    def __init__(self, installation: Installation, seats: Sequence[Seat]) -> None:
        self.begin = installation.begin
        self._by_name = {one.member.name: one.actor for one in seats}

    def __getitem__(self, name: str) -> Actor:
        return self._by_name[name]

    def act(self, do: Callable[[Session], UUID]) -> UUID:
        """Do one thing in a transaction of its own."""
        with self.begin() as session:
            return do(session)


def carry(installation: Installation, seats: Sequence[Seat]) -> None:
    """Let messages be written, read, sent off, brought, answered and given back."""
    mail = _Mail(installation, seats)
    _waiting(mail)
    _brought(mail)
    _from_detention(mail)
    _safe(mail)
    _calls(mail)


def _waiting(mail: _Mail) -> None:
    """One that a volunteer wrote down, one to be changed, one that may go, one just sent off."""
    _collected(mail, "Cheikh Mané", "Yaya Seydi", "Mariama Seydi")
    back = _collected(mail, "Moussa Camara", "Omar Ndiaye", "Awa Ndiaye")
    found = Screening((Breach.MONEY,), words="The sum for the boat is in it. Leave it out.")
    mail.act(lambda session: sending.send_back(session, mail["Ousmane Faye"], back, found).id)
    _screened(mail, _collected(mail, "Awa Sarr", "Lamine Diatta", "Khady Diatta"))
    _sent(mail, "Awa Sarr", "Babacar Fall", "Ndeye Fall")


def _brought(mail: _Mail) -> None:
    """One tried in vain, one that arrived, one kept from the sender, two that came to nothing."""
    jordi = mail["Jordi Puig"]
    _tried(mail, _sent(mail, "Awa Sarr", "Samba Baldé", "Kumba Baldé")[1])
    arrived = _sent(mail, "Awa Sarr", "Modou Gueye", "Rokhaya Gueye")
    _reached(mail, jordi, arrived[1], Leave.ARRIVED)
    silent = _sent(mail, "Moussa Camara", "Aliou Sané", "Binta Sané")
    _reached(mail, jordi, silent[1], Leave.NOTHING)
    lost = _sent(mail, "Awa Sarr", "Malick Thiam", "Sokhna Thiam")
    given_back = _sent(mail, "Awa Sarr", "Cheikhou Diop", "Astou Diop")
    for message_id, delivery_id in (lost, given_back):
        _tried(mail, delivery_id)
        _set_back(mail, message_id, delivery_id)
    words = "By telephone, through her daughter. She asks us to search for him."
    mail.act(lambda session: sending.tell(session, mail["Awa Sarr"], given_back[0], words).id)


def _from_detention(mail: _Mail) -> None:
    """A man who is held in Nouadhibou writes to his mother in Ziguinchor, and she answers."""
    sidi, moussa = mail["Sidi Ould Ahmed"], mail["Moussa Camara"]
    with mail.begin() as session:
        sites = {one.name: one.id for one in societies.sites(session, "MR")}
    new = NewMessage(
        MessageKind.LETTER, DETAINED, "SN", is_agreed=True, site_id=sites.get(DETENTION)
    )
    written = mail.act(lambda session: sending.collect(session, sidi, new).id)
    _screen(mail, "Mariem Mint Sidi", written)
    brought = mail.act(lambda session: sending.dispatch(session, sidi, written).id)
    went = Attempt(
        clock.today(), "Tilène", "a visit", "our branch in Ziguinchor", TryOutcome.NOT_THERE,
        "She is at the market until noon.",
    )  # fmt: skip
    mail.act(lambda session: delivering.attempt(session, moussa, brought, went).id)
    _reached(mail, moussa, brought, Leave.ARRIVED)
    answer = Reply(ANSWER, language="Wolof", relation=RelationKind.SON)
    reply = mail.act(lambda session: delivering.take_reply(session, moussa, brought, answer).id)
    _screen(mail, "Ousmane Faye", reply)
    mail.act(lambda session: sending.dispatch(session, mail["Awa Sarr"], reply).id)


def _safe(mail: _Mail) -> None:
    """Somebody who landed lets two relatives know that he is alive."""
    document = MessageDocument(
        sender=Party("Ousman Ceesay"),
        phrases=(Phrase.ALIVE, Phrase.WELL, Phrase.TELL_OTHERS),
        language="Mandinka",
    )
    new = NewMessage(MessageKind.SAFE_AND_WELL, document, "GM", is_agreed=True)
    relatives = [
        Relative(Party("Isatou Ceesay"), Address("GM", "Brikama"), RelationKind.MOTHER),
        Relative(Party("Ebrima Ceesay"), Address("GM", "Basse"), RelationKind.BROTHER),
    ]
    jordi = mail["Jordi Puig"]
    with mail.begin() as session:
        ids = [row.id for row in sending.collect_many(session, jordi, new, relatives)]
    for message_id in ids:
        mail.act(lambda session, one=message_id: sending.dispatch(session, jordi, one).id)  # type: ignore[misc]


def _calls(mail: _Mail) -> None:
    """What was counted at the service point in Mbour."""
    with mail.begin() as session:
        site = {one.name: one.id for one in societies.sites(session, "SN")}.get("Mbour")
        for days, minutes, relation in (
            (0, 6, RelationKind.MOTHER), (0, 11, RelationKind.WIFE), (1, 4, None),
            (2, 9, RelationKind.BROTHER), (4, 15, RelationKind.MOTHER),
        ):  # fmt: skip
            new = NewService(
                ServiceKind.CALL, clock.today() - timedelta(days=days), minutes, site, relation,
                Sex.MALE, AgeGroup.ADULT,
            )  # fmt: skip
            calling.log_service(session, mail["Moussa Camara"], new)


def _collected(mail: _Mail, writer: str, to: str, sender: str) -> UUID:
    document = msgspec.structs.replace(
        MOTHER,
        sender=Party(sender),
        addressee=msgspec.structs.replace(MOTHER.addressee, name=to),
    )
    new = replace(LETTER, document=document)
    return mail.act(lambda session: sending.collect(session, mail[writer], new).id)


def _screened(mail: _Mail, message_id: UUID) -> UUID:
    return _screen(mail, "Ousmane Faye", message_id)


def _screen(mail: _Mail, reader: str, message_id: UUID) -> UUID:
    clean = Screening()
    return mail.act(
        lambda session: sending.screen(session, mail[reader], message_id, clean, is_read=True).id
    )


def _sent(mail: _Mail, writer: str, to: str, sender: str) -> tuple[UUID, UUID]:
    message_id = _screened(mail, _collected(mail, writer, to, sender))
    awa = mail["Awa Sarr"]
    return message_id, mail.act(lambda session: sending.dispatch(session, awa, message_id).id)


def _tried(mail: _Mail, delivery_id: UUID) -> None:
    went = Attempt(
        clock.today(), "the reception centre", "a visit", "our mobile team", TryOutcome.UNKNOWN_HERE
    )
    jordi = mail["Jordi Puig"]
    mail.act(lambda session: delivering.attempt(session, jordi, delivery_id, went).id)


def _reached(mail: _Mail, actor: Actor, delivery_id: UUID, leave: Leave) -> None:
    one = Reached(Handing.READ_ALOUD, clock.today(), "at their home", "our mobile team", leave)
    mail.act(lambda session: delivering.hand_over(session, actor, delivery_id, one).id)


def _set_back(mail: _Mail, message_id: UUID, delivery_id: UUID) -> None:
    """Let a message have gone off so long ago that its time is over."""
    with mail.begin() as session:
        message = session.get_one(FamilyMessage, message_id)
        delivery = session.get_one(MessageDelivery, delivery_id)
        back = timedelta(days=LONG_AGO_DAYS)
        for row in (message, delivery):
            row.created_at, row.changed_at = row.created_at - back, row.changed_at - back
            if row.tries_until is not None:
                row.tries_until -= back
        if message.dispatched_at is not None:
            message.dispatched_at -= back
