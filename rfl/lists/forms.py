"""The form of an act on many lines, and which lines are ticked."""

from collections.abc import Mapping
from uuid import UUID

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField
from wtforms.validators import Optional

from rfl import clock
from rfl.lists.rules import BulkKind, Wish
from rfl.web.choices import options
from rfl.web.forms import BaseForm


class BulkForm(BaseForm):
    """What many lines get: a colleague, or a day. Which lines stands beside the form."""

    owner = SelectField(_("Who takes them?"), default="")
    day = DateField(_("On which day are they looked at again?"), [Optional()])

    def offer(self, names: Mapping[UUID, str]) -> None:
        """Offer colleagues, by name."""
        named = sorted(((str(one), name) for one, name in names.items()), key=_name)
        self.owner.choices = options([("", gettext("Choose a colleague")), *named])

    def wish(self, kind: BulkKind) -> Wish | None:
        """Return what is wished; None, with a word on the field, where the form does not say."""
        if not self.validate():
            return None
        if kind is BulkKind.OWNER:
            if not self.owner.data:
                self.refuse(gettext("Choose who takes them."), "owner")
                return None
            return Wish(kind, owner_id=UUID(self.owner.data))
        if self.day.data is None or self.day.data < clock.today():
            self.refuse(gettext("Choose today or a later day for the next review."), "day")
            return None
        return Wish(kind, day=self.day.data)


def ticked(field: str) -> list[UUID]:
    """Return the lines that are ticked in a list; `field`: the name of its boxes."""
    found = []
    for value in request.form.getlist(field):
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def _name(pair: tuple[str, str]) -> str:
    return pair[1].casefold()
