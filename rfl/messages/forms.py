"""Forms of messages: taking down, screening, telling, delivering, answering; and of calls."""

from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import MultipleFileField
from typing_extensions import override
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from rfl.messages.calls import AGE_WORDS, MOST_MINUTES, SERVICE_WORDS, AgeGroup, ServiceKind
from rfl.messages.rules import MOST_SIGNS, Breach, Leave, Phrase
from rfl.messages.words import (
    BREACH_WORDS,
    HANDING_WORDS,
    LEAVE_WORDS,
    PHRASE_WORDS,
    REASON_WORDS,
    SCRIPT_WORDS,
    TRY_WORDS,
    UNDELIVERABLE_WORDS,
)
from rfl.persons.fields import ANY_DIRECTION, CountryField, FigureField, labelled
from rfl.persons.forms import Ticks
from rfl.persons.rules import RELATION_WORDS, SEX_WORDS, Sex
from rfl.web.choices import options
from rfl.web.forms import BaseForm

NAME, LINE, LONG = Length(max=200), Length(max=500), Length(max=4_000)
DAY_NEEDED = InputRequired(_("Write the day as day, month and year."))
MOST_RELATIVES = 8
MOST_UPLOADS = 4


def _relations() -> Any:
    return options([("", "–"), *((one.value, _(words)) for one, words in RELATION_WORDS.items())])


def _scripts() -> Any:
    told = [(one.value, _(words)) for one, words in SCRIPT_WORDS.items()]
    return options([("", _("as it is typed")), *told])


def _name(words: Any, needed: Any) -> StringField:
    return StringField(words, [InputRequired(needed), NAME], render_kw=ANY_DIRECTION)


def _line(words: Any) -> StringField:
    return StringField(words, [LINE], render_kw=ANY_DIRECTION)


class OnceField(HiddenField):
    """The id of what a form makes: pressed twice on a slow line, a button makes one."""

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        super().__init__(label, [Length(max=36)], default=lambda: str(uuid4()), **kwargs)

    @property
    def value(self) -> UUID | None:
        """Return the id; None for what is none."""
        try:
            return UUID(self.data or "")
        except ValueError:
            return None


class SenderFields:
    """Who writes, and what they agree to. Mixed into forms."""

    sender_name = _name(_("Who writes? The name, as they say it"), _("Write who sends it."))
    sender_other = _line(_("The same name in another script, or what they are called"))
    sender_place = _line(_("Where they are"))
    sender_phone = _line(_("Their telephone"))
    agrees = BooleanField(
        _("They know that colleagues read it and that societies carry it, and they agree.")
    )
    closely = BooleanField(_("The sender is a child, or somebody is in danger."))


class AddresseeFields:
    """To whom, and what is known of where they are. Mixed into forms."""

    addressee_name = _name(_("To whom? The name, as they say it"), _("Write to whom it goes."))
    addressee_other = _line(_("The same name in another script, or what they are called"))
    relation = SelectField(_("What are they to the sender? Their …"), choices=_relations)
    addressee_father = _line(_("Name of their father"))
    addressee_mother = _line(_("Name of their mother"))
    addressee_born = _line(_("Born, or how old"))
    is_to_child = BooleanField(_("The addressee is a child."))
    to_society = SelectField(
        _("Which society brings it?"), [InputRequired(_("Choose the society that brings it."))]
    )
    address_country = CountryField(_("In which country are they?"))
    address_place = _line(_("Town, village or camp"))
    address_lines = TextAreaField(
        _("Street, quarter, whom to ask there"), [LONG], render_kw=ANY_DIRECTION
    )
    address_phone = _line(_("Their telephone"))
    restrictions = TextAreaField(
        _("What must whoever brings it heed?"), [LONG], render_kw=ANY_DIRECTION
    )


