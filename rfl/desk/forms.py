"""The forms of the desk."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import gettext, to_user_timezone
from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from rfl import clock
from rfl.desk.service import People
from rfl.desk.words import WHY_WORDS
from rfl.web.choices import options
from rfl.web.forms import BaseForm

USUAL_DAYS = 30
MOST_PAGES = 100_000
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


def today() -> date:
    """Return the day it is where the reader is."""
    local: datetime = to_user_timezone(clock.now())
    return local.date()


class ReaderForm(BaseForm):
    """Who is to read a sealed record that nobody may open any more, and why."""

    reader = SelectField(
        _("Who may open it from now on?"), [InputRequired(_("Choose somebody."))], choices=()
    )
    why = TextAreaField(_("Why"), [Length(max=2_000)])

    def offer(self, people: People, eligible: Collection[UUID]) -> None:
        """Put whoever may be named into the list."""
        pairs = [(str(one.id), one.name) for one in people.values() if one.id in eligible]
        self.reader.choices = options([("", gettext("Choose")), *pairs])


class AskForm(BaseForm):
    """A record or a colleague, from when to when, and for what."""

    q = StringField(_("A record, or a person who works here"), [Length(max=200)])
    colleague = SelectField(_("Or choose the person"), [Optional()])
    since = DateField(_("From"), [Optional()], default=lambda: today() - timedelta(days=USUAL_DAYS))
    until = DateField(_("To"), [Optional()], default=today)
    why = SelectField(
        _("For what"), choices=options((key, _(words)) for key, words in WHY_WORDS.items())
    )
    page = IntegerField(
        validators=[Optional(), NumberRange(1, MOST_PAGES)], default=1, widget=HiddenInput()
    )

    def offer(self, people: People) -> None:
        """Put the colleagues into the list."""
        pairs = [(str(one.id), one.name) for one in people.values()]
        self.colleague.choices = options([("", gettext("Nobody in particular")), *pairs])

    def asks_one_thing(self) -> bool:
        """Tell whether one thing is asked about, over days in their order; else say what is not."""
        words, chosen = (self.q.data or "").strip(), self.colleague.data
        if words and chosen:
            self.refuse(gettext("Ask about a record or about a person, not both at once."), "q")
        elif not words and not chosen:
            self.refuse(gettext("Say which record or which person you ask about."), "q")
        since, until = self.since.data, self.until.data
        if any(day and not FIRST_DAY <= day <= LAST_DAY for day in (since, until)):
            self.refuse(gettext("Write days of this century."), "since")
        elif since and until and until < since:
            self.refuse(gettext("The last day lies before the first."), "until")
        return not self.errors


class AnswerForm(BaseForm):
    """What a focal point heard of an unusual access, or will do about it."""

    words = TextAreaField(_("What you heard, or what you will do"), [Length(max=2_000)])
