from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfl.crypto.header import GENESIS, Header, decode

INT64 = st.integers(-(2**63), 2**63 - 1)
HEADERS = st.builds(
    Header,
    log=st.sampled_from(["SN", "GM", "ZZ"]),
    seq=st.integers(0, 2**63 - 1),
    at=st.datetimes(timezones=st.just(UTC)),
    epoch=st.integers(0, 2**32 - 1),
    prev=st.binary(min_size=32, max_size=32),
    actor_tag=INT64,
    tags=st.lists(INT64, unique=True, max_size=60).map(sorted).map(tuple),
)
ONE = Header("SN", 3, datetime(2026, 11, 19, 10, 20, tzinfo=UTC), 1, GENESIS, -5, (-1, 7))


@given(HEADERS)
def test_a_header_comes_back_as_it_was(header):
    assert decode(header.encode()) == header


def test_a_header_has_the_bytes_that_were_promised():
    assert ONE.encode() == (
        b"\x0brfl.audit/1"
        b"\x02SN"
        + (3).to_bytes(8, "big")
        + (1_795_083_600_000_000).to_bytes(8, "big")
        + (1).to_bytes(4, "big")
        + bytes(32)
        + (2**64 - 5).to_bytes(8, "big")
        + (2).to_bytes(4, "big")
        + b"\xff" * 8
        + (7).to_bytes(8, "big")
    )


def test_two_orders_of_tags_are_one_header():
    shuffled = Header(ONE.log, ONE.seq, ONE.at, ONE.epoch, ONE.prev, ONE.actor_tag, (7, -1, 7))

    assert shuffled.encode() == ONE.encode()


def test_a_header_in_another_encoding_is_refused():
    raw = ONE.encode()

    with pytest.raises(ValueError, match="one encoding"):
        decode(raw[:-16] + raw[-8:] + raw[-16:-8])


def test_a_shortened_or_lengthened_header_is_refused():
    raw = ONE.encode()

    for length in range(len(raw)):
        with pytest.raises(ValueError, match="audit header"):
            decode(raw[:length])
    with pytest.raises(ValueError, match="audit header"):
        decode(raw + bytes(8))


def test_every_changed_byte_gives_another_header_or_none():
    raw = ONE.encode()
    for place in range(len(raw)):
        changed = raw[:place] + bytes((raw[place] ^ 0x41,)) + raw[place + 1 :]
        try:
            other = decode(changed)
        except ValueError:
            continue
        assert other != ONE


@given(st.binary(max_size=200))
def test_no_bytes_whatever_break_the_reader(raw):
    with pytest.raises(ValueError, match="audit header"):
        decode(raw)
