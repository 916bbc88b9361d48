"""The sheet with which a death is told: what to do before, what to say, what not, what after.

What is said stands in the family's language, and small under it in the reader's.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import force_locale, format_date, get_locale
from flask_babel import gettext as _

from rfl import clock, typesetting
from rfl.societies.names import society_words
from rfl.text import N_, Text
from rfl.tracing.preparing import Prepared
from rfl.web.i18n import say

TEMPLATE = "tracing/conversation.typ"

BEFORE = (
    N_("Read the paper once more: the name, the authority, the day. Is it this person?"),
    N_("Go in person and go as two. An interpreter is no relative, and hears the news before."),
    N_("Choose a quiet place and take time. Put your telephone away."),
    N_("Ask who should be with them. Children: who cares for them while you talk?"),
    N_("Know a name and a telephone number of psychosocial support before you go."),
)
NEVER = (
    N_("Do not guess how or why. ‘We do not know’ is an answer."),
    N_("Do not describe a body, and show no picture, unless they ask and are prepared."),
    N_("Do not promise what others decide: a return, a burial, a paper."),
    N_("Do not say ‘gone’ or ‘lost’. Say that the person has died, once, and then be silent."),
    N_("Do not leave anybody alone who has nobody with them."),
)
AFTER = (
    N_("Write the talk down today: what was said, who was there, what was offered."),
    N_("Call them again within a week, as you said you would."),
    N_("Speak with a colleague about how it was for you. That is part of the work."),
)


def sheet(prepared: Prepared, language: str) -> bytes:
    """Return the sheet as PDF: `language` is the family's, one that is offered.

    Raises:
        RuleBrokenError: the server lacks a font for a script in it; the sentence says which.

    """
    own = str(get_locale() or "en")
    with force_locale(language):
        theirs = _sayings(prepared)
    ours = _sayings(prepared) if own != language else [""] * len(theirs)
    data: dict[str, Any] = {
        "lang": own,
        "family_lang": language,
        "title": _("To tell a family of a death"),
        "society": society_words(prepared.society),
        "number": prepared.number,
        "day": str(format_date(clock.today(), "d MMMM yyyy")),
        "lead": _("For whoever tells them. It is a help, not a text to be read out."),
        "before_words": _("Before you go"),
        "before": _all(BEFORE),
        "say_words": _("What to say, in this order, in your own voice"),
        "say": [{"words": words, "own": meant} for words, meant in zip(theirs, ours, strict=True)],
        "never_words": _("What not to do"),
        "never": _all(NEVER),
        "after_words": _("Afterwards"),
        "after": _all(AFTER),
        "lines": [_("Who was there"), _("Support: name and telephone number")],
        "foot": _("This paper names people. Give it to nobody, and destroy it afterwards."),
    }
    return typesetting.pdf(TEMPLATE, data)


def _sayings(prepared: Prepared) -> list[str]:
    return [_said(one) for one in _talk(prepared)]


def _talk(prepared: Prepared) -> Iterator[Text]:
    """Yield what is said, sentence by sentence."""
    source = prepared.death.source
    name = prepared.sought
    yield Text(
        "Are you %(enquirer)s? You asked us to look for %(name)s.",
        enquirer=prepared.enquirer,
        name=name,
    )
    yield Text("Would you like somebody to sit with you while we talk?")
    yield Text("I have sad news for you.")
    yield Text("%(name)s has died.", name=name)
    yield Text("I am very sorry.")
    day = str(format_date(source.paper_day, "d MMMM yyyy")) if source.paper_day else ""
    yield Text(
        "We know it from %(authority)s, in a paper of %(day)s.", authority=source.authority, day=day
    )
    yield Text("That is all we know for certain. What we do not know, I do not want to guess.")
    yield Text(
        "Is there anything you want to ask? You can also ask me later, as often as you wish."
    )
    yield Text(
        "There are people who help those who grieve. I can call them for you. You need not "
        "decide today."
    )
    yield Text("I will call you in the next days. When is a good time?")
    yield Text(
        "If anything was not right in the way we treated you, you can say so in confidence "
        "to somebody else. It changes nothing in the help that you receive."
    )


def _all(sentences: Sequence[str]) -> list[str]:
    return [_(one) for one in sentences]


def _said(text: Text) -> str:
    """Return a sentence in the language of the moment, for a paper: not escaped."""
    return str(say(text).unescape())
