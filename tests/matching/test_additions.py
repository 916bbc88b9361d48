"""What an installation adds to the lexicon, and what it cannot add."""

import pytest

from rfl.errors import RuleBrokenError
from rfl.matching import compare_names, version
from rfl.matching.additions import Addition, AdditionKind, check, enlarged
from rfl.matching.classes import Lexicon, lexicon, shipped, use
from rfl.matching.index import TokenLexicon, tokens_of
from rfl.matching.score import VERSION
from rfl.matching.types import Name, Reason

ONE, TWO = AdditionKind.ONE_NAME, AdditionKind.TWO_NAMES


def addition(*forms: str, kind: AdditionKind = ONE, family: bool = False, number: int = 1):
    parted = tuple((tag, form) for tag, _, form in (one.rpartition("=") for one in forms))
    return Addition(number, kind, family, parted, "the elders say so")


def using(*additions: Addition) -> Lexicon:
    use(enlarged(len(additions), additions))
    return lexicon()


def reason(a: str, b: str) -> Reason:
    return compare_names(a, b).evidence[0].reason


def test_spellings_of_a_new_name_become_one_name() -> None:
    assert reason("Zubenelo", "Tsuvaniro") is not Reason.CLASS

    using(addition("fr=Zubenelo", "Tsuvaniro", "ar=زبنل"))

    assert reason("Zubenelo", "Tsuvaniro") is Reason.CLASS
    assert reason("Tsuvaniro", "زبنل") is Reason.CLASS
    assert version() == f"{VERSION}+1"


def test_a_spelling_joins_the_class_of_the_others() -> None:
    using(addition("Diallo", "Xallowski", family=True))
    assert reason("Jallow", "Xallowski") is Reason.CLASS
    assert "one of the four great Fula clan names" in str(
        compare_names("Jallow", "Xallowski").evidence[0].because
    )


def test_two_names_are_held_apart_with_the_reason_given() -> None:
    assert compare_names("Sillanko", "Sillankoy").likeness > 0.8

    using(addition("Sillanko", "Sillankoy", kind=TWO, family=True))

    found = compare_names("Sillanko", "Sillankoy")
    assert found.likeness < 0.1
    assert found.evidence[0].reason is Reason.CONFLICT
    assert str(found.evidence[0].because) == "the elders say so."


def test_additions_build_on_one_another() -> None:
    using(
        addition("Zubenelo", "Tsuvaniro"),
        addition("Zubenelo", "Kuvanir", number=2),
        addition("Kuvanir", "Kuvanis", kind=TWO, number=3),
    )
    assert reason("Tsuvaniro", "Kuvanir") is Reason.CLASS
    assert reason("Tsuvaniro", "Kuvanis") is Reason.CONFLICT


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (addition("Hassan", "Hussein"), "held to be two names"),
        (addition("Diallo", "Camara", family=True), "one name of two that the lexicon has"),
        (addition("Diallo", "Camara", "Xallowski"), "one name of two that the lexicon has"),
        (addition("Diallo", "Jallow", family=True), "as one name already"),
        (addition("Diallo", "Jallow", kind=TWO), "as spellings of one name (Diallo)"),
        (addition("Hassan", "Hussein", kind=TWO), "held apart already"),
        (addition("Ousmane", "Usman", kind=TWO), "as variants of one name"),
        (addition("Zubenelo"), "two spellings that differ"),
        (addition("Zubenelo", "zubenelo"), "two spellings that differ"),
        (addition("Zubenelo", "Kuvanir", "Kuvanis", kind=TWO), "exactly two"),
        (addition("Zubenelo", "77"), "‘77’ is not one name"),
        (addition("Zubenelo", "x"), "‘x’ is not one name"),
        (addition("Zubenelo", "A B C D E"), "is not one name"),
        (addition("qq=Zubenelo", "Kuvanir"), "‘qq’ is no language"),
        (addition(*(f"Zubenelo{'a' * n}" for n in range(41))), "at most 40"),
    ],
)
def test_what_clashes_is_refused_with_the_reason(bad: Addition, said: str) -> None:
    with pytest.raises(RuleBrokenError) as refused:
        check(bad, shipped())
    assert said in str(refused.value)


@pytest.mark.parametrize("form", ["Ly", "A B C Do", "Zubenelo" * 7 + "Zube"])
def test_a_spelling_of_two_letters_of_four_words_or_of_sixty_letters_goes(form: str) -> None:
    check(addition("Kuvanir", form), shipped())


@pytest.mark.parametrize("form", ["L", "A B C D Eo", "Zubenelo" * 7 + "Zuben"])
def test_a_shorter_or_longer_one_is_no_name(form: str) -> None:
    with pytest.raises(RuleBrokenError, match="is not one name"):
        check(addition("Kuvanir", form), shipped())


def test_what_no_longer_goes_is_left_out_and_said() -> None:
    names = using(addition("Diallo", "Camara"), addition("Zubenelo", "Kuvanir", number=2))
    assert "one name of two" in str(names.left_out[1])
    assert list(names.left_out) == [1]
    assert reason("Zubenelo", "Kuvanir") is Reason.CLASS


def test_the_lexicon_as_shipped_stays_what_it_is() -> None:
    before = (len(shipped().classes), len(shipped().by_key), len(shipped().conflicts))
    using(addition("Zubenelo", "Kuvanir"), addition("Sow", "Sowe", kind=TWO, number=2))
    assert (len(shipped().classes), len(shipped().by_key), len(shipped().conflicts)) == before


def test_what_was_compared_before_is_compared_anew() -> None:
    one, other = tokens_of([Name.of("Zubenelo")]), tokens_of([Name.of("Kuvanir")])
    assert not one[0].classes
    using(addition("Zubenelo", "Kuvanir"))
    assert tokens_of([Name.of("Zubenelo")])[0].classes == {"+1"}
    use(shipped())
    assert tokens_of([Name.of("Kuvanir")]) == other


def test_of_two_names_added_later_one_is_found_less_by_the_other() -> None:
    borne = TokenLexicon()
    borne.add("zubenelo")
    (asked,) = tokens_of([Name.of("Zubanelo")])
    ((_, before),) = borne.expand(asked)
    names = using(addition("Zubenelo", "Kuvanir"), addition("Zubanelo", "Tsuvaniro", number=2))
    borne.classify(names.own)
    (asked,) = tokens_of([Name.of("Zubanelo")])
    ((_, after),) = borne.expand(asked)
    assert after == pytest.approx(before * 0.75)


def test_tokens_that_are_borne_are_found_by_a_class_added_later() -> None:
    borne = TokenLexicon()
    borne.add("zubenelo")
    borne.add("mohamed")
    names = using(addition("Zubenelo", "Kuvanir"))
    (asked,) = tokens_of([Name.of("Kuvanir")])
    assert borne.expand(asked) == []

    borne.classify(names.own)

    assert [key for key, _ in borne.expand(asked)] == ["zubenelo"]
    use(shipped())
    borne.classify(names.own)
    assert borne.expand(asked) == []
