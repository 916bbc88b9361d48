"""The interview on paper: what is read aloud, in the person’s language, and room for theirs."""

from collections.abc import Mapping

from flask_babel import gettext as _

from rfl import clock
from rfl.exchange.answering import AnswerPage
from rfl.exchange.fields import FIELD_WORDS
from rfl.exchange.saying import readable
from rfl.persons.consent_paper import DAY, LANGUAGE, NOTHING_DEPENDS, SIGN, TAKEN_BACK, YES_NO
from rfl.text import N_
from rfl.web.papers import Paper, said

FIRST = "first"
ALOUD: Mapping[str, str] = {
    FIRST: N_(
        "Your family is looking for you. You decide what we tell them. You may say: nothing. You "
        "can change your mind at any time."
    ),
    "alive": N_("May we tell your family that you are alive? We will not say where you are."),
    "send": N_("Do you want to send them a message? Our colleagues read it and bring it to them."),
    "telephone": N_("Is there a number on which your family may call you?"),
    "place": N_("May we tell them where you are?"),
}
"""What is read to a found person, by the field that keeps what they answer."""

GO_ON = (N_("They want to go on"), N_("Tell nothing"))
LINES: Mapping[str, int] = {"send": 6, "telephone": 1, "place": 1}
READ_BACK = N_("I read to you what we will send. Is it right?")


def interview_sheet(page: AnswerPage, society: str, tongue: str) -> Paper:
    """Return the sheet of an interview. The family's answers to their questions are not on it."""
    paper = Paper(
        title=_("To speak with a person who was found"),
        tongue=tongue,
        society=society,
        number=page.ask.number,
        day=clock.today(),
        foot=_("This paper names people. Give it to nobody, and destroy it afterwards."),
    )
    paper.words(_("Speak alone. Whether you found the person, and what they say, stays with you."))
    rows = [
        (_(FIELD_WORDS[key]), said(readable(key, value))) for key, value in page.document.fields
    ]
    paper.facts((_("What is asked"), _("As it was sent")), rows)
    for number, one in enumerate(page.document.questions, 1):
        paper.question(_("Question %(number)d", number=number), one.question)
    paper.aloud(NOTHING_DEPENDS)
    for key, sentence in ALOUD.items():
        paper.aloud(sentence, GO_ON if key == FIRST else YES_NO, LINES.get(key, 0))
    paper.aloud(READ_BACK, YES_NO)
    paper.aloud(TAKEN_BACK)
    for words in (SIGN, DAY, LANGUAGE):
        paper.lines(words)
    return paper
