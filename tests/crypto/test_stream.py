import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfl.crypto import stream
from rfl.crypto.hybrid import new_seed, public_of
from rfl.crypto.sealing import TAG_BYTES, UnsealError

SEED = new_seed()
PUBLIC = public_of(SEED)
PIECE = stream.PIECE_BYTES + TAG_BYTES
HEAD_MOST = 2_000


def written(*parts: bytes, label: bytes = b"main") -> bytes:
    target = io.BytesIO()
    stream.write(target.write, PUBLIC, label, parts)
    return target.getvalue()


def opened(raw: bytes, seed: bytes = SEED, label: bytes = b"main") -> bytes:
    return b"".join(stream.read(io.BytesIO(raw), seed, label))


@pytest.mark.parametrize(
    "size", [0, 1, stream.PIECE_BYTES - 1, stream.PIECE_BYTES, stream.PIECE_BYTES + 1, 200_000]
)
def test_what_was_written_is_read(size):
    content = bytes(range(256)) * (size // 256) + bytes(size % 256)

    assert opened(written(content)) == content


@settings(max_examples=20, deadline=None)
@given(st.lists(st.binary(max_size=40_000), max_size=8))
def test_it_does_not_matter_how_it_came(parts):
    assert opened(written(*parts)) == b"".join(parts)


def test_a_piece_left_out_doubled_moved_or_cut_off_is_noticed():
    raw = written(bytes(4 * stream.PIECE_BYTES + 5))
    head = len(raw) - 4 * PIECE - 5 - TAG_BYTES
    assert head < HEAD_MOST
    pieces = [raw[head + i * PIECE : head + (i + 1) * PIECE] for i in range(5)]
    for wrong in (
        [*pieces[:1], *pieces[2:]],
        [*pieces[:2], pieces[1], *pieces[2:]],
        [pieces[1], pieces[0], *pieces[2:]],
        pieces[:4],
        [*pieces, b"x"],
        [],
    ):
        with pytest.raises(UnsealError):
            opened(raw[:head] + b"".join(wrong))


def test_every_changed_byte_is_noticed():
    raw = written(b"content")
    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1
        with pytest.raises(UnsealError):
            opened(bytes(changed))


def test_every_shortening_is_noticed():
    raw = written(b"content")
    for length in range(len(raw)):
        with pytest.raises(UnsealError):
            opened(raw[:length])


def test_another_key_or_another_kind_of_file_does_not_open():
    raw = written(b"content")

    with pytest.raises(UnsealError):
        opened(raw, seed=new_seed())
    with pytest.raises(UnsealError):
        opened(raw, label=b"keys")


def test_memory_does_not_grow_with_the_file():
    """Pieces come out as they go in: no more than two are ever held."""
    given_out = 0

    def content():
        nonlocal given_out
        for _ in range(40):
            given_out += 1
            yield bytes(stream.PIECE_BYTES)

    written_pieces: list[int] = []

    def write(data):
        assert len(data) <= PIECE
        written_pieces.append(given_out)

    stream.write(write, PUBLIC, b"main", content())

    assert len(written_pieces) == 41
    assert all(ahead - place <= 1 for place, ahead in enumerate(written_pieces[1:], start=1))
