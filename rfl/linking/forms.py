"""Forms for judging a pair."""

from datetime import date, timedelta

from flask_babel import lazy_gettext as _
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from rfl import clock
from rfl.linking.rules import REJECT_WORDS, RejectReason
from rfl.web.choices import options
from rfl.web.forms import BaseForm


class RejectForm(BaseForm):
    """Why they are not the same person."""

    reason = RadioField(
        _("Why not?"),
        [InputRequired(_("Say why they are not the same person, so that nobody asks twice."))],
        choices=options((reason.value, _(REJECT_WORDS[reason])) for reason in RejectReason),
    )
    words = TextAreaField(_("In your words"), [Length(max=2000)])


class ReverseForm(BaseForm):
    """Why a judgement is taken back."""

    words = TextAreaField(
        _("Why do you take it back?"),
        [InputRequired(_("Say why. The next person will need to know.")), Length(max=2000)],
    )


def _in_a_week() -> date:
    return clock.today() + timedelta(days=7)


class NeedForm(BaseForm):
    """What must be found out before a pair can be judged."""

    needed = TextAreaField(
        _("What must be found out first?"),
        [
            InputRequired(_("Write down what must be found out, so that somebody can.")),
            Length(max=2000),
        ],
    )
    day = DateField(_("Until which day?"), [InputRequired(_("Choose a day."))], default=_in_a_week)


class SearchForm(BaseForm):
    """A name in any script, with a place, a year or an age; a telephone or a case number."""

    q = StringField(_("Name, place, year; telephone; case number"), [Length(max=200)])
    reason = TextAreaField(_("What do you search so many people for?"), [Length(max=500)])
