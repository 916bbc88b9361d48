"""Forms for signing in, invitations and colleagues."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from rfl.access.rules import ROLE_WORDS, Role
from rfl.web.choices import options
from rfl.web.forms import BaseForm

NEEDED = InputRequired(_("Please fill this in."))


class SignInForm(BaseForm):
    """E-mail and passphrase."""

    email = EmailField(_("E-mail at your society"), [NEEDED, Length(max=254)])
    passphrase = PasswordField(_("Passphrase"), [NEEDED, Length(max=256)])


class InvitationForm(BaseForm):
    """The one-time code and the passphrase that its holder chooses."""

    code = StringField(_("Code of the invitation"), [NEEDED, Length(max=100)])
    passphrase = PasswordField(_("A passphrase of your own"), [NEEDED, Length(max=256)])


class InviteForm(BaseForm):
    """A new colleague."""

    name = StringField(_("Name"), [NEEDED, Length(max=200)])
    email = EmailField(_("E-mail"), [NEEDED, Length(max=254)])
    place = StringField(_("Where they work"), [Length(max=200)])
    role = SelectField(
        _("Role"), choices=options((role.value, _(ROLE_WORDS[role])) for role in Role)
    )
