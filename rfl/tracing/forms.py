"""Forms with which a case is worked on: acts, actions, talks, owner, review, outcome."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
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
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from rfl import clock
from rfl.persons.forms import Ticks
from rfl.text import N_
from rfl.tracing.bulk_rules import PAPER_HOLDS, PaperKind
from rfl.tracing.delivery_rules import (
    ESTABLISHES_WORDS,
    NEWS_WORDS,
    SATISFACTION_WORDS,
    SUPPORT_WORDS,
    News,
)
from rfl.tracing.export_rules import COLUMN_WORDS, FILE_WORDS, FileKind
from rfl.tracing.outcomes import FATE_WORDS, OUTCOME_WORDS, WHEREABOUTS_WORDS
from rfl.tracing.rules import TRIED
from rfl.tracing.words import ACTION_WORDS, SHARE_WORDS
from rfl.web.choices import options
from rfl.web.forms import BaseForm

LONG = 4_000
"""Most signs of a free text; a page of handwriting is about 1,500."""
SHORT = 200

HOWS = (
    *(N_("by telephone"), N_("at their home"), N_("in our office")),
    *(N_("through a relative"), N_("by letter or message")),
)
"""How a family is told; kept in English and said in the reader's language."""


def choices(pairs: Iterable[tuple[Any, str]]) -> Any:
    """Return options of a field from (kept, shown in English), said in the reader's language."""
    return options((kept, _(shown) if shown else "") for kept, shown in pairs)


def not_past(_form: Any, field: Any) -> None:
    """Refuse a day that is over."""
    if field.data is not None and field.data < clock.today():
        raise ValidationError(_("Choose today or a later day for the next review."))


class ActForm(BaseForm):
    """What is said to an act that changes the state."""

    words = TextAreaField(_("In your words"), [Length(max=LONG)])


class PrintForm(BaseForm):
    """What of the ticked cases is printed."""

    paper = RadioField(
        _("What is printed?"),
        choices=choices((one.value, words) for one, words in PAPER_HOLDS.items()),
        default=PaperKind.FORM.value,
    )


class ExportForm(BaseForm):
    """Which columns a file of cases has, and why it is needed."""

    columns = Ticks(
        _("What stands in it, beside the number of the case"),
        choices=choices((one.value, words) for one, words in COLUMN_WORDS.items()),
    )
    kind = RadioField(
        _("Kind of file"),
        choices=choices((one.value, words) for one, words in FILE_WORDS.items()),
        default=FileKind.XLSX.value,
    )
    why = TextAreaField(_("What is it needed for, and who gets it?"), [Length(max=2_000)])


class ActionForm(BaseForm):
    """Something that was tried, with its result."""

    kind = SelectField(
        _("What was tried?"), choices=choices((one.value, ACTION_WORDS[one]) for one in TRIED)
    )
    day = DateField(_("On which day?"), [InputRequired(_("Write the day as day, month and year."))])
    words = TextAreaField(
        _("What exactly: where, whom, which list?"),
        [InputRequired(_("Write down in a few words what was done.")), Length(max=LONG)],
    )
    result = TextAreaField(_("What came of it?"), [Length(max=LONG)])
    again = DateField(_("When do you look at this case again?"), [Optional(), not_past])


class TellForm(BaseForm):
    """What the family was told, how and by whom, with whom beside them, and what was offered."""

    words = TextAreaField(
        _("What was the family told, and what did they say?"),
        [InputRequired(_("Write down what the family was told.")), Length(max=LONG)],
    )
    news = RadioField(
        _("What kind of news was it?"),
        [InputRequired(_("Choose what kind of news it was."))],
        choices=choices(NEWS_WORDS.items()),
        default=News.NOTHING_YET.value,
    )
    about = SelectField(_("About whom?"), [Optional()], choices=())
    """The choices are the sought people of the case: the view fills them in."""
    how = RadioField(
        _("How?"),
        [InputRequired(_("Choose how the family was told."))],
        choices=choices((how, how) for how in HOWS),
    )
    by = StringField(_("By whom, or through which interpreter?"), [Length(max=SHORT)])
    beside = StringField(_("Who was with them?"), [Length(max=SHORT)])
    support = RadioField(
        _("Was psychosocial support offered?"),
        choices=choices((("", N_("Not this time")), *SUPPORT_WORDS.items())),
        default="",
    )
    support_words = StringField(
        _("Who offers it and where; or what was done instead"), [Length(max=SHORT)]
    )
    is_prepared = BooleanField(_("I went through the sheet for the conversation before"))
    from_afar = StringField(_("If it was not in person: why not?"), [Length(max=SHORT)])
    is_result = BooleanField(_("This was the result of the search"))


