"""Forms of the consent gate."""

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from rfl.web.choices import options
from rfl.web.forms import BaseForm

NEEDED = InputRequired(_("Please fill this in."))
SHORT, LONG = Length(max=300), Length(max=4000)
YES_NO = options([("yes", _("Yes")), ("no", _("No"))])
QUESTIONS = 3
"""Questions only the family can answer, at the most, in one confirmation request."""


class AskForm(BaseForm):
    """What is asked of another society: only what is ticked is sent."""

    fields = SelectMultipleField(
        _("What they need to find this person"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    purpose = SelectField(
        _("For what"),
        choices=options(
            [
                ("alive", _("Is this the person, and what may the family know?")),
                ("message", _("Is this the person, and do they want to send a message?")),
            ]
        ),
    )
    due = DateField(_("Answer asked for by"), [Optional()])
    question1 = StringField(_("First question"), [SHORT])
    answer1 = StringField(_("The family’s answer"), [SHORT])
    question2 = StringField(_("Second question"), [SHORT])
    answer2 = StringField(_("The family’s answer"), [SHORT])
    question3 = StringField(_("Third question"), [SHORT])
    answer3 = StringField(_("The family’s answer"), [SHORT])
    words = TextAreaField(_("A word to the colleague"), [LONG])


class SeenForm(BaseForm):
    """An approval of exactly what was shown."""

    seen = HiddenField(validators=[NEEDED])


class GiveBackForm(BaseForm):
    """Why something is given back to whoever wrote it."""

    why = TextAreaField(
        _("What is to be changed?"),
        [InputRequired(_("Write what is to be changed: whoever wrote it reads this.")), LONG],
    )


class FoundForm(BaseForm):
    """When and how the person was found."""

    day = DateField(_("Found on"), [NEEDED])
    how = TextAreaField(_("How, in a few words"), [NEEDED, LONG])


class DecisionForm(BaseForm):
    """The interview: one decision a purpose, in the person's own words."""

    alone = BooleanField(_("We spoke alone, without relatives or others who travel along."))
    language = StringField(_("Language of the talk"), [SHORT])
    interpreter = StringField(_("Interpreter"), [SHORT])
    first = RadioField(
        _("First of all"),
        [NEEDED],
        choices=options([("go_on", _("They want to go on")), ("nothing", _("Tell nothing"))]),
    )
    alive = RadioField(_("May the family know that you are alive?"), [Optional()], choices=YES_NO)
    send = RadioField(_("Do you want to send a message?"), [Optional()], choices=YES_NO)
    message = TextAreaField(_("Their words, as they say them"), [LONG])
    telephone = RadioField(_("May they have a telephone number?"), [Optional()], choices=YES_NO)
    contact = StringField(_("Number or way to reach them"), [SHORT])
    place = RadioField(_("May they know where you are?"), [Optional()], choices=YES_NO)
    whereabouts = StringField(_("What may be said of the place"), [SHORT])
    until = DateField(_("Until when"), [Optional()])
    guardian = StringField(_("Guardian who was present"), [SHORT])
    best_interest = TextAreaField(_("Best-interest assessment"), [LONG])
    child_view = TextAreaField(_("The child’s own view"), [LONG])


class ReadBackForm(BaseForm):
    """That the person heard exactly what will be sent, and agrees."""

    read_back = BooleanField(_("I read this list back to them in their language, and they agree."))
