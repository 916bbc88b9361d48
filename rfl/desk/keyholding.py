"""The keys that seal a society's record of access from its own server, and who holds them.

Each change is one person's wish and another's agreement. Nobody is locked out by beginning: what
was written before stays readable, and a log is sealed only once enough keys are there.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access import passphrases
from rfl.access.rules import Actor, Permission, authorise
from rfl.audit import service as audit
from rfl.audit.reading import read_with
from rfl.audit.rules import Act, Decision
from rfl.crypto import hybrid
from rfl.errors import RuleBrokenError
from rfl.keys import service as keys
from rfl.keys.days import is_enough
from rfl.keys.passphrase import USUAL, Cost
from rfl.keys.recipients import Opened, Recipient
from rfl.keys.rules import FOCAL_KEYS, RECOVERY_KEYS, RecipientKind, RecipientState
from rfl.keys.trail import TrailKeys

DEMO_PASSPHRASE = "baobab river lantern drum"  # noqa: S105  # printed on the demonstration's page


@dataclass(frozen=True, slots=True)
class Standing:
    """How a society's record is sealed: by which keys, and what is missing.

    `missing_focal` and `missing_recovery` count the keys still to be added.
    """

    recipients: tuple[Recipient, ...]
    is_sealed: bool
    missing_focal: int
    missing_recovery: int

    @property
    def is_whole(self) -> bool:
        """Tell whether the record is sealed, and nothing is missing."""
        return self.is_sealed and not self.missing_focal and not self.missing_recovery


def standing(session: Session, actor: Actor) -> Standing:
    """Return how the record of the actor's society is sealed, the keys in use and asked for."""
    authorise(actor, Permission.AUDIT_READ)
    trail = _trail(session)
    found = trail.recipients.of(actor.society)
    live = [one for one in found if one.is_live]
    kinds = Counter(one.kind for one in live)
    return Standing(
        recipients=tuple(one for one in found if one.state is not RecipientState.ENDED),
        is_sealed=is_enough(live, has_begun=trail.days.has_begun(actor.society)),
        missing_focal=max(FOCAL_KEYS - kinds[RecipientKind.FOCAL], 0),
        missing_recovery=max(RECOVERY_KEYS - kinds[RecipientKind.RECOVERY], 0),
    )


def make_own(
    session: Session, actor: Actor, passphrase: str, own: Sequence[str] = (), cost: Cost = USUAL
) -> None:
    """Make a key for the actor, under a passphrase of its own; somebody else has to agree.

    `own` are the actor's name and address, which add nothing to a passphrase.

    Raises:
        RuleBrokenError: the passphrase is too easily guessed; the sentence says why.

    """
    authorise(actor, Permission.AUDIT_KEYS)
    passphrases.check(passphrase, own)
    _enter(session, actor, Act.KEY_CREATED)
    recipients, folded = _trail(session).recipients, passphrases.fold(passphrase)
    audit.after_written(
        session, lambda: recipients.propose_focal(actor.society, actor.user_id, folded, cost)
    )


def make_recovery(session: Session, actor: Actor) -> tuple[Recipient, str]:
    """Make a key to be kept on paper; return it and the words to print, which rest nowhere."""
    authorise(actor, Permission.AUDIT_KEYS)
    _enter(session, actor, Act.KEY_CREATED)
    made, seed = _trail(session).recipients.propose_recovery(actor.society, actor.user_id)
    return made, hybrid.written(seed)


def agree(session: Session, actor: Actor, recipient_id: UUID, seen: str) -> None:
    """Agree to a new key, or to the end of one, as somebody else asked.

    `seen` is the fingerprint that was on the page.

    Raises:
        RuleBrokenError: the actor asked for it, or it would leave nobody who can read.

    """
    recipient = _waiting(session, actor, recipient_id)
    if actor.user_id in {recipient.asked_by, _holder_of_new(recipient)}:
        raise RuleBrokenError("Somebody else has to agree: four eyes see more than two.")
    if recipient.state is RecipientState.ENDING:
        _check_not_last(session, actor)
    _enter(session, actor, Act.KEY_AGREED, recipient)
    trail = _trail(session)

    def move_on() -> None:
        trail.recipients.agree(recipient, seen)
        trail.days.share_running(actor.society)

    audit.after_written(session, move_on)


