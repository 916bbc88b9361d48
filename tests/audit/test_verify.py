"""Every way to tamper with a log that a database administrator has, and one more: all are found."""

import shutil
from uuid import uuid4

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rfl.audit import verify as checking
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.service import record
from rfl.audit.verify import verify
from rfl.crypto.merkle import Frontier
from rfl.crypto.note import TreeHead, sign
from rfl.db.base import KeyBase
from rfl.db.native import insert_into
from rfl.db.session import Database
from rfl.keys.models import AuditHead
from tests.audit.tampering import HARMS, SIZE, at, delete_and_rechain, flip, truncate
from tests.keys.vault import ENTRY, TAG


def write(vault, count=1, log="SN"):
    for _ in range(count):
        with vault.begin() as session:
            record(session, uuid4(), Act.PERSON_OPENED, societies=[log], subjects=[uuid4()])


def problems(vault, log="SN"):
    return [str(problem) for problem in verify(vault.database, vault.keys, log).problems]


@pytest.fixture
def log(vault):
    """A log of a dozen entries, in a database whose guards have been taken down."""
    write(vault, SIZE)
    assert verify(vault.database, vault.keys, "SN").is_sound
    with vault.database.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            _without_constraints(connection)
        else:
            for table, name in (
                ("audit_tag", "fk_audit_tag_log_seq_audit_entry"),
                ("audit_entry", "uq_audit_entry_log_prev"),
                ("audit_entry", "pk_audit_entry"),
            ):
                connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name} CASCADE")
    return vault


def _without_constraints(connection):
    for table in (ENTRY, TAG):
        rows = [dict(row) for row in connection.execute(sa.select(table)).mappings()]
        connection.exec_driver_sql(f"ALTER TABLE {table.name} RENAME TO {table.name}_before")
        bare = sa.Table(table.name, sa.MetaData(), *(sa.Column(c.name, c.type) for c in table.c))
        bare.create(connection)
        connection.execute(sa.insert(table), rows)


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_tampering_is_found(log, harm):
    write(log, SIZE, "GM")
    with log.database.engine.begin() as connection:
        harm(connection)

    found = problems(log)

    assert any(problem.startswith(HARMS[harm]) for problem in found), found


def test_a_log_rewritten_to_fit_itself_does_not_fit_what_was_sealed(log):
    with log.database.engine.begin() as connection:
        delete_and_rechain(connection)
    write(log, 5)

    found = problems(log)

    assert any("The first 12 entries are not those that were sealed on" in one for one in found)


def test_an_untouched_log_has_no_problems(log):
    report = verify(log.database, log.keys, "SN")

    assert report.is_sound
    assert (report.log, report.entries, report.sealed_size) == ("SN", SIZE, SIZE)
    assert report.first_at is not None
    assert report.last_at is not None
    assert report.first_at <= report.last_at
    assert verify(log.database, log.keys, "GM").entries == 0
    assert verify(log.database, log.keys, "GM").is_sound


def _flipped(vault, seq):
    with vault.database.engine.begin() as connection:
        row = dict(connection.execute(sa.select(ENTRY).where(at(seq))).mappings().one())
    return {**row, "sealed": flip(row["sealed"])}


def test_an_entry_put_over_another_is_found(vault):
    """INSERT OR REPLACE, and what PostgreSQL has for it: no constraint is broken."""
    write(vault, SIZE)
    row = _flipped(vault, 5)
    with vault.database.engine.begin() as connection:
        if vault.database.is_sqlite:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            connection.execute(sa.insert(ENTRY).prefix_with("OR REPLACE").values(row))
        else:
            change = insert_into(connection, ENTRY).values(row)
            connection.execute(
                change.on_conflict_do_update(
                    index_elements=["log", "seq"], set_={"sealed": row["sealed"]}
                )
            )

    assert "Entry 6 was changed." in problems(vault)


def test_what_a_superuser_changes_past_every_constraint_is_found(vault):
    write(vault, SIZE)
    row = _flipped(vault, 5)
    with vault.database.engine.begin() as connection:
        if not vault.database.is_sqlite:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.execute(sa.update(ENTRY).where(at(5)).values(sealed=row["sealed"]))

    assert "Entry 6 was changed." in problems(vault)


def test_an_emptied_table_is_found(vault):
    """TRUNCATE; SQLite does the same for a DELETE that names no row."""
    write(vault, SIZE)
    with vault.database.engine.begin() as connection:
        if vault.database.is_sqlite:
            connection.exec_driver_sql("DELETE FROM audit_tag")
            connection.exec_driver_sql("DELETE FROM audit_entry")
        else:
            connection.exec_driver_sql("TRUNCATE audit_entry CASCADE")

    assert any("The log ends with entry 0, but on" in one for one in problems(vault))
    write(vault)
    assert any("The log ends with entry 1, but on" in one for one in problems(vault))


def test_a_long_log_is_read_in_stretches(vault, monkeypatch):
    monkeypatch.setattr(checking, "STRETCH", 5)
    write(vault, 23)

    assert verify(vault.database, vault.keys, "SN").entries == 23
    with vault.database.engine.begin() as connection:
        connection.execute(sa.update(ENTRY).where(at(17)).values(sealed=b"x"))
    assert "Entry 18 was changed." in problems(vault)


def test_a_wholly_rewritten_log_does_not_flood_the_report(vault, monkeypatch):
    monkeypatch.setattr(checking, "MOST_PROBLEMS", 10)
    write(vault, 20)
    with vault.database.engine.begin() as connection:
        connection.execute(sa.update(ENTRY).values(sealed=b"x"))

    assert len(problems(vault)) == 10


