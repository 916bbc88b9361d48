"""What the trail needs done as time passes, whether or not anybody opens a page.

Each server process runs a keeper of its own; doing a thing twice is the same as once.
"""

import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from structlog import get_logger

from rfl import clock
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.service import record
from rfl.audit.witnessing import witness_due
from rfl.errors import RflError
from rfl.installation import Installation
from rfl.keys.rules import day_number, day_of

TICK_SECONDS = 5.0
"""A head is given away soon after the log grew by many entries."""

log = get_logger()

Look = Callable[[Session, str], object]

_lookers: list[Look] = []


def before_forgetting(look: Look) -> None:
    """Have `look(session, society)` called while the day that is over can still be read."""
    if look not in _lookers:
        _lookers.append(look)


def close_days(installation: Installation) -> int:
    """Forget the keys of days that are over, and return how many.

    Whoever watches the trail looks first. If that fails the key stays for one day more, no longer.
    """
    days = installation.keys.trail.days
    by_log = defaultdict(list)
    for society, epoch in days.over():
        by_log[society].append(epoch)
    yesterday = day_number(clock.now()) - 1
    done = []
    for society, epochs in by_log.items():
        is_looked_at = _look(installation, society)
        ripe = [epoch for epoch in epochs if is_looked_at or epoch < yesterday]
        if ripe:
            with installation.begin() as session:
                record(
                    session,
                    SYSTEM,
                    Act.KEY_DESTROYED,
                    societies=[society],
                    detail={"days": ", ".join(day_of(epoch).isoformat() for epoch in ripe)},
                )
        done += [(society, epoch) for epoch in ripe]
    days.forget(done)
    return len(done)


def _look(installation: Installation, society: str) -> bool:
    try:
        with installation.begin() as session:
            for look in _lookers:
                look(session, society)
    except Exception as error:
        # The text may hold what was looked at.
        log.critical("trail.not_looked_at", society=society, kind=type(error).__name__)
        return False
    return True


class Keeper:
    """A thread that does what is due."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._stop = threading.Event()
        self._tried: dict[UUID, datetime] = {}

    def start(self) -> None:
        """Do what is due now, and then every TICK_SECONDS."""
        threading.Thread(target=self._run, name="trail-keeper", daemon=True).start()

    def stop(self) -> None:
        """Do no more."""
        self._stop.set()

    def tick(self) -> None:
        """Do what is due now."""
        try:
            close_days(self._installation)
            witness_due(self._installation, self._tried)
        except (RflError, SQLAlchemyError) as error:
            log.critical("trail.keeping_failed", kind=type(error).__name__)

    def _run(self) -> None:
        while True:
            self.tick()
            if self._stop.wait(TICK_SECONDS):
                return
