"""Forms of child files: one group of questions to a page."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from rfl.children.document import CareKind, GuardianGround, RiskKind, Wellbeing
from rfl.children.rules import Verdict
from rfl.children.words import (
    CARE_WORDS,
    FIT_WORDS,
    GROUND_WORDS,
    RISK_WORDS,
    VERDICT_WORDS,
    WELLBEING_WORDS,
    WHOLE_WORDS,
)
from rfl.web.choices import options
from rfl.web.forms import BaseForm

LONG = Length(max=4_000)
"""A page of handwriting is about 1,500 signs."""
SHORT = Length(max=200)
QUESTIONS = 5
"""Most questions to both sides: a child tires."""


def _options(pairs: Iterable[tuple[Any, str]]) -> Any:
    return options((kept, _(shown)) for kept, shown in pairs)


def _day(words: Any) -> DateField:
    return DateField(words, [InputRequired(_("Write the day as day, month and year."))])


def user_id(value: UUID | str) -> UUID:
    """Return the id that an option stands for."""
    return value if isinstance(value, UUID) else UUID(value)


class OpenForm(BaseForm):
    """Why a file is opened."""

    words = TextAreaField(
        _("How was the child met, and why are they alone?"),
        [InputRequired(_("Write in a sentence how the child was met.")), LONG],
        description=_("Who brought them, who they travelled with, who knows of them."),
    )
    says_so = BooleanField(_("No age is known: they say they are under 18"))


class ActForm(BaseForm):
    """What is said to an act that moves the file on."""

    words = TextAreaField(_("In your words"), [LONG])


class NoteForm(BaseForm):
    """Anything that the next person should know."""

    words = TextAreaField(
        _("What should the next person know?"),
        [InputRequired(_("Write down in a few words what happened.")), LONG],
    )


class VisitForm(BaseForm):
    """How the child was found where they live."""

    day = _day(_("On which day?"))
    words = TextAreaField(
        _("How is the child, and what did they say?"),
        [InputRequired(_("Write down how the child was found.")), LONG],
        description=_("Whether you spoke alone, whom you saw, what has to be done."),
    )


class WishForm(BaseForm):
    """What the child says, in their own words."""

    day = _day(_("On which day did they say it?"))
    words = TextAreaField(
        _("What does the child say they want?"),
        [InputRequired(_("Write what the child says, or that they did not want to say.")), LONG],
        description=_("Their own words, in the language they spoke. Nothing earlier is replaced."),
    )
    language = StringField(_("In which language?"), [SHORT])
    interpreter = StringField(_("Through which interpreter?"), [Optional(), SHORT])
    alone = BooleanField(_("They were spoken with alone"))


class CareForm(BaseForm):
    """Who cares for the child."""

    kind = RadioField(
        _("Where does the child live until the family is found?"),
        [InputRequired(_("Choose what kind of care it is."))],
        choices=_options(CARE_WORDS.items()),
        coerce=CareKind,
    )
    with_whom = StringField(
        _("With whom, or in which house?"),
        [InputRequired(_("Write with whom the child lives.")), SHORT],
    )
    since = _day(_("Since when?"))
    checks = TextAreaField(
        _("What was checked?"),
        [InputRequired(_("Write what was checked, and by whom.")), LONG],
        description=_(
            "The people and the house, by whom; who comes to see; are siblings together?"
        ),
    )
    words = TextAreaField(_("What else should be known?"), [Optional(), LONG])


class GuardianForm(BaseForm):
    """Who speaks for the child."""

    ground = RadioField(
        _("On what ground does somebody speak for the child?"),
        [InputRequired(_("Choose the ground; ‘nobody yet’ is an answer too."))],
        choices=_options(GROUND_WORDS.items()),
        coerce=GuardianGround,
    )
    who = StringField(_("Who? Name, and how to reach them"), [Optional(), SHORT])
    paper = StringField(_("By which paper, of which day?"), [Optional(), SHORT])
    until = DateField(_("Until when?"), [Optional()])
    words = TextAreaField(_("What does the guardian say?"), [Optional(), LONG])


class RiskForm(BaseForm):
    """From what the child has to be protected."""

    kinds = SelectMultipleField(
        _("What do you see, or does the child speak of?"),
        [InputRequired(_("Choose what you see; ‘none was seen’ is an answer too."))],
        choices=_options(RISK_WORDS.items()),
        coerce=RiskKind,
    )
    words = TextAreaField(
        _("What exactly, and who says so?"),
        [InputRequired(_("Write what you saw or heard, or how you looked.")), LONG],
    )
    measures = TextAreaField(_("What is done about it?"), [Optional(), LONG])
    is_grave = BooleanField(_("It is grave: tell the head of tracing, who alone can seal the file"))


class AlarmForm(BaseForm):
    """What a head of tracing is told of a grave risk, or answers."""

    words = TextAreaField(
        _("What is grave, and for whom would it be a danger if it were known?"),
        [InputRequired(_("Write what is grave: a head of tracing decides by it.")), LONG],
    )


class AlarmAnswerForm(BaseForm):
    """Why a file of a grave risk is not sealed."""

    words = TextAreaField(
        _("Why does the file stay open, and what is done instead?"),
        [
            InputRequired(_("Write a sentence: why it stays open, and what is done instead.")),
            LONG,
        ],
    )


class QuestionsForm(BaseForm):
    """What both sides are asked."""

    questions = FieldList(
        StringField(_("Question"), [Optional(), SHORT]),
        min_entries=QUESTIONS,
        max_entries=QUESTIONS,
    )


class SideForm(BaseForm):
    """What one side answers."""

    day = _day(_("On which day were they asked?"))
    who = StringField(_("Who was asked? Name, and what they are to the child"), [Optional(), SHORT])
    answers = FieldList(
        TextAreaField(
            _("Answer"),
            [InputRequired(_("Write the answer down; ‘I do not know’ is one too.")), LONG],
        ),
        max_entries=QUESTIONS,
    )
    words = TextAreaField(_("What else did you notice?"), [Optional(), LONG])
    language = StringField(_("In which language?"), [SHORT])
    interpreter = StringField(_("Through which interpreter?"), [Optional(), SHORT])
    alone = BooleanField(_("The other side was not in the room, and has not heard the questions"))


class CompareForm(BaseForm):
    """Whether the two sides fit."""

    answers = FieldList(
        RadioField(
            _("Do the two answers fit?"),
            [InputRequired(_("Choose for each answer whether they fit."))],
            choices=_options(FIT_WORDS.items()),
        ),
        max_entries=QUESTIONS,
    )
    fits = RadioField(
        _("As a whole: is it the family?"),
        [InputRequired(_("Choose what you conclude."))],
        choices=_options(WHOLE_WORDS.items()),
    )
    words = TextAreaField(
        _("Why?"), [InputRequired(_("Say what you conclude from it, and why.")), LONG]
    )


class FactorForm(BaseForm):
    """One factor of the assessment."""

    facts = TextAreaField(_("What is known?"), [InputRequired(_("Write what is known.")), LONG])
    view = TextAreaField(
        _("What do you think of it?"),
        [InputRequired(_("Write what you think of it.")), LONG],
        description=_("What speaks for going to the family, and what against it."),
    )


class DeterminationForm(BaseForm):
    """What is best for the child."""

    verdict = RadioField(
        _("What is best for the child?"),
        [InputRequired(_("Choose what is best for the child."))],
        choices=_options(VERDICT_WORDS.items()),
        coerce=Verdict,
    )
    reasons = TextAreaField(
        _("Why?"),
        [InputRequired(_("Give the reasons.")), LONG],
        description=_("From the factors, in words the child could read one day."),
    )
    dissent = TextAreaField(
        _("Who sees it otherwise, and why?"),
        [Optional(), LONG],
        description=_("The child, the guardian, the carers, a colleague. It stands beside it."),
    )


class HandoverForm(BaseForm):
    """How the child came to the family."""

    day = _day(_("On which day?"))
    place = StringField(
        _("Where?"), [InputRequired(_("Write where the child was received.")), SHORT]
    )
    received_by = StringField(
        _("Who received the child? Name, and what they are to the child"),
        [InputRequired(_("Write who received the child.")), SHORT],
    )
    identity = StringField(
        _("How do you know that it is this person?"),
        [InputRequired(_("Write by which paper, or by which sign, you knew them.")), SHORT],
        description=_("The paper and its number, or the sign that was agreed."),
    )
    witness = StringField(
        _("Who saw it?"),
        [InputRequired(_("Write who saw it: name and office.")), SHORT],
    )
    words = TextAreaField(_("How was the child, and what were they told?"), [Optional(), LONG])


class FollowUpForm(BaseForm):
    """How the child is found afterwards."""

    day = _day(_("On which day?"))
    wellbeing = RadioField(
        _("How was the child found?"),
        [InputRequired(_("Choose how the child was found."))],
        choices=_options(WELLBEING_WORDS.items()),
        coerce=Wellbeing,
    )
    seen = StringField(_("With whom did you speak, and with the child alone?"), [Optional(), SHORT])
    words = TextAreaField(
        _("What did you see and hear, and what has to be done?"),
        [InputRequired(_("Write down how the child was found.")), LONG],
    )


class PeopleForm(BaseForm):
    """Who works on the file."""

    owner = RadioField(
        _("Who is responsible for this child’s file?"),
        [InputRequired(_("Choose a colleague."))],
        coerce=user_id,
    )
    colleague = RadioField(
        _("Who else works on it?"),
        [Optional()],
        coerce=lambda value: user_id(value) if value else "",
    )


class SeenForm(BaseForm):
    """What was read, bound to what is signed."""

    seen = HiddenField()


class AnswerForm(BaseForm):
    """What a focal point heard, or will do."""

    words = TextAreaField(
        _("What did you hear, or what will you do?"),
        [InputRequired(_("Write a sentence: what you heard, or what you will do.")), LONG],
    )
