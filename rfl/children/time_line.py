"""The time line of a child's file, as its page tells it: what is due, then what happened."""

from collections.abc import Mapping

from rfl.children.files import NOTHING, Entry
from rfl.children.reading import ChildPage
from rfl.children.rules import EntryKind
from rfl.children.words import (
    CARE_WORDS,
    DONE_WORDS,
    FACTOR_WORDS,
    GROUND_WORDS,
    KIND_WORDS,
    RISK_WORDS,
    VERDICT_WORDS,
    WELLBEING_WORDS,
)
from rfl.children.writing import SIDES
from rfl.text import Text
from rfl.tracing.time_line import Moment

MONTH_WORDS: Mapping[int, Text] = {
    1: Text("A visit is due one month afterwards."),
    3: Text("A visit is due three months afterwards."),
    6: Text("A visit is due six months afterwards."),
}


def moments(page: ChildPage) -> list[Moment]:
    """Return the whole time line, what is due first."""
    due = [
        Moment(one.due_on, MONTH_WORDS[one.months], is_due=True)
        for one in reversed(page.follow_ups)
        if not one.done_at and not one.dropped_at
    ]
    return [*due, *(_moment(page, entry) for entry in page.entries)]


def _moment(page: ChildPage, entry: Entry) -> Moment:
    row, document = entry.row, entry.document
    is_shut = row.kind in SIDES and document is NOTHING
    return Moment(
        at=row.happened_at,
        title=Text("%(what)s: shut until both sides were compared", what=_title(page, entry))
        if is_shut
        else _title(page, entry),
        words=document.words,
        who=page.staff.get(row.created_by, ""),
        is_exact=row.happened_at == row.created_at,
    )


def _title(page: ChildPage, entry: Entry) -> Text:
    row, document = entry.row, entry.document
    if row.act is not None:
        return Text(DONE_WORDS[row.act])
    if document.colleague_id is not None:
        name = page.staff.get(document.colleague_id, "")
        return Text("%(name)s works on this file", name=name)
    if row.factor is not None:
        return Text("Assessed: %(factor)s", factor=Text(FACTOR_WORDS[row.factor].name))
    return _with_detail(Text(KIND_WORDS[row.kind]), _detail(entry))


def _with_detail(what: Text, detail: Text | None) -> Text:
    return what if detail is None else Text("%(what)s · %(detail)s", what=what, detail=detail)


def _detail(entry: Entry) -> Text | None:
    document, kind = entry.document, entry.row.kind
    found: Text | None = None
    if kind is EntryKind.CARE and document.care:
        found = Text(CARE_WORDS[document.care.kind])
    elif kind is EntryKind.GUARDIAN and document.guardian:
        found = Text(GROUND_WORDS[document.guardian.ground])
    elif kind is EntryKind.RISK and document.risks and document.risks.kinds:
        found = Text(RISK_WORDS[document.risks.kinds[0]])
    elif kind is EntryKind.DETERMINATION and document.determination:
        found = Text(VERDICT_WORDS[document.determination.verdict])
    elif kind is EntryKind.FOLLOW_UP and document.afterwards:
        found = Text(WELLBEING_WORDS[document.afterwards.wellbeing])
    return found
