"""Forms for joining two records and parting them."""

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from rfl.web.forms import BaseForm

LONGEST_WHY = 2000


class NumberForm(BaseForm):
    """The number of the other record."""

    number = StringField(_("Number of the other record"), [Length(max=30)])


class WhyForm(BaseForm):
    """Why two records are of one person, or of two."""

    why = TextAreaField(_("Why"), [Length(max=LONGEST_WHY)])
