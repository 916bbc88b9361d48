"""A list of names that is searched: the likeliest come first."""

from rfl.matching.pool import Pool

NAMES = [
    "Awa Petrov", "Zubenelo Kuvanor", "Zubenelo Kuvanir", "Subenelo Kufanir", "Zubenelo Kuvanir",
    "Zubenela Kuvanir",
]  # fmt: skip


def test_the_likeliest_names_come_first_and_of_the_same_the_first_in_the_list() -> None:
    found = Pool(NAMES).search("Zubenelo Kuvanir", top=5)
    assert [one.place for one in found[:3]] == [2, 4, 5]
    near = [one.likeness.likeness for one in found]
    assert near == sorted(near, reverse=True)
    assert len(set(near)) >= 4
    assert [one.place for one in Pool(NAMES).search("Zubenelo Kuvanir", top=1)] == [2]
