"""The form of one service."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from rfl.directory.rules import HELP_WORDS
from rfl.web.choices import options
from rfl.web.forms import BaseForm

NEEDED = InputRequired(_("Please fill this in."))
NAME, SHORT = Length(max=200), Length(max=300)


class EntryForm(BaseForm):
    """What is public of a service."""

    name = StringField(_("What the service is called"), [NEEDED, NAME])
    kind = SelectField(_("Kind of help"))
    site = SelectField(_("At one of our sites"))
    for_whom = StringField(_("For whom"), [SHORT])
    languages = StringField(_("Languages spoken there"), [SHORT])
    opening = StringField(_("When it is open"), [SHORT])
    contact = StringField(_("How people reach it"), [NEEDED, SHORT])


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of help as (value, words in the reader's language)."""
    return [(kind.value, str(_(words))) for kind, words in HELP_WORDS.items()]


def offer_kinds(form: EntryForm) -> None:
    """Put the kinds of help into a form."""
    form.kind.choices = options(kinds())
