"""`rfl backup` and `rfl restore`, and the key of the backups."""

import os
from collections.abc import Callable
from pathlib import Path

import click

from rfl.config import from_environment
from rfl.crypto.hybrid import fingerprint, public_of, read, written
from rfl.errors import RuleBrokenError
from rfl.keeping import backing_up, paper, restoring
from rfl.keeping.paper import Sheet
from rfl.keeping.running import ask_passphrase, opened

UNSOUND = 3
"""Exit status when a backup is not as it should be."""

STEP_ROWS = 20_000
"""So often the progress of a long table is told."""

FOLDER = click.Path(path_type=Path, file_okay=False)
PLACE = click.Path(path_type=Path, exists=True)


@click.command()
@click.argument("to", type=FOLDER)
@click.option(
    "--keys-to", type=FOLDER, envvar="RFL_BACKUP_KEYS_TO", required=True,
    help="Where the key store's copy goes: another place than TO.",
)  # fmt: skip
def backup(to: Path, keys_to: Path) -> None:
    """Copy both databases while the server works on, sealed to the backup key.

    Copies older than RFL_BACKUP_DAYS are removed. For every night, and by itself.
    """
    with opened() as installation:
        made = backing_up.back_up(installation, to, keys_to, _progress())
    for path in made.files:
        click.echo(f"{path}: {path.stat().st_size:,} bytes.")
    if made.removed:
        click.echo(f"Removed {len(made.removed)} files whose time was over.")


@click.command()
@click.argument("source", type=PLACE)
@click.option("--keys-from", type=PLACE, required=True, help="Where the key store's copy lies.")
@click.option("--check", is_flag=True, help="Only try it out, in a scratch place.")
def restore(source: Path, keys_from: Path, *, check: bool) -> None:
    """Restore the newest backup in SOURCE, or the one that SOURCE is, and say how it was found.

    The databases to restore into must be empty. What was erased since stays erased. The backup key
    is asked for as it stands on paper, or taken from RFL_BACKUP_KEY. Exit status 3: not sound.
    """
    chosen = restoring.choose(source, keys_from, _private_key())
    act = restoring.check if check else restoring.restore
    report = act(from_environment(), chosen, ask_passphrase, _progress())
    for sentence in report.sentences:
        click.echo(sentence)
    for problem in report.problems:
        click.echo(problem, err=True)
    if not report.is_sound:
        raise SystemExit(UNSOUND)
    done = "This backup can be restored." if check else "Restored. Start it with `rfl serve`."
    click.echo(done)


@click.command("backup-key")
@click.option("--sheet", type=click.Path(path_type=Path), required=True, help="File to be printed.")
def backup_key(sheet: Path) -> None:
    """Make the key that backups are sealed to, and a sheet with the half that opens them."""
    with opened() as installation:
        public = backing_up.make_key(installation, lambda seed: paper.save(_sheet(seed), sheet))
    click.echo(f"Print {sheet}, then destroy the file. Fingerprint: {fingerprint(public)}")


def _sheet(seed: bytes) -> Sheet:
    keep = (
        "With these words every backup can be opened, together with the root key. Keep the sheet "
        "off this machine, apart from the backups, and as long as there are any."
    )
    return Sheet("Backup key", (keep,), written(seed), fingerprint(public_of(seed)))


def _private_key() -> bytes:
    given = os.environ.get("RFL_BACKUP_KEY")
    words = given or click.prompt("Backup key, as it stands on paper", hide_input=True)
    try:
        return read(words)
    except ValueError:
        raise RuleBrokenError(
            "This is not a whole backup key: a group is missing, or a letter is wrong."
        ) from None


def _progress() -> Callable[[str, int], None]:
    def tell(table: str, rows: int) -> None:
        if rows % STEP_ROWS == 0:
            click.echo(f"  {table}: {rows:,} rows", err=True)

    return tell
