import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rfl.crypto.hiding import NO_NUMBER, PLACE, PLACES_STEP, IndexCipher

CIPHER = IndexCipher(bytes(range(32)))
TAGS = st.integers(-(2**63), 2**63 - 1)
NUMBERS = st.integers(0, 2**32 - 1)


@given(st.lists(st.tuples(TAGS, NUMBERS), max_size=20))
def test_who_stands_in_a_list_is_told_by_the_key(rows):
    tags = np.array([tag for tag, _ in rows], np.int64)
    numbers = np.array([number for _, number in rows], np.int64)

    hidden = CIPHER.hide(tags, numbers)

    assert CIPHER.show(tags, hidden).tolist() == numbers.tolist()


def test_a_row_is_the_one_that_was_promised():
    assert CIPHER.sub_tags([7], [3]).tolist() == [-464437791804743885]
    assert CIPHER.hide([7], [3]).tolist() == [1876972923333864929]


def test_one_person_has_another_number_in_each_list_and_under_each_key():
    hidden = {
        *CIPHER.hide([1, 2, 3], [7, 7, 7]).tolist(),
        *IndexCipher(bytes(32)).hide([1, 2, 3], [7, 7, 7]).tolist(),
    }

    assert len(hidden) == 6


@given(TAGS, NUMBERS, st.integers(0, 63))
def test_a_row_changed_by_hand_or_moved_to_another_list_tells_nobody(tag, number, bit):
    hidden = CIPHER.hide([tag], [number])
    changed = hidden ^ np.array([1 << bit], np.uint64).view(np.int64)

    assert CIPHER.show([tag], changed).tolist() == [NO_NUMBER]
    assert CIPHER.show([tag ^ 1], hidden).tolist() == [NO_NUMBER]


def test_sub_tags_of_one_key_have_nothing_in_common():
    tags = CIPHER.sub_tags([5] * 1_000, range(1_000))

    assert len(set(tags.tolist())) == 1_000
    assert set(tags.tolist()).isdisjoint(CIPHER.sub_tags([6] * 1_000, range(1_000)).tolist())


@given(st.lists(st.tuples(TAGS, st.integers(0, 2**40)), max_size=30))
def test_places_come_back_as_they_were_and_do_not_tell_how_many(places):
    sealed = CIPHER.close_places(np.array(places, PLACE))

    opened, owners = CIPHER.open_places([sealed, b"torn", sealed])

    assert opened.tolist() == places * 2
    assert set(owners.tolist()) <= {0, 2}
    assert (len(sealed) - 12 - 16) % (PLACES_STEP * PLACE.itemsize) == 0
