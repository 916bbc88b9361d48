"""What is known of deaths in a case: written down, agreed to, taken back, told to the family."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.audit.service import Receipt
from rfl.tracing import queries
from rfl.tracing.cases import Entry, open_line
from rfl.tracing.delivery_rules import News
from rfl.tracing.document import DeathSource
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import ActionKind

ASKED, AGREED, TAKEN_BACK = "asked", "agreed", "taken_back"
"""Results of entries of kind DEATH, and keys of words.NOTE_WORDS with it."""


@dataclass(frozen=True, slots=True)
class Death:
    """The last that an authority's paper said of one sought person, and where it stands."""

    sought_id: UUID
    entry: Entry
    source: DeathSource
    agreed: Entry | None = None
    """The entry of the second person who agreed."""
    told: Entry | None = None
    """The talk in which the family was told."""

    @property
    def is_established(self) -> bool:
        """Tell whether a second person agreed."""
        return self.agreed is not None


def of(line: Iterable[Entry]) -> Mapping[UUID, Death]:
    """Return the deaths that stand, by sought person. `line`: entries, the newest first."""
    found: dict[UUID, Death] = {}
    for entry in reversed(tuple(line)):
        sought_id, document = entry.document.sought_id, entry.document
        if sought_id is None:
            continue
        known = found.get(sought_id)
        if entry.row.kind is ActionKind.DEATH:
            _follow(found, sought_id, entry)
        elif known and document.news is News.DEAD and known.is_established:
            found[sought_id] = replace(known, told=entry)
    return found


def _follow(found: dict[UUID, Death], sought_id: UUID, entry: Entry) -> None:
    document, known = entry.document, found.get(sought_id)
    if document.death is not None:
        found[sought_id] = Death(sought_id, entry, document.death)
    elif known is None or document.entry_id != known.entry.row.id:
        return
    elif document.result == AGREED:
        found[sought_id] = replace(known, agreed=entry)
    elif document.result == TAKEN_BACK:
        del found[sought_id]


def read(session: Session, receipt: Receipt, request: TracingRequest) -> Mapping[UUID, Death]:
    """Return the deaths that stand in a case, by sought person."""
    rows = queries.actions(session, request.id)
    kinds = (ActionKind.DEATH, ActionKind.TOLD_ENQUIRER)
    return of(open_line(session, receipt, [row for row in rows if row.kind in kinds]))
