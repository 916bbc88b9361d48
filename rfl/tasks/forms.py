"""The form of a task."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from rfl.web.forms import BaseForm


class TaskForm(BaseForm):
    """What is to be done, until when, by whom."""

    words = TextAreaField(_("What is to be done?"))
    day = DateField(_("Until which day?"), [InputRequired(_("Choose a day."))])
    owner = SelectField(_("Who does it?"))
