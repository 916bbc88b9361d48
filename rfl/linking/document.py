"""What people wrote about a pair, sealed under the case's key; and proposals of names. Pure."""

import msgspec

from rfl.matching.additions import AdditionKind


class LinkNotes(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words beside a judgement."""

    reject_words: str = ""
    reverse_words: str = ""
    need_words: str = ""
    """What must be found out before the pair can be judged."""

    @property
    def words(self) -> str:
        """Return what was written beside the last judgement."""
        return self.reject_words or self.reverse_words or self.need_words


class NameDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A proposal for the lexicon. Sealed: that a society adds a rare name tells whom it seeks."""

    kind: AdditionKind
    is_family: bool
    forms: tuple[tuple[str, str], ...]
    """(tag of the language or '', spelling)."""
    region: str = ""
    source: str = ""
    """Where it is known from: an elder, a register, a dictionary."""
    why: str = ""
    answer: str = ""
    """Why it was refused or taken back."""


def decode_names(data: bytes) -> NameDocument:
    """Return a proposal from its JSON."""
    return msgspec.json.decode(data, type=NameDocument)
