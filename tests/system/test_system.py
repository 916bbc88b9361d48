"""The page of the system: what is in order, and what somebody has to look at."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import rfl
from rfl.access.rules import Role
from rfl.config import INSTALLATION
from rfl.errors import DeniedError
from rfl.jobs import service as jobs
from rfl.jobs.models import Job, JobState
from rfl.system import service
from rfl.system.rules import WORK_WORDS, Standing, signs
from tests.once import ON_SQLITE
from tests.tracing.web import words_of

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("waits", "failed", "backup", "has_key", "wrong"),
    [
        (None, 0, timedelta(hours=20), True, []),
        (timedelta(minutes=5), 0, timedelta(days=2), True, []),
        (timedelta(minutes=6), 0, timedelta(hours=1), True, ["has waited for 6 minutes"]),
        (None, 2, timedelta(hours=1), True, ["2 pieces of background work failed"]),
        (None, 0, timedelta(days=3), True, ["The last backup is 3 days old"]),
        (None, 0, None, True, ["No backup was made yet"]),
        (None, 0, None, False, ["There is no backup key"]),
    ],
)
def test_what_is_not_in_order_is_said_with_what_to_do(waits, failed, backup, has_key, wrong):
    found = signs(
        Standing(
            waits_since=NOW - waits if waits else None,
            failed=failed,
            backed_up_at=NOW - backup if backup else None,
            has_backup_key=has_key,
        ),
        NOW,
    )

    told = [str(one.words) for one in found if not one.is_well]
    assert len(told) == len(wrong)
    assert all(part in words for part, words in zip(wrong, told, strict=True))
    assert all(one.advice for one in found if not one.is_well)


def test_all_background_work_has_words():
    kinds = {
        kind
        for path in Path(rfl.__file__).parent.rglob("*.py")
        for line in re.findall(r"^\w+_JOB\b.* = .*$", path.read_text("utf-8"), re.MULTILINE)
        for kind in re.findall(r'"([a-z]+\.[a-z_]+)"', line)
    }

    assert kinds == WORK_WORDS.keys()


def test_work_is_counted_for_the_own_society_and_the_installation(world):
    admin, marta = world.colleague(Role.ADMIN), world.colleague(Role.DPO)
    with world.begin() as session:
        session.query(Job).delete()
        for society in ("GM", "SN", INSTALLATION):
            asked = [
                jobs.ask(
                    session,
                    kind="intake.import",
                    society=society,
                    asked_by=admin.user_id,
                    arguments={},
                )
                for _ in range(4)
            ]
            jobs.finish(session, [asked[0].id])
            asked[1].state, asked[1].ended_at = JobState.FAILED, asked[1].asked_at
            asked[2].state = JobState.RUNNING

    with world.begin() as session:
        page = service.page(session, admin, has_backup_key=True)
        with pytest.raises(DeniedError):
            service.page(session, marta, has_backup_key=True)

    work = page.work[0]
    assert (work.waiting, work.running, work.failed) == (2, 2, 2)
    assert work.done_at is not None
    assert page.standing.failed == 2
    assert page.accounts.open >= 2


@ON_SQLITE
def test_the_page_names_nobody_and_says_where_it_is_set(site):
    admin = site.world.colleague(Role.ADMIN)

    shown = words_of(site.as_(admin).client.get("/system"))

    assert "What is in order" in shown
    assert "There is no backup key" in shown
    assert "SQLite" in shown
    assert str(site.world.installation.config.instance) not in shown
