"""Opening people to be compared: their records, and what the engine reads of them when it does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from rfl.audit.reveal import reveal_many
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.linking.kin import kin_of
from rfl.linking.queries import Place
from rfl.linking.rules import Side
from rfl.matching import Name, Particulars, Relative
from rfl.persons.document import SCHEMA, PersonDocument, PlaceStatement, RegistrationDocument
from rfl.persons.document import decode as decode_document
from rfl.persons.models import Person, Registration
from rfl.persons.particulars import names_of, particulars_of
from rfl.tracing.document import SoughtDocument
from rfl.tracing.models import SoughtPerson


@dataclass(frozen=True)
class Opened:
    """One opened person of a pair: their record, what belongs to it, and both for the engine.

    A hundred are opened for their names; of the few who are compared in full all else is read.
    """

    place: Place
    person: PersonDocument
    record: RegistrationDocument | SoughtDocument | None
    """None of whoever asks: they have no record beside the case."""
    kin: tuple[Relative, ...] = ()
    """Who asks for a sought person, and whom else they miss."""

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Return the names as the engine reads them."""
        return names_of(self.person.names)

    @cached_property
    def seen(self) -> PlaceStatement | None:
        """Return where a registered person was met, or a sought one last heard of."""
        if isinstance(self.record, RegistrationDocument):
            country = self.record.country or self.place.society
            return PlaceStatement("last_seen", country, self.place.site or self.record.place)
        news = self.record.last_news[0] if self.record and self.record.last_news else None
        return PlaceStatement("last_seen", news.country, news.place) if news else None

    @cached_property
    def particulars(self) -> Particulars:
        """Return what the engine compares."""
        told = particulars_of(self.person, seen_at=self.seen, seen_on=self._seen_on)
        return replace(told, relatives=(*told.relatives, *self.kin))

    @property
    def _seen_on(self) -> date | None:
        if isinstance(self.record, RegistrationDocument):
            return self.place.met_on
        return self.record.last_news[0].day if self.record and self.record.last_news else None


def open_places(
    session: Session, receipt: Receipt, places: Sequence[Place], side: Side
) -> list[Opened]:
    """Open the particulars at `places`, all of one side, at once."""
    return open_sides(session, receipt, {side: places})[side]


def open_sides(
    session: Session, receipt: Receipt, places: Mapping[Side, Sequence[Place]]
) -> dict[Side, list[Opened]]:
    """Open the particulars at `places` of several sides, all at once."""
    sealed = [one for side, own in places.items() for one in _sealed(own, side)]
    revealed = iter(reveal_many(session, receipt, sealed) if sealed else ())
    return {
        side: [
            Opened(place, decode_document(person, PersonDocument), _record(record, side))
            for place, person, record in zip(own, revealed, revealed, strict=False)
        ]
        for side, own in places.items()
    }


def _sealed(places: Sequence[Place], side: Side) -> Iterator[Sealed]:
    """Yield what is to be opened of each: the person, then their record."""
    table = (SoughtPerson if side is Side.SOUGHT else Registration).__tablename__
    for p in places:
        yield Sealed(p.sealed, Context(p.society, Person.__tablename__, p.person_id, SCHEMA))
        yield Sealed(p.record_sealed, Context(p.society, table, p.record_id, SCHEMA))


def _record(document: bytes, side: Side) -> RegistrationDocument | SoughtDocument:
    if side is Side.SOUGHT:
        return decode_document(document, SoughtDocument)
    return decode_document(document, RegistrationDocument)


def opened_with_kin(
    session: Session, receipt: Receipt, places: Sequence[Place], side: Side
) -> list[Opened]:
    """Open people to be compared, and of the sought their kin."""
    return told_with_kin(session, receipt, open_places(session, receipt, places, side), side)


def told_with_kin(
    session: Session, receipt: Receipt, opened: Sequence[Opened], side: Side
) -> list[Opened]:
    """Return people with, of the sought, who asks and whom else they miss: they count as well."""
    if side is Side.REGISTERED:
        return list(opened)
    asked = [(one.place.person_id, one.place.request_id) for one in opened]
    kin = kin_of(session, receipt, asked)
    return [replace(one, kin=own) for one, own in zip(opened, kin, strict=True)]
