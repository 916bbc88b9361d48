"""Forms for asking and for deciding."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from rfl.web.forms import BaseForm

LONGEST_WORDS = 2000


class DecideForm(BaseForm):
    """What was on the page, and what is said about it."""

    seen = HiddenField(validators=[Length(max=64)])
    words = TextAreaField(_("Why not"), [Length(max=LONGEST_WORDS)])
