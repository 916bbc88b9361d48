"""What an administrator types first: init, societies, users."""

import pytest
from click.testing import CliRunner

from rfl.cli import main


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("RFL_INSTANCE", str(tmp_path / "instance"))
    for name in ("RFL_DATABASE_URL", "RFL_KEYSTORE_URL", "RFL_ROOT_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "instance"


def run(*arguments):
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def installed(folder):
    answer = run("init")
    assert answer.exit_code == 0, answer.output
    return folder


def test_init_makes_an_installation_and_overwrites_none(installed):
    key = (installed / "root.key").read_bytes()

    again = run("init")

    assert again.exit_code == 1
    assert "There is an installation in" in again.output
    assert "Traceback" not in again.output
    assert (installed / "root.key").read_bytes() == key
    assert (installed / "root.key").stat().st_mode & 0o077 == 0


def test_without_an_installation_each_command_says_how_to_make_one(folder):
    for command in (("societies", "list"), ("users", "list", "--society", "SN")):
        answer = run(*command)
        assert answer.exit_code == 1
        assert "rfl init" in answer.output
    assert not folder.exists()


def test_a_society_is_added_once(installed):
    added = run("societies", "add", "ke", "--name", "Kenya Red Cross Society")
    assert added.output == "KE  Kenya Red Cross Society, Kenya\n"
    assert "KE  Kenya: Kenya Red Cross Society" in run("societies", "list").output

    again = run("societies", "add", "KE", "--name", "Another")
    assert (again.exit_code, "is here already" in again.output) == (1, True)


def test_a_colleague_is_added_with_an_invitation_that_is_shown_once(installed):
    added = run("users", "add", "awa@rfl.example", "--society", "sn", "--role", "admin")

    assert added.exit_code == 0, added.output
    secret = added.output.splitlines()[1]
    assert len(secret) > 20
    listed = run("users", "list", "--society", "SN").output
    assert "awa@rfl.example  admin  (no passphrase yet)" in listed
    assert secret not in listed
    assert not any(
        secret.encode() in path.read_bytes() for path in installed.rglob("*") if path.is_file()
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--society", "KE", "--role", "admin"), "no society of this code"),
        (("--society", "SN", "--role", "queen"), "queen"),
        (("--society", "SN"), "--role"),
    ],
)
def test_a_colleague_of_no_society_or_without_a_role_is_refused(installed, arguments, sentence):
    answer = run("users", "add", "awa@rfl.example", *arguments)
    assert answer.exit_code != 0
    assert sentence in answer.output
    assert "awa" not in run("users", "list", "--society", "SN").output


def test_one_address_signs_in_once(installed):
    role = ("--society", "SN", "--role", "officer")
    assert run("users", "add", "awa@rfl.example", *role).exit_code == 0
    again = run("users", "add", " AWA@rfl.example ", *role)
    assert (again.exit_code, "uses this e-mail address" in again.output) == (1, True)
