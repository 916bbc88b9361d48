"""Errors the domain raises. No module but rfl.web.errors turns them into HTTP."""

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
