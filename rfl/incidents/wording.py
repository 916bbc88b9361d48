"""How an event's day, figures and time line are told. Pure but for the names of colleagues."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from rfl.incidents.document import Count, IncidentDocument
from rfl.incidents.reading import Page
from rfl.incidents.rules import (
    ACTS,
    COUNT_SOURCE_WORDS,
    COUNT_WORDS,
    TOLD_BY,
    CountKind,
    Exactness,
    disputed,
    unaccounted,
)
from rfl.persons.calendars import day_text, month_text
from rfl.text import Text
from rfl.tracing.time_line import Moment


def day_of(document: IncidentDocument) -> Text:
    """Return when it happened, as exactly as it is known."""
    if document.exactness is Exactness.DAY:
        return day_text(document.day)
    if document.exactness is Exactness.ABOUT:
        return Text("about %(said)s", said=day_text(document.day))
    if document.exactness is Exactness.MONTH:
        return month_text(document.day)
    return Text("%(year)s", year=str(document.day.year))


def by_kind(document: IncidentDocument) -> Mapping[CountKind, list[tuple[int, Count]]]:
    """Return the figures that count, by what they count, each with its place in the document."""
    found: dict[CountKind, list[tuple[int, Count]]] = {kind: [] for kind in CountKind}
    for place, one in enumerate(document.counts):
        if not one.mistake:
            found[one.kind].append((place, one))
    return found


def quarrels(document: IncidentDocument) -> frozenset[CountKind]:
    """Return of what two sources give different figures."""
    return disputed(_figures(document))


def open_rest(document: IncidentDocument) -> Text | None:
    """Return how many of those who left are not accounted for, as far as anybody counted."""
    found = unaccounted(_figures(document))
    if found is None:
        return None
    least, most = found
    if least == most:
        return Text(
            "By these figures %(most)s who left did not arrive and were not found.", most=most
        )
    return Text(
        "By these figures between %(least)s and %(most)s who left did not arrive and were not "
        "found.",
        least=least,
        most=most,
    )


def moments(page: Page) -> list[Moment]:
    """Return the time line of an event, newest first."""
    document = page.document
    found = [Moment(_noon(document.day), Text("It happened: %(when)s", when=day_of(document)))]
    found += [
        Moment(
            _noon(one.day),
            _counted(one),
            who=one.who,
            words=one.mistake,
        )
        for one in document.counts
    ]
    found += [
        Moment(
            _noon(one.document.day),
            Text("A testimony was taken down, of %(who)s", who=Text(TOLD_BY[one.document.source])),
            who=page.staff.get(one.row.created_by, ""),
        )
        for one in page.testimonies
        if one.document
    ]
    found += [
        Moment(
            one.at,
            Text(ACTS[one.act].label),
            words=one.words,
            who=page.staff.get(one.by, ""),
            is_exact=True,
        )
        for one in document.done
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def told_figure(one: Count) -> Text:
    """Return a figure with who gave it."""
    return Text(
        "%(what)s: %(number)s, by %(source)s",
        what=Text(COUNT_WORDS[one.kind]),
        number=one.number,
        source=Text(COUNT_SOURCE_WORDS[one.source]),
    )


def _counted(one: Count) -> Text:
    if one.mistake:
        return Text("It counts no more: %(figure)s", figure=told_figure(one))
    return told_figure(one)


def _figures(document: IncidentDocument) -> list[tuple[CountKind, int]]:
    return [(one.kind, one.number) for one in document.counts if not one.mistake]


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
