"""What the focal point asks of their own society's log, and whether that log is whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Role, authorise
from rfl.audit import queries as trail
from rfl.audit import reading
from rfl.audit import service as audit
from rfl.audit.reading import Asking, EntryPage, EntryRow
from rfl.audit.rules import ENGINE, STRANGER, SYSTEM, Act, Decision, RequestMark
from rfl.audit.verify import Report, verify
from rfl.desk import queries
from rfl.desk.words import OPENING_ACTS, PURPOSE_WORDS, act_words
from rfl.errors import RuleBrokenError
from rfl.installation import Installation
from rfl.text import N_, Text

NOBODY: Mapping[UUID, str] = {
    ENGINE: N_("Matching engine"),
    SYSTEM: N_("The installation"),
    STRANGER: N_("Somebody who was not signed in"),
}
"""Who acts without being a person who works anywhere."""

RECORDS_SHOWN = 3
SUBJECTS_LOOKED_AT = 12
"""Of an entry on many records, the first few are named."""

PICTURE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works or worked for the focal point's society."""

    id: UUID
    name: str
    email: str
    roles: tuple[Role, ...]
    place: str = ""
    """Their branch or site, as words."""


People = Mapping[UUID, Colleague]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about: one record under all its ids, or one colleague."""

    title: str
    ids: tuple[UUID, ...] = ()
    colleague: Colleague | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry, told. `act`, `fields`, `purpose` are English words to be translated.

    `address` is where it came from, but for people of other societies.
    """

    number: int
    at: datetime
    who: Text
    roles: tuple[Role, ...]
    is_person: bool
    act: str
    fields: tuple[str, ...]
    records: tuple[str, ...]
    has_more_records: bool
    searched: str
    gave: str
    """Why they searched so often, as they wrote then."""
    purpose: str
    decision: Decision
    address: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of lines, newest first, of `total`; the rest as in EntryPage."""

    lines: tuple[Line, ...]
    total: int
    people: int
    page: int
    damaged: tuple[int, ...]
    closed: int = 0
    closed_days: int = 0


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a log holds: `entries`, the first of them written at `since`."""

    entries: int
    since: datetime | None


def extent(session: Session, actor: Actor) -> Extent:
    """Return how much the log of the actor's society holds. Opens none of it."""
    authorise(actor, Permission.AUDIT_READ)
    entries = trail.count(session, trail.Window(actor.society))
    return Extent(entries, trail.begun_at(session, actor.society))


def colleagues(session: Session, actor: Actor) -> People:
    """Return who works or worked for the actor's society, in the order of their names."""
    authorise(actor, Permission.AUDIT_READ)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.USER_LISTED,
        societies=[actor.society],
        fields=["names"],
        purpose="access_review",
    )
    held = queries.roles(session, actor.society)
    found = access.staff(session, receipt, queries.users(session, actor.society))
    named = sorted(found.items(), key=lambda item: (item[1].name.casefold(), str(item[0])))
    return {
        user_id: Colleague(
            user_id, staff.name, staff.email, tuple(held.get(user_id, ())), staff.place
        )
        for user_id, staff in named
    }


def find(session: Session, actor: Actor, people: People, words: str) -> Subject:
    """Return what was typed: a number, an id, or a colleague's name or e-mail address.

    Raises:
        RuleBrokenError: it is nothing that the society's record can be asked about, or several
            colleagues are called so.

    """
    authorise(actor, Permission.AUDIT_READ)
    words = " ".join(words.split())
    number = words.upper()
    if ids := queries.ids_of_number(session, actor.society, number):
        return Subject(number, tuple(ids))
    if (record_id := _as_id(words)) is not None:
        if record_id in people:
            return Subject(people[record_id].name, colleague=people[record_id])
        ids = queries.ids_of_id(session, actor.society, record_id)
        number = queries.numbers(session, actor.society, ids).get(record_id, str(record_id))
        return Subject(number, tuple(ids))
    colleague = _called(people, words)
    return Subject(colleague.name, colleague=colleague)


def newest(session: Session, actor: Actor, people: People, asking: Asking) -> Answer:
    """Return the newest entries of the log, of whomever."""
    authorise(actor, Permission.AUDIT_READ)
    page = reading.newest(session, actor.user_id, actor.society, asking)
    return _told(session, actor, people, page)


