"""Forms around emergencies."""

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from rfl.web.forms import BaseForm


class EmergencyForm(BaseForm):
    """Which record, and why it cannot wait."""

    number = StringField(
        _("Number of the record"),
        [InputRequired(_("Write the number of the record.")), Length(max=40)],
        render_kw={"autocomplete": "off", "dir": "ltr"},
    )
    reason = TextAreaField(
        _("Why it cannot wait"),
        [
            InputRequired(_("Write who is in danger, and why it cannot wait.")),
            Length(max=2_000),
        ],
    )


class JudgeForm(BaseForm):
    """What a focal point asked and heard."""

    words = TextAreaField(_("What you asked, and what you heard"), [Length(max=2_000)])
