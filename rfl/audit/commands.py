"""`rfl audit …`: what the server's keeper may ask of the trail. None of it shows an entry."""

from collections.abc import Sequence
from pathlib import Path

import click
from sqlalchemy import select

from rfl.audit import service
from rfl.audit.exporting import export
from rfl.audit.models import Entry
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.verify import Report, verify
from rfl.audit.witness_commands import witness
from rfl.errors import RuleBrokenError
from rfl.installation import Installation, open_installation
from rfl.proving import sentences
from rfl.proving import verify as prove
from rfl.text import Text

UNSOUND = 3
"""Exit status when a log is not as it was written."""


@click.group()
def audit() -> None:
    """Check the record of who opened what."""


audit.add_command(witness)


@audit.command("export")
@click.argument("bundle", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--society", metavar="CODE", required=True, help="Whose log.")
def export_log(bundle: Path, society: str) -> None:
    """Write a log to the file BUNDLE, to be proved elsewhere. It cannot be read without a key."""
    installation = open_installation()
    try:
        (log,) = _logs(installation, society)
        with installation.begin() as session:
            service.record(session, SYSTEM, Act.EXPORTED, societies=[log], fields=["trail"])
        count = export(installation.database, installation.keys, log, bundle)
    finally:
        installation.close()
    click.echo(f"{log}: {count} entries written to {bundle}.")


@audit.command("verify")
@click.argument("bundle", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--society", metavar="CODE", help="Only this society's log.")
@click.option("--key", "keys", multiple=True, help="Of a bundle: a key that came another way.")
@click.option("--note", "notes", multiple=True, type=click.Path(exists=True, path_type=Path))
@click.option("--by-hand", is_flag=True, help="Of a bundle: trust only keys given with --key.")
def verify_logs(
    bundle: Path | None, society: str | None, keys: Sequence[str], notes: Sequence[Path], *,
    by_hand: bool,
) -> None:  # fmt: skip
    """Prove that no entry was changed, removed, put in or moved. Exit status 3 if one was.

    With BUNDLE, of that file alone, and of the heads in each --note; else of the logs here.
    """
    if bundle is not None:
        _prove(bundle, keys, [path.read_text(encoding="utf-8") for path in notes], by_hand=by_hand)
        return
    installation = open_installation()
    try:
        reports = [check(installation, log) for log in _logs(installation, society)]
    finally:
        installation.close()
    if not all(report.is_sound for report in reports):
        raise SystemExit(UNSOUND)


def _prove(bundle: Path, keys: Sequence[str], notes: Sequence[str], *, by_hand: bool) -> None:
    try:
        found = prove(bundle, keys, notes, by_hand=by_hand)
    except ValueError as error:
        raise RuleBrokenError(
            Text("%(file)s: %(why)s.", file=bundle.name, why=str(error))
        ) from None
    click.echo("\n".join(sentences(found)))
    if found.problems:
        raise SystemExit(UNSOUND)


def check(installation: Installation, log: str) -> Report:
    """Verify one log, say how it was found, and enter that in it."""
    report = verify(installation.database, installation.keys, log)
    _tell(report)
    with installation.begin() as session:
        service.record(
            session,
            SYSTEM,
            Act.AUDIT_VERIFIED,
            societies=[log],
            detail={"entries": str(report.entries), "problems": str(len(report.problems))},
        )
    return report


def _logs(installation: Installation, society: str | None) -> list[str]:
    """Return the logs to check: those with keys, and those that only the database knows."""
    with installation.begin() as session:
        written = set(session.scalars(select(Entry.log).distinct()))
    known = written | set(installation.keys.trail.logs())
    if society is None:
        return sorted(known)
    if society.upper() not in known:
        raise RuleBrokenError(Text("No society here has the code %(code)s.", code=society))
    return [society.upper()]


def _tell(report: Report) -> None:
    if report.is_sound:
        since = f" since {report.first_at:%Y-%m-%d}" if report.first_at else ""
        click.echo(f"{report.log}: all {report.entries} entries{since} are complete and unchanged.")
        if report.seen_at is not None:
            click.echo(f"  Last witnessed {report.seen_at:%Y-%m-%d %H:%M} UTC by {report.seen_by}.")
        return
    click.echo(f"{report.log}: {report.entries} entries, not as they were written:", err=True)
    for problem in report.problems:
        click.echo(f"  {problem}", err=True)