class ContentFields:
    """The message itself. Mixed into forms."""

    text = TextAreaField(
        _("The message, word for word"),
        [Length(max=MOST_SIGNS, message=_("This is too long for one message. Make two of it."))],
        render_kw=ANY_DIRECTION,
    )
    pages = MultipleFileField(_("Or pictures of the paper"))
    language = StringField(_("In which language?"), [Length(max=100)])
    script = SelectField(_("In which letters?"), choices=_scripts)

    def files(self) -> list[bytes]:
        """Return what was chosen, as bytes."""
        found = [one.stream.read() for one in (self.pages.data or []) if one]
        return [data for data in found[: MOST_UPLOADS + 1] if data]


class MessageForm(SenderFields, AddresseeFields, ContentFields, BaseForm):
    """A new message."""

    once = OnceField()
    person = HiddenField(validators=[Length(max=36)])
    request_of = HiddenField(validators=[Length(max=36)])
    site = SelectField(_("Where is it taken down?"), default="")

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        """Look whether the sender agreed."""
        good = bool(super().validate(extra_validators))
        return is_agreed(self) and good


class EditForm(AddresseeFields, ContentFields, BaseForm):
    """A message changed: what it says, to whom it goes."""

    sender_name = _name(_("Who writes? The name, as they say it"), _("Write who sends it."))
    sender_other = _line(_("The same name in another script, or what they are called"))
    sender_place = _line(_("Where they are"))
    sender_phone = _line(_("Their telephone"))


class RelativeFields(Form):
    """One relative to whom a safe-and-well message goes."""

    name = StringField(_("Name, as they say it"), [NAME], render_kw=ANY_DIRECTION)
    relation = SelectField(_("Their …"), choices=_relations)
    place = StringField(_("Where, and how to find them"), [LINE], render_kw=ANY_DIRECTION)


class SafeForm(SenderFields, BaseForm):
    """Safe and well: fixed phrases to one or several relatives."""

    once = OnceField()
    person = HiddenField(validators=[Length(max=36)])
    request_of = HiddenField(validators=[Length(max=36)])
    site = SelectField(_("Where is it taken down?"), default="")
    phrases = Ticks(
        _("What do they want to say?"),
        [InputRequired(_("Choose at least one phrase."))],
        choices=labelled(PHRASE_WORDS),
        default=[Phrase.ALIVE.value],
    )
    relatives = FieldList(FormField(RelativeFields), min_entries=1, max_entries=MOST_RELATIVES)
    to_society = SelectField(
        _("Which society brings it?"), [InputRequired(_("Choose the society that brings it."))]
    )
    language = StringField(_("Which language do they read?"), [Length(max=100)])

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        """Look whether the sender agreed, and whether anybody is named."""
        good = bool(super().validate(extra_validators))
        named = any((one.form.name.data or "").strip() for one in self.relatives)
        if not named:
            field = self.relatives.entries[0].form.name
            field.errors = [*field.errors, gettext("Write the name of at least one relative.")]
        return is_agreed(self) and named and good


def is_agreed(form: BaseForm) -> bool:
    """Tell whether the sender agreed; if not, say so on the form."""
    if form["agrees"].data:
        return True
    form.refuse(gettext("Tell them so, and tick it when they agree."), "agrees")
    return False


def _clean(breach: Breach) -> RadioField:
    return RadioField(
        _(BREACH_WORDS[breach]),
        [Optional()],
        choices=options([("no", _("nothing of this")), ("yes", _("it is in there"))]),
    )


class ScreeningForm(BaseForm):
    """What the reader found, point by point."""

    military = _clean(Breach.MILITARY)
    political = _clean(Breach.POLITICAL)
    money = _clean(Breach.MONEY)
    safety = _clean(Breach.SAFETY)
    read = BooleanField(_("I read the whole message, or it was read to me in a language I know."))
    helped_by = StringField(_("Who read it to you, if somebody did"), [NAME])
    reasons = Ticks(
        _("Another reason to send it back"), [Optional()], choices=labelled(REASON_WORDS)
    )
    words = TextAreaField(_("What should be changed?"), [LONG], render_kw=ANY_DIRECTION)

    def found(self) -> tuple[Breach, ...]:
        """Return what was found."""
        return tuple(one for one in Breach if self[one.value].data == "yes")

    def is_whole(self) -> bool:
        """Tell whether each point was looked at; if not, say where."""
        missing = [one for one in Breach if not self[one.value].data]
        for one in missing:
            self.refuse(gettext("Look whether there is anything of this, and choose."), one.value)
        return not missing