class DeathForm(BaseForm):
    """What an authority says of a death."""

    about = SelectField(_("Of whom does the paper speak?"), [Optional()], choices=())
    """The choices are the sought people of the case: the view fills them in."""
    kind = RadioField(
        _("Which kind of authority?"),
        [InputRequired(_("Choose the kind of authority."))],
        choices=choices(ESTABLISHES_WORDS.items()),
    )
    authority = StringField(_("Its name and place"), [Length(max=SHORT)])
    paper = StringField(_("Which paper, with its number"), [Length(max=SHORT)])
    paper_day = DateField(_("Day of the paper"), [Optional()])
    identity = TextAreaField(_("How is it known that it is them?"), [Length(max=LONG)])
    died_on = DateField(_("Day of the death"), [Optional()])
    died_where = StringField(_("Place of the death"), [Length(max=SHORT)])
    rests = StringField(_("Where is the body, or the grave?"), [Length(max=SHORT)])


def _user_id(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


class OwnerForm(BaseForm):
    """To whom the case goes."""

    owner = RadioField(
        _("Who works on this case from now on?"),
        [InputRequired(_("Choose a colleague."))],
        coerce=_user_id,
    )


class ShareForm(BaseForm):
    """With whom a case is shared, for what, and until when."""

    whom = SelectField(_("With whom"), choices=())
    purpose = SelectField(
        _("For what"), choices=options((one.value, _(words)) for one, words in SHARE_WORDS.items())
    )
    last_day = DateField(_("Last day"), [InputRequired(_("Choose the last day."))])


class TeamForm(BaseForm):
    """A new team."""

    name = StringField(_("Name of the team"), [InputRequired(_("Please fill this in."))])


class TakerForm(BaseForm):
    """To whom all cases of a colleague go."""

    taker = RadioField(
        _("Who works on them from now on?"),
        [InputRequired(_("Choose a colleague."))],
        coerce=_user_id,
    )


class ReviewForm(BaseForm):
    """When the case is looked at again."""

    day = DateField(
        _("When do you look at this case again?"),
        [InputRequired(_("Write the day as day, month and year."))],
    )


class EndingForm(Form):
    """How the search for one of several people ends."""

    sought = HiddenField()
    fate = RadioField(
        _("What became of them?"),
        [InputRequired(_("Choose what became of them; ‘not known’ is an answer too."))],
        choices=choices(FATE_WORDS.items()),
    )
    whereabouts = RadioField(
        _("Is it known where they are?"),
        [InputRequired(_("Choose whether it is known where they are."))],
        choices=choices(WHEREABOUTS_WORDS.items()),
    )
    reason = SelectField(
        _("Why can the search for them end?"),
        [InputRequired(_("Choose the reason."))],
        choices=choices((("", ""), *OUTCOME_WORDS.items())),
    )
    authority = StringField(
        _("Which authority established a death? Name and date of the paper"),
        [Optional(), Length(max=SHORT)],
    )


class ClosureForm(BaseForm):
    """How the case ends: fate and whereabouts are two things, and there is a reason.

    Of one person it is asked at once; of several, of each (`each`). The view takes out the other.
    """

    each = FieldList(FormField(EndingForm))
    fate = RadioField(
        _("What became of them?"),
        [InputRequired(_("Choose what became of them; ‘not known’ is an answer too."))],
        choices=choices(FATE_WORDS.items()),
    )
    whereabouts = RadioField(
        _("Is it known where they are?"),
        [InputRequired(_("Choose whether it is known where they are."))],
        choices=choices(WHEREABOUTS_WORDS.items()),
    )
    reason = RadioField(
        _("Why can the case be closed?"),
        [InputRequired(_("Choose the reason."))],
        choices=choices(OUTCOME_WORDS.items()),
    )
    authority = StringField(
        _("Which authority established a death? Name and date of the paper"),
        [Optional(), Length(max=SHORT)],
    )
    words = TextAreaField(_("What should the person who closes it know?"), [Length(max=LONG)])
    satisfaction = RadioField(
        _("What does the family say of our help?"),
        [Optional()],
        choices=choices(SATISFACTION_WORDS.items()),
    )
    said = TextAreaField(_("In their words"), [Length(max=LONG)])
    complaint_told = BooleanField(_("They know how to complain in confidence"))
