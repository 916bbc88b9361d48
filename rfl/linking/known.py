"""Is it one of these? Who is known already of whom a form at intake tells, before it is sent.

Within the society whoever the reader may read; of other societies only whom they registered, who
let them be found from here, and who are not held more closely.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, Sensitivity, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.drafts.rules import FormKind
from rfl.linking import queries, searching
from rfl.linking.match import Judge
from rfl.linking.opening import Opened, open_places
from rfl.linking.rules import LIKELY_PROBABILITY, Side
from rfl.matching import Likeness, Reason
from rfl.matching.index import tokens_of
from rfl.persons.document import PersonDocument
from rfl.persons.likely import Known
from rfl.persons.models import Person
from rfl.persons.particulars import particulars_of
from rfl.societies.names import country_name
from rfl.text import Text

CANDIDATES = 12
"""People opened on each side: the true one is among the first five (linking.match)."""

SHOWN = 4
SENTENCES = 2

DOUBLES = {FormKind.REQUEST: Side.SOUGHT, FormKind.REGISTRATION: Side.REGISTERED}
"""On which side the same form was sent before."""


def known(
    session: Session, actor: Actor, kind: FormKind, person: PersonDocument
) -> Sequence[Known]:
    """Return who may be `person`, likest first; the name typed is kept, sealed, in the trail."""
    told = particulars_of(person)
    if not tokens_of(told.names):
        return ()
    receipt = audit.record(
        session,
        actor.user_id,
        Act.PERSON_COMPARED,
        societies=[actor.society],
        fields=["names", "birth", "places"],
        purpose="intake",
        detail={"query": person.display_name},
    )
    judge, reading = Judge(session), searching.reading(session, told)
    found: list[tuple[Likeness, Opened, Side]] = []
    conditions = {side: _reach(actor, side) for side in Side}
    people = searching.found_by(session, reading, conditions).first(CANDIDATES)
    for side in Side:
        ids = [one.person_id for one in people[side]]
        for one in _opened(session, receipt, ids, side):
            likeness = judge.compare(told, one.particulars)
            if likeness.probability >= LIKELY_PROBABILITY:
                found.append((likeness, one, side))
    found.sort(key=lambda pair: (-pair[0].bits, str(pair[1].place.person_id)))
    return [_told(actor, kind, *one) for one in found[:SHOWN]]


def _opened(
    session: Session, receipt: Receipt, ids: Sequence[UUID], side: Side
) -> Iterator[Opened]:
    load = queries.sought_places if side is Side.SOUGHT else queries.registered_places
    places = load(session, ids) if ids else []
    yield from open_places(session, receipt, places, side) if places else ()


def _reach(actor: Actor, side: Side) -> ColumnElement[bool]:
    """Return the condition under which somebody may be shown at intake."""
    own = where(visible(actor, Permission.PERSON_READ, clock.now()), Person)
    own &= Person.erased_at.is_(None)
    if side is Side.SOUGHT:
        return own
    elsewhere = queries.findable_registrations(actor.society)
    elsewhere &= Person.society_code != actor.society
    elsewhere &= Person.sensitivity == Sensitivity.NORMAL
    return or_(own, elsewhere)


def _told(actor: Actor, kind: FormKind, likeness: Likeness, one: Opened, side: Side) -> Known:
    rows = [row for row in likeness.evidence if row.reason is not Reason.NOT_STATED]
    is_own = one.place.society == actor.society
    return Known(
        name=one.person.display_name,
        what=_what(one, side, is_own=is_own),
        href=_href(one, side) if is_own else "",
        why=tuple(row.because for row in rows[:SENTENCES]),
        is_double=is_own and DOUBLES[kind] is side,
    )


def _what(one: Opened, side: Side, *, is_own: bool) -> Text:
    if side is Side.SOUGHT:
        return Text("sought in a case of ours")
    if is_own:
        return Text("registered with us")
    return Text("registered in %(country)s", country=country_name(one.place.society))


def _href(one: Opened, side: Side) -> str:
    if side is Side.SOUGHT:
        return f"/requests/{one.place.request_id}"
    return f"/registrations/{one.place.record_id}"
