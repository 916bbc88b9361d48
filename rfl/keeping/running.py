"""What the console's commands for keys and copies share: an open installation, a passphrase."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from rfl.installation import Installation, open_installation


@contextmanager
def opened() -> Iterator[Installation]:
    """Yield the installation, and close it."""
    installation = open_installation(passphrase=ask_passphrase)
    try:
        yield installation
    finally:
        installation.close()


def ask_passphrase() -> str:
    """Return the root key's passphrase, from RFL_ROOT_PASSPHRASE or asked for."""
    given = os.environ.get("RFL_ROOT_PASSPHRASE")
    words: str = given or click.prompt("Passphrase of the root key", hide_input=True)
    return words
