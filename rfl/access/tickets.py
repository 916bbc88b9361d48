"""A reference and a secret: what somebody without an account comes back with."""

import hmac
from dataclasses import dataclass

from rfl.access import secrets
from rfl.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Ticket:
    """What opens one thing again; the secret is kept nowhere."""

    reference: str
    secret: str

    @property
    def spaced(self) -> str:
        """The secret in groups of four, as people copy it; spaces mean nothing when it is read."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))

    @property
    def folded(self) -> str:
        """The reference as it is kept, however it was typed."""
        return "".join(self.reference.split()).upper()


def issue(letter: str) -> Ticket:
    """Return a new ticket; its reference begins with `letter`."""
    drawn = secrets.new_secret()[:8].upper()
    return Ticket(f"{letter}-{drawn[:4]}-{drawn[4:]}", secrets.new_secret()[:24])


def check(ticket: Ticket, secret_hash: bytes | None) -> None:
    """Return if the ticket's secret is the one kept; as slow where there is none.

    Raises:
        NotFoundError: reference and secret do not belong together.

    """
    kept = secret_hash or b"\0" * 32
    is_same = hmac.compare_digest(kept, secrets.digest(ticket.secret))
    if not is_same or secret_hash is None:
        raise NotFoundError("reference and secret do not belong together")
