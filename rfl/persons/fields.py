"""The small forms of which a description of a person is made: names, a birth, a relative."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from markupsafe import Markup
from typing_extensions import override
from wtforms import (
    DateField,
    Field,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import Length, NumberRange, Optional, ValidationError
from wtforms.widgets import Select

from rfl import clock
from rfl.errors import RuleBrokenError
from rfl.matching.types import NameRole
from rfl.persons import calendars
from rfl.persons.document import BirthStatement, Said
from rfl.persons.rules import (
    ALIVE_WORDS,
    CALENDAR_WORDS,
    NAME_ROLE_WORDS,
    PRECISION_WORDS,
    RELATION_WORDS,
    Alive,
    Calendar,
    Precision,
    RelationKind,
    Sex,
)
from rfl.societies.names import countries_in_order
from rfl.text import Text
from rfl.web.choices import options
from rfl.web.i18n import say

SHORT, LONG = Length(max=200), Length(max=4000)
MOST_PARTS = 10
UNSAID = Said()
TAIL = 6
"""Figures of a telephone number by which it is found at the least: its last ones."""

WORDS_ALONE = Text(
    "Write an age or a year beside these words: a guess is welcome. If nobody can guess, write "
    "them under the marks."
)
"""Without a figure a birth is not kept: its words would be lost."""

LETTER_IN_NUMBER = re.compile(r"\d[^\W\d_]|[^\W\d_]\d")
ANY_DIRECTION = {"dir": "auto", "autocomplete": "off"}


def labelled(words: Mapping[Any, str]) -> Any:
    """Return choices for the words of an enum, in the reader's language."""
    return options((word.value, _(text)) for word, text in words.items())


class _Options(Select):  # type: ignore[misc,unused-ignore]  # WTForms may be untyped
    """Choices that have a value and a name, and nothing else to look for in 250 of them."""

    @override
    @classmethod
    def render_option(  # type: ignore[override]  # the stubs know the signature before
        cls, choice: Any, **kwargs: Any
    ) -> Markup:
        chosen = Markup(" selected") if choice.selected else ""
        return Markup('<option%s value="%s">%s</option>') % (chosen, choice.value, choice.label)


class CountryField(SelectField):  # type: ignore[misc,unused-ignore]  # WTForms may be untyped
    """A country by its name, in the reader's language; '' for none."""

    widget = _Options()

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, choices=_country_choices, default="", **kwargs)


def _country_choices() -> Any:
    return options([("", "–"), *countries_in_order()])


