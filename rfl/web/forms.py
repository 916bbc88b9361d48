"""The form every form is made from: CSRF, and errors in the order of the page."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from flask_babel import get_translations
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField

from rfl.text import N_, Counted

FIELDS_SAY: Sequence[str | Counted] = (
    N_("Not a valid choice."),
    N_("Invalid Choice: could not coerce."),
    N_("Not a valid date value."),
    N_("Not a valid integer value."),
    N_("Number must be at least %(min)s."),
    N_("Number must be at most %(max)s."),
    N_("Number must be between %(min)s and %(max)s."),
    Counted(
        "Field cannot be longer than %(max)d character.",
        "Field cannot be longer than %(max)d characters.",
    ),
    Counted(
        "'%(value)s' is not a valid choice for this field.",
        "'%(value)s' are not valid choices for this field.",
    ),
)
"""What WTForms' own fields and validators say, so that it is collected for translation."""


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form with a CSRF token. What was typed stays in it, whatever is wrong."""

    form_errors: list[str]

    FIRST: ClassVar[Sequence[str]] = ()
    """Names of fields that stand first on the page, where they were not written first."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """What WTForms says by itself is in our catalogues, beside what we say."""

        def get_translations(self, form: "BaseForm") -> Any:
            """Return what translates the messages of fields and validators."""
            return get_translations()

    def summary(self) -> list[tuple[str, str]]:
        """Return (id of the field, message) for each error, in the order of the page."""
        first = [self[name] for name in self.FIRST]
        rest = [field for field in self if field.short_name not in self.FIRST]
        return [found for field in (*first, *rest) for found in _messages(field)]

    def refuse(self, message: str, field: str = "") -> None:
        """Put a message from a rule on the form, or on one of its fields."""
        target = self[field] if field else None
        if target is None:
            self.form_errors = [*self.form_errors, message]
        else:
            target.errors = [*target.errors, message]


def _messages(field: Field) -> Iterator[tuple[str, str]]:
    """Yield (id, message) of a field and of those within it, however deep."""
    if isinstance(field, FormField):
        for inner in field.form:
            yield from _messages(inner)
        return
    if isinstance(field, FieldList):
        for entry in field.entries:
            yield from _messages(entry)
        return
    for message in field.errors:
        yield field.id, str(message)


def needed() -> str:
    """Return the message for a field that was left empty."""
    return str(_("Please fill this in."))
