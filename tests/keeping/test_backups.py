"""Backups: sealed, in two places, restored whole, and without what was erased."""

import os
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from rfl import clock
from rfl.access.rules import Role
from rfl.attachments import service as attachments
from rfl.attachments.service import Pictures
from rfl.audit import reading
from rfl.audit.reading import Asking
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.verify import verify
from rfl.db.base import Base
from rfl.erasure.models import Erasure
from rfl.erasure.rules import EraseReason
from rfl.errors import RuleBrokenError, UnavailableError
from rfl.installation import open_installation
from rfl.keeping import backing_up, restoring
from rfl.keeping.backing_up import Content, found_in
from rfl.keys.models import RecordKey
from rfl.linking import finding
from rfl.persons import service as persons
from tests.attachments.test_attaching import PAPER
from tests.erasure.erasing import all_that_opens
from tests.tracing.world import World

CANARY = "Zebulonzinho"


def rows_of(installation):
    with installation.database.engine.connect() as connection:
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
        }


def test_a_restored_installation_is_the_one_that_was_copied(desk, places):
    desk.gate.register(CANARY)
    request_id = desk.gate.request("Ousainou Ceesay")
    drawn = Pictures((os.urandom(300_000),), os.urandom(3_000))
    with desk.world.begin() as session:
        paper = attachments.add(session, desk.gate.awa, request_id, PAPER, drawn).id
    before = rows_of(desk.world.installation)
    places.back_up()

    report = places.restored()

    assert report.problems == []
    restored = World(open_installation(places.empty))
    after = rows_of(restored.installation)
    assert {name: rows for name, rows in after.items() if not name.startswith("audit")} == {
        name: rows for name, rows in before.items() if not name.startswith("audit")
    }
    with restored.begin() as session:
        people, _ = persons.list_people(session, desk.gate.lamin, limit=9, offset=0)
        assert [document.names[0].parts[0].text for _, document in people] == [CANARY]
        assert len(finding.search(session, desk.gate.lamin, CANARY).hits) == 1
    assert restored.row(request_id).number == desk.world.row(request_id).number
    assert restored.trail(request_id) == desk.world.trail(request_id)
    for log in ("SN", "GM", "ZZ"):
        installation = restored.installation
        assert verify(installation.database, installation.keys, log).problems == ()
    with restored.begin() as session:
        pictures = [attachments.picture(session, desk.gate.awa, paper, at) for at in (0, 1)]
        assert pictures == [drawn.small, *drawn.pages], "a picture comes back byte for byte"
    restored.case(desk.gate.awa)  # numbers go on where they were
    restored.installation.close()


