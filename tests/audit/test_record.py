from uuid import uuid4

import pytest
import sqlalchemy as sa

from rfl.audit.models import Entry, EntryTag
from rfl.audit.reading import Asking, newest
from rfl.audit.reveal import Sealed, reveal, reveal_many
from rfl.audit.rules import SYSTEM, Act, Decision
from rfl.audit.service import record
from rfl.audit.verify import verify
from rfl.crypto.sealing import Context
from rfl.errors import UnavailableError
from tests.keys.vault import ENTRY

AWA, MOUSSA = uuid4(), uuid4()


def entries_of(vault, log="SN"):
    """Return what is in the log, oldest first, without the reading of it."""
    with vault.begin() as session:
        page = newest(session, SYSTEM, log, Asking())
        session.rollback()
    return list(reversed(page.rows))


def seal(vault, society="SN", plaintext=b"secret"):
    context = Context(society, "person", uuid4())
    key_id = vault.keys.new_record_key(society)
    return Sealed(vault.keys.seal(key_id, context, plaintext), context)


def test_an_entry_says_who_what_whose_why_and_from_where(vault):
    request, person = uuid4(), uuid4()

    with vault.begin() as session:
        record(
            session,
            AWA,
            Act.REQUEST_OPENED,
            societies=["SN"],
            subjects=[request, person],
            fields=["names", "birth"],
            purpose="tracing",
            detail={"tab": "people"},
        )

    (entry,) = entries_of(vault)
    assert (entry.log, entry.number, entry.actor_id, entry.act) == ("SN", 1, AWA, "request:opened")
    assert entry.subjects == (request, person)
    assert entry.fields == ("names", "birth")
    assert (entry.purpose, entry.decision) == ("tracing", Decision.ALLOWED)
    assert (entry.request, entry.address) == ("r-7", "192.0.2.7")
    assert entry.detail == {"tab": "people"}


def test_the_database_alone_tells_neither_who_nor_what_nor_whose(vault):
    with vault.begin() as session:
        record(
            session,
            AWA,
            Act.SEARCHED,
            societies=["SN"],
            subjects=[MOUSSA],
            purpose="tracing",
            detail={"query": "Mamadou Diallo"},
        )

    with vault.begin() as session:
        rows = [tuple(row) for row in session.execute(sa.select(ENTRY))]
        rests = b"".join(part for row in rows for part in row if isinstance(part, bytes))
        words = repr(rows)
    for word in (b"Mamadou", b"search:run", b"tracing", b"192.0.2.7", AWA.bytes, MOUSSA.bytes):
        assert word not in rests
    for text in (str(AWA), AWA.hex, str(MOUSSA), MOUSSA.hex):
        assert text.encode() not in rests
        assert text not in words


def test_a_rolled_back_transaction_leaves_no_entry(vault):
    with vault.begin() as session:
        record(session, AWA, Act.PERSON_CHANGED, societies=["SN"])
        session.rollback()

    assert entries_of(vault) == []
    assert verify(vault.database, vault.keys, "SN").is_sound


def test_entries_of_one_transaction_stand_in_the_order_in_which_they_were_made(vault):
    with vault.begin() as session:
        for number in range(5):
            record(session, AWA, Act.PERSON_OPENED, societies=["SN"], purpose=str(number))

    assert [entry.purpose for entry in entries_of(vault)] == ["0", "1", "2", "3", "4"]
    assert [entry.number for entry in entries_of(vault)] == [1, 2, 3, 4, 5]


def test_what_was_undone_in_a_savepoint_stays_in_the_trail_as_undone(vault):
    with vault.begin() as session:
        record(session, AWA, Act.PERSON_CREATED, societies=["SN"], purpose="kept")
        outer = session.begin_nested()
        record(session, AWA, Act.PERSON_CREATED, societies=["SN"], purpose="outer")
        with session.begin_nested():
            record(session, AWA, Act.PERSON_CREATED, societies=["SN"], purpose="inner")
        outer.rollback()
        with session.begin_nested():
            record(session, AWA, Act.PERSON_CREATED, societies=["SN"], purpose="again")

    assert [(entry.purpose, entry.decision.value) for entry in entries_of(vault)] == [
        ("kept", "allowed"),
        ("outer", "undone"),
        ("inner", "undone"),
        ("again", "allowed"),
    ]


def test_a_commit_inside_the_session_writes_the_entries_and_the_next_ones_too(vault):
    with vault.database.sessions(info={"keys": vault.keys}) as session:
        record(session, AWA, Act.PERSON_OPENED, societies=["SN"], purpose="first")
        session.commit()
        record(session, AWA, Act.PERSON_OPENED, societies=["SN"], purpose="second")
        session.begin_nested()
        session.commit()

    assert [entry.purpose for entry in entries_of(vault)] == ["first", "second"]
    assert verify(vault.database, vault.keys, "SN").sealed_size == 2


