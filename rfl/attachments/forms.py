"""Forms of photos and documents."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from rfl.attachments.rules import KIND_WORDS, AttachmentKind
from rfl.persons.fields import labelled
from rfl.persons.rules import SOURCE_WORDS, SourceKind
from rfl.web.forms import BaseForm

NEEDED = InputRequired(_("Please fill this in."))
SHORT, LONG = Length(max=300), Length(max=4000)
NO_GIVERS = (SourceKind.PERSON, SourceKind.DOCUMENT)
"""A paper gives nothing, and of several people sought nobody knows who ‘the person’ is."""

GIVERS = {one: words for one, words in SOURCE_WORDS.items() if one not in NO_GIVERS}


class AttachForm(BaseForm):
    """A photo or document, what it is, and who gave it."""

    file = FileField(
        _("The photo or document"), [FileRequired(_("Choose the photo or document first."))]
    )
    kind = RadioField(
        _("What is it?"),
        [NEEDED],
        choices=labelled(KIND_WORDS),
        default=AttachmentKind.PHOTO.value,
    )
    sought = SelectField(_("Whom does it show or speak of?"), [Optional()])
    source = SelectField(
        _("Who gave it?"), choices=labelled(GIVERS), default=SourceKind.ENQUIRER.value
    )
    giver = StringField(_("More on who gave it"), [SHORT])
    day = DateField(_("On which day"), [Optional()])
    note = TextAreaField(_("What helps the search"), [LONG])


class TakeAwayForm(BaseForm):
    """Why a photo or document goes."""

    reason = TextAreaField(_("Why is it taken away?"), [LONG])
