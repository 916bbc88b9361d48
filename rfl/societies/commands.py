"""`rfl societies`: add a society of the world, list those that are here."""

import click

from rfl.installation import open_installation
from rfl.societies import service


@click.group()
def societies() -> None:
    """Societies of this installation."""


@societies.command()
@click.argument("code")
@click.option("--name", required=True, help="The society's own name.")
def add(code: str, name: str) -> None:
    """Add the society of the country CODE (ISO 3166-1 alpha-2)."""
    installation = open_installation()
    with installation.begin() as session:
        added = service.add_society(session, code, name)
        click.echo(f"{added.code}  {added.name}, {added.country}")
    installation.close()


@societies.command("list")
def list_() -> None:
    """List the societies."""
    installation = open_installation()
    with installation.begin() as session:
        for society in service.societies(session):
            click.echo(f"{society.code}  {society.country}: {society.name}")
    installation.close()
