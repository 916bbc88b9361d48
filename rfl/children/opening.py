"""Opening a child's file, and who works on it: owner, colleagues, and those a sealed one is for."""

from collections.abc import Collection, Iterable
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Sensitivity, authorise, may
from rfl.audit.rules import Act
from rfl.children import files, queries
from rfl.children.document import EntryDocument
from rfl.children.files import NewEntry
from rfl.children.holding import check_focal, hold_as
from rfl.children.models import ChildFile
from rfl.children.rules import ChildState, EntryKind
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.keys import service as keys
from rfl.lists.rules import check_hand_over
from rfl.lists.takers import officers
from rfl.persons import calendars
from rfl.persons import queries as person_queries
from rfl.persons import service as persons
from rfl.persons.document import PersonDocument
from rfl.persons.models import Person
from rfl.persons.rules import CHILD_KINDS
from rfl.persons.sealing_rules import owner_after
from rfl.societies import service as societies

NUMBER_KIND = "child"


def is_child(session: Session, person_id: UUID, document: PersonDocument) -> bool | None:
    """Tell whether somebody is, or may be, under 18; None where nothing is known of their age."""
    registered = person_queries.registrations_of(session, [person_id])
    if any(row.kind in CHILD_KINDS for row in registered):
        return True
    return calendars.is_child(document.births, clock.today()) if document.births else None


def open_file(
    session: Session, actor: Actor, person_id: UUID, words: str, *, says_so: bool = False
) -> ChildFile:
    """Open the file of a child; it and all of the child's records are restricted from now on.

    `words`: how the child was met, and why they are alone. `says_so`: where no age is known, that
    they say they are under 18. Whoever opens it works on it.

    Raises:
        DeniedError, NotFoundError: not the actor's to do, or not theirs to know.
        RuleBrokenError: they are grown up, or have a file.

    """
    authorise(actor, Permission.CHILD_WRITE)
    person, document, _receipt = persons.read_person(session, actor, person_id, files.PURPOSE)
    _check_new(session, person, document, says_so=says_so)
    now = clock.now()
    row = ChildFile(
        id=uuid4(),
        number=societies.next_number(session, person.society_code, NUMBER_KIND, now.year),
        society_code=person.society_code,
        person_id=person.id,
        created_by=actor.user_id,
        created_at=now,
        owner_id=actor.user_id,
        sensitivity=Sensitivity.RESTRICTED,
        state=ChildState.IDENTIFIED,
        key_id=keys.of(session).new_record_key(person.society_code),
        changed_at=now,
        state_since=now,
    )
    session.add(row)
    session.flush()
    persons.hold_as_child(session, actor, person)
    let_work(session, actor, row, [actor.user_id])
    hold_as(session, actor, row, person)
    files.record(session, actor, Act.CHILD_CREATED, row)
    entry = NewEntry(EntryKind.NOTE, EntryDocument(words=words.strip()))
    files.add_entry(session, actor.user_id, row, entry)
    return row


def hand_over(session: Session, actor: Actor, child_id: UUID, owner_id: UUID) -> ChildFile:
    """Give the file to an officer of the same society; from now on they know of the child.

    Raises:
        DeniedError, NotFoundError: not the actor's file, or nobody who works on cases.
        RuleBrokenError: it is somebody else's, and the actor is no head of tracing.

    """
    row = files.reachable(session, actor, Permission.CHILD_WRITE, child_id, lock=True)
    is_head = may(actor, Permission.CHILD_DECIDE)
    check_hand_over(row.owner_id, owner_id, actor.user_id, is_head=is_head)
    _check_officers(session, row, [owner_id])
    row.owner_id = owner_id
    _assign(session, actor, row, [owner_id])
    return row


def bring_in(session: Session, actor: Actor, child_id: UUID, colleague_id: UUID) -> ChildFile:
    """Let one more officer work on the file, such as to ask the other side of a verification.

    Raises:
        DeniedError, NotFoundError: not the actor's file, or nobody who works on cases.

    """
    row = files.reachable(session, actor, Permission.CHILD_WRITE, child_id, lock=True)
    _check_officers(session, row, [colleague_id])
    _assign(session, actor, row, [colleague_id])
    return row


def seal(
    session: Session,
    actor: Actor,
    child_id: UUID,
    readers: Collection[UUID],
    owner_id: UUID | None = None,
) -> ChildFile:
    """Seal the file and the child's records: from now on only `readers` know of them.

    Whoever worked on it and is not among them is taken out; an owner loses it to `owner_id`, or to
    the only one named who may have it.

    Raises:
        DeniedError, NotFoundError: the actor is no head of tracing, or may not know of the file.
        RuleBrokenError: nobody is named who could work on it, somebody who is no colleague, or no
            focal point, without whom nothing could be decided for the child.

    """
    row = files.reachable(session, actor, Permission.CHILD_DECIDE, child_id, lock=True)
    check_focal(session, row, readers)
    heir = owner_after(row.owner_id, owner_id, readers, officers(session, row.society_code))
    row.owner_id = heir
    person = persons.seal_record(session, actor, row.person_id, readers, heir)
    hold_as(session, actor, row, person)
    return row


def let_work(session: Session, actor: Actor, row: ChildFile, users: Iterable[UUID]) -> None:
    """Name colleagues on the file and on the child's records, so that they can open them."""
    registered = person_queries.registrations_of(session, [row.person_id])
    for user_id in users:
        for record_id in (row.id, row.person_id, *(one.id for one in registered)):
            access.name_reader(session, actor, record_id, user_id)
    session.flush()


def _assign(session: Session, actor: Actor, row: ChildFile, users: list[UUID]) -> None:
    let_work(session, actor, row, users)
    files.record(session, actor, Act.CHILD_ASSIGNED, row)
    for user_id in users:
        entry = NewEntry(EntryKind.NOTE, EntryDocument(colleague_id=user_id))
        files.add_entry(session, actor.user_id, row, entry)


def _check_officers(session: Session, row: ChildFile, users: Collection[UUID]) -> None:
    if not set(users) <= set(officers(session, row.society_code)):
        raise NotFoundError("colleague")


def _check_new(
    session: Session, person: Person, document: PersonDocument, *, says_so: bool
) -> None:
    if queries.file_of(session, person.id) is not None:
        raise RuleBrokenError("This child has a file already. Go on in that one.")
    known = is_child(session, person.id, document)
    if known is False:
        raise RuleBrokenError(
            "By what is known they are 18 or older. If that is wrong, change their birth first."
        )
    if known is None and not says_so:
        raise RuleBrokenError(
            "Nothing is known of their age. Tick it if they say they are under 18."
        )
