"""What is sealed of somebody who signs in. Pure."""

import msgspec

SCHEMA = 1


class StaffDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """Name and address of a colleague, and how they read."""

    name: str
    email: str
    place: str = ""
    """Where they work: a branch or a site, as words."""
    village: str = ""
    """Where their family lives, if they wish to say: records from there are looked at."""
    locale: str = ""
    zone: str = ""
    knows: str = ""
    """'guide' once they put the hint for newcomers away."""


class FactorDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A key or an app of a colleague."""

    name: str = ""
    """As its owner calls it."""
    secret: str = ""
    """App: the shared secret, in base 32."""
    credential_id: bytes = b""
    public_key: bytes = b""
    """Key: COSE, as the key gave it."""


def encode_factor(document: FactorDocument) -> bytes:
    """Return `document` as JSON, ready to be sealed."""
    return msgspec.json.encode(document)


def decode_factor(data: bytes) -> FactorDocument:
    """Return the document in `data`."""
    return msgspec.json.decode(data, type=FactorDocument)


def encode(document: StaffDocument) -> bytes:
    """Return `document` as JSON, ready to be sealed."""
    return msgspec.json.encode(document)


def decode(data: bytes) -> StaffDocument:
    """Return the document in `data`."""
    return msgspec.json.decode(data, type=StaffDocument)