def test_a_database_rolled_back_is_seen_then_and_for_ever(vault, tmp_path):
    write(vault, 5)
    rows = _snapshot(vault)
    write(vault, 3)
    _restore(vault, rows)

    assert any("The log ends with entry 5" in problem for problem in problems(vault))

    write(vault, 1)
    assert any("The log ends with entry 6" in problem for problem in problems(vault))
    write(vault, 10)
    found = problems(vault)
    assert any("The first 8 entries are not those that were sealed on" in one for one in found)
    assert len(found) == 1, "what was written since is itself in order"


def test_another_branch_of_the_same_log_put_in_its_place_is_seen_for_ever(vault):
    write(vault, 5)
    head = _head(vault)
    start = _snapshot(vault)
    write(vault, 5)
    branch = _snapshot(vault)
    _restore(vault, start)
    with vault.key_database.begin() as session:
        session.execute(sa.update(AuditHead).where(AuditHead.log == "SN").values(head))
    write(vault, 3)
    assert verify(vault.database, vault.keys, "SN").is_sound

    _restore(vault, branch)

    for _ in range(2):
        (problem,) = problems(vault)
        assert problem.startswith("The first 8 entries are not those that were sealed on")
        write(vault)


def _head(vault):
    columns = KeyBase.metadata.tables["audit_head"].c
    query = sa.select(columns.size, columns.leaf, columns.frontier, columns.note, columns.at)
    with vault.key_database.begin() as session:
        return dict(session.execute(query.where(columns.log == "SN")).mappings().one())


def _snapshot(vault):
    with vault.database.engine.begin() as connection:
        return [
            (table, [dict(row) for row in connection.execute(sa.select(table)).mappings()])
            for table in (ENTRY, TAG)
        ]


def _restore(vault, rows):
    with vault.database.engine.begin() as connection:
        connection.execute(sa.delete(TAG))
        connection.execute(sa.delete(ENTRY))
        for table, content in rows:
            connection.execute(sa.insert(table), content)


def test_a_backup_of_the_whole_file_put_back_is_seen(tmp_path, vault):
    if not vault.database.is_sqlite:
        return _a_template_put_back_is_seen(vault)
    write(vault, 4)
    vault.database.close()
    shutil.copy(tmp_path / "rfl.db", tmp_path / "backup.db")
    write(vault, 2)
    vault.database.close()
    for path in tmp_path.glob("rfl.db*"):
        path.unlink()
    shutil.copy(tmp_path / "backup.db", tmp_path / "rfl.db")

    assert any("an older copy was put in its place" in problem for problem in problems(vault))
    return None


def _a_template_put_back_is_seen(vault):
    write(vault, 4)
    vault.close()
    url = vault.database.engine.url
    name = f"{url.database}_old"
    admin = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {url.database}")
        write(vault, 2)
        old = Database(url.set(database=name))
        report = verify(old, vault.keys, "SN")
        old.close()
        connection.exec_driver_sql(f"DROP DATABASE {name}")
    admin.dispose()
    assert any("an older copy was put in its place" in str(one) for one in report.problems)


def test_a_missing_head_is_a_problem(vault):
    write(vault, 3)
    with vault.key_database.begin() as session:
        session.execute(sa.delete(AuditHead).where(AuditHead.log == "SN"))

    assert problems(vault) == ["The seal over the log is missing from the key store."]


def _resigned(vault, key):
    """Put a head over a shortened log into the key store, signed with `key`."""
    with vault.database.engine.begin() as connection:
        truncate(connection)
        leaves = connection.scalars(sa.select(ENTRY.c.leaf).where(ENTRY.c.log == "SN")).all()
    frontier = Frontier().grown(leaves)
    head = TreeHead("SN", frontier.size, frontier.root(), leaves[-1])
    with vault.key_database.begin() as session:
        session.execute(
            sa.update(AuditHead)
            .where(AuditHead.log == "SN")
            .values(
                size=head.size,
                leaf=head.leaf,
                frontier=frontier.to_bytes(),
                note=sign(head, key),
            )
        )


def test_a_head_signed_with_another_key_is_a_problem_that_stays(vault):
    write(vault, SIZE)
    _resigned(vault, Ed25519PrivateKey.generate())

    assert any("was not made by this installation" in problem for problem in problems(vault))
    write(vault, 2)
    assert any("was not made by this installation" in problem for problem in problems(vault))


@pytest.mark.parametrize("column", ["size", "leaf", "frontier", "note"])
def test_a_changed_head_is_a_problem_that_stays(vault, column):
    write(vault, 3)
    with vault.key_database.begin() as session:
        row = session.scalars(sa.select(AuditHead).where(AuditHead.log == "SN")).one()
        before = getattr(row, column)
        changed = {"size": 2, "note": str(before).replace("3", "2")}
        setattr(row, column, changed.get(column) or flip(before))

    assert any("was not made by this installation" in problem for problem in problems(vault))
    write(vault, 1)
    assert any("was not made by this installation" in problem for problem in problems(vault))


def test_entries_sealed_for_another_installation_are_found(vault, tmp_path):
    write(vault, 3)
    with vault.key_database.begin() as session:
        session.execute(sa.text("DELETE FROM society_key WHERE kind = 'audit' AND society = 'SN'"))
    process = vault.another_process()

    found = [str(one) for one in verify(process.database, process.keys, "SN").problems]

    assert "Entry 1 was not written by this installation." in found
    process.close()


def test_verifying_beside_a_writer_cries_no_wolf(vault):
    with vault.begin() as session:
        record(session, SYSTEM, Act.AUDIT_VERIFIED, societies=["GM"])
    write(vault, 2)
    process = vault.another_process()
    for _ in range(10):
        write(vault, 1)
        assert verify(process.database, process.keys, "SN").is_sound
        write(process, 1)
        assert verify(vault.database, vault.keys, "SN").is_sound
    process.close()
