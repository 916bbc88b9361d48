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
