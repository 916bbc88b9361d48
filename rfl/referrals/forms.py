"""Forms of referrals."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from rfl.directory.rules import HELP_WORDS, HelpKind
from rfl.referrals.rules import ACTS
from rfl.web.choices import options
from rfl.web.forms import BaseForm

NEEDED = InputRequired(_("Please fill this in."))
SHORT, LONG = Length(max=300), Length(max=4000)


class ReferForm(BaseForm):
    """Who is sent where, and what was said."""

    person = RadioField(_("Who is sent"), [NEEDED])
    entry = SelectField(_("Service of the directory"), [Optional()])
    service = StringField(_("Or another service, by its name"), [SHORT])
    kind = SelectField(
        _("Kind of help"),
        [Optional()],
        choices=options((one.value, _(words)) for one, words in HELP_WORDS.items()),
        default=HelpKind.OTHER.value,
    )
    told = TextAreaField(_("What was told, to the person and to the service"), [LONG])
    is_agreed = BooleanField(_("They agree that the service is told this."))
    carer = StringField(_("Who cares for them and agreed too"), [SHORT])
    follow_up_on = DateField(_("When we ask what came of it"), [Optional()])


class FollowUpForm(BaseForm):
    """What came of it."""

    act = RadioField(
        _("What came of it?"),
        [NEEDED],
        choices=options((one.value, _(step.label)) for one, step in ACTS.items()),
    )
    words = TextAreaField(_("In a few words"), [LONG])
    again_on = DateField(_("When we ask again"), [Optional()])
