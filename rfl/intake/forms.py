"""Forms for taking in a list."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField

from rfl.web.choices import options
from rfl.web.forms import BaseForm


class ImportForm(BaseForm):
    """A list to be taken in."""

    kind = RadioField(
        _("What does the list hold?"),
        choices=options(
            [
                ("registrations", _("People who were registered")),
                ("requests", _("Tracing requests")),
            ]
        ),
        default="registrations",
    )
    file = FileField(
        _("The list: CSV or XLSX, such as a KoboToolbox export"),
        [FileRequired(_("Choose a file."))],
    )
