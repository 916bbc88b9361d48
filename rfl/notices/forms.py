"""The form of one's own settings."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from rfl.notices.rules import WISH_WORDS, MailWish
from rfl.web.choices import options
from rfl.web.forms import BaseForm
from rfl.web.zones import zones


class SettingsForm(BaseForm):
    """When news come by e-mail, and in which time zone hours are told."""

    mail = RadioField(
        _("News by e-mail"),
        [InputRequired(_("Choose whether news come by e-mail."))],
        choices=options((wish.value, _(words)) for wish, words in WISH_WORDS.items()),
    )
    zone = SelectField(
        _("Time zone"),
        [Optional()],
        choices=options(
            [("", _("That of my society")), *((zone, zone.replace("_", " ")) for zone in zones())]
        ),
    )

    @property
    def wish(self) -> MailWish:
        """Return what was chosen."""
        return MailWish(self.mail.data)
