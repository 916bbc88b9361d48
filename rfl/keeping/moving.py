"""`rfl keys move-root`: the root key into a file, under a passphrase, or into Vault.

The new root key is made first, then the whole key store is put under it in one transaction that
counts only once the new one opened all of it again; then the old one is laid aside. Killed on its
way, it goes on with the same words: which root key opens the key store tells how far it came.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

import click

from rfl import clock
from rfl.audit import service as audit
from rfl.audit.rules import INSTALLATION_LOG, SYSTEM, Act
from rfl.config import Config, from_environment
from rfl.db.session import Database
from rfl.errors import RuleBrokenError, UnavailableError
from rfl.installation import open_installation
from rfl.keeping.running import ask_passphrase
from rfl.keys import moving
from rfl.keys.ring import KeyRing
from rfl.keys.root import FileRoot, PassphraseRoot, Root, open_root, sync_folder
from rfl.keys.transit import PREFIX, is_vault, open_vault
from rfl.text import Text

NEW = "root.key.new"

Ask = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a root key is to be: `file`, `passphrase` or `vault:MOUNT/KEY`."""

    config: Config
    to: str
    passphrase: Ask

    @property
    def is_vault(self) -> bool:
        """Tell whether it is Vault, where nothing lies in the folder."""
        return self.to.startswith(PREFIX)

    @property
    def path(self) -> Path:
        """Return where the new root key lies until the key store is under it."""
        return self.config.instance / NEW

    @property
    def setting(self) -> str:
        """Return what RFL_ROOT is from then on."""
        return self.to if self.is_vault else "file"

    def made(self) -> Root:
        """Make the new root key; one that an earlier attempt made was never used."""
        if self.is_vault:
            return open_vault(self.to)
        with suppress(FileNotFoundError):
            self.path.unlink()
        if self.to == "passphrase":
            return PassphraseRoot.create(self.path, self.passphrase())
        return FileRoot.create(self.path)

    def found(self) -> Root | None:
        """Return the new root key as whoever starts next finds it; None if there is none yet."""
        if self.is_vault:
            return open_vault(self.to)
        return open_root(self.path, self.passphrase) if self.path.exists() else None


def move(config: Config, target: Target, old_passphrase: Ask) -> list[str]:
    """Move the root key, or go on with a move that was interrupted; return what there is to say.

    Raises:
        RuleBrokenError: the key store opens neither under the old nor under the new root key.
        UnavailableError: a root key cannot be had; the sentence says what to do.

    """
    if target.to not in ("file", "passphrase") and not target.is_vault:
        raise RuleBrokenError(
            "Say where to: file, passphrase, or vault:MOUNT/KEY such as vault:transit/rfl."
        )
    if target.is_vault and target.to == config.root:
        raise RuleBrokenError("The root key is there already.")
    if _is_under(config, lambda: _present(config, old_passphrase)):
        _rewrap(config, target, old_passphrase)
    elif not _is_under(config, target.found):
        raise RuleBrokenError(
            "Neither the root key that is set now nor a new one opens the key store. Set RFL_ROOT "
            "as it was, and what goes with it, and try again."
        )
    return _lay_aside(config, target)


def _present(config: Config, passphrase: Ask) -> Root | None:
    """Return the root key that is set now; None where its file is laid aside already."""
    if is_vault(config.root):
        return open_vault(config.root)
    return open_root(config.root_key_path, passphrase) if config.root_key_path.exists() else None


def _is_under(config: Config, find: Callable[[], Root | None]) -> bool:
    """Tell whether the key store lies under the root key that `find` finds."""
    found = find()
    if found is None:
        return False
    database = Database(config.keystore_url)
    try:
        return moving.belongs(KeyRing(database, found), found)
    finally:
        database.close()


def _rewrap(config: Config, target: Target, old_passphrase: Ask) -> None:
    installation = open_installation(config, old_passphrase)
    try:
        ring = installation.keys.ring
        new = target.made()
        with installation.begin() as session:  # no entry, no move
            detail = {"kind": "root", "to": target.to.partition(":")[0]}
            societies = [INSTALLATION_LOG]
            audit.record(session, SYSTEM, Act.KEY_ROTATED, societies=societies, detail=detail)
        moving.rewrap(ring, new, lambda: _again(target))
    finally:
        installation.close()


def _again(target: Target) -> Root:
    found = target.found()
    if found is None:
        raise UnavailableError("The new root key is gone. Nothing was moved.")
    return found


def _lay_aside(config: Config, target: Target) -> list[str]:
    """Put the new root key in its place, and the old one aside for the backups made until now."""
    until = clock.today() + timedelta(days=config.backup_days)
    path, said = config.root_key_path, ["The key store lies under the new root key."]
    if path.exists():
        aside = _free(path.with_name(f"root.key.until-{until.isoformat()}"))
        path.replace(aside)
        said.append(
            f"The old one lies in {aside}: backups made until now need it. Move it off this "
            f"machine, and destroy it after {until.isoformat()}."
        )
    if not target.is_vault:
        target.path.replace(path)
    sync_folder(config.instance)
    if config.root != target.setting:
        said.append(f"Set RFL_ROOT={target.setting} wherever rfl is started.")
    papers = (
        "Vault's own keepers see to its recovery."
        if target.is_vault
        else ("Write new papers with `rfl keys split`.")
    )
    return [*said, f"{papers} Old papers restore the old key alone.", "Start rfl again everywhere."]


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number, free = number + 1, path.with_name(f"{path.name}-{number + 1}")
    return free


@click.command("move-root")
@click.option("--to", required=True, metavar="file|passphrase|vault:MOUNT/KEY", help="Where to.")
def move_command(to: str) -> None:
    """Make a new root key there and put all keys under it. Killed anywhere, say it again.

    Stop rfl first: what runs on goes on with what it has in memory, and refuses the rest.
    """
    config = from_environment()
    target = Target(config, to, cache(_new_passphrase))
    try:
        for sentence in move(config, target, cache(ask_passphrase)):
            click.echo(sentence)
    except UnavailableError as error:
        raise RuleBrokenError(Text(str(error))) from None


def _new_passphrase() -> str:
    given = os.environ.get("RFL_NEW_ROOT_PASSPHRASE")
    words: str = given or click.prompt(
        "New passphrase of the root key", hide_input=True, confirmation_prompt=True
    )
    return words
