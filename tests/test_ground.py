"""What the house stands on: what is pinned, what make offers, what may be reached from a test."""

import os
import re
import socket
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pytest_socket import SocketConnectBlockedError

from rfl import __version__

ROOT = Path(__file__).resolve().parent.parent
PINNED = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TARGETS = ("setup", "demo", "run", "test", "lint", "types", "bench", "i18n", "db")


def _pins(name):
    text = (PINNED / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", text, re.MULTILINE))


def test_what_is_pinned_satisfies_what_the_project_asks_for():
    pins = _pins("runtime.txt")
    for line in PROJECT["project"]["dependencies"]:
        asked = Requirement(line)
        assert asked.specifier.contains(pins[canonicalize_name(asked.name)]), line


def test_tests_run_on_the_versions_that_are_installed():
    runtime, dev = _pins("runtime.txt"), _pins("dev.txt")
    assert {name: dev.get(name) for name in runtime} == runtime


@pytest.mark.parametrize("name", ["runtime.txt", "dev.txt"])
def test_every_pin_has_a_hash(name):
    blocks = re.split(r"^(?=[A-Za-z0-9])", (PINNED / name).read_text(encoding="utf-8"), flags=re.M)
    bare = [block.split()[0] for block in blocks if "==" in block and "--hash=sha256:" not in block]
    assert bare == []


@pytest.mark.parametrize(
    "path", ["requirements", "package.json", "package-lock.json", "Makefile", ".ci", "tools"]
)
def test_nothing_says_where_packages_come_from(path):
    words = re.compile(r"index-url|find-links|trusted-host|registry|\"resolved\"", re.IGNORECASE)
    files = [ROOT / path] if (ROOT / path).is_file() else list((ROOT / path).iterdir())
    found = [file.name for file in files if words.search(file.read_text(encoding="utf-8"))]
    assert found == []


def test_make_lists_itself():
    answer = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    listed = re.findall(r"^\s+make (\S+)", answer.stdout, re.MULTILINE)
    assert set(TARGETS) <= set(listed)


def test_scripts_may_be_run_and_are_sound():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    for script in (ROOT / ".ci" / "run", *(ROOT / "tools").glob("*.sh")):
        subprocess.run(["bash", "-n", str(script)], check=True)


def test_the_version_is_said_once():
    assert PROJECT["project"]["version"] == __version__


def test_style_sheets_from_outside_carry_no_pictures():
    sheets = list((ROOT / "static" / "vendor").rglob("*.css"))
    assert {sheet.name for sheet in sheets} >= {"bootstrap.min.css", "bootstrap.rtl.min.css"}
    for sheet in sheets:
        text = sheet.read_text(encoding="utf-8")
        assert "data:" not in text
        assert "sourceMappingURL" not in text


def test_nothing_can_be_reached_but_this_machine():
    refused = pytest.raises(SocketConnectBlockedError)
    with socket.socket() as door, pytest.warns(UserWarning, match=r"192\.0\.2\.1"), refused:
        door.connect(("192.0.2.1", 80))
