"""Whether a name that somebody wrote may be that of a colleague. Errs on the side of yes. Pure."""

from rfl.matching.places import text_likeness

LIKE = 0.88
"""Likeness of two words as text (Jaro-Winkler) from which they may be one name."""

WORD_LEAST = 3


def is_perhaps(name: str, about: str) -> bool:
    """Tell whether any word of `about` may be a part of `name`.

    Whoever is taken for somebody else merely does not read one concern; whoever is overlooked
    would read what is said about them.
    """
    own = [word for word in name.split() if len(word) >= WORD_LEAST]
    said = [word.strip(".,;:!?()") for word in about.split()]
    return any(
        text_likeness(one, other) >= LIKE
        for one in own
        for other in said
        if len(other) >= WORD_LEAST
    )