def test_a_backup_from_before_an_erasure_restores_without_the_erased_record(desk, places):
    desk.gate.register("Fatou Sarr")
    registration = desk.gate.register(CANARY)
    first = places.back_up().files[0]
    desk.erased_person(registration)
    later = clock.now() + timedelta(minutes=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        places.back_up()

    report = places.restored(first)

    assert "Erased again what was erased before: 1 records, 0 releases, 1 keys." in report.sentences
    restored = World(open_installation(places.empty))
    left = all_that_opens(restored)
    assert CANARY.encode() not in left
    assert CANARY.lower().encode() not in left
    assert b"Fatou" in left
    with restored.begin() as session:
        assert session.scalars(sa.select(Erasure.reason)).all() == [EraseReason.RESTORED]
    restored.installation.close()


def test_a_check_says_in_sentences_how_a_backup_was_found_and_leaves_nothing(
    desk, places, console, tmp_path
):
    desk.gate.request()
    places.back_up()
    before = rows_of(desk.world.installation)
    console.at(desk.world.installation.config, places.paper)

    answer = console("restore", places.main, "--keys-from", places.keys, "--check")

    assert answer.exit_code == 0, answer.output
    said = answer.output.splitlines()
    assert said[0] == "The installation on this paper signed it."
    assert said[1].startswith("The main database of ")
    assert said[2].startswith("The key store of ")
    assert any(line.startswith("SN: all ") for line in said)
    assert "Nothing that was erased came back." in said
    assert any(line.startswith("All ") and line.endswith("have their key.") for line in said)
    assert said[-1] == "This backup can be restored."
    assert rows_of(desk.world.installation) == before
    assert not list(tmp_path.rglob("rfl-check-*"))


def test_the_console_makes_a_key_copies_and_restores(world, console, places, tmp_path):
    (world.installation.config.instance / backing_up.PUBLIC_NAME).unlink()
    sheet = tmp_path / "sheet.html"
    made = console("keys", "backup-key", "--sheet", sheet)
    assert made.exit_code == 0, made.output
    assert sheet.stat().st_mode & 0o777 == 0o600
    page = sheet.read_text()
    words = page.split("<pre>")[1].split("</pre>")[0]
    assert "<svg" in page
    assert made.output.splitlines()[0].split(": ")[-1] in page

    copied = console("backup", places.main, "--keys-to", places.keys)
    assert copied.exit_code == 0, copied.output
    assert len(copied.output.splitlines()) == 6

    console.at(places.empty)
    words = words.replace("\n", " ") + "\n"
    restored = console("restore", places.main, "--keys-from", places.keys, typed=words)

    assert restored.exit_code == 0, restored.output
    assert restored.output.endswith("Restored. Start it with `rfl serve`.\n")
    again = console("restore", places.main, "--keys-from", places.keys, typed=words)
    assert again.exit_code == 1
    assert "is not empty. Nothing is ever overwritten" in again.output


def test_a_backup_made_while_others_write_is_sound(desk, places):
    stop = threading.Event()
    made = []

    def write():
        while not stop.is_set():
            made.append(desk.gate.register("Fatou Sarr"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(made) < 2:
            stop.wait(0.01)
        places.back_up()
    finally:
        stop.set()
        writer.join()

    assert places.check().problems == []


def test_neither_place_holds_a_name_or_a_wrapped_key(desk, places):
    desk.gate.register(CANARY)
    with desk.world.installation.key_database.begin() as session:
        wrapped = session.scalars(sa.select(RecordKey.wrapped)).all()
    places.back_up()

    for path in (*places.main.iterdir(), *places.keys.iterdir()):
        raw = path.read_bytes()
        assert path.stat().st_mode & 0o777 == 0o600
        assert CANARY.encode() not in raw
        assert not [key for key in wrapped if key in raw]


def test_a_changed_shortened_or_foreign_file_is_refused_with_a_sentence(world, places):
    world.case(world.colleague(Role.OFFICER))
    main, keys, dead = places.back_up().files[:3]
    places.looks = False
    for path in (main, keys, dead):
        whole = path.read_bytes()
        changed = whole[:300] + bytes((whole[300] ^ 1,)) + whole[301:]
        for wrong in (whole[:-1], whole[: len(whole) // 2], changed, b""):
            path.write_bytes(wrong)
            with pytest.raises(RuleBrokenError, match="does not open"):
                places.check()
        path.write_bytes(whole)
    main.write_bytes(keys.read_bytes())
    with pytest.raises(RuleBrokenError, match="does not open"):
        places.check()


def test_another_backup_key_does_not_open_it(world, places, console):
    places.back_up()
    config = world.installation.config

    places.seed = bytes(32)
    with pytest.raises(RuleBrokenError, match="another backup key"):
        places.check()
    console.at(config)
    answer = console(
        "restore", places.main, "--keys-from", places.keys, "--check", typed="AAAA BBBB\n"
    )
    assert answer.exit_code == 1
    assert "not a whole backup key" in answer.output


def test_both_halves_are_asked_for(world, places, tmp_path):
    with pytest.raises(RuleBrokenError, match="There is no backup in"):
        restoring.choose(tmp_path, tmp_path, places.seed, places.signer)
    main, keys, dead = places.back_up().files[:3]
    keys.rename(keys.with_name(keys.name.replace("20", "21", 1)))
    with pytest.raises(RuleBrokenError, match="half of this backup is not there"):
        places.check()
    assert main.exists()
    assert dead.exists()


def test_without_a_list_of_dead_keys_the_check_is_not_passed(world, places, console):
    places.back_up().files[2].unlink()
    console.at(world.installation.config, places.paper)
    words = "restore", places.main, "--keys-from", places.keys, "--check"

    answer = console(*words)
    assert answer.exit_code == 1
    assert "not all of it is there" in answer.output

    answer = console(*words, "--unsigned")
    assert answer.exit_code == 3
    assert "what was erased since may come back" in answer.output


def test_a_record_whose_key_is_missing_is_told(world, places):
    world.case(world.colleague(Role.OFFICER))
    with world.installation.key_database.begin() as session:
        session.execute(sa.delete(RecordKey).where(RecordKey.society == "SN"))
    places.back_up()

    report = places.check()

    assert any("have no key in the key store" in problem for problem in report.problems)


def test_a_trail_that_was_cut_is_told(world, places):
    world.case(world.colleague(Role.OFFICER))
    tags, entries = (Base.metadata.tables[name] for name in ("audit_tag", "audit_entry"))
    with world.installation.database.engine.begin() as connection:
        last = connection.scalar(sa.select(sa.func.max(entries.c.seq)).where(entries.c.log == "SN"))
        for table in (tags, entries):
            connection.execute(sa.delete(table).where(table.c.log == "SN", table.c.seq == last))
    places.back_up()

    assert any(problem.startswith("SN: ") for problem in places.check().problems)


def test_copies_whose_time_is_over_are_removed_and_foreign_files_stay(world, places):
    old = places.back_up().files
    foreign = places.main / "rfl-letter.main.rflbackup"
    foreign.write_text("mine")
    later = clock.now() + timedelta(days=world.installation.config.backup_days, minutes=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        made = places.back_up()

    assert set(made.removed) == set(old)
    assert not [path for path in old if path.exists()]
    assert foreign.exists()
    assert found_in(places.main, Content.MAIN) == [made.files[0]]


def test_two_places_are_two(world, places):
    with pytest.raises(RuleBrokenError, match="another place"):
        backing_up.back_up(world.installation, places.main, places.main)


def test_without_a_backup_key_nothing_is_copied_and_a_second_one_is_not_made(world, places):
    with pytest.raises(RuleBrokenError, match="There is a backup key already"):
        backing_up.make_key(world.installation, lambda _seed: None)
    (world.installation.config.instance / backing_up.PUBLIC_NAME).unlink()
    with pytest.raises(RuleBrokenError, match="no backup key yet"):
        places.back_up()
    with pytest.raises(ZeroDivisionError):
        backing_up.make_key(world.installation, _no_paper)
    assert not (world.installation.config.instance / backing_up.PUBLIC_NAME).exists()


def _no_paper(_seed: bytes) -> None:
    raise ZeroDivisionError


def test_a_place_that_cannot_be_written_to_is_said(world, places, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UnavailableError, match="could not be written"):
        backing_up.back_up(world.installation, tmp_path / "file", places.keys)
    assert list(places.keys.glob("*")) == []


def test_a_restore_needs_the_root_key(world, places):
    places.back_up()
    (places.empty.root_key_path).unlink()

    with pytest.raises(RuleBrokenError, match="There is no installation in"):
        places.restored()


def test_a_copy_of_postgresql_restores_into_sqlite_and_the_other_way_round(desk, places, tmp_path):
    """The scratch databases of a check are SQLite; here they are kept."""
    desk.gate.register(CANARY)
    places.back_up()
    main, keys = (f"sqlite:///{tmp_path / name}" for name in ("other.db", "other-keys.db"))
    places.empty = replace(places.empty, database_url=main, keystore_url=keys)

    assert places.restored().problems == []

    restored = World(open_installation(places.empty))
    with restored.begin() as session:
        assert len(finding.search(session, desk.gate.lamin, CANARY).hits) == 1
    restored.installation.close()


def test_copying_and_restoring_stand_in_the_trail(world, places):
    places.back_up()
    places.restored()

    restored = World(open_installation(places.empty))
    for where, act in ((world, Act.BACKUP_MADE), (restored, Act.BACKUP_RESTORED)):
        with where.begin() as session:
            found = reading.what_did(session, SYSTEM, "ZZ", SYSTEM, Asking())
        assert act in [row.act for row in found.rows]
    restored.installation.close()
