"""Which sounds are taken for one another, and how readily: by place and manner of speaking."""

import pytest

from rfl.matching.sounds import between, place_of, tables
from rfl.matching.spelling import _rules, _spans

NEAREST_FIRST = """
k q X g h m|g R q k J y n|s z c S C t|t T d c C s|d D z r n|o O u a e i|a E e i|p b f n|v w f b m
h X _ R g k f|Z J S z y g|C J S c k g|S Z s J X|z s D c J d|n m l _ r|l r n d|y i _ e J|w u v o f g
u w U o e|E a _ i u|i y U e _ O a|b p v w m|f v p w T h|c z s C S k|J Z C z g D|T t D s f|D d T z
X h k q g|R g X h q k|r R l d n|m n b|e i a o u|O o e u a|U u i o e|q k g X R h
"""
"""A sound and others in the order in which it is taken for them; `_` is silence."""


@pytest.mark.parametrize("row", NEAREST_FIRST.replace("|", "\n").split("\n")[1:-1])
def test_a_sound_is_sooner_taken_for_a_neighbour(row: str) -> None:
    sound, *others = row.split()
    prices = between()
    told = [float(prices[place_of(sound), place_of(other)]) for other in others]
    assert told == sorted(told)
    assert len(set(told)) > len(told) // 2
    assert told[0] < told[-1]
    assert 0 < told[0] <= 0.65  # the nearest is a neighbour, not a stranger


def test_it_does_not_matter_which_sound_was_meant() -> None:
    prices = between()
    assert (prices == prices.T).all()
    assert not prices.diagonal().any()


@pytest.mark.parametrize("vowel", list("eou"))
def test_a_vowel_for_a_consonant_is_one_slip_and_a_bad_one(vowel: str) -> None:
    prices = between()
    for consonant in "bdfklmrst":
        heard = prices[place_of(vowel), place_of(consonant)]
        lacking = prices[place_of("_"), [place_of(vowel), place_of(consonant)]].sum()
        another = max(prices[place_of(consonant), place_of(other)] for other in "bdfklmrst")
        assert another < heard < lacking, consonant


ALSO_SAID = """
latin ch C S X k h Z|latin c k c C J s _|latin g g R k h J|latin j J Z y X h _|latin q k g q R X h C
latin x k S X s h z J|latin w w v u f _|latin v v f w b u|latin z z s c T Z|latin h h X _ g R k
latin th t T d s _|latin kh X k h g|latin gh g R _ f|latin ph f p|latin b b p v|latin p p b f
latin dj J d Z|latin dh d D z|latin sh S s|latin ou u o w|latin tz c t s z C|latin B b v w p
arabic ج J g Z C y|arabic ح h X _ k|arabic خ X k h C|arabic ذ D d z|arabic ث T t s|arabic ض d D z
arabic ظ z D d|arabic ق k q g _|arabic غ g R h|arabic و u o w v|arabic ب b p v|arabic ف f v w p
cyrillic г g h R k J|cyrillic х X h k _ g|cyrillic в v w f u|cyrillic ж Z J z|cyrillic е e i a y
greek β v b w|greek γ g R y h|greek χ h X k C|hebrew כ k X h|hebrew פ p f|hebrew ו v u o w
"""
"""What a letter may say, what is said first before all; of the others the cheapest first."""


@pytest.mark.parametrize("row", ALSO_SAID.replace("|", "\n").split("\n")[1:-1])
def test_a_letter_is_heard_as_clerks_of_several_languages_mean_it(row: str) -> None:
    script, letters, *sounds = row.split()
    rules = tables().spellings[script]
    (rule,) = (rule for rule in rules if (rule.letters, rule.where) == (letters, ""))
    prices = dict(tables().signs[rule.signs[0] - 1].sounds)
    assert set(prices) == set(sounds)
    told = [prices[sound] for sound in sounds]
    assert min(told) == told[0]
    assert max(told) <= 0.7
    assert any(price <= 0.3 for price in told[1:])


def test_as_many_letters_are_looked_at_as_the_longest_rule_for_them_needs() -> None:
    """Its own letters, and the one behind."""
    for script, rules in _rules().items():
        for letters in rules:
            if len(letters) > 1:
                assert _spans()[script][letters[:2]] > len(letters), letters
