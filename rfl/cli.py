"""Command line: `rfl --help` lists everything."""

import gc
import sys
from collections.abc import Mapping
from functools import partial
from importlib import import_module

import click
from typing_extensions import override

from rfl import __version__
from rfl.config import SettingError
from rfl.errors import RflError

COMMANDS: Mapping[str, str] = {
    "init": "rfl.running", "upgrade": "rfl.running", "serve": "rfl.running", "demo": "rfl.running",
    "names": "rfl.matching.commands", "records": "rfl.matching.records.commands",
    "users": "rfl.accounts.commands", "societies": "rfl.societies.commands",
    "audit": "rfl.audit.commands", "import": "rfl.intake.commands",
    "links": "rfl.linking.commands", "lexicon": "rfl.linking.naming_commands",
    "keys": "rfl.keeping.commands", "mail": "rfl.notices.commands",
    "backup": "rfl.keeping.copies", "restore": "rfl.keeping.copies",
}  # fmt: skip
"""Command → where it is. Only what is asked for is loaded: lists of names need no web server."""

ALONE = frozenset({"names", "records"})
"""Commands that need no domain to be joined: they know neither cases nor databases."""

MANY = 500_000
"""Objects after which these commands look for circles of them: hardly any of a list's are in one,
and looking after every 700 takes a tenth of the time, after every 50,000 a twentieth."""


class Sentences(click.Group):
    """A group whose errors are sentences, never tracebacks."""

    @override
    def invoke(self, ctx: click.Context) -> object:
        """Run the command; say what to do when it cannot."""
        try:
            return super().invoke(ctx)
        except (RflError, SettingError) as error:
            raise click.ClickException(str(error)) from None

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name, loaded now, or None."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name in ALONE:  # before it is loaded: that makes most of the objects
            ctx.call_on_close(partial(gc.set_threshold, *gc.get_threshold()))
            ctx.call_on_close(gc.freeze)  # nor after the last row, when the process ends
            gc.set_threshold(MANY)
        module = import_module(COMMANDS[cmd_name])
        found = getattr(module, f"{cmd_name}_" if cmd_name == "import" else cmd_name)
        return found if isinstance(found, click.Command) else None


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Restore family links: cases, matching, consent and the trail of access."""
    if sys.stdout.encoding and sys.stdout.encoding.lower() != "utf-8":
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    if ctx.invoked_subcommand not in ALONE:
        import_module("rfl.wiring").wire()
