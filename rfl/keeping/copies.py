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

WRITTEN_LETTERS = 56
"""Of one written key."""

NO_SIGNER = (
    "This paper does not say who signs backups: it is older than that. Give what `rfl keys "
    "backup-signer` printed with --signer. Without it, --unsigned restores without looking who "
    "made the backup: whoever could write there could have."
)

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
    click.echo(f"Signed by {made.signer}.")
    if made.removed:
        click.echo(f"Removed {len(made.removed)} files whose time was over.")


@click.command()
@click.argument("source", type=PLACE)
@click.option("--keys-from", type=PLACE, required=True, help="Where the key store's copy lies.")
@click.option("--check", is_flag=True, help="Only try it out, in a scratch place.")
@click.option("--signer", envvar="RFL_BACKUP_SIGNER", help="Who signs, from a sheet of its own.")
@click.option("--unsigned", is_flag=True, help="In a disaster: do not look who made it.")
def restore(
    source: Path, keys_from: Path, *, check: bool, signer: str | None, unsigned: bool
) -> None:
    """Restore the newest backup in SOURCE, or the one that SOURCE is, and say how it was found.

    The databases to restore into must be empty. What was erased since stays erased. The backup key
    is asked for as it stands on paper, or taken from RFL_BACKUP_KEY. Exit status 3: not sound.
    """
    seed, on_paper = _from_paper()
    signing = _signer(signer) if signer else on_paper
    if signing is None and not unsigned:
        raise RuleBrokenError(NO_SIGNER)
    chosen = restoring.choose(source, keys_from, seed, None if unsigned else signing)
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
        signer = installation.keys.backup_signer().public_key().public_bytes_raw()
        public = backing_up.make_key(
            installation, lambda seed: paper.save(_sheet(seed, signer), sheet)
        )
    click.echo(f"Print {sheet}, then destroy the file. Fingerprint: {fingerprint(public)}")
    click.echo(f"Backups are signed by {fingerprint(signer)}.")


@click.command("backup-signer")
@click.option("--sheet", type=click.Path(path_type=Path), required=True, help="File to be printed.")
def backup_signer(sheet: Path) -> None:
    """Write a sheet that says who signs backups: for a backup key whose paper is older than that.

    Nothing on it is secret; it must be the right one. `rfl restore` asks for it.
    """
    with opened() as installation:
        signer = installation.keys.backup_signer().public_key().public_bytes_raw()
    keep = "Backups of this installation are signed by this key. Keep it with the backup key."
    paper.save(Sheet("Signer of backups", (keep,), written(signer), fingerprint(signer)), sheet)
    click.echo(f"Print {sheet}. Backups are signed by {fingerprint(signer)}.")


def _sheet(seed: bytes, signer: bytes) -> Sheet:
    keep = (
        "With these words every backup can be opened, together with the root key. Keep the sheet "
        "off this machine, apart from the backups, and as long as there are any."
    )
    who = "The second half says who signs backups, so that no other is restored in their place."
    words = f"{written(seed)} {written(signer)}"
    return Sheet("Backup key", (keep, who), words, fingerprint(public_of(seed)))


def _from_paper() -> tuple[bytes, bytes | None]:
    """Return the backup key, and who signs, unless the paper is older than that."""
    given = os.environ.get("RFL_BACKUP_KEY")
    words = given or click.prompt("Backup key, as it stands on paper", hide_input=True)
    letters = "".join(words.split()).replace("-", "")
    first, second = letters[:WRITTEN_LETTERS], letters[WRITTEN_LETTERS:]
    try:
        return read(first), read(second) if second else None
    except ValueError:
        raise RuleBrokenError(
            "This is not a whole backup key: a group is missing, or a letter is wrong."
        ) from None


def _signer(words: str) -> bytes:
    try:
        return read(words)
    except ValueError:
        raise RuleBrokenError(
            "This is not a whole signer of backups: a group is missing, or a letter is wrong."
        ) from None


def _progress() -> Callable[[str, int], None]:
    def tell(table: str, rows: int) -> None:
        if rows % STEP_ROWS == 0:
            click.echo(f"  {table}: {rows:,} rows", err=True)

    return tell
