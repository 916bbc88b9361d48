"""A demonstration from nothing: a folder of its own, doors at once, people in the background."""

import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from flask import Flask
from flask_babel import gettext as _
from structlog import get_logger

from rfl import clock
from rfl.access.rules import ROLE_WORDS
from rfl.config import Config, from_environment
from rfl.demo.boards import show_faces
from rfl.demo.cast import CAST, ROLE_LINES, SECOND, Seat, seat
from rfl.demo.children import tell_children
from rfl.demo.hands import change_hands
from rfl.demo.keys import hold_keys
from rfl.demo.letters import carry
from rfl.demo.night import begins, tell_night
from rfl.demo.protection import set_desk
from rfl.demo.stories import play
from rfl.demo.world import Progress, Stage, fill
from rfl.demo.wreck import lose_boat
from rfl.installation import Installation, create_installation
from rfl.societies import service as societies
from rfl.web.formats import thousands

FOLDER = "demo"
"""Under the installation's folder; nothing but a demonstration ever lies there."""

log = get_logger()


@dataclass(frozen=True, slots=True)
class Door:
    """One way into the demonstration, as the sign-in page shows it."""

    user_id: str
    role: str
    name: str
    place: str
    words: str
    icon: str


def fresh_installation(config: Config | None = None) -> Installation:
    """Empty the demonstration's folder and make a new installation in it.

    It lies in a folder of its own and on SQLite, whatever the environment says: a demonstration
    never touches an installation.
    """
    base = config or from_environment(demo=True)
    folder = base.instance / FOLDER
    _empty(folder)
    installation = create_installation(from_environment({}, instance=folder, demo=True))
    with clock.at(begins()), installation.begin() as session:
        societies.seed(session)
    return installation


def seat_everybody(installation: Installation) -> list[Seat]:
    """Give the cast their accounts, some while ago."""
    with clock.at(begins()), installation.begin() as session:
        return [seat(session, member) for member in (*CAST, *SECOND)]


def load_in_background(
    app: Flask, installation: Installation, *, people: int, seed: int
) -> threading.Thread:
    """Open the doors at once and invent the people behind them; the sign-in page tells how far."""
    progress = Progress()
    seats = seat_everybody(installation)
    tell_night(installation, seats, seed)
    app.extensions["rfl.demo"] = lambda: (doors(seats), loading_words(progress))

    def work() -> None:
        try:
            hold_keys(installation, seats)
            fill(installation, seats, people=people, seed=seed, progress=progress)
            play(installation, seats, progress)
            carry(installation, seats)
            change_hands(installation, seats)
            show_faces(installation, seats)
            lose_boat(installation, seats)
            stage = Stage(installation, seats, Random(seed), clock.today())
            set_desk(stage)
            tell_children(stage)
        except Exception as error:
            progress.failed = type(error).__name__
            log.exception("demonstration not loaded", kind=progress.failed)
        progress.is_done = True

    thread = threading.Thread(target=work, name="demo", daemon=True)
    thread.start()
    return thread


def doors(seats: Sequence[Seat]) -> list[Door]:
    """Return a door for each of the cast, the story's people first."""
    return [
        Door(
            user_id=str(one.user_id),
            role=ROLE_WORDS[one.member.role],
            name=one.member.name,
            place=f"{one.member.place} ({one.member.society})",
            words=ROLE_LINES[one.member.role][0],
            icon=ROLE_LINES[one.member.role][1],
        )
        for one in seats
    ]


def loading_words(progress: Progress) -> str:
    """Return what is still being loaded, or ''."""
    if progress.failed:
        return str(_("The demonstration could not be loaded whole. Start it again."))
    if progress.is_done:
        return ""
    if progress.registrations < progress.wanted or not progress.wanted:
        return str(
            _(
                "Still loading: %(done)s of %(all)s registrations. You can look around already.",
                done=thousands(progress.registrations),
                all=thousands(progress.wanted),
            )
        )
    return str(
        _(
            "Still loading: %(done)s of %(all)s tracing requests. You can look around already.",
            done=thousands(progress.requests),
            all=thousands(progress.requests_wanted),
        )
    )


def _empty(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