def look(
    session: Session, actor: Actor, people: People, subject: Subject, asking: Asking
) -> Answer:
    """Return who opened a record, or what a colleague did."""
    authorise(actor, Permission.AUDIT_READ)
    if subject.colleague is not None:
        page = reading.what_did(session, actor.user_id, actor.society, subject.colleague.id, asking)
        return _told(session, actor, people, page)
    page = reading.who_opened_any(session, actor.user_id, actor.society, subject.ids, asking)
    return _told(session, actor, people, page)


def opened_until(
    session: Session,
    actor: Actor,
    colleague: Colleague,
    last: date,
    purpose: str = "access_review",
) -> list[datetime]:
    """Return when a colleague opened a record, over the PICTURE_DAYS up to `last`."""
    authorise(actor, Permission.AUDIT_READ)
    # one day more on both sides: the picture's days are those of the reader's time zone
    ends = datetime.combine(last, time(), UTC) + timedelta(days=2)
    asking = Asking(purpose, since=ends - timedelta(days=PICTURE_DAYS + 2), until=ends)
    return reading.when_did(
        session, actor.user_id, actor.society, colleague.id, OPENING_ACTS, asking
    )


def check(installation: Installation, mark: RequestMark, actor: Actor) -> Report:
    """Check every entry of the log of the actor's society, and enter that it was checked.

    Call it outside of any transaction: it takes some 33 µs an entry, in many short ones.
    """
    authorise(actor, Permission.AUDIT_READ)
    report = verify(installation.database, installation.keys, actor.society)
    with installation.begin(mark) as session:
        audit.record(
            session,
            actor.user_id,
            Act.AUDIT_VERIFIED,
            societies=[actor.society],
            detail={"entries": str(report.entries), "problems": str(len(report.problems))},
        )
    return report


def _as_id(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None


def _called(people: People, words: str) -> Colleague:
    folded = words.casefold()
    exact = [c for c in people.values() if folded in (c.name.casefold(), c.email.casefold())]
    found = exact or [c for c in people.values() if folded and folded in c.name.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise RuleBrokenError("More than one person here is called so. Choose them from the list.")
    raise RuleBrokenError(
        "Your society has no record of this number, and nobody of this name works here. "
        "Look at it once more."
    )


def _told(session: Session, actor: Actor, people: People, page: EntryPage) -> Answer:
    others = {row.actor_id for row in page.rows} - set(people) - set(NOBODY)
    elsewhere = queries.societies_of(session, others) if others else {}
    subjects = {one for row in page.rows for one in row.subjects[:SUBJECTS_LOOKED_AT]}
    known = queries.numbers(session, actor.society, subjects - set(people))
    known |= {user_id: people[user_id].name for user_id in subjects & set(people)}
    return Answer(
        lines=tuple(_line(row, people, elsewhere, known) for row in page.rows),
        total=page.total,
        people=len({row.actor_id for row in page.rows} - set(NOBODY)),
        page=page.page,
        damaged=page.damaged,
        closed=page.closed,
        closed_days=page.closed_days,
    )


def _line(
    row: EntryRow, people: People, elsewhere: Mapping[UUID, str], known: Mapping[UUID, str]
) -> Line:
    named = list(dict.fromkeys(_named(row.subjects[:SUBJECTS_LOOKED_AT], known)))
    colleague = people.get(row.actor_id)
    return Line(
        number=row.number,
        at=row.at,
        who=_who(row.actor_id, people, elsewhere),
        roles=colleague.roles if colleague else (),
        is_person=row.actor_id not in NOBODY,
        act=act_words(row.act),
        fields=row.fields,
        records=tuple(named[:RECORDS_SHOWN]),
        has_more_records=len(named) > RECORDS_SHOWN or len(row.subjects) > SUBJECTS_LOOKED_AT,
        searched=row.detail.get("query", ""),
        gave=row.detail.get("reason", "") if row.act == Act.SEARCHED else "",
        purpose=PURPOSE_WORDS.get(row.purpose, row.purpose),
        decision=row.decision,
        address=row.address if colleague or row.actor_id == STRANGER else "",
    )


def _named(subjects: Sequence[UUID], known: Mapping[UUID, str]) -> list[str]:
    return [known[one] for one in subjects if one in known]


def _who(actor_id: UUID, people: People, elsewhere: Mapping[UUID, str]) -> Text:
    """Return who acted; of another society only which one."""
    if actor_id in people:
        return Text("%(name)s", name=people[actor_id].name)
    if actor_id in NOBODY:
        return Text(NOBODY[actor_id])
    if actor_id in elsewhere:
        return Text("Somebody of another society: %(society)s", society=elsewhere[actor_id])
    return Text("Somebody without an account")
