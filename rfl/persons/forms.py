"""Forms for registering a person."""

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from rfl.persons.person_form import PersonFields
from rfl.persons.rules import REGISTRATION_WORDS
from rfl.web.choices import options
from rfl.web.forms import BaseForm

LONG = Length(max=4000)


class ConsentFields:
    """What the person agreed to, and how they were asked. Mixed into forms."""

    agrees = BooleanField(_("They agree to be registered, so that relatives can be looked for."))
    share = RadioField(
        _("May partner societies know of them, to find the family?"),
        [InputRequired(_("Ask, and choose: a ‘no’ is an answer too."))],
        choices=options([("yes", _("Yes")), ("no", _("No"))]),
    )
    attested = BooleanField(_("Somebody else decided for them, because they could not themselves."))
    attested_by = StringField(_("Who decided for them"), [Length(max=200)])
    language = StringField(_("Language in which it was read out"), [Length(max=100)])


class RegistrationForm(ConsentFields, BaseForm):
    """A person who was met."""

    kind = RadioField(
        _("Why are they registered?"),
        choices=options((kind.value, _(words)) for kind, words in REGISTRATION_WORDS.items()),
        default="wants_family_to_know",
    )
    met_on = DateField(_("Met on"), [InputRequired(_("Write the day as day, month and year."))])
    site = SelectField(_("Where"), default="")
    person = FormField(PersonFields)
    words = TextAreaField(_("What they want the family to know"), [LONG])
    reach = TextAreaField(_("How your society reaches them again"), [LONG])


class ChangeForm(BaseForm):
    """What is known of a registered person, changed."""

    person = FormField(PersonFields)
    words = TextAreaField(_("What they want the family to know"), [LONG])
    reach = TextAreaField(_("How your society reaches them again"), [LONG])
