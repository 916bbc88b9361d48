"""What is sealed of somebody who signs in. Pure."""

import msgspec

SCHEMA = 1


class StaffDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """Name and address of a colleague, and how they read."""

    name: str
    email: str
    place: str = ""
    """Where they work: a branch or a site, as words."""
    locale: str = ""
    zone: str = ""


def encode(document: StaffDocument) -> bytes:
    """Return `document` as JSON, ready to be sealed."""
    return msgspec.json.encode(document)


def decode(data: bytes) -> StaffDocument:
    """Return the document in `data`."""
    return msgspec.json.decode(data, type=StaffDocument)