class FigureField(IntegerField):  # type: ignore[misc,unused-ignore]  # WTForms may be untyped
    """A whole number, in the figures of any script: ‘٢٤’ is 24."""

    def __init__(self, label: Any, most: int, **kwargs: Any) -> None:
        super().__init__(
            label,
            [Optional(), NumberRange(0, most, _("This is too large. Look at it once more."))],
            render_kw={"inputmode": "numeric", "autocomplete": "off"},
            **kwargs,
        )

    @override
    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; what is no number stays in the field to be mended."""
        written = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not written:
            return
        if not written.isdecimal():
            raise ValueError(str(_("Write this in figures, such as 24.")))
        self.data = int(written)


def check_telephones(_form: Any, field: Any) -> None:
    """Refuse what cannot be a number: a letter among figures, or fewer figures than a search needs.

    Words that say whose it is may stand beside it: '77 123 45 67 (neighbour)'.
    """
    for number in (field.data or "").split(","):
        count = sum(sign.isdecimal() for sign in number)
        if LETTER_IN_NUMBER.search(number) or 0 < count < TAIL:
            raise ValidationError(
                _(
                    "Look at the number once more: it has a letter among its figures, or fewer "
                    "than six of them."
                )
            )


class NamePartFields(Form):
    """One part of a name, and what it is, if that was said."""

    text = StringField(_("Part of the name"), [SHORT], render_kw=ANY_DIRECTION)
    role = SelectField(
        _("What it is"), choices=labelled(NAME_ROLE_WORDS), default=NameRole.FULL.value
    )


class NameFields(Form):
    """One name in one script, in as many parts as were said."""

    parts = FieldList(FormField(NamePartFields), min_entries=1, max_entries=MOST_PARTS)


class BirthFields(Form):
    """A birth as it is told: calendar, how well known, and the figures. All empty: not known.

    Whoever is in a hurry types the figures only: 24 is an age, 1998 a year.
    """

    calendar = RadioField(
        _("Which calendar do they use?"),
        choices=labelled(CALENDAR_WORDS),
        default=Calendar.GREGORIAN.value,
    )
    precision = RadioField(
        _("How well do they know it?"),
        choices=[*options([("", _("Not said"))]), *labelled(PRECISION_WORDS)],
        default="",
    )
    day = FigureField(_("Day"), 31)
    month = FigureField(_("Month"), 13)
    year = FigureField(_("Year"), 3000)
    until_year = FigureField(_("Until the year"), 3000)
    give_or_take = SelectField(
        _("Give or take"),
        choices=options([("1", _("1 year")), ("2", _("2 years")), ("5", _("5 years"))]),
        default="2",
        validate_choice=False,
    )
    age = FigureField(_("Age"), 120)
    stated_on = DateField(_("Age was told on"), [Optional()])
    birth_words = StringField(_("In their words"), [SHORT], render_kw=ANY_DIRECTION)

    def birth(self, said: Said) -> BirthStatement | None:
        """Return what was said of the birth, or None; `said` is who told it, and when."""
        precision = self._precision()
        if precision is None:
            return None
        said = Said(said.source, said.day, (self.birth_words.data or "").strip())
        if precision is Precision.AGE:
            told = self.stated_on.data or said.day or clock.today()
            return BirthStatement(precision, age=self.age.data, stated_on=told, said=said)
        parts: dict[str, int | None] = {"year": self.year.data}
        if precision in (Precision.DAY, Precision.MONTH):
            parts["month"] = self.month.data
        if precision is Precision.DAY:
            parts["day"] = self.day.data
        if precision is Precision.ABOUT:
            parts["give_or_take_years"] = int(self.give_or_take.data)
        if precision is Precision.RANGE:
            parts["until_year"] = self.until_year.data
        return BirthStatement(precision, Calendar(self.calendar.data), said=said, **parts)  # type: ignore[arg-type]

    def reads(self, sex: Sex = Sex.UNKNOWN) -> Text | None:
        """Return what the birth means: Gregorian days and age today; None while it is not whole."""
        try:
            birth = self.birth(UNSAID)
            if birth is None:
                return None
            calendars.check(birth, clock.today())
            return calendars.reads(birth, clock.today(), sex)
        except RuleBrokenError:
            return None

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        """Look whether somebody can have been born so; say it where it can be mended."""
        if not super().validate(extra_validators):
            return False
        try:
            birth = self.birth(UNSAID)
            if birth is not None:
                calendars.check(birth, clock.today())
        except RuleBrokenError as error:
            blame(self._to_mend(), error.sentence)
            return False
        if birth is None and (self.birth_words.data or "").strip():
            blame(self.birth_words, WORDS_ALONE)
            return False
        return True

    def _precision(self) -> Precision | None:
        """Return how well the birth is known; where that was not said, as the figures tell."""
        figures = (self.day, self.month, self.year, self.until_year, self.age)
        if all(field.data is None for field in figures):
            return None
        if self.year.data is None and self.age.data is not None:
            return Precision.AGE
        if self.precision.data:
            return Precision(self.precision.data)
        if self.until_year.data is not None:
            return Precision.RANGE
        if self.month.data is None and self.day.data is None:
            return Precision.YEAR
        return Precision.MONTH if self.day.data is None else Precision.DAY

    def _to_mend(self) -> Field:
        precision = self._precision()
        if precision is Precision.AGE:
            return self.age
        if precision is Precision.DAY and self.year.data is not None:
            return self.month if self.month.data is None else self.day
        is_month = precision is Precision.MONTH and self.year.data is not None
        return self.month if is_month else self.year


class KinFields(Form):
    """Somebody of the family: the name, once more in another script, and whether they live."""

    name = StringField(_("Name"), [SHORT], render_kw=ANY_DIRECTION)
    script = StringField(_("The name in another script"), [SHORT], render_kw=ANY_DIRECTION)
    alive = SelectField(_("Alive?"), choices=labelled(ALIVE_WORDS), default=Alive.UNKNOWN.value)


class RelativeFields(KinFields):
    """Another relative, or somebody who travels along."""

    relation = SelectField(
        _("What they are to each other"),
        choices=labelled(RELATION_WORDS),
        default=RelationKind.BROTHER.value,
    )


def blame(field: Field, sentence: Text) -> None:
    """Put a sentence on a field."""
    field.errors = [*field.errors, str(say(sentence))]
