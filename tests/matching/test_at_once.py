"""What is heard at once, for speed, says the same as what is heard one by one."""

from itertools import pairwise

import pytest

from rfl.matching import Name, Particulars, Relative, compare
from rfl.matching.classes import lexicon
from rfl.matching.commonness import CommonSense
from rfl.matching.family import compare_families, hear
from rfl.matching.names import compare_name_lists, likenesses, weighed
from rfl.matching.origins import SAME_TEXT, likeness, may_be_like

PLACES = (
    "Serrekunda", "Serre Kunda", "Serre-Kunda, Gambia", "Kolda", "كولدا", "Ziguinchor", "Cissé",
    "Brikama Ba", "Brikamaba", "Tambacounda, Sénégal", "Tamba", "Nouakchott", "2", "", "Kold a",
)  # fmt: skip
NAMES = ("Mamadou Diallo", "Momodou Jallow", "محمدو ديالو", "Diallo Mamadou", "Awa Ndiaye", "J C")


@pytest.mark.parametrize("word", ["Kolda", "Serekunda", "Brikamaba", "tambakunda", "JC", "Ba", "2"])
def test_no_place_that_is_the_same_is_passed_over(word):
    same = {text for text in PLACES if likeness(word, text) >= SAME_TEXT}
    assert same <= may_be_like(word, PLACES)


def test_a_word_that_is_like_no_place_is_like_none():
    assert may_be_like("Zubenelo", PLACES) == set()


def test_names_that_stand_there_twice_are_as_alike_as_once():
    others = [Name.of(name) for name in (*NAMES, *reversed(NAMES))]
    once = [likenesses(Name.of("Mamadou Diallo"), [other], CommonSense())[0] for other in others]
    assert likenesses(Name.of("Mamadou Diallo"), others, CommonSense()) == once


def test_a_name_weighs_the_same_with_and_without_a_word_why():
    for one, other in pairwise(map(Name.of, NAMES)):
        told = compare_name_lists((one,), (other,), CommonSense())
        untold = weighed(one, other, CommonSense())
        assert told is not None
        assert untold is not None
        assert told.rows
        assert [row.bits for row in told.rows] == [row.bits for row in untold.rows]


def test_families_heard_at_once_tell_the_same():
    def family(mother, brother):
        relatives = (
            Relative("mother", (Name.of(mother),)),
            Relative("brother", (Name.of(brother),)),
        )
        return Particulars(names=(Name.of("Mamadou Diallo"),), relatives=relatives)

    sought = family("Kadiatou Bah", "Ousmane Diallo")
    found = [family("Kadijatou Bah", "Usman Jallow"), family("Awa Cissé", "Ismaila Jallow")]
    lexicon().memory.clear()
    alone = [compare_families(sought, one, CommonSense()) for one in found]
    lexicon().memory.clear()
    hear((sought, one) for one in found)
    heard = len(lexicon().memory)
    assert [compare_families(sought, one, CommonSense()) for one in found] == alone
    assert heard
    assert compare(sought, found[0]).bits > compare(sought, found[1]).bits
