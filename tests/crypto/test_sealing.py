import hashlib
import hmac
import struct
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from rfl.crypto.sealing import Context, UnsealError, key_id_of, padded_length, seal, unseal

KEY = bytes(range(32))
KEY_ID = UUID("9d3b1c52-7a61-4e0f-8a27-0c6f5f0d4e11")
HERE = Context("SN", "person", UUID("3c1f0a4e-52d1-4c6b-9b0e-6d2a7e1f9c20"), schema=1)
DOCUMENT = '{"names":["Mamadou Diallo","محمدو ديالو"]}'.encode()

KNOWN_BLOB = bytes.fromhex(
    "019d3b1c527a614e0f8a270c6f5f0d4e11a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1f2f003"
    "4f061f1517df0e4653781dd06f4eab7a3869c9b84922f550e8ecdfd3101c4dcd70500c25829e9303461e7079"
    "40530fdccdc767c1848e0ef2287ae927a69248c43459abe85d12e21383197c33515901ee3ab4c43db2dbbece"
    "5b4b97f217338df9dba4d0d8d689dbc32a838c2b56"
)


def blob_by_the_book(salt: bytes, context: Context, plaintext: bytes) -> bytes:
    """The format of docs/SECURITY.md, written a second time and in another way."""
    stream = hmac.new(KEY, b"rfl.sealed-document/1" + salt, hashlib.sha512).digest()
    head = b"\x01" + KEY_ID.bytes
    fields = [
        head,
        context.society.encode(),
        context.table.encode(),
        context.column.encode(),
        context.record_id.bytes,
        struct.pack(">I", context.schema),
    ]
    associated = b"".join(struct.pack(">I", len(field)) + field for field in fields)
    padded = plaintext + b"\x80"
    step = 64 if len(padded) <= 1024 else 256
    while len(padded) % step:
        padded += b"\x00"
    cipher = AESGCM(stream[:32]).encrypt(bytes(12), padded, associated)
    return head + salt + stream[32:] + cipher


@given(st.binary(max_size=3000))
def test_what_was_sealed_is_what_opens(plaintext):
    blob = seal(KEY, KEY_ID, HERE, plaintext)

    assert unseal(KEY, HERE, blob) == plaintext
    assert key_id_of(blob) == KEY_ID


def test_the_format_is_the_one_that_was_promised():
    salt = bytes(range(100, 124))

    assert unseal(KEY, HERE, blob_by_the_book(salt, HERE, DOCUMENT)) == DOCUMENT
    sealed = seal(KEY, KEY_ID, HERE, DOCUMENT)
    assert sealed == blob_by_the_book(sealed[17:41], HERE, DOCUMENT)


def test_a_blob_of_the_first_release_opens_for_ever():
    assert unseal(KEY, HERE, KNOWN_BLOB) == DOCUMENT


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param(HERE._replace(record_id=UUID(int=7)), id="another row"),
        pytest.param(HERE._replace(column="notes"), id="another column"),
        pytest.param(HERE._replace(table="registration"), id="another table"),
        pytest.param(HERE._replace(society="GM"), id="another society"),
        pytest.param(HERE._replace(schema=2), id="another version of the document"),
        pytest.param(HERE._replace(society="SNp", table="erson"), id="a shifted boundary"),
    ],
)
def test_a_blob_moved_elsewhere_does_not_open(elsewhere):
    blob = seal(KEY, KEY_ID, HERE, DOCUMENT)

    with pytest.raises(UnsealError):
        unseal(KEY, elsewhere, blob)


def test_every_changed_byte_is_noticed():
    blob = seal(KEY, KEY_ID, HERE, DOCUMENT)

    for place in range(len(blob)):
        for flip in (0x01, 0x80, 0xFF):
            changed = blob[:place] + bytes((blob[place] ^ flip,)) + blob[place + 1 :]
            with pytest.raises(UnsealError):
                unseal(KEY, HERE, changed)


def test_every_shortening_is_noticed():
    blob = seal(KEY, KEY_ID, HERE, DOCUMENT)

    for length in range(len(blob)):
        with pytest.raises(UnsealError):
            unseal(KEY, HERE, blob[:length])
    with pytest.raises(UnsealError):
        unseal(KEY, HERE, blob + b"\0")


def test_another_key_does_not_open_it():
    blob = seal(KEY, KEY_ID, HERE, DOCUMENT)

    with pytest.raises(UnsealError):
        unseal(bytes(32), HERE, blob)
    with pytest.raises(UnsealError):
        unseal(KEY[:16], HERE, blob)


def test_halves_of_two_blobs_do_not_make_a_third():
    one, two = (seal(KEY, KEY_ID, HERE, DOCUMENT) for _ in range(2))

    with pytest.raises(UnsealError):
        unseal(KEY, HERE, one[:73] + two[73:])


@pytest.mark.parametrize("version", [0, 2, 255])
def test_an_unknown_version_is_refused(version):
    blob = bytes((version,)) + seal(KEY, KEY_ID, HERE, DOCUMENT)[1:]

    with pytest.raises(UnsealError):
        unseal(KEY, HERE, blob)
    with pytest.raises(UnsealError):
        key_id_of(blob)


def test_no_cause_can_be_told_from_another():
    blob = seal(KEY, KEY_ID, HERE, DOCUMENT)
    attempts = [
        (bytes(32), HERE, blob),
        (KEY, HERE._replace(society="GM"), blob),
        (KEY, HERE, blob[:-1]),
        (KEY, HERE, b"\x09" + blob[1:]),
        (KEY, HERE, b""),
    ]
    words = set()
    for key, context, changed in attempts:
        with pytest.raises(UnsealError) as caught:
            unseal(key, context, changed)
        words.add(str(caught.value))
        assert caught.value.__cause__ is None

    assert len(words) == 1


def test_equal_documents_look_unequal():
    assert len({seal(KEY, KEY_ID, HERE, DOCUMENT) for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("length", "padded"),
    [(0, 64), (1, 64), (63, 64), (64, 128), (1023, 1024), (1024, 1280), (1279, 1280), (1280, 1536)],
)
def test_a_size_tells_little(length, padded):
    assert padded_length(length) == padded
    assert len(seal(KEY, KEY_ID, HERE, b"x" * length)) == 1 + 16 + 24 + 32 + padded + 16


@pytest.mark.parametrize("ending", [b"\x80", b"\x80\x00", b"\x00", b"\x00" * 64, b"\x80" * 64])
def test_padding_is_not_mistaken_for_the_document(ending):
    plaintext = b"document" + ending

    assert unseal(KEY, HERE, seal(KEY, KEY_ID, HERE, plaintext)) == plaintext
