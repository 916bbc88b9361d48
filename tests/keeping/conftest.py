import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from rfl.cli import main
from rfl.config import Config
from rfl.crypto.hybrid import written
from rfl.keeping import backing_up, restoring
from rfl.keeping.restoring import Report
from tests.erasure.erasing import Desk, desk_of
from tests.lending import run
from tests.tracing.world import World


@dataclass
class Places:
    """Where copies go, and empty databases to restore into."""

    world: World
    main: Path
    keys: Path
    empty: Config
    seed: bytes = b""
    looks: bool = True
    """Whether it is looked at who made a backup."""

    @property
    def signer(self) -> bytes:
        """Return the public key that signs, as it stands on paper."""
        return self.world.installation.keys.backup_signer().public_key().public_bytes_raw()

    @property
    def asked(self) -> bytes | None:
        """Return who is to have signed, None where nobody looks."""
        return self.signer if self.looks else None

    @property
    def paper(self) -> str:
        """Return what stands on paper."""
        return f"{written(self.seed)} {written(self.signer)}"

    def back_up(self) -> backing_up.Made:
        """Make a backup."""
        return backing_up.back_up(self.world.installation, self.main, self.keys)

    def restored(self, main: Path | None = None) -> Report:
        """Restore the newest backup, or this one."""
        source = restoring.choose(main or self.main, self.keys, self.seed, self.asked)
        return restoring.restore(self.empty, source, None, _quiet)

    def check(self) -> Report:
        """Try the newest backup out."""
        source = restoring.choose(self.main, self.keys, self.seed, self.asked)
        return restoring.check(self.world.installation.config, source, None, _quiet)


def _quiet(_table: str, _rows: int) -> None:
    return


@pytest.fixture
def desk(world) -> Desk:
    """Return the people of the story, with a data protection officer in each society."""
    return desk_of(world)


@pytest.fixture
def places(world, tmp_path, request) -> Iterator[Places]:
    """Yield places for copies, a backup key, and empty databases of the same kind."""
    made = Places(world, tmp_path / "nas", tmp_path / "safe", world.installation.config)
    backing_up.make_key(world.installation, lambda seed: setattr(made, "seed", seed))
    folder = tmp_path / "new"
    folder.mkdir()
    shutil.copy(world.installation.config.root_key_path, folder / "root.key")
    if world.installation.database.is_sqlite:
        main, keys = (f"sqlite:///{folder / name}" for name in ("rfl.db", "keys.db"))
        made.empty = replace(made.empty, instance=folder, database_url=main, keystore_url=keys)
        yield made
        return
    server: sa.URL = request.getfixturevalue("postgres")
    names = [f"r{uuid4().hex}_{part}" for part in ("main", "keys")]
    run(server, *(f"CREATE DATABASE {name} TEMPLATE template0" for name in names))
    main, keys = (server.set(database=name).render_as_string(hide_password=False) for name in names)
    made.empty = replace(made.empty, instance=folder, database_url=main, keystore_url=keys)
    yield made
    run(server, *(f"DROP DATABASE {name} WITH (FORCE)" for name in names))


class Console:
    """The command line, at the installation of the world or at another."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch

    def at(self, config: Config, paper: str = "") -> "Console":
        """Give commands to the installation that `config` names."""
        self._patch.setenv("RFL_INSTANCE", str(config.instance))
        self._patch.setenv("RFL_DATABASE_URL", config.database_url)
        self._patch.setenv("RFL_KEYSTORE_URL", config.keystore_url)
        self._patch.delenv("RFL_ROOT_PASSPHRASE", raising=False)
        if paper:
            self._patch.setenv("RFL_BACKUP_KEY", paper)
        return self

    def __call__(self, *arguments: object, typed: str | None = None) -> Result:
        """Return what a command said."""
        return CliRunner().invoke(main, [str(one) for one in arguments], input=typed)


@pytest.fixture
def console(world, monkeypatch) -> Console:
    """Return the command line, at the world's installation."""
    return Console(monkeypatch).at(world.installation.config)
