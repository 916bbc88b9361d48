"""Errors the domain raises. No module but rfl.web.errors turns them into HTTP."""

from collections.abc import Callable, Iterable, Sequence

from rfl.text import Text


class RflError(Exception):
    """Base of every error the domain raises on purpose. Messages never hold personal data."""


class NotFoundError(RflError):
    """The record does not exist, or this actor may not know that it does (404)."""


class DeniedError(RflError):
    """The actor may know of the record but may not do this (403)."""


class UnavailableError(RflError):
    """A safeguard is out of order, so nothing is shown (503): fail closed."""


class RuleBrokenError(RflError):
    """The act breaks a casework rule (422); the sentence is fit to show and says what to do."""

    def __init__(self, sentence: Text | str) -> None:
        self.sentence = sentence if isinstance(sentence, Text) else Text(sentence)
        super().__init__(str(self.sentence))


class SeveralBrokenError(RuleBrokenError):
    """Several things are wrong at once. `told`: each thing's name, '' if none, and a sentence."""

    def __init__(self, told: Sequence[tuple[str, Text]]) -> None:
        self.told = tuple(told)
        super().__init__(told[0][1])


def refuse_all(told: Iterable[tuple[bool, str, Text | str]]) -> None:
    """Return if nothing is wrong. `told`: whether it is, the name of the thing, and a sentence.

    Raises:
        SeveralBrokenError: all that is wrong, in this order.

    """
    found = [
        (name, sentence if isinstance(sentence, Text) else Text(sentence))
        for is_wrong, name, sentence in told
        if is_wrong
    ]
    if found:
        raise SeveralBrokenError(found)


def check_all(*checks: tuple[str, Callable[[], object]]) -> None:
    """Make every check, each under the name of the thing that it is about.

    Raises:
        SeveralBrokenError: all rules that are broken, in this order.

    """
    found: list[tuple[bool, str, Text | str]] = []
    for name, check in checks:
        try:
            check()
        except RuleBrokenError as error:
            found.append((True, name, error.sentence))
    refuse_all(found)
