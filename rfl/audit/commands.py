"""`rfl audit …`: what the server's keeper may ask of the trail. None of it shows an entry."""

import click
from sqlalchemy import select

from rfl.audit import service
from rfl.audit.models import Entry
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.verify import Report, verify
from rfl.errors import RuleBrokenError
from rfl.installation import Installation, open_installation
from rfl.text import Text

UNSOUND = 3
"""Exit status when a log is not as it was written."""


@click.group()
def audit() -> None:
    """Check the record of who opened what."""


@audit.command("verify")
@click.option("--society", metavar="CODE", help="Only this society's log.")
def verify_logs(society: str | None) -> None:
    """Prove that no entry was changed, removed, put in or moved. Exit status 3 if one was."""
    installation = open_installation()
    try:
        reports = [check(installation, log) for log in _logs(installation, society)]
    finally:
        installation.close()
    if not all(report.is_sound for report in reports):
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
        return
    click.echo(f"{report.log}: {report.entries} entries, not as they were written:", err=True)
    for problem in report.problems:
        click.echo(f"  {problem}", err=True)
