"""Who asks for a rotation, and what the console says of it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from rfl import clock
from rfl.access.rules import Role
from rfl.audit import reading
from rfl.audit.reading import Asking
from rfl.audit.rules import SYSTEM, Act
from rfl.errors import RuleBrokenError
from rfl.jobs import rhythm
from rfl.jobs import service as jobs
from rfl.jobs.models import Job, JobState
from rfl.keeping import rotation
from rfl.keys import rotating
from rfl.keys.erasing import EPOCH_DAYS
from rfl.keys.models import InstallationKey, SocietyKey
from rfl.keys.ring import KeyRing
from rfl.keys.rules import InstallationKind


def age(world, society, days):
    with world.installation.key_database.begin() as session:
        session.execute(
            sa.update(SocietyKey)
            .where(SocietyKey.society == society)
            .values(created_at=clock.now() - timedelta(days=days))
        )


def epoch_of(world, society):
    found = rotating.epochs(world.installation.keys.ring)
    return next(one for one in found if one.society == society)


def test_an_epoch_of_thirty_days_is_rotated_by_itself(world):
    request_id = world.case(world.colleague(Role.OFFICER))
    age(world, "SN", EPOCH_DAYS)
    with world.begin() as session:
        asked = rotation.ask_due(session)
        assert rotation.ask_due(session) == asked

    assert len(asked) == 1
    jobs.run(world.begin, asked[0])

    with world.begin() as session:
        job = session.get_one(Job, asked[0])
        assert (job.state, job.society_code) == (JobState.DONE, "SN")
        assert job.done == job.total == job.result["moved"] > 0
        assert rotation.ask_due(session) == []
    assert (epoch_of(world, "SN").number, epoch_of(world, "SN").behind) == (2, 0)
    assert epoch_of(world, "GM").number == 1
    ring = world.installation.keys.ring
    assert [rotating.audit_epoch(ring, code) for code in ("SN", "GM", "ZZ")] == [2, 1, 1]
    assert world.row(request_id)


def test_the_server_looks_once_a_day_by_itself(world):
    age(world, "SN", EPOCH_DAYS)
    with world.begin() as session:
        rhythm.ask_due(session, SYSTEM)
        rhythm.ask_due(session, SYSTEM)
        looking = select(Job.id).where(Job.kind == rotation.LOOK_JOB)
        job_id = session.scalars(looking).one()

    jobs.run(world.begin, job_id)

    with world.begin() as session:
        assert session.get_one(Job, job_id).result == {"asked": 1}
        turning = select(Job).where(Job.kind == rotation.ROTATE_JOB)
        jobs_asked = session.scalars(turning).all()
    assert [job.society_code for job in jobs_asked] == ["SN"]
    jobs.run(world.begin, jobs_asked[0].id)
    assert epoch_of(world, "SN").number == 2


def test_a_rotation_left_half_way_is_taken_up_and_makes_no_third_epoch(world, monkeypatch):
    for _ in range(3):
        world.case(world.colleague(Role.OFFICER))
    monkeypatch.setattr(rotating, "BATCH", 2)

    def die(done, _total):
        if done:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        rotating.rotate(world.installation.keys.ring, "SN", 1, die)
    assert epoch_of(world, "SN").behind > 0

    with world.begin() as session:
        asked = rotation.ask_due(session)
    jobs.run(world.begin, asked[0])

    assert (epoch_of(world, "SN").number, epoch_of(world, "SN").behind) == (2, 0)


def test_a_worker_that_died_is_followed_by_another(world, monkeypatch):
    world.case(world.colleague(Role.OFFICER))
    with world.begin() as session:
        job_id = rotation.ask(session, "SN")[0]
        job = session.get_one(Job, job_id)
        job.state, job.lease_until, job.attempts = JobState.RUNNING, clock.now(), 1
    later = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: later)

    with world.begin() as session:
        assert jobs.waiting(session) == [job_id]
    jobs.run(world.begin, job_id)

    assert epoch_of(world, "SN").number == 2


def test_the_console_rotates_and_says_so(world, console):
    world.case(world.colleague(Role.OFFICER))

    answer = console("keys", "rotate", "--society", "sn")

    assert answer.exit_code == 0, answer.output
    assert answer.output.endswith(" record keys lie under a new key now.\n")
    assert answer.output.startswith("SN: ")
    assert "SN: epoch 2, 0 days old, " in console("keys", "status").output
    assert console("keys", "rotate", "--due").output == "No epoch is due.\n"
    subject = sa.select(Job.id).where(Job.kind == rotation.ROTATE_JOB)
    with world.begin() as session:
        assert session.scalars(subject).one()


def test_the_console_says_when_an_epoch_is_due_and_when_the_server_has_it_in_hand(world, console):
    age(world, "SN", EPOCH_DAYS + 3)
    assert "33 days old" in console("keys", "status").output
    assert "due. Run `rfl keys rotate --due`." in console("keys", "status").output
    with world.begin() as session:
        job = session.get_one(Job, rotation.ask(session, "SN")[0])
        job.state, job.lease_until = JobState.RUNNING, clock.now() + timedelta(minutes=1)

    answer = console("keys", "rotate", "--due")

    assert answer.exit_code == 1
    assert "SN: the server has this in hand already." in answer.output


def test_the_key_of_cookies_is_changed_and_nothing_else(world, console):
    ring = world.installation.keys.ring
    before = {kind: ring.installation(kind) for kind in InstallationKind}

    answer = console("keys", "rotate", "--cookies")

    assert answer.exit_code == 0, answer.output
    assert "Start `rfl serve` again now" in answer.output
    fresh = KeyRing(ring.database, ring.root)
    changed = {kind for kind, key in before.items() if fresh.installation(kind) != key}
    assert changed == {InstallationKind.COOKIE}
    with ring.database.begin() as session:
        query = select(InstallationKey.version).where(
            InstallationKey.kind == InstallationKind.COOKIE
        )
        assert session.scalars(query).all() == [2]


def test_an_unknown_society_is_named(world, console):
    answer = console("keys", "rotate", "--society", "XX")

    assert answer.exit_code == 1
    assert "No society here has the code XX." in answer.output
    with world.begin() as session, pytest.raises(RuleBrokenError):
        rotation.ask(session, "XX")


def test_a_rotation_stands_in_the_log_of_its_society(world, console):
    console("keys", "rotate", "--society", "SN")

    with world.begin() as session:
        found = reading.what_did(session, SYSTEM, "SN", SYSTEM, Asking())
        assert Act.KEY_ROTATED in [row.act for row in found.rows]
