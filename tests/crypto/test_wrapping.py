import pytest

from rfl.crypto.sealing import UnsealError
from rfl.crypto.wrapping import binding, new_key, unwrap, wrap

ABOVE = bytes(range(32))
HERE = binding("record", "SN", 1, b"\x01" * 16)


def test_a_wrapped_key_opens_in_its_own_place_only():
    key = new_key()
    wrapped = wrap(ABOVE, key, HERE)

    assert unwrap(ABOVE, wrapped, HERE) == key
    for elsewhere in (
        binding("record", "SN", 2, b"\x01" * 16),
        binding("record", "GM", 1, b"\x01" * 16),
        binding("record", "SN", 1, b"\x02" * 16),
        binding("society", "SN", 1, b"\x01" * 16),
    ):
        with pytest.raises(UnsealError):
            unwrap(ABOVE, wrapped, elsewhere)
    with pytest.raises(UnsealError):
        unwrap(new_key(), wrapped, HERE)


def test_every_changed_or_missing_byte_of_a_wrapped_key_is_noticed():
    wrapped = wrap(ABOVE, new_key(), HERE)

    for place in range(len(wrapped)):
        changed = wrapped[:place] + bytes((wrapped[place] ^ 1,)) + wrapped[place + 1 :]
        with pytest.raises(UnsealError):
            unwrap(ABOVE, changed, HERE)
        with pytest.raises(UnsealError):
            unwrap(ABOVE, wrapped[:place], HERE)


def test_no_two_lists_of_parts_bind_alike():
    assert binding("a", "bc", 1) != binding("ab", "c", 1)
    assert binding("a", "1", "") != binding("a", "", "1")
