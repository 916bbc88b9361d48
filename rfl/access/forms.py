"""Forms for signing in, invitations and passphrases."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from rfl.access.passphrases import LONGEST
from rfl.web.forms import BaseForm

NEEDED = InputRequired(_("Please fill this in."))
LONGEST_EMAIL = 254

USERNAME = {"autocomplete": "username", "dir": "ltr"}
PRESENT = {"autocomplete": "current-password", "dir": "auto"}
CHOSEN = {"autocomplete": "new-password", "dir": "auto"}
ONE_TIME = {
    "autocomplete": "one-time-code", "dir": "ltr", "spellcheck": "false", "autocapitalize": "off"
}  # fmt: skip
NAMED = {"autocomplete": "off", "dir": "auto"}
CODE = {"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}


class SignInForm(BaseForm):
    """E-mail and passphrase."""

    email = EmailField(
        _("E-mail at your society"), [NEEDED, Length(max=LONGEST_EMAIL)], render_kw=USERNAME
    )
    passphrase = PasswordField(_("Passphrase"), [NEEDED, Length(max=LONGEST)], render_kw=PRESENT)


class SecondStepForm(BaseForm):
    """A code, or what a key signed (filled in by static/js/passkeys.js)."""

    code = StringField(_("Code"), [Length(max=40)], render_kw=ONE_TIME)
    credential = HiddenField(validators=[Length(max=20_000)])
    name = StringField(
        _("A name for this key, such as ‘my telephone’"), [Length(max=60)], render_kw=NAMED
    )


class ProofForm(BaseForm):
    """The second step shown again before a grave act, beside the fields of that act."""

    proof_code = StringField(_("Code"), [Length(max=40)], render_kw=ONE_TIME)
    proof_credential = HiddenField(validators=[Length(max=20_000)])


class InvitationForm(BaseForm):
    """The address invited, the one-time code and the passphrase that its holder chooses."""

    email = EmailField(
        _("E-mail at your society"), [NEEDED, Length(max=LONGEST_EMAIL)], render_kw=USERNAME
    )
    code = StringField(_("Code of the invitation"), [NEEDED, Length(max=100)], render_kw=CODE)
    passphrase = PasswordField(
        _("A passphrase of your own"), [NEEDED, Length(max=LONGEST)], render_kw=CHOSEN
    )


class PassphraseForm(BaseForm):
    """The passphrase of today and the one to come."""

    present = PasswordField(
        _("Your present passphrase"), [NEEDED, Length(max=LONGEST)], render_kw=PRESENT
    )
    passphrase = PasswordField(
        _("Your new passphrase"), [NEEDED, Length(max=LONGEST)], render_kw=CHOSEN
    )
