"""`rfl users`: add colleagues at the console, list them, invite them again."""

from contextlib import closing

import click

from rfl.access import service
from rfl.access.document import StaffDocument
from rfl.access.rules import Actor, Role
from rfl.accounts import managing
from rfl.accounts.invitations import INVITATION_HOURS
from rfl.accounts.managing import Invited
from rfl.audit.rules import SYSTEM
from rfl.installation import open_installation

ROLES = [role.value for role in Role]


@click.group()
def users() -> None:
    """People who sign in."""


@users.command()
@click.argument("email")
@click.option("--society", required=True, help="Code of the society, such as SN.")
@click.option(
    "--role",
    "roles",
    required=True,
    multiple=True,
    type=click.Choice(ROLES),
    help="May be repeated.",
)
@click.option("--name", default="", help="Their name; the part before @ if left out.")
def add(email: str, society: str, roles: tuple[str, ...], name: str) -> None:
    """Add somebody and print their one-time invitation. It is shown once and lasts 72 hours."""
    code = society.strip().upper()
    staff = StaffDocument(name=name or email.split("@", maxsplit=1)[0], email=email.strip())
    with closing(open_installation()) as installation, installation.begin() as session:
        service.check_society(session, code)
        made = managing.invite(session, _console(code), code, staff, [Role(role) for role in roles])
    _tell(made)


@users.command()
@click.argument("email")
def invite(email: str) -> None:
    """Print a new invitation for somebody who lost theirs, or their passphrase."""
    with closing(open_installation()) as installation, installation.begin() as session:
        found = service.actor_of_email(session, email)
        made = managing.invite_again(session, _console(found.society), found.user_id)
    _tell(made)


@users.command("forget-second-step")
@click.argument("email")
def forget_second_step(email: str) -> None:
    """Let somebody who lost every key, app and code choose a new second step. Know who asks."""
    with closing(open_installation()) as installation, installation.begin() as session:
        found = service.actor_of_email(session, email)
        managing.forget_second_steps(session, _console(found.society), found.user_id)
    click.echo(
        "Done. They are signed out everywhere, and choose a second step at the next sign-in."
    )


@users.command("list")
@click.option("--society", required=True, help="Code of the society, such as SN.")
def list_(society: str) -> None:
    """List who signs in for a society."""
    code = society.strip().upper()
    with closing(open_installation()) as installation, installation.begin() as session:
        service.check_society(session, code)
        rows = managing.list_colleagues(session, _console(code), code)
    for row in rows:
        roles = ", ".join(row.roles) or "no role"
        state = "" if row.has_passphrase or row.is_demo else "  (no passphrase yet)"
        click.echo(f"{row.staff.name}  {row.staff.email}  {roles}{state}")


def _console(society: str) -> Actor:
    return Actor(SYSTEM, society, frozenset())


def _tell(made: Invited) -> None:
    click.echo(
        f"Invitation, shown once. It works once, within {INVITATION_HOURS} hours. Give it over in "
        "person or by telephone:"
    )
    click.echo(made.secret)
    click.echo("They choose a passphrase with it at the address of the installation, /invitation.")
