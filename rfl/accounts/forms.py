"""Forms about colleagues' accounts. Each asks why: somebody else decides by it."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, EmailField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from rfl.access.rules import ROLE_WORDS, Role
from rfl.web.choices import options
from rfl.web.forms import BaseForm

NEEDED = InputRequired(_("Please fill this in."))
LONGEST_EMAIL = 254
LONGEST_WHY = 1000
ROLES = [(role.value, _(ROLE_WORDS[role])) for role in Role]


class InviteForm(BaseForm):
    """A new colleague."""

    name = StringField(_("Name"), [NEEDED, Length(max=200)])
    email = EmailField(_("E-mail"), [NEEDED, Length(max=LONGEST_EMAIL)], render_kw={"dir": "ltr"})
    place = StringField(_("Where they work"), [Length(max=200)])
    village = StringField(_("Where their family lives"), [Length(max=200)])
    role = SelectField(_("Role"), choices=options(ROLES))
    why = TextAreaField(_("Why they need it"), [NEEDED, Length(max=LONGEST_WHY)])


class RoleForm(BaseForm):
    """One more role for a colleague."""

    role = SelectField(_("Role"), choices=options(ROLES))
    last_day = DateField(
        _("Last day (none: for good)"),
        [Optional()],
    )
    why = TextAreaField(_("Why they need it"), [NEEDED, Length(max=LONGEST_WHY)])


class LastDayForm(BaseForm):
    """Until when somebody works here."""

    leaves_on = DateField(_("Last day (empty: they stay)"), [Optional()])


class RenewForm(BaseForm):
    """A new code for a colleague who lost theirs, or their passphrase."""

    how = TextAreaField(
        _("Why, and how you made sure that it is they who ask"), [NEEDED, Length(max=LONGEST_WHY)]
    )
