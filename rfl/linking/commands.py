"""`rfl links`: the pairs of a society, by ids, for programs."""

import csv
import multiprocessing
import sys

import click

from rfl.access.service import actor_of_email
from rfl.audit.rules import SYSTEM
from rfl.installation import open_installation
from rfl.linking import exporting, reindexing
from rfl.linking.wiring import wire
from rfl.tables import safe_cell

HEADER = ("request_id", "registration_uuid", "rank", "probability", "state")


@click.group()
def links() -> None:
    """Links between sought and registered people."""


@links.command("list")
@click.option("--format", "kind", type=click.Choice(["tsv"]), default="tsv", show_default=True)
@click.option("--as", "email", default="", help="Only what this colleague may see.")
def list_(kind: str, email: str) -> None:
    """List links: request id, registration's _uuid, rank, probability, state. No names; audited."""
    del kind  # one format so far; the option is there so that another can come
    installation = open_installation()
    writer = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    with installation.begin() as session:
        actors = [actor_of_email(session, email)] if email else exporting.console_actors(session)
        rows = [row for actor in actors for row in exporting.export_links(session, actor)]
    writer.writerow(HEADER)
    writer.writerows((safe_cell(case), safe_cell(record), *rest) for case, record, *rest in rows)
    installation.close()


@links.command()
@click.option("--later", is_flag=True, help="Only ask for it: rfl serve or other workers do it.")
@click.option("--processes", default=1, show_default=True, help="How many work on it here.")
def reindex(*, later: bool, processes: int) -> None:
    """Index and compare everybody anew. It can be stopped at any time, and goes on when called."""
    installation = open_installation()
    with installation.begin() as session:
        parts = len(reindexing.ask(session, SYSTEM))
    installation.close()
    click.echo(f"Asked for in {parts} parts." if parts else "It was asked for already.")
    if later:
        return
    others = [
        multiprocessing.get_context("spawn").Process(target=_work) for _ in range(processes - 1)
    ]
    for other in others:
        other.start()
    _work()
    for other in others:
        other.join()
    click.echo("Everybody is indexed and compared anew.")


def _work() -> None:
    """Do what waits, part by part, and tell of each."""
    wire()
    installation = open_installation()
    for kind in (reindexing.REINDEX_JOB, reindexing.RELINK_JOB):
        for number, _ in enumerate(reindexing.work_here(installation.begin, kind), 1):
            click.echo(f"{kind}: {number} done here")
    installation.close()
