"""The search box: a name in any script through the same engine, a telephone number, a case number.

What belongs to a name is typed into the same field (rfl.linking.typed). Consent, sensitivity and
reach are conditions of the query, before anybody is weighed or opened.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, authorise, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.linking import asks, enquirers, lexicon, queries, searching
from rfl.linking.match import Judge
from rfl.linking.opening import Opened, open_sides
from rfl.linking.rules import Side
from rfl.linking.typed import LEAST_LETTERS, Typed, figures, taken_apart
from rfl.matching import Likeness, Name, Particulars, Reason
from rfl.matching.births import compare_births
from rfl.matching.index import tokens_of
from rfl.matching.origins import SAME_TEXT, likeness, may_be_like
from rfl.matching.telephones import is_same_line
from rfl.persons.models import Person
from rfl.text import Text
from rfl.tracing.document import SoughtDocument
from rfl.tracing.models import TracingRequest

SHOWN = 20
OPENED, OPENED_FURTHER = 40, 60
"""People opened for a search, and where none of them bears all that was typed: a word may be where
they were met, or the name is spelt as nobody spells it. Among a million the first 40 hold as good a
name as 120 do; of 900 searches 60 showed three fewer of those meant, one of them among the first
five. Each one more is opened for nothing, and stands in the trail."""

LAST = 10
"""Of those opened first, the last so many tell whether it is any use to go on."""

WHOLE_NAME = 0.94
"""From this likeness on somebody bears all that was typed; with a word too many it is less."""

LEAST_LIKENESS = 0.55
"""Names less like what was typed are not shown."""

COMPLETED = 3
"""Longer names that a beginning may stand for: the commonest."""

NAME_BITS, PLACE_BITS = 10.0, 3.0
"""What a whole name and a place are worth beside the bits of a birth, when people are ranked."""

BEGUN_COST = 1.5
"""So much less is a name worth whose beginning was typed than the same name in another spelling."""

SENTENCES = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """One person who may be meant, and why."""

    opened: Opened
    is_sought: bool
    worth: float
    why: Sequence[Text]
    case: asks.Case | None = None
    """Of whoever asks: what case it is, and whom they miss."""

    @property
    def asks(self) -> bool:
        """Tell whether this is neither a sought nor a registered person, but who asks."""
        return self.opened.record is None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: people, best first, or one case by its number; else what to try."""

    hits: Sequence[Hit] = ()
    case_id: UUID | None = None
    hints: Sequence[Text] = ()


NOTHING = Found()


