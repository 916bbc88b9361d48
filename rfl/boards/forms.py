"""Forms of photo boards, and of the answers to them."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from rfl.boards.rules import FINDING_WORDS, QUESTIONS, WORDS_MOST, Finding, Risk
from rfl.web.choices import options
from rfl.web.forms import BaseForm

NEEDED = InputRequired(_("Please fill this in."))
SHORT, LONG = Length(max=300), Length(max=4_000)
YES_OR_NO = options([("yes", _("Yes")), ("no", _("No"))])


class AskForm(BaseForm):
    """A photo of who searches, for whom, how long, and that they agree."""

    file = FileField(_("Photo of who searches"), [FileRequired(_("Choose the photo first."))])
    sought = SelectField(_("Whom do they look for?"), [Optional()])
    until = DateField(_("Last day"), [Optional()])
    agreed = BooleanField(_("They agree that their photo is published, and were read the words."))
    language = StringField(_("Language in which it was read out"), [Length(max=100)])
    witness = StringField(_("Who was present"), [SHORT])


class CheckForm(BaseForm):
    """The questions before a face is shown to the world. `asked` are those of this person."""

    def answers(self, asked: list[Risk]) -> dict[Risk, tuple[bool, str]]:
        """Return what was answered, and how it is known."""
        return {
            one: (self[one.value].data == "yes", self[f"{one.value}_why"].data or "")
            for one in asked
            if self[one.value].data in ("yes", "no")
        }


for _risk, _question in QUESTIONS.items():
    _label: Any = _(_question.words)
    setattr(CheckForm, _risk.value, RadioField(_label, [Optional()], choices=YES_OR_NO))
    setattr(CheckForm, f"{_risk.value}_why", StringField(_("How do you know?"), [LONG]))


class TakeDownForm(BaseForm):
    """Why a board goes, if anybody wishes to say."""

    words = TextAreaField(_("Why, if you wish to say"), [LONG])


class RenewForm(BaseForm):
    """Until when a board is asked for once more."""

    until = DateField(_("Last day"), [Optional()])


class SettingForm(BaseForm):
    """How the society publishes photos."""

    min_age = IntegerField(_("Youngest age of who is shown"), [NEEDED])
    is_indexed = BooleanField(_("Search engines may keep the photos and pages"))


class LeadForm(BaseForm):
    """What somebody knows who saw a board."""

    finding = RadioField(
        _("Who are you?"),
        [InputRequired(_("Choose one."))],
        choices=options((one.value, _(words)) for one, words in FINDING_WORDS.items()),
        default=Finding.KNOWS.value,
    )
    words = TextAreaField(_("What do you know?"), [NEEDED, Length(max=WORDS_MOST)])
    contact = StringField(_("How can we reach you safely?"), [SHORT])


class CloseForm(BaseForm):
    """What came of an answer."""

    words = TextAreaField(_("What came of it?"), [LONG])
