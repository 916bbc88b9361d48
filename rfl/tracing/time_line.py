"""The time line of a case, as its page tells it: what is due, then what happened, newest first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rfl.audit.rules import ENGINE, SYSTEM
from rfl.societies.names import country_names
from rfl.text import Text
from rfl.tracing.cases import Entry
from rfl.tracing.delivery_rules import NEWS_WORDS, SUPPORT_WORDS
from rfl.tracing.document import ActionDocument
from rfl.tracing.outcomes import in_words
from rfl.tracing.panels import Heard
from rfl.tracing.reading import Case
from rfl.tracing.rules import FAMILY_WAITS, IN_HAND, NEWS_LIMIT_DAYS, ActionKind
from rfl.tracing.words import ACTION_WORDS, DONE_WORDS, NOTE_WORDS

TOLD_SHOWN = 3
"""Talks with the family in the table of who heard what; all of them stand in the time line."""

LINE_SHOWN = 10
"""Newest moments that a case's page shows unasked: as many as fit a screen."""

OWN_WORDS = frozenset(
    {
        *(ActionKind.NOTE, ActionKind.DEATH, ActionKind.LINK, ActionKind.RELEASE),
        ActionKind.PHOTO_PUBLICATION,
    }
)
"""Kinds of entry that the program writes, with a key of NOTE_WORDS as their result."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One line: when, what, in whose words, by whom."""

    at: datetime
    title: Text
    words: str = ""
    result: str = ""
    who: str = ""
    more: tuple[Text, ...] = ()
    """What else is known of a talk: who was with them, whether support was offered; or how the
    search for each ended."""
    is_due: bool = False
    """Whether it is still to come."""
    is_exact: bool = False
    """Whether the hour is known, not only the day."""


def moments(case: Case) -> list[Moment]:
    """Return the whole time line."""
    return [*due(case), *(_moment(case, entry) for entry in case.line)]


def due(case: Case) -> list[Moment]:
    """Return what is still to come, the farthest first."""
    request = case.request
    found = []
    if request.state in FAMILY_WAITS:
        last = request.family_heard_at or request.created_at
        limit = last + timedelta(days=NEWS_LIMIT_DAYS)
        found.append(Moment(limit, Text("The family must hear from us by this day."), is_due=True))
    if request.review_on is not None and request.state in IN_HAND:
        found.append(Moment(request.review_on, Text("The case is looked at again."), is_due=True))
    return sorted(found, key=lambda moment: moment.at, reverse=True)


def heard(case: Case) -> list[Heard]:
    """Return the last talks with the enquirer, for the table of who heard what."""
    told = [entry for entry in case.line if entry.row.kind is ActionKind.TOLD_ENQUIRER]
    who = Text("%(name)s, who asks", name=case.enquirer.display_name)
    if not told:
        return [Heard(who, Text("nothing yet since the request was taken down"))]
    return [
        Heard(
            who,
            Text("%(words)s", words=entry.document.words),
            entry.row.happened_at,
            Text(entry.document.told_how),
        )
        for entry in told[:TOLD_SHOWN]
    ]


def _moment(case: Case, entry: Entry) -> Moment:
    row, document = entry.row, entry.document
    is_own = row.kind in OWN_WORDS and (row.kind, document.result) in NOTE_WORDS
    by_program = row.created_by in (ENGINE, SYSTEM)
    author = "" if by_program else case.staff.get(row.created_by, "")
    shows_result = not is_own and row.kind is not ActionKind.PARTNER_REQUEST
    return Moment(
        at=row.happened_at,
        title=_title(case, entry),
        words=document.words,
        result=document.result if shows_result else "",
        who=", ".join(part for part in (author, document.told_by) if part),
        more=(*_more(document), *_ends(case, document)),
        is_exact=row.happened_at == row.created_at,
    )


def _more(document: ActionDocument) -> tuple[Text, ...]:
    """Return what a talk with the family holds beside its words."""
    found = []
    if document.news is not None:
        found.append(Text("%(news)s.", news=Text(NEWS_WORDS[document.news])))
    if document.beside:
        found.append(Text("With them: %(who)s.", who=document.beside))
    if document.from_afar:
        found.append(Text("Not in person: %(why)s", why=document.from_afar))
    if document.support is not None:
        found.append(Text("Support offered: %(what)s.", what=Text(SUPPORT_WORDS[document.support])))
    if document.support_words:
        found.append(Text("%(words)s", words=document.support_words))
    return tuple(found)


def _ends(case: Case, document: ActionDocument) -> tuple[Text, ...]:
    """Return how the search for each ended, in the order of the case."""
    names = {one.row.id: one.person.display_name for one in case.sought}
    return tuple(
        Text("%(name)s: %(end)s", name=names.get(one.sought_id, ""), end=in_words(one))
        for one in document.ends
    )


def _title(case: Case, entry: Entry) -> Text:
    row, document = entry.row, entry.document
    if row.act is not None:
        return Text(DONE_WORDS[row.act])
    if document.colleague_id is not None:
        name = case.staff.get(document.colleague_id, "")
        return Text("Case handed to %(name)s", name=name)
    if row.kind is ActionKind.TOLD_ENQUIRER:
        return Text("The family was told, %(how)s", how=Text(document.told_how))
    if row.kind is ActionKind.PARTNER_REQUEST and document.result in country_names():
        return Text("%(country)s was asked", country=country_names()[document.result])
    key = (row.kind, document.result)
    return Text(NOTE_WORDS.get(key) or ACTION_WORDS[row.kind])
