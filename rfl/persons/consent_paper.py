"""The consent form on paper: what is read to a person, in their language, purpose by purpose."""

from flask_babel import gettext as _

from rfl import clock
from rfl.persons.rules import PURPOSE_WORDS, Purpose
from rfl.persons.wording import ALOUD
from rfl.text import N_
from rfl.web.papers import Paper

YES_NO = (N_("Yes"), N_("No"))
NOTHING_DEPENDS = N_(
    "There is no right answer. You can stop, rest, or decide another day. Nothing that you receive "
    "depends on what you say."
)
TAKEN_BACK = N_(
    "You can take back each answer at any time, with any of our colleagues. Then we stop, and say "
    "so to whomever we told."
)
NAME, SIGN = N_("Your name"), N_("Your signature or thumbprint")
LANGUAGE, DAY = N_("Read to you in this language, by"), N_("Place and day")
WITNESS = N_("Who was there, if you wished: name and signature")
COUNTRIES = {Purpose.SHARE_SOCIETY: N_("Only these countries")}


def consent_form(society: str, tongue: str) -> Paper:
    """Return an empty consent form of a society, in the person's language and the reader's."""
    paper = Paper(
        title=_("What may be done with what you tell us"),
        tongue=tongue,
        society=society,
        number="",
        day=clock.today(),
        foot=_("Keep the signed form with the society, and give the person a copy if they wish."),
    )
    paper.aloud(NOTHING_DEPENDS)
    for purpose, sentence in ALOUD.items():
        paper.heading(PURPOSE_WORDS[purpose])
        paper.aloud(sentence, YES_NO)
        if purpose in COUNTRIES:
            paper.lines(COUNTRIES[purpose])
    paper.aloud(TAKEN_BACK)
    for words in (NAME, SIGN, DAY, LANGUAGE, WITNESS):
        paper.lines(words)
    return paper
