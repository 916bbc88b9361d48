"""Where two records say that somebody was, and when. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rfl.linking.rules import Side
from rfl.matching import Place
from rfl.matching.places import Spot, find
from rfl.persons.document import PersonDocument, PlaceStatement
from rfl.text import N_
from rfl.tracing.document import SoughtDocument

KIND_WORDS = {
    "birth": N_("Born in"), "origin": N_("From"), "residence": N_("Lives in"),
    "last_seen": N_("Last seen"), "heading_to": N_("Going to"),
    "news": N_("Last news"), "met": N_("Met"),
}  # fmt: skip
"""What a place or a day is to somebody."""

HOME_KINDS = ("residence", "origin", "birth")
"""From where a journey began: the first of these that is told."""

COMPARED = frozenset({"origin"})
"""Of another society's record, the only place beside that of the meeting which evidence names."""


@dataclass(frozen=True, slots=True)
class Stop:
    """What one record says of one place, one day, or both. `kind`: a key of KIND_WORDS."""

    side: Side
    kind: str
    country: str = ""
    text: str = ""
    day: date | None = None

    @property
    def spot(self) -> Spot | None:
        """Return where it lies; None: it is not told closely enough, or in no gazetteer."""
        return find(Place(self.country or None, self.text)) if self.text else None

    @property
    def name(self) -> str:
        """Return the nearest name that was said: 'Vélingara' of 'Vélingara, Kolda'."""
        return self.text.split(",")[0].strip()


def stops_of_sought(person: PersonDocument, search: SoughtDocument) -> list[Stop]:
    """Return what is said of a sought person, the last news from the oldest to the newest."""
    news = [
        Stop(Side.SOUGHT, "news", one.country, one.place, one.day)
        for one in search.last_news
        if one.country or one.place or one.day
    ]
    told = _told(Side.SOUGHT, person.places)
    going = [one for one in told if one.kind == "heading_to"]
    return [*(one for one in told if one not in going), *by_day(news), *going]


def stops_of_registered(
    person: PersonDocument, seen: PlaceStatement | None, met_on: date | None, *, is_foreign: bool
) -> list[Stop]:
    """Return what is said of a registered person; of another society's, what evidence names.

    `seen`: where they were met; None where that is kept by the other society.
    """
    places = [one for one in person.places if not is_foreign or one.kind in COMPARED]
    told = _told(Side.REGISTERED, places)
    if seen or met_on:
        place = (seen.country, seen.text) if seen else ("", "")
        told.append(Stop(Side.REGISTERED, "met", *place, day=met_on))
    return told


def by_day(stops: Iterable[Stop]) -> list[Stop]:
    """Return stops from the earliest to the latest, those without a day first."""
    return sorted(stops, key=lambda one: one.day or date.min)


def journey(stops: Sequence[Stop]) -> Iterator[Stop]:
    """Yield where one record says that somebody was, in order: their home, then day by day."""
    for kind in HOME_KINDS:
        home = next((one for one in stops if one.kind == kind and one.spot), None)
        if home is not None:
            yield home
            break
    yield from by_day(one for one in stops if one.day and one.spot)


def _told(side: Side, places: Iterable[PlaceStatement]) -> list[Stop]:
    """Return what was said of places, each once, whoever said it."""
    found = (Stop(side, one.kind, one.country, one.text) for one in places)
    return list(dict.fromkeys(one for one in found if one.kind in KIND_WORDS))
