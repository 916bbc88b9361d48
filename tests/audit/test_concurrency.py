import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import sqlalchemy as sa

from rfl.audit.rules import SYSTEM, Act
from rfl.audit.service import record
from rfl.audit.verify import verify
from tests.audit import writer

WRITERS, EACH = 8, 12


def write(vault, logs):
    with vault.begin() as session:
        session.execute(sa.text("SELECT 1"))
        record(session, uuid4(), Act.PERSON_OPENED, societies=logs, subjects=[uuid4()])


def side_by_side(work):
    """Run `work` in eight threads; raise what any of them raised."""
    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(work, number) for number in range(WRITERS)]:
            done.result(timeout=120)


def test_eight_writers_at_once_do_not_fork_the_log(vault):
    processes = [vault.another_process() for _ in range(WRITERS)]

    side_by_side(lambda number: [write(processes[number], ["SN"]) for _ in range(EACH)])

    report = verify(vault.database, vault.keys, "SN")
    assert (report.entries, report.problems) == (WRITERS * EACH, ())
    write(vault, ["SN"])
    assert verify(vault.database, vault.keys, "SN").sealed_size == WRITERS * EACH + 1
    for process in processes:
        process.close()


def test_one_installation_serves_eight_threads(vault):
    side_by_side(lambda _number: [write(vault, ["SN"]) for _ in range(EACH)])

    report = verify(vault.database, vault.keys, "SN")
    assert (report.entries, report.problems) == (WRITERS * EACH, ())


def test_two_logs_in_either_order_do_not_wait_for_each_other_for_ever(vault):
    orders = [["SN", "GM"], ["GM", "SN"], ["ZZ", "GM"], ["SN", "ZZ", "GM"]]

    side_by_side(lambda number: [write(vault, orders[number % 4]) for _ in range(EACH)])

    for log, times in (("SN", 6), ("GM", 8), ("ZZ", 4)):
        report = verify(vault.database, vault.keys, log)
        assert (report.entries, report.problems) == (times * EACH, ())


def test_logs_locked_late_in_a_transaction_do_not_hold_up_the_work_before(vault):
    """A writer that holds a row and wants the log, beside one that wants the row: no deadlock."""
    with vault.database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE work (id INTEGER PRIMARY KEY, n INTEGER)")
        connection.exec_driver_sql("INSERT INTO work VALUES (1, 0), (2, 0)")

    def work(number):
        for _ in range(EACH):
            with vault.begin() as session:
                record(session, SYSTEM, Act.PERSON_CHANGED, societies=["SN"])
                session.execute(
                    sa.text("UPDATE work SET n = n + 1 WHERE id = :id"), {"id": number % 2 + 1}
                )

    side_by_side(work)

    with vault.database.engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT sum(n) FROM work").scalar_one() == WRITERS * EACH
    assert verify(vault.database, vault.keys, "SN").entries == WRITERS * EACH


@pytest.fixture
def start(vault):
    """Return how to start a writer in a process of its own."""

    writer.prepare(vault.database)

    def start(how):
        urls = [
            database.engine.url.render_as_string(hide_password=False)
            for database in (vault.database, vault.key_database)
        ]
        root = str(vault.folder / "root.key")
        return subprocess.Popen(  # noqa: S603  # our own writer
            [sys.executable, "-m", "tests.audit.writer", *urls, root, how],
            stdout=subprocess.PIPE,
            text=True,
        )

    return start


def test_a_crash_between_the_two_commits_cries_no_wolf(vault, start):
    write(vault, ["SN", "GM"])
    killed = start("between")
    assert killed.communicate(timeout=60)[0] == ""
    assert killed.returncode == 9

    report = verify(vault.database, vault.keys, "SN")
    assert (report.entries, report.sealed_size, report.problems) == (2, 1, ())

    write(vault, ["SN", "GM"])
    for log in ("SN", "GM"):
        report = verify(vault.database, vault.keys, log)
        assert (report.entries, report.sealed_size, report.problems) == (3, 3, ())


def test_a_crash_before_the_first_head_cries_no_wolf(vault, start):
    start("between").communicate(timeout=60)

    report = verify(vault.database, vault.keys, "SN")
    assert (report.entries, report.sealed_size, report.problems) == (1, 0, ())
    write(vault, ["SN"])
    assert verify(vault.database, vault.keys, "SN").sealed_size == 2


def test_writers_killed_under_load_lose_nothing_that_was_acknowledged(vault, start):
    chance = random.Random(7)  # noqa: S311  # when to kill, not a secret
    told = []
    for _ in range(3):
        writers = [start("on") for _ in range(2)]
        told += [row for one in writers for row in writer.printed(one.stdout.readline())]
        time.sleep(chance.uniform(0.01, 0.15))
        for one in writers:
            one.kill()
            told += writer.printed(one.communicate()[0])

    for log in ("SN", "GM"):
        report = verify(vault.database, vault.keys, log)
        assert report.problems == ()
        kept = writer.check(vault.database, vault.keys, log, told)
        assert report.entries == kept >= len(told) >= 6
