"""Making an installation, bringing it up to date, and serving it."""

import os
import sys
from typing import Any

import click
import waitress
from flask import Flask

from rfl.app import create_app
from rfl.audit.keeping import Keeper
from rfl.audit.rules import SYSTEM
from rfl.config import Config, from_environment
from rfl.db.migrate import History
from rfl.db.migrate import upgrade as migrate
from rfl.db.session import Database
from rfl.demo.installation import fresh_installation, load_in_background
from rfl.installation import Installation, create_installation, open_installation
from rfl.jobs.queue import Queue
from rfl.keys.rules import InstallationKind
from rfl.linking import reindexing, warming
from rfl.societies import service as societies
from rfl.web.bodies import MAX_BODY_BYTES

THREADS = 8
"""Threads that answer pages. SQLite takes one writer at a time; PostgreSQL uses them all."""

CONNECTIONS = 100
SLACK_BYTES = 1024 * 1024
"""What a form may weigh around its file."""

PORT = 8000


@click.command()
@click.option("--passphrase", is_flag=True, help="Keep the root key under a passphrase.")
def init(*, passphrase: bool) -> None:
    """Make a new installation (RFL_INSTANCE says where). Nothing is ever overwritten."""
    words = _passphrase(confirm=True) if passphrase else None
    installation = create_installation(from_environment(), words)
    with installation.begin() as session:
        societies.seed(session)
    click.echo(f"Installation made in {installation.config.instance}.")
    click.echo("Keep a copy of root.key off this machine: without it nothing can be read again.")
    click.echo("Next: rfl users add EMAIL --society CODE --role admin, then rfl serve.")
    installation.close()


@click.command("upgrade")
def upgrade() -> None:
    """Bring the databases up to this version of rfl."""
    config = from_environment()
    for url, history in ((config.keystore_url, History.KEYS), (config.database_url, History.MAIN)):
        database = Database(url)
        migrate(database.engine, history)
        database.close()
    click.echo("Both databases are up to date.")
    installation = open_installation(config, _passphrase)
    with installation.begin() as session:
        asked = reindexing.ask_if_outdated(session, SYSTEM)
    installation.close()
    if asked:
        click.echo("Everybody is indexed anew: rfl serve does it, or rfl links reindex at once.")


@click.command()
@click.option("--port", default=PORT, show_default=True, envvar="PORT")
@click.option("--host", default="127.0.0.1", show_default=True)
def serve(port: int, host: str) -> None:
    """Serve the installation, with its background work in the same process."""
    installation = open_installation(passphrase=_passphrase)
    queue = queue_of(installation)
    keeper = Keeper(installation)
    app = create_app(installation)
    queue.start()
    keeper.start()
    warming.warm_in_background(installation.begin)
    listen(app, host, port)
    keeper.stop()
    queue.stop()


@click.command()
@click.option("--port", default=PORT, show_default=True, envvar="PORT")
@click.option("--people", default=5000, show_default=True, help="How many registrations to invent.")
@click.option("--seed", default=1, show_default=True, help="Same seed, same people.")
def demo(port: int, people: int, seed: int) -> None:
    """Serve a demonstration with invented people. It starts afresh each time."""
    installation = fresh_installation(from_environment(demo=True))
    app = create_app(installation)
    load_in_background(app, installation, people=people, seed=seed)
    queue, keeper = queue_of(installation), Keeper(installation)
    queue.start()
    keeper.start()
    listen(app, "127.0.0.1", port)
    keeper.stop()
    queue.stop()


def queue_of(installation: Installation) -> Queue:
    """Return the queue of `installation`."""
    return Queue(
        installation.begin,
        path=str(installation.config.queue_path),
        redis_url=installation.config.redis_url,
        secret=installation.keys.ring.installation(InstallationKind.COOKIE),
        asker=SYSTEM,
    )


def listen(app: Flask, host: str, port: int) -> None:
    """Answer requests until told to stop."""
    found: Installation = app.extensions["rfl.installation"]
    click.echo(f"rfl answers at http://{host}:{port}/  (Ctrl-C ends it)")
    sys.stdout.flush()
    waitress.serve(app, host=host, port=port, **server_settings(found.config))


def server_settings(config: Config) -> dict[str, Any]:
    """Return how waitress serves: what is sent and answered rests in memory, never in a file.

    Behind proxies of ours their headers are let through; the application reads as many of their
    entries as there are proxies. With none, headers that anybody can write are taken away.
    """
    return {
        "threads": THREADS,
        "ident": None,
        "clear_untrusted_proxy_headers": not config.proxies,
        "max_request_body_size": MAX_BODY_BYTES + SLACK_BYTES,
        "inbuf_overflow": MAX_BODY_BYTES + 2 * SLACK_BYTES,
        "outbuf_overflow": MAX_BODY_BYTES,
        "connection_limit": CONNECTIONS,
    }


def _passphrase(*, confirm: bool = False) -> str:
    given = os.environ.get("RFL_ROOT_PASSPHRASE")
    if given:
        return given
    words: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm)
    return words
