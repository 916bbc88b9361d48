"""What is set wrongly is told in a sentence that names it, never in a traceback."""

import pytest
from click.testing import CliRunner

from rfl.cli import main
from rfl.config import BACKUP_DAYS, SettingError, from_environment

NUMBERS = {"RFL_BACKUP_DAYS": "backup_days", "RFL_PROXIES": "proxies"}


@pytest.mark.parametrize("name", [*NUMBERS, "RFL_WITNESS_MINUTES"])
@pytest.mark.parametrize("wrong", ["thirty", "-1", "1.5", "1e3", "٣", "9" * 12, "0x10", "1_0"])
def test_a_number_that_is_none_is_named(name, wrong):
    with pytest.raises(SettingError, match=f"{name} is a whole number, such as"):
        from_environment({name: wrong})


def test_copies_are_kept_for_a_day_at_the_least():
    with pytest.raises(SettingError, match="RFL_BACKUP_DAYS is at least 1"):
        from_environment({"RFL_BACKUP_DAYS": "0"})


@pytest.mark.parametrize(("given", "meant"), [(" 14 ", 14), ("", None), ("007", 7)])
def test_a_number_is_read_as_it_was_meant(given, meant):
    found = from_environment({"RFL_BACKUP_DAYS": given, "RFL_PROXIES": given})
    assert found.backup_days == (meant or BACKUP_DAYS)
    assert found.proxies == (meant or 0)


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("command", [["upgrade"], ["users", "list", "--society", "SN"], ["serve"]])
def test_every_command_says_so_in_a_sentence(tmp_path, monkeypatch, name, command):
    monkeypatch.setenv("RFL_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv(name, "many")

    told = CliRunner().invoke(main, command)

    assert told.exit_code == 1
    assert f"{name} is a whole number" in told.output
    assert "Traceback" not in told.output
