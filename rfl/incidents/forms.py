"""Forms of events with many missing."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from rfl.incidents.account import SEEN_WORDS, Seen
from rfl.incidents.rules import (
    COUNT_SOURCE_WORDS,
    COUNT_WORDS,
    EXACTNESS_WORDS,
    KIND_WORDS,
    MOST_PEOPLE,
    MOST_SEEN,
    ROUTE_WORDS,
    TOLD_BY,
    Exactness,
    IncidentKind,
)
from rfl.persons.rules import RELATION_WORDS, SourceKind
from rfl.societies.rules import Route
from rfl.web.choices import options
from rfl.web.forms import BaseForm

NEEDED = InputRequired(_("Please fill this in."))
SHORT, LONG = Length(max=200), Length(max=8_000)
ANY_DIRECTION = {"dir": "auto", "autocomplete": "off"}


def _of(words: Mapping[Any, str]) -> Any:
    return options((one.value, _(said)) for one, said in words.items() if isinstance(one, StrEnum))


class EventForm(BaseForm):
    """What is known of an event."""

    name = StringField(_("A short name"), [NEEDED, SHORT], render_kw=ANY_DIRECTION)
    kind = SelectField(
        _("What happened"), choices=_of(KIND_WORDS), default=IncidentKind.SHIPWRECK.value
    )
    route = SelectField(_("Route"), choices=_of(ROUTE_WORDS), default=Route.ATLANTIC.value)
    day = DateField(_("Day"), [InputRequired(_("Write the day, as well as it is known."))])
    exactness = SelectField(
        _("How well the day is known"),
        choices=_of(EXACTNESS_WORDS),
        default=Exactness.DAY.value,
    )
    left_from = StringField(_("Where they left from"), [SHORT], render_kw=ANY_DIRECTION)
    heading_to = StringField(_("Where they were going"), [SHORT], render_kw=ANY_DIRECTION)
    where = StringField(_("Where it happened, or was last heard of"), [SHORT])
    vessel = StringField(_("Boat or vehicle"), [SHORT], render_kw=ANY_DIRECTION)
    words = TextAreaField(_("What happened, as far as it is known"), [LONG])
    is_close = BooleanField(_("Hold it closely: only you and heads of tracing know of it"))


class FigureForm(BaseForm):
    """A figure, and who gave it."""

    kind = SelectField(_("What is counted"), choices=_of(COUNT_WORDS))
    number = IntegerField(
        _("How many people"),
        [
            InputRequired(_("Write the number of people in figures.")),
            NumberRange(min=0, max=MOST_PEOPLE),
        ],
    )
    is_about = BooleanField(_("It is about so many"))
    source = SelectField(_("Who says so"), choices=_of(COUNT_SOURCE_WORDS))
    who = StringField(_("Which authority, paper or organisation"), [SHORT])
    day = DateField(_("On which day"), [InputRequired(_("Write the day as day, month and year."))])


class WordsForm(BaseForm):
    """What is said to an act, or to a figure that is wrong."""

    words = TextAreaField(_("In your words"), [LONG])


class HangForm(BaseForm):
    """Which record hangs on an event."""

    number = StringField(
        _("Number of a case or of a registration"), [NEEDED, SHORT], render_kw={"dir": "ltr"}
    )


class SeenFields(Form):
    """One person who was seen."""

    person = SelectField(_("Who it was"), [Optional()])
    name = StringField(_("Or a name, as it was said"), [SHORT], render_kw=ANY_DIRECTION)
    seen = SelectField(_("What is said of them"), choices=_of(SEEN_WORDS), default=Seen.ABOARD)
    where = StringField(_("Where"), [SHORT])
    when = StringField(_("When"), [SHORT])
    words = StringField(_("How they were known, and what was seen"), [Length(max=1_000)])
    is_hearsay = BooleanField(_("They did not see it themselves"))
    tie_kind = SelectField(
        _("They are the …"), choices=[*options([("", "–")]), *_of(RELATION_WORDS)]
    )
    tie_to = SelectField(
        _("… of person"),
        choices=options([("", "–"), *((str(n), str(n)) for n in range(1, MOST_SEEN + 1))]),
    )


class TestimonyForm(BaseForm):
    """Who told what, and whom they saw."""

    source = SelectField(_("Who tells it"), choices=_of(TOLD_BY), default=SourceKind.SURVIVOR.value)
    witness = SelectField(_("If they are registered with us"), [Optional()])
    who = StringField(_("Or who they are"), [SHORT], render_kw=ANY_DIRECTION)
    day = DateField(_("On which day"), [InputRequired(_("Write the day as day, month and year."))])
    how = StringField(_("How you spoke"), [SHORT])
    words = TextAreaField(_("What they tell"), [LONG])
    seen = FieldList(FormField(SeenFields), min_entries=1, max_entries=MOST_SEEN)


class WhoForm(BaseForm):
    """Who somebody is that was known by a name alone."""

    person = SelectField(_("Who it was"), [NEEDED])
