"""The root key moves between file, passphrase and Vault; killed anywhere, nothing is lost."""

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from rfl.access.rules import Role
from rfl.audit import reading
from rfl.audit.reading import Asking
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.verify import verify
from rfl.errors import RuleBrokenError, UnavailableError
from rfl.installation import open_installation
from rfl.keeping import moving
from rfl.keeping.moving import Target
from rfl.keys import rotating
from rfl.keys.models import SocietyKey
from rfl.keys.passphrase import CHEAP
from rfl.persons import service as persons
from tests.exchange.gate import gate_of
from tests.keys.test_transit import address, environment, transit
from tests.tracing.world import World

__all__ = ["address", "environment", "transit"]

WORDS = "five words drawn by lot"


def moved(config, to):
    return moving.move(config, Target(config, to, lambda: WORDS), lambda: WORDS)


def names(config, actor):
    """Return the names that somebody who starts rfl now can read, having checked the trail."""
    world = World(open_installation(config, lambda: WORDS))
    try:
        assert verify(world.installation.database, world.installation.keys, "SN").problems == ()
        with world.begin() as session:
            people, _ = persons.list_people(session, actor, limit=9, offset=0)
            return [document.names[0].parts[0].text for _, document in people]
    finally:
        world.installation.close()


@pytest.fixture
def actor(world):
    """Return who registered somebody before anything moved."""
    gate = gate_of(world)
    gate.register("Binta Camara")
    return gate.lamin


@pytest.fixture
def vault(environment, monkeypatch):
    """Have Vault at hand."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


def test_the_root_key_goes_round_and_everything_opens_at_each_station(world, actor, vault):
    config = world.installation.config
    recipients = world.installation.keys.trail.recipients
    proposed = recipients.propose_focal("SN", actor.user_id, WORDS, CHEAP)
    first = config.root_key_path.read_bytes()
    for to in ("passphrase", "vault:transit/rfl", "file"):
        said = moved(config, to)

        assert said[0] == "The key store lies under the new root key."
        setting = to if to.startswith("vault") else "file"
        assert any(f"RFL_ROOT={setting}" in one for one in said) == (setting != config.root)
        config = replace(config, root=setting)
        assert config.root_key_path.exists() == (setting == "file")
        assert names(config, actor) == ["Binta Camara"]

    with pytest.raises(RuleBrokenError, match="there already"):
        moved(replace(config, root="vault:transit/rfl"), "vault:transit/rfl")
    asides = list(config.instance.glob("root.key.until-*"))
    assert first in [path.read_bytes() for path in asides]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in asides)
    last = World(open_installation(config))
    found = last.installation.keys.trail.recipients.of("SN")
    assert [one.id for one in found] == [proposed.id]
    with last.begin() as session:
        rows = reading.what_did(session, SYSTEM, "ZZ", SYSTEM, Asking()).rows
        assert [row.act for row in rows].count(Act.KEY_ROTATED) == 3
    last.installation.close()


def test_the_old_root_key_opens_nothing_any_more(world, actor):
    config = world.installation.config
    old = config.root_key_path.read_bytes()
    moved(config, "file")
    new = config.root_key_path.read_bytes()
    config.root_key_path.write_bytes(old)

    with pytest.raises(UnavailableError):
        names(config, actor)
    config.root_key_path.write_bytes(new)
    assert names(config, actor) == ["Binta Camara"]


def test_a_server_that_was_not_stopped_locks_nothing_under_the_old_root(world, actor):
    """What it locked would be lost: it is refused, and the society stays where it was."""
    moved(world.installation.config, "file")
    ring = world.installation.keys.ring

    for locking in (
        lambda: rotating.rotate(ring, "SN", 1, lambda _done, _total: None),
        lambda: rotating.renew_audit(ring, "SN", 1),
        lambda: rotating.make_index_key(ring, 2),
        lambda: world.installation.keys.ensure_society("QX"),
    ):
        with pytest.raises(UnavailableError, match="The root key was moved"):
            locking()
    with ring.connect() as connection:
        assert set(connection.scalars(sa.select(SocietyKey.epoch).distinct())) == {1}
        assert "QX" not in set(connection.scalars(sa.select(SocietyKey.society)))


class Killed(BaseException):
    """As if the power went."""


@contextmanager
def dying(what, number):
    """Die before so many a write to the key store, or before so many a renaming."""
    counted, real = iter(range(number)), Path.replace

    def die(here):
        if here == what and next(counted, None) is None:
            raise Killed

    def rename(path, target):
        die("rename")
        return real(path, target)

    def write(_connection, _cursor, statement, *_rest):
        if statement.startswith("UPDATE"):
            die("update")

    sa.event.listen(Engine, "before_cursor_execute", write)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "replace", rename)
            yield
    finally:
        sa.event.remove(Engine, "before_cursor_execute", write)


def test_a_move_killed_on_its_way_goes_on_with_the_same_words(world, actor):
    config = world.installation.config

    for what, number in (("update", 0), ("update", 8), ("rename", 0), ("rename", 1)):
        with dying(what, number), pytest.raises(Killed):
            moved(config, "file")
        moved(config, "file")
        assert not (config.instance / moving.NEW).exists()

    assert names(config, actor) == ["Binta Camara"]


def test_the_console_moves_it_and_a_wrong_word_moves_nothing(world, actor, console, monkeypatch):
    config = world.installation.config
    monkeypatch.setenv("RFL_NEW_ROOT_PASSPHRASE", WORDS)
    before = config.root_key_path.read_bytes()

    answer = console("keys", "move-root", "--to", "paper")
    assert answer.exit_code == 1
    assert "file, passphrase, or vault:MOUNT/KEY" in answer.output
    assert config.root_key_path.read_bytes() == before
    answer = console("keys", "move-root", "--to", "passphrase")

    assert answer.exit_code == 0, answer.output
    assert "Start rfl again everywhere." in answer.output
    assert names(config, actor) == ["Binta Camara"]
    assert config.root_key_path.stat().st_mode & 0o777 == 0o600
    assert world.colleague(Role.OFFICER)