def ask_end(session: Session, actor: Actor, recipient_id: UUID) -> None:
    """Ask that a key end, because it was lost or its holder leaves; somebody else has to agree."""
    recipient = _waiting(session, actor, recipient_id)
    if recipient.kind is RecipientKind.RECOVERY:
        raise RuleBrokenError("Make a new recovery sheet instead: it takes the place of this one.")
    _check_not_last(session, actor)
    _enter(session, actor, Act.KEY_END_ASKED, recipient)
    recipients = _trail(session).recipients
    audit.after_written(session, lambda: recipients.ask_end(recipient, actor.user_id))


def take_back(session: Session, actor: Actor, recipient_id: UUID) -> None:
    """Take back what was asked about a key and is not agreed to yet."""
    recipient = _waiting(session, actor, recipient_id)
    _enter(session, actor, Act.KEY_TAKEN_BACK, recipient)
    recipients = _trail(session).recipients
    audit.after_written(session, lambda: recipients.take_back(recipient))


def unlock(session: Session, actor: Actor, passphrase: str) -> Opened | None:
    """Return the actor's private key; None, and that is entered, if the passphrase does not fit.

    A key that ended still opens the days that were sealed to it: the newest that fits is taken.
    """
    authorise(actor, Permission.AUDIT_READ)
    recipients = _trail(session).recipients
    mine = [
        one
        for one in recipients.of(actor.society)
        if one.holder == actor.user_id and one.active_at is not None
    ]
    if not mine:
        raise RuleBrokenError("You have no key that was agreed to. Make one first.")
    folded = passphrases.fold(passphrase)
    found = (recipients.unlock(one, folded) for one in reversed(mine))
    return _taken(session, actor, next((one for one in found if one is not None), None))


def unfold(session: Session, actor: Actor, words: str) -> Opened | None:
    """Return the private key on the sheet; None, and that is entered, if it is not ours."""
    authorise(actor, Permission.AUDIT_READ)
    recipients = _trail(session).recipients
    papers = [
        one
        for one in recipients.of(actor.society)
        if one.kind is RecipientKind.RECOVERY and one.active_at is not None
    ]
    try:
        seed = hybrid.read(words)
    except ValueError:
        return _taken(session, actor, None)
    return _taken(session, actor, recipients.unfold(papers, seed))


def keep_open(session: Session, actor: Actor, opened: Opened) -> bytes:
    """Leave a private key open in the actor's web session; return what their browser keeps."""
    if actor.session_id is None:
        raise RuleBrokenError("Sign in first.")
    return _trail(session).recipients.keep_open(actor.session_id, opened)


def shut(session: Session, actor: Actor) -> None:
    """Shut the private key that is open."""
    authorise(actor, Permission.AUDIT_READ)
    if actor.session_id is None:
        return
    _enter(session, actor, Act.KEY_SHUT)
    _trail(session).recipients.shut(actor.session_id)


def read_as(session: Session, actor: Actor, secret: bytes | None) -> bool:
    """Have what is read in `session` read by the actor's open key; tell whether one is open."""
    if secret is None or actor.session_id is None:
        return False
    found = _trail(session).recipients.opened(actor.session_id, actor.society, secret)
    if found is not None:
        read_with(session, found[0])
    return found is not None


def _taken(session: Session, actor: Actor, opened: Opened | None) -> Opened | None:
    """Enter that a key was opened or refused; give the other keys the days they lack."""
    audit.record(
        session,
        actor.user_id,
        Act.KEY_OPENED,
        societies=[actor.society],
        subjects=[opened.recipient_id] if opened else [],
        decision=Decision.ALLOWED if opened else Decision.REFUSED,
    )
    if opened is not None:
        days = _trail(session).days
        audit.after_written(session, lambda: days.share(actor.society, opened))
    return opened


def _waiting(session: Session, actor: Actor, recipient_id: UUID) -> Recipient:
    authorise(actor, Permission.AUDIT_KEYS)
    return _trail(session).recipients.get(actor.society, recipient_id)


def _holder_of_new(recipient: Recipient) -> UUID | None:
    return recipient.holder if recipient.state is RecipientState.PROPOSED else None


def _check_not_last(session: Session, actor: Actor) -> None:
    found = _trail(session).recipients.of(actor.society)
    focal = [one for one in found if one.is_live and one.kind is RecipientKind.FOCAL]
    if len(focal) <= 1:
        raise RuleBrokenError(
            "This is the last key that opens the record. Add another focal point’s key first."
        )


def _enter(session: Session, actor: Actor, act: Act, recipient: Recipient | None = None) -> None:
    audit.record(
        session,
        actor.user_id,
        act,
        societies=[actor.society],
        subjects=[recipient.id] if recipient else [],
        detail={"fingerprint": recipient.fingerprint} if recipient else {},
    )


def _trail(session: Session) -> TrailKeys:
    return keys.of(session).trail
