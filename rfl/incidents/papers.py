"""The probable account of one person on paper: who is spoken of, by how many, and nobody else.

No witness and nobody else on board stands on it: whoever takes it from a family learns of one.
"""

from collections.abc import Iterator

from flask_babel import gettext as _

from rfl import clock
from rfl.incidents.account import SEEN_WORDS, STANDING_WORDS
from rfl.incidents.document import SightingDocument
from rfl.incidents.reading import OnBoard, Page
from rfl.incidents.rules import COUNT_SOURCE_WORDS, COUNT_WORDS, KIND_WORDS, ROUTE_WORDS, TOLD_BY
from rfl.incidents.wording import by_kind, day_of, open_rest
from rfl.societies.names import society_words
from rfl.text import N_, Text
from rfl.web.formats import comma, day, upper_first
from rfl.web.i18n import say
from rfl.web.papers import Fact, Paper

FOOT = N_("This is what was said, and from which kind of source. It certifies nobody’s death.")


def account_paper(page: Page, one: OnBoard, society: str, language: str) -> Paper:
    """Return what is probably so of one person on board, in `language`, the reader's own."""
    paper = Paper(
        title=_("Probable account"),
        tongue=language,
        society=society_words(society),
        number=page.row.number,
        day=clock.today(),
        foot=_(FOOT),
    )
    heads = (_("What"), _("What is known"))
    paper.facts(heads, _event(page), N_("Event"))
    paper.facts(heads, _figures(page), N_("Figures, by who gave them"))
    paper.facts(heads, _account(one), N_("Of whom it speaks"))
    paper.facts((_("Who says it"), _("What they say")), _said(one), N_("What was said"))
    return paper


def _event(page: Page) -> Iterator[Fact]:
    known = page.document
    yield _("What happened"), upper_first(_(KIND_WORDS[page.row.kind]))
    yield _("When"), str(say(day_of(known)))
    yield _("Route"), _(ROUTE_WORDS[page.row.route])
    yield _("Left from"), known.left_from
    yield _("Heading to"), known.heading_to
    yield _("Where it happened"), known.where


def _figures(page: Page) -> Iterator[Fact]:
    for kind, found in by_kind(page.document).items():
        for _place, count in found:
            source = _(COUNT_SOURCE_WORDS[count.source])
            told = f"{source}: {count.who}" if count.who else source
            yield _(COUNT_WORDS[kind]), f"{count.number} · {told}"
    rest = open_rest(page.document)
    if rest:
        yield _("Not accounted for"), str(say(rest))


def _account(one: OnBoard) -> Iterator[Fact]:
    yield _("Name"), one.name
    yield _("Where the account leads"), _(STANDING_WORDS[one.account.standing])
    for step in one.account.steps:
        yield _("By which sources"), str(say(step.words))


def _said(one: OnBoard) -> Iterator[Fact]:
    for said in one.said:
        who = upper_first(_(TOLD_BY[said.source]))
        yield f"{who}{comma()}{day(said.day)}", _told(said)


def _told(said: SightingDocument) -> str:
    heard = str(say(Text("only heard of"))) if said.is_hearsay else ""
    parts = (_(SEEN_WORDS[said.seen]), said.where, said.when, heard)
    return " · ".join(part for part in parts if part)
