"""`rfl keys split` and `rfl keys recover`: the root key on three papers, and back from two."""

from collections.abc import Sequence
from pathlib import Path

import click

from rfl import clock
from rfl.audit import service as audit
from rfl.audit.rules import INSTALLATION_LOG, SYSTEM, Act
from rfl.config import Config, from_environment
from rfl.crypto.sealing import UnsealError
from rfl.db.session import Database
from rfl.errors import RuleBrokenError, UnavailableError
from rfl.installation import Installation
from rfl.keeping import paper
from rfl.keeping.paper import Sheet
from rfl.keeping.running import ask_passphrase, opened
from rfl.keys.recovery import NEEDED, PAPERS, combine, mark, split
from rfl.keys.ring import KeyRing
from rfl.keys.root import FileRoot, KeyInMemory, PassphraseRoot, Root
from rfl.keys.rules import InstallationKind
from rfl.text import Text


@click.command("split")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def split_command(folder: Path) -> None:
    """Write the root key on three sheets in FOLDER; any two restore it, one tells nothing.

    Print them, give each to another keeper, and destroy the files.
    """
    with opened() as installation:
        paths = write_papers(installation, folder)
    for path in paths:
        click.echo(str(path))
    click.echo("Print each, give it to another keeper, try `rfl keys recover`, destroy the files.")


@click.command("recover")
@click.option("--passphrase", is_flag=True, help="Keep the restored key under a passphrase.")
def recover_command(*, passphrase: bool) -> None:
    """Restore root.key from two of the three papers. One that is there is never overwritten."""
    words = [
        click.prompt(f"Words of paper {number} of {NEEDED}", hide_input=True)
        for number in range(1, NEEDED + 1)
    ]
    said = ask_passphrase() if passphrase else None
    click.echo(recover(from_environment(), words, said))


def write_papers(installation: Installation, folder: Path) -> list[Path]:
    """Write the sheets and return their places.

    Raises:
        RuleBrokenError: the root key is not held here, or a sheet is there already.

    """
    root = installation.keys.ring.root
    if not isinstance(root, KeyInMemory):
        raise RuleBrokenError(
            "The root key is kept elsewhere and never comes here. Follow that service's own way "
            "to recover it."
        )
    key = root.for_paper()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    day = clock.today().isoformat()
    paths = [folder / f"root-key-{day}-paper-{number}.html" for number in range(1, PAPERS + 1)]
    with installation.begin() as session:  # no entry, no paper
        detail = {"mark": mark(key)}
        societies = [INSTALLATION_LOG]
        audit.record(session, SYSTEM, Act.KEY_SPLIT, societies=societies, detail=detail)
    for number, (path, words) in enumerate(zip(paths, split(key), strict=True), start=1):
        paper.save(_sheet(number, words, key), path)
    return paths


def recover(config: Config, papers: Sequence[str], passphrase: str | None) -> str:
    """Restore the root key from papers, and say whether it belongs to the key store.

    Raises:
        RuleBrokenError: the papers restore no key, or one that does not open the key store.
        UnavailableError: there is a root key already.

    """
    key, path = combine(papers), config.root_key_path
    if path.exists():
        raise UnavailableError(f"There is a root key at {path} already; it stays.")
    said = _check_belongs(config, KeyInMemory(key))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if passphrase:
        PassphraseRoot.restore(path, key, passphrase)
    else:
        FileRoot.restore(path, key)
    return f"The root key {mark(key)} lies in {path} again. {said}"


def _check_belongs(config: Config, root: Root) -> str:
    """Return what is known of whether `root` opens the key store."""
    database = Database(config.keystore_url)
    try:
        KeyRing(database, root).installation(InstallationKind.CHECKPOINT)
    except UnavailableError as error:
        if isinstance(error.__context__, UnsealError):
            raise RuleBrokenError(
                Text(
                    "These papers restore a root key, but not the one of this key store "
                    "(%(url)s). Nothing was written.",
                    url=database.engine.url.render_as_string(hide_password=True),
                )
            ) from None
        return "The key store is not here yet: restore it next, which tells whether they belong."
    finally:
        database.close()
    return "It opens the key store."


def _sheet(number: int, words: str, key: bytes) -> Sheet:
    how = (
        f"Any {NEEDED} of the {PAPERS} papers of this day restore the root key "
        "(`rfl keys recover`). One alone tells nothing of it."
    )
    where = (
        "Keep it where neither of the others is. When somebody leaves or a paper is missing, write "
        "three new ones. The old ones still restore the key: collect and destroy them."
    )
    return Sheet(f"Root key, paper {number} of {PAPERS}", (how, where), words, mark(key))
