"""What is sealed of a wish. Pure."""

import msgspec

SCHEMA = 1


class ApprovalDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is asked, why, and what whoever refused said."""

    plan: dict[str, str]
    why: str
    answer: str = ""


def encode(document: ApprovalDocument) -> bytes:
    """Return `document` as JSON, ready to be sealed."""
    return msgspec.json.encode(document)


def decode(data: bytes) -> ApprovalDocument:
    """Return the document in `data`."""
    return msgspec.json.decode(data, type=ApprovalDocument)
