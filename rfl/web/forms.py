"""The form every form is made from: CSRF, and errors in the order of the page."""

from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form with a CSRF token. What was typed stays in it, whatever is wrong."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Plain English messages from WTForms; ours are translated where they are written."""

        locales = False

    def summary(self) -> list[tuple[str, str]]:
        """Return (id of the field, message) for each error, in the order of the page."""
        found = []
        for field in self:
            found.extend((field.id, str(message)) for message in _messages(field))
        return found

    def refuse(self, message: str, field: str = "") -> None:
        """Put a message from a rule on the form, or on one of its fields."""
        target = self[field] if field else None
        if target is None:
            self.form_errors = [*self.form_errors, message]
        else:
            target.errors = [*target.errors, message]


def _messages(field: Field) -> list[Any]:
    errors = field.errors
    if isinstance(errors, dict):
        return [message for inner in errors.values() for message in inner]
    flat: list[Any] = []
    for error in errors:
        if isinstance(error, dict):
            flat.extend(message for inner in error.values() for message in inner)
        else:
            flat.append(error)
    return flat


def needed() -> str:
    """Return the message for a field that was left empty."""
    return str(_("Please fill this in."))
