"""`rfl audit witness …`: who else keeps the heads of a log."""

from pathlib import Path

import click

from rfl.audit import service
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.witnessing import ask, check_address
from rfl.crypto.cosigning import COSIGNATURE, NamedKey, named, read_key
from rfl.crypto.note import ED25519, origin
from rfl.errors import RuleBrokenError
from rfl.installation import Installation, open_installation
from rfl.text import Text

SOCIETY = click.option("--society", metavar="CODE", required=True, help="Whose log, or witness.")


@click.group()
def witness() -> None:
    """Let others keep the heads of a log, and keep theirs."""


@witness.command("keys")
@SOCIETY
def keys(society: str) -> None:
    """Print the keys that the other side needs: of the log, and of the society as a witness."""
    installation = open_installation()
    trail = installation.keys.trail
    click.echo(f"log      {named(origin(society), trail.public_key, ED25519).written()}")
    click.echo(f"witness  {trail.witnesses.own_key(society).written()}")
    installation.close()


@witness.command("add")
@click.argument("label")
@SOCIETY
@click.option("--address", required=True, help="https://…, local:CODE or file:/folder.")
@click.option("--key", default="", help="The witness's key; a folder has none.")
def add(label: str, society: str, address: str, key: str) -> None:
    """Have LABEL, such as 'The Gambia', witness the log of a society here."""
    check_address(address)
    installation = open_installation()
    named_key = _key(key, COSIGNATURE) if key else None
    if named_key is None and address.startswith("local:"):
        named_key = installation.keys.trail.witnesses.own_key(address.removeprefix("local:"))
    if named_key is None and not address.startswith("file:"):
        raise RuleBrokenError("Give the key of the witness with --key; they print it themselves.")
    _enter(installation, Act.WITNESS_ADDED, society, label)
    installation.keys.trail.witnesses.add(society, label, named_key, address)
    installation.close()


@witness.command("remove")
@click.argument("label")
@SOCIETY
def remove(label: str, society: str) -> None:
    """Take a witness from the log of a society here."""
    installation = open_installation()
    _enter(installation, Act.WITNESS_ENDED, society, label)
    installation.keys.trail.witnesses.end(society, label)
    installation.close()


@witness.command("trust")
@click.argument("key")
@SOCIETY
def trust(key: str, society: str) -> None:
    """Have a society here witness the log whose key is KEY."""
    found = _key(key, ED25519)
    installation = open_installation()
    _enter(installation, Act.WITNESS_TRUSTED, society, found.name)
    installation.keys.trail.witnesses.trust(society, found)
    installation.close()


@witness.command("now")
def now() -> None:
    """Show every log to its witnesses at once, and say what each answered."""
    installation = open_installation()
    trail, is_well = installation.keys.trail, True
    for log in trail.logs():
        head = trail.heads(log)[-1]
        for one in trail.witnesses.of(log):
            trouble = ask(installation, one, head) if head.head else None
            is_well = is_well and trouble is None and head.head is not None
            size = head.head.size if head.head else 0
            click.echo(f"{log}: {one.label}: {trouble or f'has seen {size} entries'}")
    installation.close()
    if not is_well:
        raise SystemExit(1)


@witness.command("notes")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def notes(folder: Path) -> None:
    """Write the heads that societies here have witnessed for others into FOLDER.

    Give them to whoever verifies a bundle of that log: rfl audit verify BUNDLE --note FILE.
    """
    installation = open_installation()
    for society, key, size, note in installation.keys.trail.witnesses.witnessed():
        if note:
            name = f"{key.name.replace('/', '-')}-{key.hash.hex()}-{society}-{size:012d}.note"
            (folder / name).write_text(note, encoding="utf-8")
            click.echo(name)
    installation.close()


def _key(words: str, kind: bytes) -> NamedKey:
    try:
        found = read_key(words)
    except ValueError:
        found = None
    if found is None or found.kind != kind:
        raise RuleBrokenError(
            Text("%(key)s is not such a key. They print it with: rfl audit witness keys", key=words)
        )
    return found


def _enter(installation: Installation, act: Act, society: str, label: str) -> None:
    with installation.begin() as session:
        service.record(session, SYSTEM, act, societies=[society], detail={"witness": label})