class _Begun(NamedTuple):
    """A word that was taken for the beginning of a longer token."""

    word: str
    key: str
    longer: str

    @property
    def because(self) -> Text:
        """Return that in words."""
        return Text("%(word)s begins %(name)s.", word=self.word, name=self.longer.capitalize())


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to understand the words: which are the name, which one is a place."""

    name: str
    place: str = ""
    begun: _Begun | None = None


@dataclass(frozen=True, slots=True)
class _Meant:
    """One person who may be meant, by one way to understand the words."""

    opened: Opened
    like: float
    worth: float
    way: _Way
    birth: Text | None = None
    """What a birth that was typed tells."""


def search(session: Session, actor: Actor, words: str, reason: str = "") -> Found:
    """Search people of the actor's own society by what was typed, or a case by its number.

    Found are the sought, the registered, and whoever asks in a case the actor may read.

    What was searched for is kept, sealed, in the trail, with the `reason` of whoever searches very
    often; what was found is named in it.
    """
    authorise(actor, Permission.SEARCH)
    case_id = _case(session, actor, words)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.SEARCHED,
        societies=[actor.society],
        subjects=[case_id] if case_id else [],
        fields=["names", "birth", "places", "telephones"],
        purpose="tracing",
        detail={"query": words} | ({"reason": reason} if reason else {}),
    )
    if case_id is not None:
        return Found(case_id=case_id)
    asked = taken_apart(words, clock.today())
    condition = where(visible(actor, Permission.PERSON_READ, clock.now()), Person)
    condition &= Person.erased_at.is_(None)
    if asked.number:
        hits = list(_of_number(session, receipt, actor, asked, condition))
    elif tokens_of([Name.of(" ".join(asked.words))]):
        hits = _of_name(session, receipt, actor, asked, condition)
    else:
        hits = []
    hits.sort(key=_best_first)
    shown = _with_cases(session, receipt, actor, hits[:SHOWN])
    return Found(hits=shown, hints=() if hits else asked.hints())


def _with_cases(
    session: Session, receipt: Receipt, actor: Actor, hits: Sequence[Hit]
) -> Sequence[Hit]:
    """Return what was found, of whoever asks with their case and whom they miss."""
    ids = {one.opened.place.record_id for one in hits if one.asks}
    cases = asks.cases(session, receipt, actor, ids)
    return tuple(
        replace(one, case=cases[one.opened.place.record_id]) if one.asks else one for one in hits
    )


def _best_first(hit: "Hit | _Meant") -> tuple[float, int]:
    return -hit.worth, hit.opened.place.person_id.int


def _of_number(
    session: Session, receipt: Receipt, actor: Actor, asked: Typed, condition: ColumnElement[bool]
) -> Iterator[Hit]:
    tail = figures(asked.number)
    ids = {side: searching.of_number(session, tail, side, condition) for side in Side}
    for own in _opened(session, receipt, ids).values():
        yield from _with_number(own, asked)
    asking = enquirers.of_number(session, actor.society, tail)
    yield from _with_number(asks.opened(session, receipt, actor, asking, SHOWN), asked)


def _with_number(opened: Sequence[Opened], asked: Typed) -> Iterator[Hit]:
    tail = figures(asked.number).lstrip("0")
    for one in opened:
        for number in one.particulars.telephones:
            is_same = is_same_line(number, asked.number)
            if is_same or figures(number).endswith(tail):
                because = Text("The same number.") if is_same else Text("A number that ends so.")
                is_sought = isinstance(one.record, SoughtDocument)
                yield Hit(one, is_sought, NAME_BITS * (1 + is_same), (because,))
                break


def _of_name(
    session: Session, receipt: Receipt, actor: Actor, asked: Typed, condition: ColumnElement[bool]
) -> list[Hit]:
    """Return those who may be meant by a name, the best of all sides; of them it is told why."""
    lexicon.look_around(session)
    begun = list(_longer(session, asked.words))
    ways = [_Way(" ".join(asked.words)), *begun]
    sought = Particulars(names=(Name.of(ways[0].name),), birth=asked.birth)
    places = asked.words if len(asked.words) > 1 else ()
    reading = searching.reading(session, sought, _longer_keys(begun), places)
    judge = Judge(session)
    found = searching.found_by(session, reading, dict.fromkeys(Side, condition))
    first = {side: _ids(people) for side, people in found.first(OPENED).items()}
    opened = _opened(session, receipt, first)
    meant = list(_meant(judge, asked, ways, [one for own in opened.values() for one in own]))
    doubtful = [side for side, own in opened.items() if _may_go_on(own, meant)]
    if len(asked.words) > 1 and doubtful:
        further = found.first(OPENED_FURTHER, *doubtful)
        rest = {side: _ids(people)[OPENED:] for side, people in further.items()}
        for own in _opened(session, receipt, rest).values():
            meant += _meant(judge, asked, ways, own)
    asking = enquirers.named(session, actor.society, reading, tokens_of(sought.names))
    meant += _meant(judge, asked, ways, asks.opened(session, receipt, actor, asking, SHOWN))
    meant.sort(key=_best_first)
    why = cache(partial(_of_names, judge))  # of many people some bear the same name
    return [_told(one, why(one.way.name, one.opened.names)) for one in meant[:SHOWN]]


def _may_go_on(opened: Sequence[Opened], meant: Sequence[_Meant]) -> bool:
    """Tell whether others may be opened: none bears all that was typed, and the last still fit.

    Where the last of those opened have other names, so have all that come after them.
    """
    like = {_who(one.opened): one.like for one in meant}
    near = [like.get(_who(one), 0.0) for one in opened]
    return max(near, default=0.0) < WHOLE_NAME and any(near[-LAST:])


def _who(one: Opened) -> Hashable:
    """Return by what somebody is shown once on each side: one may be sought and registered."""
    return one.place.person_id, type(one.record)


def _meant(
    judge: Judge, asked: Typed, ways: Sequence[_Way], opened: Sequence[Opened]
) -> Iterator[_Meant]:
    """Yield those of the opened who may be meant, each by the way that fits best."""
    best: dict[Hashable, _Meant] = {}
    for way, people in _understood(ways, asked.words, opened):
        near = judge.nearness((Name.of(way.name),), [one.names for one in people])
        for one, like in zip(people, near, strict=True):
            worth = NAME_BITS * like + (PLACE_BITS if way.place else 0.0)
            worth -= BEGUN_COST if way.begun else 0.0
            before = best.get(_who(one))
            if like >= LEAST_LIKENESS and (before is None or worth > before.worth):
                best[_who(one)] = _Meant(one, like, worth, way)
    for found in best.values():
        birth = found.opened.particulars.birth if asked.birth is not None else None
        if asked.birth is None or birth is None:
            yield found
        else:
            told = compare_births(asked.birth, birth)
            yield replace(found, worth=found.worth + told.bits, birth=told.because)


def _understood(
    ways: Sequence[_Way], words: Sequence[str], opened: Sequence[Opened]
) -> Iterator[tuple[_Way, Sequence[Opened]]]:
    """Yield each way to understand the words, with those people to whom it applies."""
    for way in ways:
        yield way, opened
    if len(words) == 1:
        return
    borne = [frozenset(_places(one)) for one in opened]
    said = {text for texts in borne for text in texts}
    for place, word in enumerate(words):
        name = " ".join((*words[:place], *words[place + 1 :]))
        meant = {text for text in may_be_like(word, said) if likeness(word, text) >= SAME_TEXT}
        there = [one for one, texts in zip(opened, borne, strict=True) if texts & meant]
        if there and tokens_of([Name.of(name)]):
            yield _Way(name, place=word), there


def _places(one: Opened) -> Iterator[str]:
    """Yield where somebody comes from and was seen, as it was said."""
    seen = (one.seen,) if one.seen else ()
    yield from (place.text for place in (*one.person.places, *seen) if place.text)


def _longer(session: Session, words: Sequence[str]) -> Iterator[_Way]:
    """Yield what the last word that nobody bears may be the beginning of."""
    for place in reversed(range(len(words))):
        tokens = tokens_of([Name.of(words[place])])
        if len(tokens) != 1 or len(tokens[0].key) < LEAST_LETTERS:
            continue
        for key in lexicon.beginning(session, tokens[0].key, COMPLETED):
            name = " ".join((*words[:place], key, *words[place + 1 :]))
            yield _Way(name, begun=_Begun(words[place], tokens[0].key, key))
        return


def _longer_keys(ways: Iterable[_Way]) -> dict[str, list[str]]:
    """Return, by token key, the longer ones it may be the beginning of."""
    found: dict[str, list[str]] = {}
    for begun in (way.begun for way in ways if way.begun is not None):
        found.setdefault(begun.key, []).append(begun.longer)
    return found


def _told(one: _Meant, of_names: Sequence[Text]) -> Hit:
    way, opened = one.way, one.opened
    why = [way.begun.because] if way.begun is not None else []
    why += of_names
    if way.place:
        why.append(Text("%(place)s is one of their places.", place=way.place))
    if one.birth is not None:
        why.append(one.birth)
    return Hit(opened, isinstance(opened.record, SoughtDocument), one.worth, tuple(why))


def _of_names(judge: Judge, name: str, names: tuple[Name, ...]) -> Sequence[Text]:
    """Return in words how a name that was typed and somebody's names fit."""
    found: Likeness = judge.compare(Particulars(names=(Name.of(name),)), Particulars(names=names))
    rows = [row for row in found.evidence if row.reason is not Reason.NOT_STATED]
    return [row.because for row in rows[:SENTENCES]]


def _ids(people: Iterable[searching.Candidate]) -> list[UUID]:
    return [one.person_id for one in people]


def _opened(
    session: Session, receipt: Receipt, ids: Mapping[Side, Sequence[UUID]]
) -> Mapping[Side, Sequence[Opened]]:
    load = {Side.SOUGHT: queries.sought_places, Side.REGISTERED: queries.registered_places}
    places = {side: load[side](session, own) if own else [] for side, own in ids.items()}
    return open_sides(session, receipt, places)


def _case(session: Session, actor: Actor, words: str) -> UUID | None:
    """Return the case whose number was typed, if the actor may know of it."""
    if not any(map(str.isdecimal, words)):
        return None
    scope = visible(actor, Permission.REQUEST_READ, clock.now())
    query = select(TracingRequest.id).where(
        TracingRequest.number == words.strip().upper(), where(scope, TracingRequest)
    )
    return session.scalar(query)
