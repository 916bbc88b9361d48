"""A society whose log is sealed from its server, and how its days go by. For tests."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from rfl import clock
from rfl.audit import keeping, reading
from rfl.audit.reading import Asking, EntryPage
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.service import record
from rfl.keys.passphrase import CHEAP
from rfl.keys.recipients import Opened
from tests.keys.vault import Vault

NDEYE, MAME = uuid4(), uuid4()
MOUSSA, CASE = uuid4(), uuid4()
WORDS = "baobab river lantern drum"
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


@dataclass
class Sealed:
    """A vault in which the log of SN is sealed to two focal points and a sheet of paper."""

    vault: Vault
    sheet: bytes
    monkeypatch: pytest.MonkeyPatch
    now: datetime = NOON

    def at(self, moment: datetime) -> None:
        """Set the clock."""
        self.now = moment
        self.monkeypatch.setattr(clock, "now", lambda: self.now)

    def next_day(self) -> None:
        """Let the day end, and its key be forgotten."""
        midnight = self.now.replace(hour=0, minute=0) + timedelta(days=1)
        self.at(midnight + timedelta(minutes=11))
        keeping.close_days(self.vault)  # type: ignore[arg-type]  # as much of one as it needs
        self.at(midnight + timedelta(hours=12))

    def write(self, *subjects: UUID, actor: UUID = MOUSSA, log: str = "SN") -> None:
        with self.vault.begin() as session:
            record(session, actor, Act.PERSON_OPENED, societies=[log], subjects=subjects or [CASE])

    def open(self, holder: UUID = NDEYE, words: str = WORDS) -> Opened | None:
        """Open the key of `holder` that the words fit."""
        recipients = self.vault.keys.trail.recipients
        mine = [one for one in recipients.of("SN") if one.holder == holder]
        found = (recipients.unlock(one, words) for one in mine)
        return next((one for one in found if one is not None), None)

    def read(self, opened: Opened | None = None, **asking: Any) -> EntryPage:
        with self.vault.begin() as session:
            reading.read_with(session, opened)
            return reading.newest(session, SYSTEM, "SN", Asking(**asking))

    def who_opened(self, opened: Opened | None = None) -> EntryPage:
        with self.vault.begin() as session:
            reading.read_with(session, opened)
            return reading.who_opened(session, SYSTEM, "SN", CASE, Asking())


def enrol(vault: Vault, holder: UUID, words: str = WORDS) -> None:
    """Give a focal point a key that somebody agreed to."""
    recipients = vault.keys.trail.recipients
    made = recipients.propose_focal("SN", holder, words, CHEAP)
    recipients.agree(made, made.fingerprint)
    vault.keys.trail.days.share_running("SN")


def give_sheet(vault: Vault) -> bytes:
    """Make a recovery sheet that somebody agreed to; return its private key."""
    recipients = vault.keys.trail.recipients
    made, seed = recipients.propose_recovery("SN", NDEYE)
    recipients.agree(made, made.fingerprint)
    vault.keys.trail.days.share_running("SN")
    return seed


@pytest.fixture
def sealed(vault, monkeypatch) -> Sealed:
    """Return a society that has all its keys, at noon of some day."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(keeping, "_lookers", [])  # a vault has no desk that could watch
    enrol(vault, NDEYE)
    enrol(vault, MAME)
    return Sealed(vault, give_sheet(vault), monkeypatch)