def test_each_named_society_has_the_whole_entry_in_its_own_log(vault):
    link = uuid4()

    with vault.begin() as session:
        record(
            session,
            AWA,
            Act.LINK_OPENED,
            societies=["SN", "GM", "SN"],
            subjects=[link],
            detail={"side": "both"},
        )

    for log in ("SN", "GM"):
        (entry,) = entries_of(vault, log)
        assert entry.subjects == (link,)
        assert entry.detail == {"side": "both"}
    with vault.begin() as session:
        tags = dict(session.execute(sa.select(EntryTag.log, EntryTag.tag)).all())
    assert len(set(tags.values())) == 2, "the same actor has another tag in another log"


def test_logs_are_written_in_the_order_of_their_names(vault):
    societies = ["TR", "AL", "SN", "GM", "ML", "FR", "ES", "IT"]
    for society in societies:
        vault.keys.ensure_society(society)
    written = []
    sa.event.listen(
        vault.database.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, values, *_rest: (
            written.extend(values) if statement.startswith("INSERT INTO audit_entry") else None
        ),
    )

    with vault.begin() as session:
        for society in societies:
            record(session, AWA, Act.PERSON_OPENED, societies=[society])

    order = [values["log"] if isinstance(values, dict) else values[0] for values in written]
    assert order == sorted(societies)


def test_what_is_revealed_is_named_in_the_entry_by_itself(vault):
    one, two = seal(vault), seal(vault)

    with vault.begin() as session:
        receipt = record(session, AWA, Act.PERSON_LISTED, societies=["SN"])
        reveal_many(session, receipt, [one, two])
        reveal(session, receipt, two)

    (entry,) = entries_of(vault)
    assert entry.subjects == (one.context.record_id, two.context.record_id)


def test_a_society_sees_in_its_log_who_opened_its_record_and_nothing_of_the_others(vault):
    ours, theirs = seal(vault, "SN"), seal(vault, "GM")

    with vault.begin() as session:
        receipt = record(
            session, AWA, Act.SEARCHED, societies=["SN"], detail={"query": "Mamadou Diallo"}
        )
        reveal_many(session, receipt, [ours, theirs])

    (at_home,) = entries_of(vault, "SN")
    (abroad,) = entries_of(vault, "GM")
    assert at_home.subjects == (ours.context.record_id,)
    assert at_home.detail == {"query": "Mamadou Diallo"}
    assert abroad.subjects == (theirs.context.record_id,)
    assert abroad.actor_id == AWA
    assert abroad.detail == {}


def test_a_record_that_failed_to_open_is_named_all_the_same(vault):
    sealed = seal(vault)
    moved = Sealed(sealed.blob, Context("SN", "person", uuid4()))

    with vault.begin() as session:
        receipt = record(session, AWA, Act.PERSON_OPENED, societies=["SN"])
        with pytest.raises(UnavailableError):
            reveal(session, receipt, moved)

    assert entries_of(vault)[0].subjects == (moved.context.record_id,)


def test_an_entry_without_a_log_is_a_mistake(vault):
    with vault.begin() as session, pytest.raises(ValueError, match="needs a log"):
        record(session, AWA, Act.PERSON_OPENED, societies=[])


def test_a_session_without_a_key_store_records_nothing(vault):
    with vault.database.begin() as session, pytest.raises(UnavailableError):
        record(session, AWA, Act.PERSON_OPENED, societies=["SN"])


def test_an_entry_that_comes_while_the_commit_is_under_way_is_refused(vault):
    late = []

    def too_late(session):
        try:
            record(session, AWA, Act.PERSON_OPENED, societies=["SN"])
        except UnavailableError:
            late.append("refused")

    with vault.begin() as session:
        record(session, AWA, Act.PERSON_OPENED, societies=["SN"])
        sa.event.listen(session, "before_commit", too_late)

    assert late == ["refused"]
    assert len(entries_of(vault)) == 1


def edit(session):
    session.scalars(sa.select(Entry)).one().sealed = b""
    return session


def remove(session):
    session.delete(session.scalars(sa.select(EntryTag)).first())
    return session


def edit_in_bulk(session):
    session.execute(sa.update(Entry).values(sealed=b""))


def remove_in_bulk(session):
    session.execute(sa.delete(Entry))


def remove_by_query(session):
    session.query(EntryTag).delete()


@pytest.mark.parametrize("harm", [edit, remove, edit_in_bulk, remove_in_bulk, remove_by_query])
def test_the_application_has_no_way_to_change_an_entry(vault, harm):
    with vault.begin() as session:
        record(session, AWA, Act.PERSON_OPENED, societies=["SN"])

    with vault.database.sessions() as session, pytest.raises(UnavailableError, match="never"):
        harm(session).flush()

    assert verify(vault.database, vault.keys, "SN").is_sound


def test_a_long_entry_is_one_entry(vault):
    subjects = [uuid4() for _ in range(2000)]

    with vault.begin() as session:
        record(session, AWA, Act.PERSON_LISTED, societies=["SN"], subjects=subjects)

    assert entries_of(vault)[0].subjects == tuple(subjects)


def test_a_plain_session_is_left_alone(vault):
    with vault.database.begin() as session:
        session.execute(sa.text("SELECT 1"))
    with vault.begin() as session:
        session.execute(sa.text("SELECT 1"))

    assert entries_of(vault) == []
