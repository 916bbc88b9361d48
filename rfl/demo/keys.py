"""Keys of the record of access in the demonstration: prepared, and their passphrase is printed."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import permutations

from rfl.access.rules import Actor, Role
from rfl.access.service import society_name
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM, Act
from rfl.crypto.cosigning import named
from rfl.crypto.note import ED25519, origin
from rfl.demo.cast import Seat
from rfl.desk import keyholding
from rfl.desk.keyholding import DEMO_PASSPHRASE
from rfl.installation import Installation
from rfl.keys.passphrase import CHEAP
from rfl.keys.rules import FOCAL_KEYS


def hold_keys(installation: Installation, seats: Sequence[Seat]) -> None:
    """Give the focal points of each society that has two of them their keys, and a sheet."""
    by_society: dict[str, list[Actor]] = defaultdict(list)
    for one in seats:
        if one.member.role is Role.SAFEGUARDING:
            by_society[one.member.society].append(one.actor)
    sealed = [society for society, focal in by_society.items() if len(focal) >= FOCAL_KEYS]
    for society in sealed:
        _hold(installation, by_society[society])
    for society, other in permutations(sealed, 2):
        _witness(installation, society, other)


def _witness(installation: Installation, society: str, other: str) -> None:
    """Have `other` witness the log of `society`, as it would from an installation of its own."""
    trail = installation.keys.trail
    with installation.begin() as session:
        label = society_name(session, other)
        for act, where in ((Act.WITNESS_ADDED, society), (Act.WITNESS_TRUSTED, other)):
            audit.record(session, SYSTEM, act, societies=[where], detail={"witness": label})
    trail.witnesses.trust(other, named(origin(society), trail.public_key, ED25519))
    trail.witnesses.add(society, label, trail.witnesses.own_key(other), f"local:{other}")


def _hold(installation: Installation, focal: Sequence[Actor]) -> None:
    with installation.begin() as session:
        for actor in focal:
            keyholding.make_own(session, actor, DEMO_PASSPHRASE, cost=CHEAP)
        keyholding.make_recovery(session, focal[0])
    with installation.begin() as session:
        for one in keyholding.standing(session, focal[0]).recipients:
            other = next(actor for actor in focal if actor.user_id != one.asked_by)
            keyholding.agree(session, other, one.id, one.fingerprint)
