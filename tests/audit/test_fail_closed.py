"""No entry, no commit; no commit, no page. Each test takes one safeguard away."""

import sqlite3
from uuid import uuid4

import pytest
import sqlalchemy as sa

from rfl.audit.models import Entry
from rfl.audit.reveal import Sealed, reveal
from rfl.audit.rules import Act
from rfl.audit.service import record
from rfl.audit.verify import verify
from rfl.crypto.sealing import Context
from rfl.db.native import take_last_lock
from rfl.errors import UnavailableError
from rfl.keys.models import InstallationKey
from rfl.keys.rules import InstallationKind
from tests.keys.vault import ENTRY

AWA = uuid4()


@pytest.fixture
def sealed(vault):
    context = Context("SN", "person", uuid4())
    return Sealed(vault.keys.seal(vault.keys.new_record_key("SN"), context, b"secret"), context)


def show(vault, sealed, logs=("SN",)):
    """Answer a request that shows a record: what leaves the server is what this returns."""
    with vault.begin() as session:
        receipt = record(session, AWA, Act.PERSON_OPENED, societies=logs)
        shown = reveal(session, receipt, sealed)
    return shown  # noqa: RET504  # only after the commit


@pytest.fixture
def page(vault, sealed):
    return lambda: show(vault, sealed)


def run(database, *statements):
    with database.engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def test_as_long_as_all_is_well_the_page_is_shown(page):
    assert page() == b"secret"


@pytest.mark.parametrize("table", ["audit_tag", "audit_entry"])
def test_without_a_place_to_write_the_entry_nothing_is_shown(vault, page, table):
    run(vault.database, f"ALTER TABLE {table} RENAME TO {table}_gone")

    with pytest.raises(UnavailableError, match="so nothing was opened"):
        page()


@pytest.mark.parametrize("table", ["audit_head", "society_key", "installation_key", "record_key"])
def test_without_the_key_store_nothing_is_shown(vault, sealed, table):
    run(vault.key_database, f"DROP TABLE {table}")
    process = vault.another_process()

    with pytest.raises(UnavailableError):
        show(process, sealed)
    process.close()


@pytest.mark.parametrize("kind", [InstallationKind.CHECKPOINT, InstallationKind.AUDIT_TAGS])
def test_without_the_signer_of_heads_or_the_tags_nothing_is_shown(vault, sealed, kind):
    with vault.key_database.engine.begin() as connection:
        connection.execute(sa.delete(InstallationKey).where(InstallationKey.kind == kind))
    process = vault.another_process()

    with pytest.raises(UnavailableError):
        show(process, sealed)
    process.close()

    with vault.begin() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Entry)) == 0


def test_a_society_without_an_audit_key_shows_nothing(vault, sealed):
    with pytest.raises(UnavailableError, match="no keys"):
        show(vault, sealed, ["SN", "ML"])

    with vault.begin() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Entry)) == 0


def test_a_failure_in_one_log_takes_the_entry_out_of_the_other(vault, sealed, page):
    page()
    run(vault.key_database, "DELETE FROM society_key WHERE society = 'GM'")

    process = vault.another_process()
    with pytest.raises(UnavailableError):
        show(process, sealed, ["GM", "SN"])
    process.close()

    assert verify(vault.database, vault.keys, "SN").entries == 1


def test_a_fork_is_refused_by_the_database(vault, page):
    page()

    with vault.begin() as session:
        row = dict(session.execute(sa.select(ENTRY)).mappings().one())
    with pytest.raises(sa.exc.IntegrityError), vault.begin() as session:
        session.execute(sa.insert(Entry).values({**row, "seq": 1}))
    with pytest.raises(sa.exc.IntegrityError), vault.begin() as session:
        session.execute(sa.insert(Entry).values({**row, "prev": b"x" * 32}))


def test_a_full_disk_shows_nothing(vault, page):
    if vault.database.is_sqlite:
        _fill_sqlite(vault, page)
    else:
        _fill_postgres(vault, page)


def _fill_sqlite(vault, page):
    engine = vault.database.engine
    sa.event.listen(
        engine,
        "connect",
        lambda connection, _entry: connection.execute("PRAGMA max_page_count = 1"),
    )
    engine.dispose()  # a new connection, on a disk with no page left

    with pytest.raises(UnavailableError, match="so nothing was opened"):
        [page() for _ in range(50)]


def _fill_postgres(vault, page):
    run(
        vault.database,
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100'; END $$",
        "CREATE TRIGGER full_disk BEFORE INSERT ON audit_entry EXECUTE FUNCTION full_disk()",
    )

    with pytest.raises(UnavailableError, match="so nothing was opened"):
        page()


def test_a_lock_that_does_not_come_shows_nothing(vault, sealed):
    process = vault.another_process()
    sa.event.listen(process.database.engine, "connect", _be_impatient)

    with vault.database.engine.begin() as holder:
        take_last_lock(holder, "rfl.audit:SN")
        with pytest.raises(UnavailableError, match="so nothing was opened"):
            show(process, sealed)

    assert verify(vault.database, vault.keys, "SN").entries == 0
    process.close()


def _be_impatient(connection, _entry):
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA busy_timeout = 50")
    else:
        connection.execute("SET lock_timeout = '50ms'")
        connection.commit()


def test_a_head_that_cannot_be_kept_only_lags_and_catches_up(vault, page):
    def away(_session):
        run(vault.key_database, "ALTER TABLE audit_head RENAME TO away")

    page()
    with vault.begin() as session:
        record(session, AWA, Act.PERSON_OPENED, societies=["SN"])
        sa.event.listen(session, "before_commit", away)  # after the entry was written
    run(vault.key_database, "ALTER TABLE away RENAME TO audit_head")

    report = verify(vault.database, vault.keys, "SN")
    assert (report.entries, report.sealed_size, report.problems) == (2, 1, ())
    page()
    report = verify(vault.database, vault.keys, "SN")
    assert (report.entries, report.sealed_size, report.problems) == (3, 3, ())
