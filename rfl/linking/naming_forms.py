"""Forms for the names that a society adds to the lexicon."""

from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    Field,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from rfl.errors import RuleBrokenError
from rfl.linking.document import NameDocument
from rfl.linking.naming_rules import KIND_WORDS
from rfl.matching.additions import MOST_FORMS, AdditionKind, SpellingError
from rfl.matching.classes import LANGUAGE_WORDS
from rfl.persons.fields import ANY_DIRECTION, labelled
from rfl.text import N_
from rfl.web.choices import options
from rfl.web.forms import BaseForm
from rfl.web.i18n import say

LINE, LONG = Length(max=300), Length(max=2_000)

FAMILY = "family"
BEARER_WORDS = {"given": N_("A given name"), FAMILY: N_("A family name")}


class SpellingForm(Form):
    """One spelling, and the language that writes it so."""

    text = StringField(_("Spelling"), [LINE], render_kw=ANY_DIRECTION)
    language = SelectField(_("Language"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = sorted((gettext(words), tag) for tag, words in LANGUAGE_WORDS.items())
        self.language.choices = options(
            [("", gettext("any language")), *((tag, words) for words, tag in told)]
        )


class ProposalForm(BaseForm):
    """Spellings of one name, or two names that are not one."""

    kind = RadioField(
        _("What do you propose?"),
        [InputRequired(_("Say whether they are one name or two."))],
        choices=labelled(KIND_WORDS),
        default=AdditionKind.ONE_NAME.value,
    )
    bearers = RadioField(
        _("Given name or family name?"),
        [InputRequired(_("Say whether it is a given name or a family name."))],
        choices=options((value, _(words)) for value, words in BEARER_WORDS.items()),
    )
    spellings = FieldList(FormField(SpellingForm), min_entries=2, max_entries=MOST_FORMS)
    region = StringField(_("Where is it borne?"), [LINE])
    source = StringField(
        _("Where do you know it from?"),
        [InputRequired(_("Say where you know it from: whoever decides will ask.")), LINE],
    )
    why = TextAreaField(
        _("Why should it be added?"),
        [InputRequired(_("Say why: whoever decides goes by it.")), LONG],
    )

    def document(self) -> NameDocument:
        """Return what was typed; rows left empty do not count."""
        rows = [one.form for one in self.spellings if (one.form.text.data or "").strip()]
        return NameDocument(
            AdditionKind(self.kind.data),
            self.bearers.data == FAMILY,
            tuple((row.language.data or "", (row.text.data or "").strip()) for row in rows),
            (self.region.data or "").strip(),
            (self.source.data or "").strip(),
            (self.why.data or "").strip(),
        )

    def refuse_rule(self, error: RuleBrokenError) -> None:
        """Say why at the spelling that does not go, or where it is said what is proposed."""
        target = cast("Field", self.kind)
        if isinstance(error, SpellingError):
            texts = [one.form.text for one in self.spellings]
            same = [one for one in texts if error.form and (one.data or "").strip() == error.form]
            target = [texts[0], *same][-1]
        target.errors = [*target.errors, str(say(error.sentence))]


class AnswerForm(BaseForm):
    """Why a proposal is refused or taken back."""

    words = TextAreaField(
        _("Why?"), [InputRequired(_("Say why, so that nobody proposes it again.")), LONG]
    )
