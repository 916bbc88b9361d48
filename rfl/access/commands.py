"""`rfl users`: add a colleague at the console, list them."""

import click

from rfl.access import service
from rfl.access.document import StaffDocument
from rfl.access.rules import Actor, Role
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM, Act
from rfl.installation import open_installation

ROLES = [role.value for role in Role]


@click.group()
def users() -> None:
    """People who sign in."""


@users.command()
@click.argument("email")
@click.option("--society", required=True, help="Code of the society, such as SN.")
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice(ROLES))
@click.option("--name", default="", help="Their name; the part before @ if left out.")
def add(email: str, society: str, roles: tuple[str, ...], name: str) -> None:
    """Add somebody and print their one-time invitation. It is shown once and lasts 72 hours."""
    installation = open_installation()
    console = Actor(SYSTEM, society, frozenset())
    staff = StaffDocument(name=name or email.split("@", maxsplit=1)[0], email=email)
    with installation.begin() as session:
        service.check_society(session, society)
        secret = service.invite(session, console, society, staff, [Role(role) for role in roles])
    click.echo("Invitation (give it over another way than e-mail; it works once):")
    click.echo(secret)
    click.echo("They choose a passphrase with it at the address of the installation, /invitation.")
    installation.close()


@users.command("list")
@click.option("--society", required=True, help="Code of the society, such as SN.")
def list_(society: str) -> None:
    """List who signs in for a society."""
    installation = open_installation()
    with installation.begin() as session:
        ids = service.colleagues(session, society)
        receipt = audit.record(session, SYSTEM, Act.USER_LISTED, societies=[society], subjects=ids)
        for user_id, found in service.staff(session, receipt, ids).items():
            roles = ", ".join(sorted(service.roles_of(session, user_id, society)))
            click.echo(f"{found.name}  {found.email}  {roles}")
    installation.close()
