"""Everybody is indexed anew after another lexicon or layout: in parts, stopped and gone on with."""

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, func, select, update
from typing_extensions import override

from rfl.audit.rules import SYSTEM
from rfl.cli import main
from rfl.jobs import service as jobs
from rfl.jobs.models import Job
from rfl.linking import reindexing
from rfl.linking.models import IndexedPerson, LexiconToken, Link, Posting
from rfl.linking.reindexing import REINDEX_JOB, RELINK_JOB
from rfl.linking.rules import Side
from rfl.persons import registering
from rfl.persons import service as persons
from rfl.persons.models import Consent, Registration


def empty_index(gate):
    """Leave the index as an update of the layout leaves it."""
    with gate.world.begin() as session:
        for table in (Posting, IndexedPerson, LexiconToken):
            session.execute(delete(table))


def ask(gate):
    with gate.world.begin() as session:
        return reindexing.ask_if_outdated(session, SYSTEM)


def work(gate, kind):
    return list(reindexing.work_here(gate.world.begin, kind))


def count(gate, table, *conditions):
    with gate.world.begin() as session:
        return session.scalar(select(func.count()).select_from(table).where(*conditions))


def test_everybody_is_found_again_and_compared_again(gate):
    registered, request_id = gate.register("Momodou Jallow"), gate.request("Mamadou Diallo")
    before = count(gate, Posting)
    empty_index(gate)
    with gate.world.begin() as session:
        session.execute(delete(Link))

    assert len(ask(gate)) == reindexing.PARTS
    work(gate, REINDEX_JOB)

    assert count(gate, Posting) == before
    assert gate.links(request_id) == []
    work(gate, RELINK_JOB)
    assert [link.registration_id for link in gate.links(request_id)] == [registered]
    assert ask(gate) == []


def test_an_update_asks_for_it(gate, monkeypatch):
    gate.register()
    empty_index(gate)
    config = gate.world.installation.config
    monkeypatch.setenv("RFL_INSTANCE", str(config.instance))
    monkeypatch.setenv("RFL_DATABASE_URL", config.database_url)
    monkeypatch.setenv("RFL_KEYSTORE_URL", config.keystore_url)

    answer = CliRunner().invoke(main, ["upgrade"])

    assert answer.exit_code == 0, answer.output
    assert "Everybody is indexed anew" in answer.output
    assert count(gate, Job, Job.kind == REINDEX_JOB) == reindexing.PARTS


def test_it_is_asked_for_once(gate):
    gate.register()
    empty_index(gate)

    assert ask(gate)
    assert ask(gate) == []


class Killed(jobs.Work):
    """A worker that dies when it would tell of the second batch."""

    @override
    def progress(self, session, done, total):
        if done > 1:
            raise KeyboardInterrupt
        super().progress(session, done, total)


def test_work_that_was_killed_goes_on_where_it_stood(gate, monkeypatch):
    monkeypatch.setattr(reindexing, "BATCH", 1)
    monkeypatch.setattr(reindexing, "PARTS", 1)
    for name in ("Binta Camara", "Musa Ceesay", "Omar Touray"):
        gate.register(name)
    empty_index(gate)
    (job_id,) = ask(gate)
    with gate.world.begin() as session:
        job = session.get_one(Job, job_id)

    with pytest.raises(KeyboardInterrupt):
        reindexing.reindex_job(Killed(job_id, SYSTEM, "ZZ", job.arguments, gate.world.begin))
    assert count(gate, IndexedPerson) == 1
    work(gate, REINDEX_JOB)

    assert count(gate, IndexedPerson) == 3
    with gate.world.begin() as session:
        assert session.get_one(Job, job_id).result == {"indexed": 2}


def test_who_may_not_be_found_is_not_indexed_and_who_was_is_taken_out(gate):
    sealed, withdrawn, stays = (
        gate.register(name) for name in ("Musa Ceesay", "Isatou Bah", "Omar Touray")
    )
    with gate.world.begin() as session:
        person_id = session.get_one(Registration, sealed).person_id
        persons.seal_record(session, gate.haddy, person_id, [gate.haddy.user_id])
        taken_back = session.get_one(Registration, withdrawn).person_id
        consents = session.scalars(select(Consent.id).where(Consent.person_id == taken_back)).all()
        for consent_id in consents:
            registering.withdraw_consent(session, gate.lamin, consent_id)
    empty_index(gate)
    gate.register("Yaya Darboe")
    with gate.world.begin() as session:
        session.execute(update(IndexedPerson).values(version="0"))

    ask(gate)
    work(gate, REINDEX_JOB)

    with gate.world.begin() as session:
        found = set(session.scalars(select(IndexedPerson.person_id)))
        assert session.get_one(Registration, stays).person_id in found
    assert len(found) == 2
    assert not found & {person_id, taken_back}
    assert count(gate, IndexedPerson, IndexedPerson.side == Side.SOUGHT) == 0


def test_the_console_does_it_at_once_and_says_how_far_it_is(tmp_path, monkeypatch):
    monkeypatch.setenv("RFL_INSTANCE", str(tmp_path / "instance"))
    for name in ("RFL_DATABASE_URL", "RFL_KEYSTORE_URL", "RFL_ROOT_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    assert CliRunner().invoke(main, ["init"]).exit_code == 0

    answer = CliRunner().invoke(main, ["links", "reindex"])

    assert answer.exit_code == 0, answer.output
    assert "Asked for in 16 parts." in answer.output
    assert "linking.reindex: 16 done here" in answer.output
    assert "Everybody is indexed and compared anew." in answer.output
