"""`rfl keys …`: for whoever keeps the server. No key is shown but on paper."""

from collections.abc import Iterable
from uuid import UUID

import click

from rfl import clock
from rfl.errors import RuleBrokenError
from rfl.installation import Installation
from rfl.jobs import service as jobs
from rfl.jobs.models import Job, JobState
from rfl.keeping import rotation
from rfl.keeping.copies import backup_key, backup_signer
from rfl.keeping.moving import move_command
from rfl.keeping.papers import recover_command, split_command
from rfl.keeping.running import opened
from rfl.keys import rotating
from rfl.keys.erasing import EPOCH_DAYS
from rfl.linking import rekeying
from rfl.text import Text

MOVED_RECORDS = "{society}: {moved} record keys lie under a new key now."
MOVED_INDEX = "{moved} people and names of the index lie under a new key now."


@click.group()
def keys() -> None:
    """The keys of the installation."""


for command in (move_command, backup_key, backup_signer, split_command, recover_command):
    keys.add_command(command)


@keys.command("status")
def status() -> None:
    """Say how old each society's epoch is, and whether a rotation is under way."""
    with opened() as installation:
        for epoch in rotating.epochs(installation.keys.ring):
            click.echo(_sentence(epoch))
        with installation.begin() as session:
            click.echo(_index_sentence(rekeying.standing(session)))


@keys.command("rotate")
@click.option("--society", metavar="CODE", help="Only this society.")
@click.option("--due", is_flag=True, help=f"Only epochs that are {EPOCH_DAYS} days old.")
@click.option("--cookies", is_flag=True, help="The key of cookies instead: all sign in anew.")
@click.option("--index", is_flag=True, help="The key instead by which names are found.")
def rotate(society: str | None, *, due: bool, cookies: bool, index: bool) -> None:
    """Put every record key under a new key of its society, and destroy the old one.

    Pages go on meanwhile. If this is interrupted, running it again goes on where it stopped.
    """
    with opened() as installation:
        if cookies:
            with installation.begin() as session:
                rotation.rotate_cookies(session)
            click.echo("Start `rfl serve` again now: until then the old key is still used.")
            return
        if index:
            with installation.begin() as session:
                asked = [rekeying.ask(session)]
            work_through(installation, asked, MOVED_INDEX)
            return
        with installation.begin() as session:
            code = society.upper() if society else None
            asked = rotation.ask_due(session) if due else rotation.ask(session, code)
        work_through(installation, asked, MOVED_RECORDS)
        if not asked:
            click.echo("No epoch is due.")


def work_through(installation: Installation, asked: Iterable[UUID], moved: str) -> None:
    """Do these jobs here and say by the sentence `moved` what came of each.

    Raises:
        RuleBrokenError: a worker has one of them in hand.

    """
    for job_id in asked:
        jobs.run(installation.begin, job_id)
        with installation.begin() as session:
            job = session.get_one(Job, job_id)
            society, state, result = job.society_code, job.state, dict(job.result or {})
        if state is not JobState.DONE:
            raise RuleBrokenError(
                Text(
                    "%(society)s: the server has this in hand already. `rfl keys status` shows "
                    "how far it is.",
                    society=society,
                )
            )
        click.echo(moved.format(society=society, moved=result["moved"]))


def _index_sentence(index: rekeying.Standing) -> str:
    age = (clock.now() - index.since).days
    words = f"Index of names: key {index.version}, {age} days old"
    if index.behind:
        return (
            f"{words}; a rotation is under way, {index.behind} people and names still lie under "
            "the old key. `rfl keys rotate --index` goes on with it."
        )
    return f"{words}."


def _sentence(epoch: rotating.Epoch) -> str:
    age = (clock.now() - epoch.began_at).days
    words = f"{epoch.society}: epoch {epoch.number}, {age} days old, {epoch.keys} record keys"
    if epoch.behind:
        return f"{words}; a rotation is under way, {epoch.behind} keys still lie under the old key."
    if age >= EPOCH_DAYS:
        return f"{words}; due. Run `rfl keys rotate --due`."
    return f"{words}."
