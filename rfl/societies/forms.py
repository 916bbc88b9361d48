"""The form for a new site."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from rfl.societies.rules import SITE_WORDS, SiteKind
from rfl.web.choices import options
from rfl.web.forms import BaseForm


class SiteForm(BaseForm):
    """A place where the society works."""

    name = StringField(_("Name"), [InputRequired(_("Please fill this in.")), Length(max=200)])
    kind = SelectField(
        _("Kind"), choices=options((kind.value, _(SITE_WORDS[kind])) for kind in SiteKind)
    )
