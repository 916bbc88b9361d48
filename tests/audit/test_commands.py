from uuid import uuid4

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from rfl.audit.commands import audit
from rfl.audit.rules import Act
from rfl.audit.service import record
from rfl.config import from_environment
from rfl.installation import create_installation
from tests.keys.vault import ENTRY


@pytest.fixture
def installation(tmp_path, monkeypatch):
    monkeypatch.setenv("RFL_INSTANCE", str(tmp_path / "instance"))
    for name in ("RFL_DATABASE_URL", "RFL_KEYSTORE_URL", "RFL_ROOT_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    made = create_installation(from_environment())
    made.keys.ensure_society("SN")
    for _ in range(3):
        with made.begin() as session:
            record(session, uuid4(), Act.PERSON_OPENED, societies=["SN"], subjects=[uuid4()])
    yield made
    made.close()


def run(*arguments):
    return CliRunner().invoke(audit, ["verify", *arguments])


def test_a_sound_log_is_said_to_be_sound(installation):
    answer = run("--society", "sn")

    assert answer.exit_code == 0, answer.output
    assert answer.output.startswith("SN: all 3 entries since ")
    assert answer.output.endswith("are complete and unchanged.\n")


def test_all_logs_are_checked_and_the_check_is_entered_in_each(installation):
    assert run().exit_code == 0
    answer = run()

    assert [line.split(" entries")[0] for line in answer.output.splitlines()] == [
        "SN: all 4",
        "ZZ: all 1",
    ]


def test_a_deleted_entry_is_told_with_its_place_and_an_exit_status(installation):
    with installation.database.engine.begin() as connection:
        connection.execute(sa.text("PRAGMA defer_foreign_keys = ON"))
        connection.execute(sa.text("DELETE FROM audit_tag WHERE seq = 1"))
        connection.execute(sa.delete(ENTRY).where(ENTRY.c.seq == 1))

    answer = run("--society", "SN")

    assert answer.exit_code == 3
    assert "SN: 2 entries, not as they were written:" in answer.output
    assert "  Entry 2 is missing." in answer.output


def test_an_unknown_society_is_no_sound_log(installation):
    answer = run("--society", "XX")

    assert answer.exit_code != 0
    assert "No society here has the code XX." in str(answer.exception)
