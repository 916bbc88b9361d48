"""Forms of rights requests."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from rfl.persons.fields import BirthFields, CountryField, labelled
from rfl.persons.rules import PURPOSE_WORDS, SEX_WORDS
from rfl.protection.blackening import NOTE_WORDS, PLACE_WORDS
from rfl.protection.carrying_out import BIRTH, NAME, SEX, TELEPHONE
from rfl.protection.rules import (
    IDENTITY_WORDS,
    RECORD_WORDS,
    RIGHT_WORDS,
    VERDICT_WORDS,
    RecordKind,
)
from rfl.web.choices import options
from rfl.web.forms import BaseForm

NEEDED = InputRequired(_("Please fill this in."))
CHOOSE = InputRequired(_("Please choose one."))
SHORT, LONG = Length(max=300), Length(max=4000)
ANY = {"dir": "auto", "autocomplete": "off"}


class Ticks(SelectMultipleField):
    """Boxes to tick, one a choice."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class NewForm(BaseForm):
    """A person asks something about their data."""

    right = RadioField(_("What do they ask?"), [CHOOSE], choices=labelled(RIGHT_WORDS))
    asker = StringField(_("Who asks"), [NEEDED, SHORT], render_kw=ANY)
    reach = StringField(_("How can we safely answer them?"), [NEEDED, SHORT], render_kw=ANY)
    words = TextAreaField(_("In their words"), [LONG], render_kw=ANY)


class IdentityForm(BaseForm):
    """How it was made sure who asks."""

    identity = RadioField(_("How did you make sure?"), [CHOOSE], choices=labelled(IDENTITY_WORDS))
    identity_words = StringField(
        _("What you saw or heard, without copying it"), [SHORT], render_kw=ANY
    )


class RecordForm(BaseForm):
    """One record that is the person's."""

    number = StringField(_("Number of the registration or case"), [NEEDED, SHORT], render_kw=ANY)
    kind = SelectField(
        _("What they are there"),
        choices=labelled(RECORD_WORDS),
        default=RecordKind.REGISTERED.value,
    )
    nth = IntegerField(
        _("Which sought person, if several"), [Optional(), NumberRange(1, 99)], default=1
    )


class DecisionForm(BaseForm):
    """What is decided, and why."""

    seen = HiddenField()
    hold = Ticks(_("Hold back too"), choices=(), validate_choice=False)
    verdict = RadioField(_("What do you decide?"), [CHOOSE], choices=labelled(VERDICT_WORDS))
    reasons = TextAreaField(_("Why, in words that the person can be told"), [LONG], render_kw=ANY)
    purposes = Ticks(_("For what nothing is used any more"), choices=labelled(PURPOSE_WORDS))
    take_back = BooleanField(_("Take back what other societies were told, too"))


class SeenForm(BaseForm):
    """An approval of exactly what was shown."""

    seen = HiddenField(validators=[NEEDED])


class AnswerForm(BaseForm):
    """How the person was answered."""

    answer = TextAreaField(_("How you answered them"), [NEEDED, LONG], render_kw=ANY)


class CorrectionForm(BaseForm, BirthFields):
    """One statement as it should be."""

    record = SelectField(_("In which record"), choices=(), validate_choice=False)
    what = SelectField(_("What is to be put right"))
    words = StringField(_("How it is right"), [SHORT], render_kw=ANY)
    country = CountryField(_("Country, for a place"))
    sex = SelectField(_("Sex"), choices=labelled(SEX_WORDS), default="unknown")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {NAME: _("Name"), BIRTH: _("Birth"), SEX: _("Sex"), TELEPHONE: _("Telephone")}
        self.what.choices = options(
            [
                *words.items(),
                *((key, _(text)) for key, text in {**PLACE_WORDS, **NOTE_WORDS}.items()),
            ]
        )


class PeriodsForm(BaseForm):
    """A society's own periods."""

    answer_days = IntegerField(_("People are answered within, in days"), [NEEDED])
    archive_years = IntegerField(_("Archived after, in years"), [NEEDED])
    anonymise_years = IntegerField(_("Made anonymous after, in years"), [NEEDED])
    registration_years = IntegerField(
        _("Registrations of no case erased after, in years"), [NEEDED]
    )
