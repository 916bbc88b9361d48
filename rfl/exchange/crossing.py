"""Exactly what crosses, and the hash that binds an approval to it. Pure."""

import hashlib
from uuid import UUID

import msgspec

from rfl.exchange.document import AnswerDocument, Decision, ReleaseDocument
from rfl.exchange.rules import Allowed


def release_hash(ask_id: UUID, to_society: str, decision: Decision) -> bytes:
    """Return the SHA-256 of what a release is bound to: the very words, to whom, about whom."""
    exact = msgspec.structs.replace(decision, read_back=True)
    parts = (ask_id.bytes, to_society.encode(), msgspec.json.encode(exact))
    return hashlib.sha256(b"".join(len(p).to_bytes(8, "big") + p for p in parts)).digest()


def release_document(work: AnswerDocument, decision: Decision, purpose: str) -> ReleaseDocument:
    """Return exactly what crosses: what the person allowed, and nothing beside it."""
    allowed = set(decision.allowed)
    may_message = Allowed.MESSAGE_ONLY in allowed
    return ReleaseDocument(
        alive=Allowed.ALIVE_ONLY in allowed,
        seen_on=work.found_on if Allowed.ALIVE_ONLY in allowed else None,
        message=decision.message if may_message else "",
        message_language=decision.message_language if may_message else "",
        contact=decision.contact if Allowed.CONTACT_DETAILS in allowed else "",
        whereabouts=decision.whereabouts if Allowed.WHEREABOUTS in allowed else "",
        purpose=purpose,
    )
