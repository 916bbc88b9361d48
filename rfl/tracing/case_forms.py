"""Forms for what is known in a case: consent, enquirer, sought people, how contact was lost."""

from uuid import uuid4

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from rfl.persons.fields import CountryField, check_telephones
from rfl.persons.person_form import PersonFields
from rfl.persons.rules import RELATION_WORDS
from rfl.text import N_
from rfl.tracing.forms import choices
from rfl.tracing.rules import LegalBasis
from rfl.tracing.words import BASIS_WORDS, CAUSE_WORDS
from rfl.web.forms import BaseForm

LONG = Length(max=4_000)
LINE = Length(max=500)

EVERYBODY, SOME, NOBODY = "all", "some", "none"
"""Who may be told of a request: all partner societies, those named, nobody."""


class ConsentFields:
    """What the enquirer agrees to, and how they were asked. Mixed into forms."""

    share = RadioField(
        _("May societies in other countries be told of this search?"),
        [InputRequired(_("Ask, and choose: a ‘no’ is an answer too."))],
        choices=choices(
            (
                (EVERYBODY, N_("Yes, all partner societies")),
                (SOME, N_("Only those named below")),
                (NOBODY, N_("No")),
            )
        ),
    )
    recipients = SelectMultipleField(_("Which societies?"))
    """The choices, (code, country), are the society's partners: the view fills them in."""
    consent_language = StringField(_("Language in which it was read out"), [Length(max=100)])


class ContactFields:
    """How and when the enquirer may safely be reached. Mixed into forms."""

    channel = StringField(_("How may the family be reached safely?"), [LINE])
    hours = StringField(_("When is it safe to call?"), [LINE])
    language = StringField(_("In which language?"), [Length(max=100)])
    interpreter = BooleanField(_("An interpreter is needed"))
    danger = TextAreaField(_("Is anybody in hiding or in danger? In what way?"), [LONG])


class SituationFields:
    """How the family came apart, and on what ground we search. Mixed into forms."""

    cause = SelectField(
        _("How did they lose each other?"),
        choices=choices((("", N_("not told yet")), *CAUSE_WORDS.items())),
    )
    circumstances = TextAreaField(_("What happened, in their words?"), [LONG])
    tried = TextAreaField(_("What has the family tried already?"), [LONG])
    legal_basis = SelectField(
        _("Legal basis"),
        choices=choices(BASIS_WORDS.items()),
        default=LegalBasis.CONSENT.value,
    )


class SearchFields:
    """What belongs to the search for one person. Mixed into forms."""

    relation = SelectField(
        _("Whom do they look for? Their …"),
        [InputRequired(_("Choose what the sought person is to them."))],
        choices=choices((("", ""), *RELATION_WORDS.items())),
    )
    person = FormField(PersonFields)
    news_day = DateField(_("Day of the last news"), [Optional()])
    news_place = StringField(_("Where was the sought person then?"), [LINE])
    news_country = CountryField(_("In which country?"))
    news_channel = StringField(_("How did the news come?"), [LINE])
    news_words = TextAreaField(_("What was said last?"), [LONG])
    lost_contact = TextAreaField(_("When, where and how was contact lost?"), [LONG])
    heading_to = StringField(_("Where were they going?"), [LINE])
    with_whom = StringField(_("With whom?"), [LINE])
    boat = StringField(_("Boat or convoy"), [LINE])


class OpeningForm(ConsentFields, SearchFields, ContactFields, SituationFields, BaseForm):
    """A new tracing request: little is needed, everything has its place."""

    FIRST = (
        *("consent", "share", "recipients", "consent_language", "enquirer_name", "relation"),
        *("channel", "enquirer_phone", "hours", "language", "interpreter", "danger"),
    )

    once = HiddenField(validators=[Length(max=64)], default=lambda: uuid4().hex)
    """Pressed twice on a slow line, the button opens one case."""
    consent = BooleanField(_("The words were read out, and the enquirer agrees that we search."))
    enquirer_name = StringField(
        _("Who asks? The name, as they say it"),
        [InputRequired(_("Write the name of the person who asks.")), Length(max=200)],
    )
    enquirer_phone = StringField(
        _("Telephone"), [LINE, check_telephones], render_kw={"dir": "ltr", "inputmode": "tel"}
    )


class SlipField:
    """Whether a change puts right what was written wrongly. Mixed into forms."""

    is_slip = BooleanField(_("I only put right what was written wrongly: nobody ever said it."))


class SoughtForm(SlipField, SearchFields, BaseForm):
    """One sought person, added or changed."""


class EnquirerForm(SlipField, BaseForm):
    """What is known of the enquirer, changed."""

    person = FormField(PersonFields)


class SituationForm(ContactFields, SituationFields, BaseForm):
    """Contact, circumstances and legal basis, changed."""


class ConsentsForm(ConsentFields, BaseForm):
    """A consent of the enquirer, written down later."""

    consent = BooleanField(_("The words were read out, and the enquirer agrees that we search."))


class WithdrawForm(BaseForm):
    """Nothing but the button: a consent is taken back."""
