"""`rfl links`: the pairs of a society, by ids, for programs."""

import csv
import sys

import click

from rfl.access.service import actor_of_email
from rfl.installation import open_installation
from rfl.linking import exporting

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
    writer.writerows(rows)
    installation.close()
