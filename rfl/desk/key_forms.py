"""Forms for the keys of the record of access."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField, TextAreaField
from wtforms.validators import InputRequired, Length

from rfl.access.passphrases import LONGEST
from rfl.web.forms import BaseForm

NEEDED = InputRequired(_("Please fill this in."))
LONGEST_SHEET = 200


class NewKeyForm(BaseForm):
    """The passphrase of a new key."""

    passphrase = PasswordField(
        _("A passphrase for this key, another than you sign in with"),
        [NEEDED, Length(max=LONGEST)],
        render_kw={"autocomplete": "new-password", "dir": "auto"},
    )


class OpenKeyForm(BaseForm):
    """The passphrase of the key one has."""

    passphrase = PasswordField(
        _("The passphrase of your key"),
        [NEEDED, Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password", "dir": "auto"},
    )


class SheetForm(BaseForm):
    """What stands on the recovery sheet."""

    words = TextAreaField(
        _("The groups of letters on the recovery sheet"),
        [NEEDED, Length(max=LONGEST_SHEET)],
        render_kw={"autocomplete": "off", "dir": "ltr", "spellcheck": "false", "rows": "3"},
    )


class AgreeForm(BaseForm):
    """Which key was seen when somebody agreed."""

    seen = HiddenField(validators=[InputRequired(), Length(max=40)])
