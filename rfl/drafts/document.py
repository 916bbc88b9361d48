"""What is sealed of an unfinished form. Pure."""

import msgspec

SCHEMA = 1


class DraftDocument(msgspec.Struct, frozen=True):
    """What was typed, field by field."""

    fields: tuple[tuple[str, str], ...] = ()


def encode(document: DraftDocument) -> bytes:
    """Return `document` as JSON, ready to be sealed."""
    return msgspec.json.encode(document)


def decode(data: bytes) -> DraftDocument:
    """Return the document in `data`."""
    return msgspec.json.decode(data, type=DraftDocument)
