"""Comparing: every save of a sought or registered person is matched against the other side at once.

The engine never confirms. It writes links in state 'suggested', and people judge them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from heapq import nlargest
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Sensitivity
from rfl.audit import service as audit
from rfl.audit.rules import ENGINE, Act
from rfl.audit.service import Receipt
from rfl.jobs import service as jobs
from rfl.jobs.service import Begin, Work
from rfl.linking import aside, enquirers, index, lexicon, naming, queries, searching, standing
from rfl.linking.index import Indexed, indexed
from rfl.linking.models import Link
from rfl.linking.opening import Opened, open_places, opened_with_kin, told_with_kin
from rfl.linking.queries import Place
from rfl.linking.rarity import IndexRarity
from rfl.linking.rules import RETURN_BITS, SUGGEST_BITS, LinkState, Side
from rfl.matching import Likeness, Name, Particulars, World, compare, version
from rfl.matching.family import hear
from rfl.matching.names import likenesses
from rfl.matching.reading import read
from rfl.persons import wholes
from rfl.persons.models import Person, Registration
from rfl.persons.watch import Saved

INLINE = 20
"""People saved together that are compared in the same transaction; more become a job."""

WEIGHED_IN_FULL = 20
"""Of the candidates opened, those compared in full: the likest by name, and by what the index tells
of parents and birth. On 10,000 people the true counterpart was always among the first five."""

SUGGESTIONS = 8
"""Links kept for one sought person from one search."""

PRESENT = 0.6
"""How likely it is, before any evidence, that a sought person is among those registered."""

SLACK = timedelta(minutes=2)
"""Records of one batch carry the time at which their writing began."""

COMPARE_JOB = "linking.compare"
BATCH = 2
"""Sought people compared in one transaction of the job: pages wait for it where only one writes."""


def on_saved(session: Session, actor_id: UUID, saved: Sequence[Saved]) -> None:
    """Index whoever was saved and look for their counterparts (persons.watch.Watcher)."""
    gone = [s for s in saved if not _is_findable(s)]
    if gone:
        index.remove(session, [s.person_id for s in gone])
    enquirers.remove(session, [s.person_id for s in gone if s.sensitivity is Sensitivity.SEALED])
    here = [s for s in saved if _is_findable(s)]
    index.put(session, [_indexed(s) for s in here])
    if len(here) > INLINE:
        jobs.ask(
            session,
            kind=COMPARE_JOB,
            society=here[0].society,
            asked_by=actor_id,
            arguments={"since": (clock.now() - SLACK).isoformat()},
        )
        return
    judge = Judge(session)
    for one in here:
        suggest = _suggest_for_sought if one.is_sought else _suggest_for_registered
        suggest(session, judge, one.person_id)


def compare_job(work: Work) -> Mapping[str, int]:
    """Compare every running search with what was registered since `since`; safe to run again.

    All that waits to be compared by then is compared with it: a long list asks for this batch by
    batch, and one pass over the searches serves them all.
    """
    with work.begin() as session:
        others = jobs.take_waiting(session, COMPARE_JOB)
        people = queries.searched_sought(session)
    since = _earliest([work.arguments, *(job.arguments for job in others)])
    suggested = compare_all(work.begin, people, since, work.progress)
    with work.begin() as session:
        jobs.finish(session, [job.id for job in others])
    return {"suggested": suggested}


def compare_waiting(begin: Begin, tell: Callable[[int, int], None] | None = None) -> None:
    """Do the comparisons that wait for a worker now, as one: from the earliest on."""
    with begin() as session:
        waiting = jobs.take_waiting(session, COMPARE_JOB)
        people = queries.searched_sought(session) if waiting else []
    if not waiting:
        return
    since = _earliest([job.arguments for job in waiting])
    compare_all(begin, people, since, lambda _session, done, all_: tell and tell(done, all_))
    with begin() as session:
        jobs.finish(session, [job.id for job in waiting])


def compare_all(
    begin: Begin,
    people: Sequence[UUID],
    since: datetime | None,
    tell: Callable[[Session, int, int], object],
) -> int:
    """Compare sought people with whoever was registered `since`, or ever; return the new links.

    A few in a transaction; `tell` is called in each with people done and in all.
    """
    suggested = 0
    for start in range(0, len(people), BATCH):
        with begin() as session:
            judge = Judge(session)
            for person_id in people[start : start + BATCH]:
                suggested += _suggest_for_sought(session, judge, person_id, since)
            tell(session, min(start + BATCH, len(people)), len(people))
    return suggested


def _earliest(asked: Sequence[Mapping[str, Any]]) -> datetime:
    return min(datetime.fromisoformat(arguments["since"]) for arguments in asked)


class Judge:
    """Compares pairs of one transaction: rarity and size of the index are looked up once."""

    def __init__(self, session: Session) -> None:
        """Read what is needed of the index through `session`."""
        naming.refresh(session)
        searched = max(1, lexicon.size(session))
        self._world = World(searched=searched, expected_true=PRESENT)
        self.rarity = IndexRarity(session)
        """How common names are here."""

    def compare(self, sought: Particulars, found: Particulars) -> Likeness:
        """Return how likely it is that two people are one."""
        return compare(sought, found, rarity=self.rarity, world=self._world)

    def nearness(self, one: Sequence[Name], others: Sequence[Sequence[Name]]) -> list[float]:
        """Return how alike the names of a person and of each of `others` are, 0 to 1, at once."""
        flat = [(place, name) for place, names in enumerate(others) for name in readable(names)]
        near = [0.0] * len(others)
        for mine in readable(one):
            found = likenesses(mine, [name for _, name in flat], self.rarity)
            for (place, _), likeness in zip(flat, found, strict=True):
                near[place] = max(near[place], likeness)
        return near


def readable(names: Iterable[Name]) -> list[Name]:
    """Return the names in which a token can be read."""
    return [name for name in names if read(name)]


def _is_findable(saved: Saved) -> bool:
    return saved.is_searched and saved.sensitivity is not Sensitivity.SEALED


def _indexed(saved: Saved) -> Indexed:
    side = Side.SOUGHT if saved.is_sought else Side.REGISTERED
    return indexed(saved.person_id, side, saved.document)


def _suggest_for_sought(
    session: Session, judge: Judge, person_id: UUID, since: datetime | None = None
) -> int:
    place = next(iter(queries.sought_places(session, [person_id])), None)
    if place is None:
        return 0
    condition = queries.findable_registrations(place.society)
    if since is not None:
        condition = condition & exists().where(
            Registration.person_id == Person.id, Registration.changed_at >= since
        )
    return _suggest(session, judge, place, Side.SOUGHT, condition)


def _suggest_for_registered(session: Session, judge: Judge, person_id: UUID) -> int:
    place = next(iter(queries.registered_places(session, [person_id])), None)
    if place is None:
        return 0
    condition = queries.findable_requests(person_id, place.society)
    return _suggest(session, judge, place, Side.REGISTERED, condition)


def _suggest(
    session: Session, judge: Judge, place: Place, side: Side, condition: ColumnElement[bool]
) -> int:
    """Compare the person at `place` with their candidates on the other side; write the links."""
    standing.forget(session)  # what others committed meanwhile is looked at as well
    receipt = audit.record(
        session,
        ENGINE,
        Act.LINK_COMPARED,
        societies=[place.society],
        subjects=[place.person_id, place.record_id],
        purpose="tracing",
    )
    me = opened_with_kin(session, receipt, [place], side)[0]
    other = Side.REGISTERED if side is Side.SOUGHT else Side.SOUGHT
    found = searching.candidates(session, me.particulars, other, condition)
    likest = _likest(session, receipt, judge, me, (found, other))
    pairs = [(me, them) if side is Side.SOUGHT else (them, me) for them in likest]
    hear((sought.particulars, registered.particulars) for sought, registered in pairs)
    judged = []
    for sought, registered in pairs:
        likeness = judge.compare(sought.particulars, registered.particulars)
        if likeness.bits >= SUGGEST_BITS:
            judged.append((likeness, sought.place, registered.place))
    judged.sort(key=lambda pair: -pair[0].bits)
    return _write(session, _once_each(session, judged)[:SUGGESTIONS])


def _once_each(
    session: Session, judged: Sequence[tuple[Likeness, Place, Place]]
) -> list[tuple[Likeness, Place, Place]]:
    """Return the best pair of any two people: whoever has two records is suggested once."""
    people = {place.person_id for _, *places in judged for place in places}
    heads = wholes.wholes(session, people) if people else {}
    best: dict[tuple[UUID, UUID], tuple[Likeness, Place, Place]] = {}
    for likeness, sought, registered in judged:
        pair = heads[sought.person_id], heads[registered.person_id]
        if pair[0] != pair[1]:
            best.setdefault(pair, (likeness, sought, registered))
    return list(best.values())


def _likest(
    session: Session,
    receipt: Receipt,
    judge: Judge,
    me: Opened,
    there: tuple[Sequence[searching.Candidate], Side],
) -> list[Opened]:
    """Open candidates on a side; return the likest by name and index, with their kin."""
    found, side = there
    if not found:
        return []
    weights = {candidate.person_id: candidate.weight for candidate in found}
    load = queries.sought_places if side is Side.SOUGHT else queries.registered_places
    opened = open_places(session, receipt, load(session, list(weights)), side)
    near = judge.nearness(me.names, [them.names for them in opened])
    worth = [
        (weights[them.place.person_id] * likeness, them)
        for them, likeness in zip(opened, near, strict=True)
    ]
    likest = nlargest(WEIGHED_IN_FULL, worth, key=lambda pair: pair[0])
    return told_with_kin(session, receipt, [them for _, them in likest], side)


def _write(session: Session, judged: Sequence[tuple[Likeness, Place, Place]]) -> int:
    known = queries.known_pairs(session, {sought.record_id for _, sought, _ in judged})
    new = []
    for likeness, sought, registered in judged:
        link = known.get((sought.record_id, registered.record_id))
        if link is None:
            new.append(_link(likeness, sought, registered))
        else:
            _update(link, likeness)
    session.add_all(new)
    aside.settle_after(session, new)
    return len(new)


def _link(likeness: Likeness, sought: Place, registered: Place) -> Link:
    now = clock.now()
    return Link(
        society_code=sought.society,
        created_by=ENGINE,
        created_at=now,
        owner_id=sought.owner_id,
        sensitivity=queries.stricter(sought.sensitivity, registered.sensitivity),
        request_id=sought.request_id,
        sought_id=sought.record_id,
        registration_id=registered.record_id,
        other_society=registered.society,
        state=LinkState.SUGGESTED,
        bits=likeness.bits,
        probability=likeness.probability,
        model=version(),
        changed_at=now,
    )


def _update(link: Link, likeness: Likeness) -> None:
    """Keep the newest bits; bring a rejected pair back only when they rose enough."""
    if link.state is LinkState.REJECTED:
        if link.rejected_bits is None or likeness.bits <= link.rejected_bits + RETURN_BITS:
            return
        link.state, link.reject_reason, link.rejected_bits = LinkState.SUGGESTED, None, None
        link.judged_by = link.judged_at = None
    link.bits, link.probability, link.model = likeness.bits, likeness.probability, version()
