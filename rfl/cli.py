"""Command line: `rfl --help` lists everything."""

import sys

import click
from typing_extensions import override

from rfl import __version__
from rfl.access.commands import users
from rfl.audit.commands import audit
from rfl.errors import RflError
from rfl.intake.commands import import_
from rfl.linking.commands import links
from rfl.matching.commands import names
from rfl.matching.records.commands import records
from rfl.running import demo, init, serve, upgrade
from rfl.societies.commands import societies
from rfl.wiring import wire


class Sentences(click.Group):
    """A group whose errors are sentences, never tracebacks."""

    @override
    def invoke(self, ctx: click.Context) -> object:
        """Run the command; say what to do when it cannot."""
        try:
            return super().invoke(ctx)
        except RflError as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Restore family links: cases, matching, consent and the trail of access."""
    if sys.stdout.encoding and sys.stdout.encoding.lower() != "utf-8":
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    wire()


for command in (
    init,
    upgrade,
    serve,
    demo,
    names,
    records,
    users,
    societies,
    audit,
    import_,
    links,
):
    main.add_command(command)
