"""Forms of photos and documents."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from rfl.attachments.rules import KIND_WORDS, OWN_KIND_WORDS, AttachmentKind
from rfl.persons.fields import labelled
from rfl.persons.rules import SOURCE_WORDS, SourceKind
from rfl.web.forms import BaseForm

NEEDED = InputRequired(_("Please fill this in."))
SHORT, LONG = Length(max=300), Length(max=4000)
NO_GIVERS = (SourceKind.PERSON, SourceKind.DOCUMENT)
"""A paper gives nothing, and of several people sought nobody knows who ‘the person’ is."""

GIVERS = {one: words for one, words in SOURCE_WORDS.items() if one not in NO_GIVERS}
OWN_GIVERS = {one: words for one, words in SOURCE_WORDS.items() if one is not SourceKind.DOCUMENT}


def _kinds(words: Mapping[AttachmentKind, str]) -> RadioField:
    return RadioField(
        _("What is it?"),
        [NEEDED],
        choices=labelled(words),
        default=AttachmentKind.PHOTO.value,
    )


class GivenForm(BaseForm):
    """A photo or document, and who gave it on which day."""

    file = FileField(
        _("The photo or document"), [FileRequired(_("Choose the photo or document first."))]
    )
    giver = StringField(_("More on who gave it"), [SHORT])
    day = DateField(_("On which day"), [Optional()])
    note = TextAreaField(_("What helps the search"), [LONG])


class AttachForm(GivenForm):
    """The same of a case: what it is, of whom, who gave it."""

    kind = _kinds(KIND_WORDS)
    sought = SelectField(_("Whom does it show or speak of?"), [Optional()])
    source = SelectField(
        _("Who gave it?"), choices=labelled(GIVERS), default=SourceKind.ENQUIRER.value
    )


class OwnForm(GivenForm):
    """The same of somebody who is registered: they can have given it themselves."""

    kind = _kinds(OWN_KIND_WORDS)
    source = SelectField(
        _("Who gave it?"), choices=labelled(OWN_GIVERS), default=SourceKind.PERSON.value
    )


class TakeAwayForm(BaseForm):
    """Why a photo or document goes."""

    reason = TextAreaField(_("Why is it taken away?"), [LONG])
