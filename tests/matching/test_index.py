"""What a sought word is looked up as, among all that is borne."""

from itertools import product

from rfl.matching.index import TokenLexicon, tokens_of
from rfl.matching.types import Name


def borne(*words: str) -> TokenLexicon:
    lexicon = TokenLexicon()
    for word in words:
        lexicon.add(tokens_of([Name.of(word)])[0].key)
    return lexicon


def test_of_a_hundred_words_that_sound_near_the_sixty_likest_are_looked_up() -> None:
    words = ["z{}b{}n{}lo".format(*vowels) for vowels in product("aeiou", repeat=3)]
    found = borne(*words).expand(tokens_of([Name.of("Zubenelo")])[0])
    assert found[0] == ("zubenelo", 1.0)
    assert len(found) == 60
    assert [near for _, near in found] == sorted((near for _, near in found), reverse=True)


def test_a_word_that_hardly_sounds_like_it_is_not_looked_up() -> None:
    lexicon = borne("zubenelo", "zubenela", "zobinila", "zabanala", "zebene", "zban", "zubair")
    found = lexicon.expand(tokens_of([Name.of("Zubenelo")])[0])
    assert [word for word, _ in found] == ["zubenelo", "zubenela", "zobinila", "zabanala", "zebene"]
    assert found[-1][1] < 0.6


def test_the_words_that_begin_so_come_in_the_order_of_a_dictionary() -> None:
    lexicon = borne("Mamadou", "Mama", "Amadou", "Mariama", "Mamoudou", "Mam")
    assert lexicon.beginning_with("mama") == ["mama", "mamadou"]
    assert lexicon.beginning_with("zubair") == []
    lexicon.add("mamata")  # whoever comes later is among them
    assert lexicon.beginning_with("mama") == ["mama", "mamadou", "mamata"]


def test_words_of_all_lengths_are_heard_as_each_is_by_itself() -> None:
    kinds = product("ae", "eu", ("", "o", "os", "oso", "osalam"))
    words = ["zub{}n{}l{}".format(*one) for one in kinds]
    sought = tokens_of([Name.of("Zubenelo")])[0]
    among_all = dict(borne(*words).expand(sought))
    alone = {word: near for one in words for word, near in borne(one).expand(sought)}
    assert among_all == alone
    assert len(words) > len(alone) > 10
