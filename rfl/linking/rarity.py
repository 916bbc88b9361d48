"""How common names are in this installation, by its own index."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from rfl.linking import lexicon
from rfl.matching.commonness import CommonSense

SMOOTHING = 400
"""People by which common sense counts beside the index: a small index knows little of names."""


class IndexRarity:
    """The share of registered and sought people who bear a name, smoothed by common sense."""

    def __init__(self, session: Session) -> None:
        """Read counts through `session`; each name is looked up once."""
        self._session = session
        self._size = max(1, lexicon.size(session))
        self._sense = CommonSense()
        self._known: dict[tuple[str, ...], float] = {}

    def frequency(self, keys: Collection[str]) -> float:
        """Return the share of people who bear any of `keys`."""
        asked = tuple(keys)
        if asked not in self._known:
            people = lexicon.bearers(self._session, asked, self._size)
            expected = self._sense.frequency(keys) * SMOOTHING
            self._known[asked] = (people + expected) / (self._size + SMOOTHING)
        return self._known[asked]
