"""Short words for what the tests of erasure do."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from rfl.access.rules import Actor, Role
from rfl.crypto.sealing import Context, UnsealError, key_id_of, unseal
from rfl.db.base import Base
from rfl.erasure import service
from rfl.erasure.rules import EraseReason, Record, RecordKind
from rfl.erasure.service import Receipt
from rfl.jobs import service as jobs
from rfl.keys.models import RecordKey
from rfl.keys.ring import record_keys
from rfl.linking import lexicon
from rfl.linking.models import LexiconToken
from rfl.persons.models import Registration
from tests.exchange.gate import Gate, gate_of
from tests.tracing.world import World

SOCIETIES = ("SN", "GM", "ES", "ZZ")


@dataclass
class Desk:
    """A data protection officer in Dakar and one in Banjul, and the story around them."""

    gate: Gate
    dakar: Actor
    banjul: Actor

    @property
    def world(self) -> World:
        """Return the installation."""
        return self.gate.world

    def person_of(self, registration_id: UUID) -> UUID:
        """Return who was registered."""
        with self.world.begin() as session:
            return session.get_one(Registration, registration_id).person_id

    def asked(self, actor: Actor, record: Record, reason=EraseReason.WISHED) -> UUID:
        """Ask for an erasure and return its id."""
        with self.world.begin() as session:
            return service.ask(session, actor, record, reason).id

    def seen(self, actor: Actor, erasure_id: UUID) -> str:
        """Look at what would go, and return what it is approved with."""
        with self.world.begin() as session:
            return service.read(session, actor, erasure_id).seen

    def erased(self, record: Record, asks: Actor, decides: Actor) -> Receipt:
        """Ask, look, and erase; the keys are destroyed by a worker."""
        erasure_id = self.asked(asks, record)
        seen = self.seen(decides, erasure_id)
        with self.world.begin() as session:
            receipt = service.erase(session, decides, erasure_id, seen)
        self.work()
        return receipt

    def erased_person(self, registration_id: UUID) -> Receipt:
        """Erase somebody registered in Banjul."""
        record = Record(RecordKind.PERSON, self.person_of(registration_id))
        return self.erased(record, self.gate.haddy, self.banjul)

    def erased_case(self, request_id: UUID) -> Receipt:
        """Erase a case of Dakar."""
        return self.erased(Record(RecordKind.REQUEST, request_id), self.gate.ousmane, self.dakar)

    def work(self) -> None:
        """Do all background work that waits."""
        while True:
            with self.world.begin() as session:
                waiting = jobs.waiting(session)
            if not waiting:
                return
            for job_id in waiting:
                jobs.run(self.world.begin, job_id)


def desk_of(world: World) -> Desk:
    """Return the two officers."""
    gate = gate_of(world)
    return Desk(
        gate, world.colleague(Role.DPO, society="SN"), world.colleague(Role.DPO, society="GM")
    )


def all_that_opens(world: World) -> bytes:
    """Return what every sealed document holds that any key of this installation still opens.

    What an attacker with both databases and the root key would read, the trail apart.
    """
    opened: list[bytes] = []
    for mapper in Base.registry.mappers:
        for column in ("sealed", "delivered", "work"):
            if column in mapper.columns and "id" in mapper.columns:
                opened += _opened(world, mapper.class_, column)
    return b"\n".join(opened)


def _opened(world: World, table: type[Any], column: str) -> list[bytes]:
    with world.begin() as session:
        rows = session.execute(select(table.id, getattr(table, column))).all()
        tags = dict(session.execute(select(LexiconToken.id, LexiconToken.tag)).all())
    found = []
    for row_id, blob in rows:
        key = _key(world, blob) if blob else None
        if key is None:
            continue
        if table is LexiconToken:
            places = [Context("ZZ", "lexicon_token", lexicon.LEXICON, column=str(tags[row_id]))]
        else:
            part = column if column == "work" else "document"
            places = [Context(code, table.__tablename__, row_id, column=part) for code in SOCIETIES]
        texts = [text for place in places if (text := _try(key, place, blob)) is not None]
        assert len(texts) == 1, f"{table.__tablename__}: the test does not know how to open this"
        found += texts
    return found


def _key(world: World, blob: bytes) -> bytes | None:
    key_id = key_id_of(blob)
    with world.installation.key_database.begin() as session:
        if session.get_one(RecordKey, key_id).wrapped is None:
            return None
    return record_keys(world.installation.keys.ring, [key_id])[key_id].key


def _try(key: bytes, place: Context, blob: bytes) -> bytes | None:
    try:
        return unseal(key, place, blob)
    except UnsealError:
        return None
