"""Rotation: nothing is lost, whenever it is killed, and the old key is gone."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
import sqlalchemy as sa

from rfl.crypto.sealing import key_id_of
from rfl.errors import UnavailableError
from rfl.keys import rotating
from rfl.keys.models import RecordKey, SocietyKey
from rfl.keys.rules import ErasedError, SocietyKind
from tests.keys.test_service import reveal_all, sealed

HERE = SocietyKey.society == "SN", SocietyKey.kind == SocietyKind.RECORDS


def rotated(vault, society="SN", beyond=1):
    told = []
    moved = rotating.rotate(
        vault.keys.ring, society, beyond, lambda done, total: told.append((done, total))
    )
    return moved, told


def epochs_of(vault):
    with vault.key_database.begin() as session:
        keys = session.scalars(sa.select(SocietyKey.epoch).where(*HERE)).all()
        alive = sa.select(RecordKey.epoch).where(
            RecordKey.society == "SN", RecordKey.wrapped.is_not(None)
        )
        return sorted(keys), sorted(set(session.scalars(alive)))


def test_what_was_sealed_before_opens_after_and_the_old_key_is_gone(vault, monkeypatch):
    monkeypatch.setattr(rotating, "BATCH", 4)
    items = [sealed(vault, f"document {number}".encode()) for number in range(10)]
    theirs = sealed(vault, b"theirs", society="GM")

    moved, told = rotated(vault)

    assert (moved, told) == (10, [(0, 10), (4, 10), (8, 10), (10, 10)])
    assert epochs_of(vault) == ([2], [2])
    elsewhere = vault.another_process()
    for process in (vault, elsewhere):
        opened = reveal_all(process, [*items, theirs])
        assert opened == [*(f"document {number}".encode() for number in range(10)), b"theirs"]
    elsewhere.close()


def test_an_old_copy_of_a_wrapped_key_is_dead_after_the_rotation(vault):
    """What a thief took of the key store's rows before opens nothing with the key store of now."""
    item = sealed(vault)
    key_id = key_id_of(item.blob)
    with vault.key_database.begin() as session:
        old = session.get_one(RecordKey, key_id).wrapped
    rotated(vault)

    with vault.key_database.begin() as session:
        row = session.get_one(RecordKey, key_id)
        row.wrapped, row.epoch = old, 1

    process = vault.another_process()
    with pytest.raises(UnavailableError, match="missing"):
        reveal_all(process, [item])
    process.close()


def test_the_old_keys_are_in_no_file_any_more(vault):
    item = sealed(vault)
    with vault.key_database.begin() as session:
        above = session.scalars(sa.select(SocietyKey.wrapped).where(*HERE)).one()
        below = session.get_one(RecordKey, key_id_of(item.blob)).wrapped
    rotated(vault)

    for path in vault.folder.glob("keys.db*"):
        assert above not in path.read_bytes(), path.name
        assert below not in path.read_bytes(), path.name
    assert ("SN", SocietyKind.RECORDS, 1) not in vault.keys.ring._society


def test_a_destroyed_key_stays_destroyed(vault):
    erased = sealed(vault)
    vault.keys.destroy(key_id_of(erased.blob))

    assert rotated(vault)[0] == 0

    with pytest.raises(ErasedError):
        reveal_all(vault, [erased])


def test_asking_again_for_the_same_rotation_does_nothing_more(vault):
    sealed(vault)
    assert rotated(vault)[0] == 1

    assert rotated(vault)[0] == 0

    assert epochs_of(vault) == ([2], [2])


def test_a_society_without_keys_is_not_rotated(vault):
    with pytest.raises(UnavailableError, match="no keys yet"):
        rotated(vault, "ML")


def test_status_tells_age_and_what_is_left_to_do(vault, monkeypatch):
    for _ in range(5):
        sealed(vault)
    monkeypatch.setattr(rotating, "BATCH", 2)

    def stop(done, _total):
        if done == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        rotating.rotate(vault.keys.ring, "SN", 1, stop)

    found = {one.society: one for one in rotating.epochs(vault.keys.ring)}
    assert set(found) == {"SN", "GM", "ZZ"}
    assert (found["SN"].number, found["SN"].keys, found["SN"].behind) == (2, 5, 3)
    assert (found["GM"].number, found["GM"].keys, found["GM"].behind) == (1, 0, 0)


def test_a_rotation_killed_at_any_step_loses_nothing_and_goes_on(vault):
    """kill -9 before every third statement or commit; then the same words again, to the end."""
    items = [sealed(vault, f"document {number}".encode()) for number in range(7)]
    wanted = [f"document {number}".encode() for number in range(7)]
    deaths = 0
    for step in count(1, 3):
        before = max(epochs_of(vault)[0])
        code = _die_at(vault, before, step)
        process = vault.another_process()
        assert reveal_all(process, items) == wanted, step
        sealed(process, b"meanwhile")
        if code == 0:
            process.close()
            break
        assert code == -signal.SIGKILL
        deaths += 1

        rotated(process, beyond=before)

        assert reveal_all(process, items) == wanted, step
        process.close()
        assert epochs_of(vault) == ([before + 1], [before + 1])
    assert deaths >= 5


def _die_at(vault, beyond, step):
    url = vault.key_database.engine.url.render_as_string(hide_password=False)
    words = (url, str(vault.folder / "root.key"), str(beyond), str(step))
    done = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-m", "tests.keys.rotator", *words], capture_output=True, check=False
    )
    assert done.returncode or done.stdout == b"rotated\n"
    return done.returncode


def test_new_keys_made_during_a_rotation_are_never_left_under_a_dead_epoch(vault):
    """Two make records, two read, while epochs change three times: nothing fails or is lost."""
    first = [sealed(vault, b"before") for _ in range(20)]
    processes = [vault.another_process() for _ in range(5)]

    def make(process):
        return [sealed(process, b"meanwhile") for _ in range(25)]

    def read(process):
        return [reveal_all(process, first) for _ in range(10)]

    def turn(process):
        for beyond in (1, 2, 3):
            rotating.rotate(process.keys.ring, "SN", beyond, lambda _done, _total: None)

    with ThreadPoolExecutor(5) as pool:
        turning = pool.submit(turn, processes[0])
        making = [pool.submit(make, process) for process in processes[1:3]]
        reading = [pool.submit(read, process) for process in processes[3:]]
        turning.result(timeout=120)
        made = [item for one in making for item in one.result(timeout=120)]
        for one in reading:
            assert one.result(timeout=120) == [[b"before"] * 20] * 10

    fresh = vault.another_process()
    assert set(reveal_all(fresh, made)) == {b"meanwhile"}
    assert len(made) == 50
    for process in (*processes, fresh):
        process.close()
