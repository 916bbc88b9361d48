"""Forms for registering a person, changing what is known, and writing down what they decide."""

from typing import Any
from uuid import uuid4

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from typing_extensions import override
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
from wtforms.widgets import CheckboxInput, ListWidget

from rfl import clock
from rfl.persons.fields import ANY_DIRECTION, LONG, SHORT, CountryField, labelled
from rfl.persons.person_form import PersonFields
from rfl.persons.rules import (
    PURPOSE_WORDS,
    REGISTRATION_WORDS,
    SOURCE_WORDS,
    Purpose,
    RegistrationKind,
    SourceKind,
)
from rfl.web.choices import options
from rfl.web.forms import BaseForm

DAY_NEEDED = InputRequired(_("Write the day as day, month and year."))
ALL, SOME, NONE = "yes", "some", "no"
"""With whom a person lets their registration be shared."""

FURTHER = (
    *(Purpose.TELL_ALIVE, Purpose.TELL_CONTACT, Purpose.TELL_WHEREABOUTS, Purpose.SHARE_ICRC),
    *(Purpose.PUBLISH_NAME, Purpose.PUBLISH_PHOTO, Purpose.STATISTICS, Purpose.SHARE_AUTHORITIES),
)
"""Purposes a person is asked about after the search and the sharing, as far as they wish."""


class Ticks(SelectMultipleField):
    """Several choices, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _asked(purpose: Purpose) -> RadioField:
    return RadioField(
        _(PURPOSE_WORDS[purpose]),
        choices=options([("", _("not asked")), ("yes", _("yes")), ("no", _("no"))]),
        default="",
    )


class HowAskedForm(BaseForm):
    """In which language a person was asked, and who decided in their place."""

    attested = BooleanField(_("Somebody else decided for them, because they could not themselves."))
    attested_by = StringField(_("Who decided for them"), [SHORT], render_kw=ANY_DIRECTION)
    language = StringField(_("Language in which it was read out"), [Length(max=100)])
    witness = StringField(_("Who was present"), [SHORT], render_kw=ANY_DIRECTION)

    def is_attester_named(self) -> bool:
        """Tell whether it is known who decided; if not, say so."""
        if not self.attested.data or (self.attested_by.data or "").strip():
            return True
        self.refuse(gettext("Write who decided for them."), "attested_by")
        return False


class RegistrationForm(HowAskedForm):
    """A person who was met."""

    once = HiddenField(validators=[Length(max=64)], default=lambda: uuid4().hex)
    """The number under which the form is kept until it is finished."""
    agrees = BooleanField(_("They agree to be registered, so that relatives can be looked for."))
    share = RadioField(
        _("May partner societies know of them, to find the family?"),
        [InputRequired(_("Ask, and choose: a ‘no’ is an answer too."))],
        choices=options(
            [
                (ALL, _("Yes, all of them")),
                (SOME, _("Only those they name")),
                (NONE, _("No")),
            ]
        ),
    )
    recipients = Ticks(_("Which societies?"), choices=())
    tell_alive = _asked(Purpose.TELL_ALIVE)
    tell_contact = _asked(Purpose.TELL_CONTACT)
    tell_whereabouts = _asked(Purpose.TELL_WHEREABOUTS)
    share_icrc = _asked(Purpose.SHARE_ICRC)
    publish_name = _asked(Purpose.PUBLISH_NAME)
    publish_photo = _asked(Purpose.PUBLISH_PHOTO)
    statistics = _asked(Purpose.STATISTICS)
    share_authorities = _asked(Purpose.SHARE_AUTHORITIES)
    person = FormField(PersonFields)
    kind = RadioField(
        _("Why are they registered?"),
        choices=labelled(REGISTRATION_WORDS),
        default=RegistrationKind.WANTS_FAMILY_TO_KNOW.value,
    )
    met_on = DateField(_("Met on"), [DAY_NEEDED])
    site = SelectField(_("Where"), default="")
    place = StringField(_("Place"), [SHORT], render_kw=ANY_DIRECTION)
    country = CountryField(_("Country"))
    source = SelectField(
        _("Who told all this?"), choices=labelled(SOURCE_WORDS), default=SourceKind.PERSON.value
    )
    words = TextAreaField(_("What they want the family to know"), [LONG], render_kw=ANY_DIRECTION)
    reach = TextAreaField(_("How your society reaches them again"), [LONG], render_kw=ANY_DIRECTION)
    closely = BooleanField(_("They are in danger, in hiding, or survived violence or trafficking."))

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        """Look whether they were asked, and whether the day can be."""
        found = [
            bool(super().validate(extra_validators)),
            self._is_agreed(),
            self.is_attester_named(),
            self._is_past(),
            self._are_recipients_named(),
        ]
        return all(found)

    def _is_agreed(self) -> bool:
        if self.agrees.data or self.attested.data:
            return True
        words = gettext("Ask them first whether they agree to be registered, and tick it.")
        self.refuse(words, "agrees")
        return False

    def _is_past(self) -> bool:
        if self.met_on.data is None or self.met_on.data <= clock.today():
            return True
        self.refuse(gettext("This day lies in the future."), "met_on")
        return False

    def _are_recipients_named(self) -> bool:
        if self.share.data != SOME or self.recipients.data:
            return True
        words = gettext("Tick at least one society, or choose all or none.")
        self.refuse(words, "recipients")
        return False


class ChangeForm(BaseForm):
    """What is known of a registered person, changed; who says so now, and when."""

    person = FormField(PersonFields)
    words = TextAreaField(_("What they want the family to know"), [LONG], render_kw=ANY_DIRECTION)
    reach = TextAreaField(_("How your society reaches them again"), [LONG], render_kw=ANY_DIRECTION)
    how = RadioField(
        _("What changed?"),
        choices=options(
            [
                ("said", _("Something is told now: what was told before stays beside it")),
                ("slip", _("A slip of the pen: put it right")),
            ]
        ),
        default="said",
    )
    source = SelectField(
        _("Who says so?"), choices=labelled(SOURCE_WORDS), default=SourceKind.PERSON.value
    )
    said_on = DateField(_("On which day?"), [DAY_NEEDED])


class DecisionForm(HowAskedForm):
    """One more decision of a registered person."""

    purpose = RadioField(
        _("For what?"),
        [InputRequired(_("Choose what they decided on."))],
        choices=labelled(PURPOSE_WORDS),
    )
    decision = RadioField(
        _("What did they say?"),
        [InputRequired(_("Choose what they said: a ‘no’ is an answer too."))],
        choices=options([("yes", _("Yes")), ("no", _("No"))]),
    )
    recipients = Ticks(_("Only these societies"), [Optional()], choices=())

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        """Look whether it is known who decided."""
        good = bool(super().validate(extra_validators))
        return self.is_attester_named() and good


class UnsealForm(BaseForm):
    """Why a seal may end."""

    why = TextAreaField(_("Why it may be known again"), [LONG])


class SealForm(BaseForm):
    """Who goes on knowing of a record, and with whom it lies then."""

    readers = Ticks(_("Who may open it from now on?"), choices=())
    owner = SelectField(_("With whom does it lie from now on?"), validate_choice=False)
