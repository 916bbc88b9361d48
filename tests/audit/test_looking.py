"""Pages that only look hold up nobody who writes, and are recorded all the same."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from rfl.audit.models import Entry
from rfl.audit.reveal import Sealed, reveal
from rfl.audit.rules import Act
from rfl.audit.service import record
from rfl.audit.verify import verify
from rfl.crypto.sealing import Context
from rfl.errors import UnavailableError
from tests.audit.test_concurrency import side_by_side, write
from tests.keys.vault import ENTRY

AWA = uuid4()


@pytest.fixture
def sealed(vault):
    context = Context("SN", "person", uuid4())
    return Sealed(vault.keys.seal(vault.keys.new_record_key("SN"), context, b"secret"), context)


def look(session, sealed):
    receipt = record(session, AWA, Act.PERSON_OPENED, societies=["SN"])
    return reveal(session, receipt, sealed)


def entries(vault):
    with vault.begin() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Entry))


def test_another_writes_while_somebody_looks_and_both_are_recorded(vault, sealed):
    another = vault.another_process()
    with vault.begin_reading() as session:
        session.execute(sa.select(Entry.seq)).all()
        assert look(session, sealed) == b"secret"
        write(another, ["SN"])
        write(vault, ["SN"])
    another.close()

    report = verify(vault.database, vault.keys, "SN")
    assert (report.entries, report.problems) == (3, ())


def test_whoever_looks_sees_nothing_that_was_not_recorded(vault, sealed):
    with vault.database.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE audit_tag RENAME TO audit_tag_gone"))
    with (
        pytest.raises(UnavailableError, match="so nothing was opened"),
        vault.begin_reading() as session,
    ):
        look(session, sealed)
    with vault.database.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE audit_tag_gone RENAME TO audit_tag"))

    assert entries(vault) == 0
    with vault.begin_reading() as session:
        look(session, sealed)
    assert entries(vault) == 1


def test_eight_who_look_at_once_do_not_fork_the_log(vault, sealed):
    def looks(_number):
        for _ in range(6):
            with vault.begin_reading() as session:
                look(session, sealed)

    side_by_side(looks)

    report = verify(vault.database, vault.keys, "SN")
    assert (report.entries, report.problems) == (48, ())


@pytest.mark.parametrize("vault", ["sqlite"], indirect=True)
def test_whoever_said_they_only_look_cannot_write(vault):
    row = {
        "log": "SN",
        "seq": 0,
        "at": None,
        "prev": b"",
        "header": b"",
        "sealed": b"",
        "leaf": b"",
    }
    with (
        pytest.raises(sa.exc.OperationalError, match="readonly"),
        vault.begin_reading() as session,
    ):
        session.connection().execute(ENTRY.insert(), row)
    write(vault, ["SN"])
    assert entries(vault) == 1
