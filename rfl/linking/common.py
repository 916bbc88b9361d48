"""How common a person's names are here, in steps so coarse that they count nobody. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log

from rfl.matching import Name
from rfl.matching.names import bearer_keys
from rfl.matching.reading import read
from rfl.text import Text

STEPS = (2, 5, 10, 20, 50, 100, 200)
"""'About one person in …'. The index also holds people who agreed to be found by nobody else: a
finer figure, or a rarer one, would tell that such a person is there."""


@dataclass(frozen=True, slots=True)
class Commonness:
    """One name, and how many people here bear it in any spelling."""

    name: str
    share: Text


def commonness(
    names: Sequence[Name], frequency: Callable[[Sequence[str]], float]
) -> tuple[Commonness, ...]:
    """Return how common each part of a person's names is, each said once.

    `frequency` tells the share of people, 0 to 1, who bear any of some token keys.
    """
    tokens = {
        token.key: token for name in names for token in read(name) if not token.is_light
    }.values()
    return tuple(
        Commonness(token.text, share_words(frequency(bearer_keys(token)))) for token in tokens
    )


def share_words(share: float) -> Text:
    """Return 'about 1 in 20' for a share of people, or that it is rarer than the last step."""
    if share * STEPS[-1] < 1 / 1.5:
        return Text("fewer than 1 in %(num)d", num=STEPS[-1])
    return Text("about 1 in %(num)d", num=min(STEPS, key=lambda step: abs(log(share * step))))