class ToldForm(BaseForm):
    """How the sender was told what became of the message."""

    words = TextAreaField(
        _("How was the sender told, and by whom?"),
        [InputRequired(_("Write in a few words how the sender was told.")), LONG],
        render_kw=ANY_DIRECTION,
    )


class AttemptForm(BaseForm):
    """An attempt that did not reach the addressee."""

    day = DateField(_("On which day?"), [DAY_NEEDED])
    outcome = RadioField(
        _("What happened?"),
        [InputRequired(_("Choose what happened."))],
        choices=labelled(TRY_WORDS),
    )
    place = _line(_("Where?"))
    how = _line(_("How: a visit, a call, through somebody?"))
    by = _line(_("Who went?"))
    words = TextAreaField(_("What should the next person know?"), [LONG], render_kw=ANY_DIRECTION)


class ReachedForm(BaseForm):
    """The message reached its addressee, and what they let the sender know."""

    handed_day = DateField(_("On which day?"), [DAY_NEEDED])
    handing = RadioField(
        _("How?"),
        [InputRequired(_("Choose how it reached them."))],
        choices=labelled(HANDING_WORDS),
    )
    leave = RadioField(
        _("What may the sender know?"),
        [InputRequired(_("Ask them, and choose. ‘Nothing’ is an answer."))],
        choices=labelled(LEAVE_WORDS),
    )
    guardian = _line(_("Guardian who decided with the child"))
    where = _line(_("Where did you find them?"))
    handed_by = _line(_("Who brought it?"))
    notes = TextAreaField(_("Anything else"), [LONG], render_kw=ANY_DIRECTION)

    def may_know(self) -> Leave:
        """Return what was chosen."""
        return Leave(self.leave.data)


class GiveUpForm(BaseForm):
    """Why a message cannot be delivered."""

    reason = RadioField(
        _("Why?"), [InputRequired(_("Choose why."))], choices=labelled(UNDELIVERABLE_WORDS)
    )
    more = TextAreaField(_("In a few words"), [LONG], render_kw=ANY_DIRECTION)


class ReplyForm(ContentFields, BaseForm):
    """The addressee's answer, taken down at once."""

    once = OnceField()
    relation = SelectField(_("The one who wrote first is their …"), choices=_relations)
    agrees = BooleanField(
        _("They know that colleagues read it and that societies carry it, and they agree.")
    )

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        """Look whether they agreed."""
        good = bool(super().validate(extra_validators))
        return is_agreed(self) and good


class TieForm(BaseForm):
    """Which registered person the addressee is."""

    number = StringField(
        _("Number of their registration"),
        [InputRequired(_("Write the number, such as GM-R-2026-00123.")), Length(max=30)],
    )


class CarrierForm(BaseForm):
    """Who brings a message."""

    carrier = SelectField(_("Who brings it?"), [InputRequired(_("Choose a colleague."))])


class ServiceForm(BaseForm):
    """A service counted at a site."""

    kind = RadioField(
        _("What was it?"), choices=labelled(SERVICE_WORDS), default=ServiceKind.CALL.value
    )
    minutes = FigureField(_("Minutes"), MOST_MINUTES)
    relation = SelectField(_("Whom did they call? Their …"), choices=_relations)
    day = DateField(_("On which day?"), [DAY_NEEDED])
    site = SelectField(_("Where?"), default="")
    sex = SelectField(_("Sex"), choices=labelled(SEX_WORDS), default=Sex.UNKNOWN.value)
    age_group = SelectField(_("Age"), choices=labelled(AGE_WORDS), default=AgeGroup.UNKNOWN.value)
