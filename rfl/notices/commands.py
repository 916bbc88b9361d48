"""`rfl mail`: try whether letters leave."""

import click

from rfl.access.service import fold_email
from rfl.config import from_environment
from rfl.errors import RuleBrokenError
from rfl.notices.posting import post
from rfl.notices.rules import Letter


@click.group()
def mail() -> None:
    """Letters by e-mail."""


@mail.command("try")
@click.argument("address")
def try_(address: str) -> None:
    """Send a letter to ADDRESS, and say where it went."""
    config = from_environment()
    if not config.instance.is_dir():
        raise RuleBrokenError("There is no installation here. Set RFL_INSTANCE, or run `rfl init`.")
    words = "This is a trial: letters of rfl arrive at this address.\n"
    post(config, fold_email(address), Letter("A trial letter of rfl", words, "en"))
    if config.smtp is None:
        click.echo(
            f"No mail server is set (RFL_SMTP_URL). The letter lies in {config.mail_folder}."
        )
    else:
        click.echo(
            f"{config.smtp.host}:{config.smtp.port} took the letter. See whether it arrives."
        )
