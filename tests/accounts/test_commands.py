"""`rfl users` as an administrator of the server types it."""

import pytest
from click.testing import CliRunner

from rfl.access import choosing, factors
from rfl.cli import main
from tests.access.doors import EMAIL, PASSPHRASE, account, acts


@pytest.fixture
def type_(world, monkeypatch):
    """Return what runs a command on the world's installation."""
    config = world.installation.config
    monkeypatch.setenv("RFL_INSTANCE", str(config.instance))
    monkeypatch.setenv("RFL_DATABASE_URL", config.database_url)
    monkeypatch.setenv("RFL_KEYSTORE_URL", config.keystore_url)
    return lambda *words: CliRunner().invoke(main, ["users", *words])


def test_who_is_added_at_the_console_can_choose_a_passphrase(world, type_):
    told = type_("add", EMAIL, "--society", "sn", "--role", "officer", "--name", "Awa Sarr")

    assert told.exit_code == 0, told.output
    code = told.output.splitlines()[1]
    assert choosing.accept_invitation(world.begin, EMAIL, code, PASSPHRASE)


def test_the_list_says_who_has_no_passphrase_yet(type_):
    type_("add", EMAIL, "--society", "SN", "--role", "officer", "--role", "supervisor")

    told = type_("list", "--society", "SN")

    assert f"awa.sarr  {EMAIL}  officer, supervisor  (no passphrase yet)" in told.output


def test_a_second_invitation_ends_the_first(world, type_):
    told = type_("add", EMAIL, "--society", "SN", "--role", "officer")
    again = type_("invite", EMAIL)

    first, second = (one.output.splitlines()[1] for one in (told, again))
    assert not choosing.accept_invitation(world.begin, EMAIL, first, PASSPHRASE)
    assert choosing.accept_invitation(world.begin, EMAIL, second, PASSPHRASE)


def test_an_unknown_address_or_society_is_told_in_a_sentence(type_):
    for words in (("invite", "x@sn.example"), ("list", "--society", "XX")):
        told = type_(*words)
        assert told.exit_code != 0
        assert "Traceback" not in told.output


def test_whoever_lost_every_second_step_chooses_anew(world, type_):
    who = account(world)

    told = type_("forget-second-step", EMAIL)

    assert "Done" in told.output
    with world.begin() as session:
        assert not factors.has_any(session, who.actor.user_id)
        assert not factors.codes_left(session, who.actor.user_id)
    assert "second_factor:removed" in acts(world)
