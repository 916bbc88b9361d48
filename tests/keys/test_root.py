import os
import stat

import pytest

from rfl.crypto.sealing import UnsealError
from rfl.errors import UnavailableError
from rfl.keys import root as roots
from rfl.keys.root import FileRoot, PassphraseRoot, open_root

WORDS = "oar lantern hill thread mango"


def never() -> str:
    raise AssertionError("no passphrase is needed")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "root.key"


def test_a_root_key_opens_what_it_locked_also_after_a_restart(path):
    locked = FileRoot.create(path).wrap(b"k" * 32, b"here")

    assert FileRoot(path).unwrap(locked, b"here") == b"k" * 32
    assert open_root(path, never).unwrap(locked, b"here") == b"k" * 32
    with pytest.raises(UnsealError):
        FileRoot(path).unwrap(locked, b"there")


def test_a_new_root_key_is_closed_to_all_others_whatever_the_umask(path):
    before = os.umask(0)
    try:
        FileRoot.create(path)
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_root_key_is_never_overwritten(path):
    FileRoot.create(path)
    before = path.read_bytes()

    with pytest.raises(UnavailableError, match="it stays"):
        FileRoot.create(path)
    with pytest.raises(UnavailableError, match="it stays"):
        PassphraseRoot.create(path, WORDS)
    assert path.read_bytes() == before


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o602, 0o700, 0o4600])
def test_a_root_key_that_others_may_open_is_refused_with_the_remedy(path, mode):
    FileRoot.create(path)
    path.chmod(mode)

    with pytest.raises(UnavailableError, match="chmod 600"):
        FileRoot(path)


def test_a_root_key_that_only_its_owner_may_read_is_fine(path):
    FileRoot.create(path)
    path.chmod(0o400)

    FileRoot(path)


def test_a_root_key_of_another_account_is_refused(path, monkeypatch):
    FileRoot.create(path)
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)

    with pytest.raises(UnavailableError, match="belongs to another account"):
        FileRoot(path)


def test_a_root_key_behind_a_link_or_in_a_folder_is_refused(path, tmp_path):
    FileRoot.create(path)
    link = tmp_path / "link.key"
    link.symlink_to(path)
    folder = tmp_path / "folder.key"
    folder.mkdir(mode=0o600)

    for other in (link, folder):
        with pytest.raises(UnavailableError, match="plain file"):
            FileRoot(other)


def test_a_missing_root_key_is_said_to_be_missing(path):
    with pytest.raises(UnavailableError, match="There is no root key"):
        FileRoot(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense",
        b'{"root":"file"}',
        b'{"root":"other","version":1}',
        b'{"root":"file","version":1,"key":"AAAA"}',
        b'{"root":"file","version":1,"key":"%%%%"}',
    ],
)
def test_a_damaged_root_key_is_refused(path, content):
    path.write_bytes(content)
    path.chmod(0o600)

    with pytest.raises(UnavailableError, match="damaged"):
        FileRoot(path)


def test_a_root_key_of_a_later_release_is_refused(path):
    path.write_bytes(b'{"root":"file","version":2,"key":"AAAA"}')
    path.chmod(0o600)

    with pytest.raises(UnavailableError, match="later version"):
        FileRoot(path)


@pytest.fixture
def quick(monkeypatch):
    """Cheap parameters: what is tested is the keeping, not the cost."""
    monkeypatch.setattr(roots, "MEMORY_KIB", 64)
    monkeypatch.setattr(roots, "TIME_COST", 1)


@pytest.mark.usefixtures("quick")
def test_a_passphrase_opens_the_root_key_and_another_does_not(path):
    locked = PassphraseRoot.create(path, WORDS).wrap(b"k" * 32, b"here")

    assert open_root(path, lambda: WORDS).unwrap(locked, b"here") == b"k" * 32
    with pytest.raises(UnavailableError, match="does not open"):
        PassphraseRoot(path, WORDS + "s")
    with pytest.raises(UnavailableError, match="under a passphrase"):
        FileRoot(path)


@pytest.mark.usefixtures("quick")
def test_neither_key_nor_passphrase_lie_in_the_file(path):
    root = PassphraseRoot.create(path, WORDS)

    content = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert WORDS.encode() not in content
    assert b'"memory_kib":64' in content
    assert root.unwrap(root.wrap(b"k" * 32, b""), b"") == b"k" * 32


@pytest.mark.usefixtures("quick")
def test_changed_parameters_are_noticed(path):
    PassphraseRoot.create(path, WORDS)
    content = path.read_bytes()

    path.write_bytes(content.replace(b'"time_cost":1', b'"time_cost":2'))
    with pytest.raises(UnavailableError, match="does not open"):
        PassphraseRoot(path, WORDS)
    path.write_bytes(content.replace(b'"memory_kib":64', b'"memory_kib":99999999'))
    with pytest.raises(UnavailableError, match="damaged"):
        PassphraseRoot(path, WORDS)


def test_a_short_passphrase_is_refused_and_nothing_is_written(path):
    with pytest.raises(UnavailableError, match="at least 16"):
        PassphraseRoot.create(path, "short")
    assert not path.exists()


def test_the_real_cost_of_a_passphrase_is_high():
    assert roots.MEMORY_KIB >= 64 * 1024
    assert roots.TIME_COST >= 3


def test_a_plain_root_key_asks_for_no_passphrase(path):
    FileRoot.create(path)

    with pytest.raises(UnavailableError, match="plain file"):
        PassphraseRoot(path, WORDS)
