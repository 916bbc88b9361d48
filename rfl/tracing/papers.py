"""A case on paper: what was told, to be signed in the family's language; and its time line."""

from collections.abc import Iterator

from flask_babel import force_locale, format_date
from flask_babel import gettext as _

from rfl import clock
from rfl.persons.paper_facts import facts_of
from rfl.persons.rules import RELATION_WORDS
from rfl.societies.names import country_name, society_words
from rfl.text import N_
from rfl.tracing.cases import Sought
from rfl.tracing.reading import Case
from rfl.tracing.rules import STATE_WORDS
from rfl.tracing.time_line import moments
from rfl.tracing.words import CAUSE_WORDS
from rfl.web.formats import comma, day
from rfl.web.i18n import held
from rfl.web.papers import Fact, Paper, said

AGREED = N_(
    "We look for your relative. For this we write down what you tell us. You decide whether "
    "societies in other countries may be told. You can stop at any time, and nothing else you "
    "receive depends on it."
)
RIGHT = N_("What stands above is what I said.")
SIGN, TAKEN = N_("Your signature or thumbprint"), N_("Taken down by, place and day")
NAMES_PEOPLE = N_("This paper names people. Give it to nobody, and destroy it afterwards.")


def tracing_form(case: Case, society: str, language: str) -> Paper:
    """Return the request as it was told, in `language`, one that pages are offered in."""
    with force_locale(language):
        paper = _paper(_("Tracing request"), case, society, language)
        heads = (_("What was asked"), _("What was told"))
        for one in case.sought:
            told = [*facts_of(one.person), *_search(one)]
            paper.facts(heads, told, N_("Whom you look for"))
        told = [*facts_of(case.enquirer), *_contact(case)]
        paper.facts(heads, told, N_("You, who ask"))
        paper.facts(heads, _lost(case), N_("How you lost each other"))
        paper.aloud(AGREED)
        for words in (RIGHT, SIGN, TAKEN):
            paper.lines(words)
        return paper


def case_sheet(case: Case, society: str, language: str) -> Paper:
    """Return where a case stands, its people and what happened, in the reader's language."""
    paper = _paper(_("Case sheet"), case, society, language)
    heads = (_("What was asked"), _("What was told"))
    paper.facts(heads, _standing(case), N_("Where the case stands"))
    for one in case.sought:
        paper.facts(heads, [*facts_of(one.person), *_search(one)], N_("Sought"))
    danger = (_("In danger?"), case.document.danger)
    paper.facts(heads, [*facts_of(case.enquirer), *_contact(case), danger], N_("Enquirer"))
    paper.facts(heads, _lost(case), N_("How contact was lost"))
    paper.facts((_("Day"), _("What happened")), _line(case), N_("Time line"))
    return paper


def time_line(case: Case, society: str, language: str) -> Paper:
    """Return what happened in a case, newest first, in the reader's language."""
    paper = _paper(_("Time line"), case, society, language)
    paper.facts((_("People"), ""), _who(case))
    paper.facts((_("Day"), _("What happened")), _line(case))
    return paper


def _line(case: Case) -> Iterator[Fact]:
    for one in moments(case):
        told = ": ".join(part for part in (said(one.title), one.words) if part)
        told = " ".join((told, *(said(words) for words in one.more)))
        result = f" → {one.result}" if one.result else ""
        who = f" ({one.who})" if one.who else ""
        yield day(one.at), f"{told}{result}{who}"


def _standing(case: Case) -> Iterator[Fact]:
    request = case.request
    yield _("State"), _(STATE_WORDS[request.state])
    owner = case.staff.get(request.owner_id, "") if request.owner_id else ""
    yield _("Owner"), owner or _("Nobody yet")
    yield _("Next review"), day(request.review_on)
    yield _("The family last heard from us"), day(request.family_heard_at) or _("not yet")


def _paper(title: str, case: Case, society: str, language: str) -> Paper:
    return Paper(
        title=title,
        tongue=language,
        society=society_words(society),
        number=case.request.number,
        day=clock.today(),
        foot=_(NAMES_PEOPLE),
    )


def _who(case: Case) -> Iterator[Fact]:
    for one in case.sought:
        yield _("Sought"), one.person.display_name
    yield _("Enquirer"), case.enquirer.display_name


def _search(one: Sought) -> Iterator[Fact]:
    search = one.search
    yield _("To the enquirer"), _(RELATION_WORDS[search.relation])
    for news in search.last_news:
        on = str(format_date(news.day, "d MMMM yyyy")) if news.day else ""
        country = country_name(news.country) if news.country else ""
        told = (on, news.place, country, news.channel, news.words)
        yield _("Last news"), comma().join(held(part) for part in told if part)
    yield _("Contact lost"), search.lost_contact
    yield _("Going to"), search.heading_to
    yield _("With"), search.with_whom
    yield _("Boat or convoy"), search.boat


def _contact(case: Case) -> Iterator[Fact]:
    contact = case.document.contact
    told = (contact.channel, contact.hours, contact.language)
    yield _("Safest way"), comma().join(held(part) for part in told if part)


def _lost(case: Case) -> Iterator[Fact]:
    document = case.document
    yield _("Why"), _(CAUSE_WORDS[document.cause]) if document.cause else ""
    yield _("What happened"), document.circumstances
    yield _("Tried by the family"), document.tried
