"""Forms for concerns."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from rfl.safeguarding.concern_rules import KIND_WORDS, WORDS_MOST
from rfl.web.choices import options
from rfl.web.forms import BaseForm

NEEDED = InputRequired(_("Please fill this in."))


class ConcernForm(BaseForm):
    """What somebody wants to report in confidence."""

    society = SelectField(_("Which society is it about?"), [NEEDED])
    kind = SelectField(
        _("What is it about?"),
        choices=options((kind.value, _(words)) for kind, words in KIND_WORDS.items()),
    )
    words = TextAreaField(_("What happened?"), [NEEDED, Length(max=WORDS_MOST)])
    about = StringField(_("Whom is it about? (if you wish)"), [Length(max=300)])
    is_about_focal = BooleanField(_("It is about a safeguarding focal point, or may be"))
