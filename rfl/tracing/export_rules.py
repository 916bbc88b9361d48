"""A list of cases that leaves as a file: which columns, how many cases, how long it waits. Pure."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from rfl.errors import RuleBrokenError
from rfl.text import N_, Text

MOST_EXPORTED = 500
"""Cases in one file: a year of a large branch, and no copy of a society."""

TAKEN_WITHIN = timedelta(days=2)
"""How long an approved file can be taken: then it is asked for anew, of what holds then."""

ANSWERED_FOR = timedelta(days=7)
"""How long a file that was not given stands among the work of who asked: over a week's leave."""


class Column(StrEnum):
    """What a file says of each case, beside its number."""

    STATE = "state"
    OWNER = "owner"
    OPENED = "opened"
    REVIEW = "review"
    HEARD = "heard"
    SOUGHT = "sought"
    SEX = "sex"
    BORN = "born"
    RELATION = "relation"
    NEWS = "news"
    ENQUIRER = "enquirer"


class FileKind(StrEnum):
    """How the file is written."""

    XLSX = "xlsx"
    CSV = "csv"


COLUMN_WORDS: Mapping[Column, str] = {
    Column.STATE: N_("State"),
    Column.OWNER: N_("Owner"),
    Column.OPENED: N_("Opened on"),
    Column.REVIEW: N_("Next review"),
    Column.HEARD: N_("The family last heard from us"),
    Column.SOUGHT: N_("Sought"),
    Column.SEX: N_("Sex"),
    Column.BORN: N_("Born"),
    Column.RELATION: N_("To the enquirer"),
    Column.NEWS: N_("Last news"),
    Column.ENQUIRER: N_("Enquirer"),
}
FILE_WORDS: Mapping[FileKind, str] = {
    FileKind.XLSX: N_("A workbook (XLSX)"),
    FileKind.CSV: N_("Plain text (CSV)"),
}

USUAL = (Column.STATE, Column.OWNER, Column.OPENED, Column.REVIEW, Column.HEARD)
"""What is ticked unasked: nothing that names anybody of a family."""

NAMES_SOMEBODY = frozenset(set(Column) - set(USUAL))


def check_asked(cases: int, columns: Collection[Column]) -> None:
    """Return if a file of so many cases with these columns can be asked for.

    Raises:
        RuleBrokenError: no case, too many, or no column.

    """
    if cases == 0:
        raise RuleBrokenError("Tick at least one case.")
    if cases > MOST_EXPORTED:
        raise RuleBrokenError(
            Text("A file holds at most %(most)d cases. Narrow the list.", most=MOST_EXPORTED)
        )
    if not columns:
        raise RuleBrokenError("Tick at least one column.")


def check_taken(decided_at: datetime | None, now: datetime) -> None:
    """Return if an approved file can still be taken.

    Raises:
        RuleBrokenError: it was approved too long ago.

    """
    if decided_at is None or now - decided_at > TAKEN_WITHIN:
        raise RuleBrokenError("This was approved too long ago. Ask for the file anew.")
