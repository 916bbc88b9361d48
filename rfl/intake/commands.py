"""`rfl import`: take in a list at the console, with a progress bar; go on after an interruption."""

import csv
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from sqlalchemy.orm import Session

from rfl.access.rules import Actor, may
from rfl.access.service import actor_of_email
from rfl.errors import RuleBrokenError
from rfl.installation import Installation, open_installation
from rfl.intake import service, taking_in
from rfl.intake.columns import FIELD_WORDS, Field
from rfl.intake.models import ImportKind, ImportRun
from rfl.intake.tidying import mended_name, write_bad_rows
from rfl.linking import match
from rfl.text import Text

F = TypeVar("F", bound=Callable[..., object])

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("import")
def import_() -> None:
    """Take in lists: KoboToolbox exports as they come, or any CSV or XLSX."""


def _options(command: F) -> F:
    for option in (
        click.argument("file", type=FILE),
        click.option("--society", required=True, help="Code of the society, such as SN."),
        click.option("--as", "email", required=True, help="The colleague who takes it in."),
        click.option(
            "--map",
            "maps",
            multiple=True,
            metavar="COLUMN=FIELD",
            help="How a column is read; kept for the next file.",
        ),
    ):
        command = option(command)
    return command


@import_.command()
@_options
def registrations(file: Path, society: str, email: str, maps: tuple[str, ...]) -> None:
    """Take in people who were registered."""
    _run(ImportKind.REGISTRATIONS, file, society, email, maps)


@import_.command()
@_options
def requests(file: Path, society: str, email: str, maps: tuple[str, ...]) -> None:
    """Take in tracing requests."""
    _run(ImportKind.REQUESTS, file, society, email, maps)


def _run(kind: ImportKind, file: Path, society: str, email: str, maps: tuple[str, ...]) -> None:
    installation = open_installation()
    try:
        with installation.begin() as session:
            actor = _actor(session, society, email, kind)
            run = service.start(session, actor, kind, file.read_bytes())
            if maps:
                columns = service.mapping_of(session, actor, run.id) | _mapping(maps)
                service.set_mapping(session, actor, run.id, columns)
            run_id, done, total = run.id, run.rows_done, run.rows
        if done:
            click.echo(f"Going on after row {done}.", err=True)
        _take_in(installation, actor, run_id, done, total)
        with installation.begin() as session:
            _tell(session, actor, session.get_one(ImportRun, run_id), file)
        _compare(installation)
    finally:
        installation.close()


def _actor(session: Session, society: str, email: str, kind: ImportKind) -> Actor:
    actor = actor_of_email(session, email)
    if actor.society != society:
        raise RuleBrokenError("This colleague signs in for another society.")
    if not may(actor, service.PERMISSION[kind]):
        raise RuleBrokenError("This colleague’s role does not take in lists.")
    return actor


def _take_in(
    installation: Installation, actor: Actor, run_id: object, done: int, total: int
) -> None:
    with click.progressbar(length=max(total, 1), label="Taking in", file=sys.stderr) as bar:
        bar.update(done)
        seen = done

        def tell(_session: Session, now: int, _all: int) -> None:
            nonlocal seen
            bar.update(now - seen)
            seen = now

        taking_in.run_import(installation.begin, actor, run_id, tell)  # type: ignore[arg-type]


def _tell(session: Session, actor: Actor, run: ImportRun, file: Path) -> None:
    click.echo(f"{run.added} added, {run.known} here before, {run.bad} to mend.")
    if not run.bad:
        return
    rows = service.bad_rows(session, actor, run.id)
    for number, bad in rows[:20]:
        click.echo(f"  row {number}, {bad.column}: {bad.reason}", err=True)
    target = file.with_name(mended_name(file.name))
    with target.open("w", encoding="utf-8-sig", newline="") as out:
        write_bad_rows(csv.writer(out), service.headers_of(session, actor, run.id), rows)
    target.chmod(0o600)
    click.echo(f"Rows to mend: {target}. Mend them there and take the file in again.")


def _compare(installation: Installation) -> None:
    """Compare what came in with running searches now, rather than leave it to a worker."""
    with click.progressbar(length=1, label="Comparing", file=sys.stderr) as bar:

        def tell(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        match.compare_waiting(installation.begin, tell)


def _mapping(maps: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for one in maps:
        header, _, field = one.rpartition("=")
        if field not in set(Field) or not header:
            known = ", ".join(sorted(FIELD_WORDS))
            raise RuleBrokenError(
                Text("Write --map COLUMN=FIELD, with one of these fields: %(known)s.", known=known)
            )
        found[header] = field
    return found
