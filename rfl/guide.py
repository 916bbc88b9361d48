"""The style guide: every token, icon and macro, alive. In the demonstration only.

For whoever writes templates: build a page from these; add a part here first if it is missing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField, StringField

from rfl.errors import NotFoundError
from rfl.linking import drawing, pictures, wording
from rfl.linking.rules import Side
from rfl.linking.whereabouts import KIND_WORDS, Stop
from rfl.matching import Likeness, Name, Particulars, compare
from rfl.matching.types import NameRole
from rfl.paths import resource_dir
from rfl.persons.document import NamePart, PersonDocument, PersonName
from rfl.societies.names import country_name
from rfl.web.choices import options
from rfl.web.forms import BaseForm
from rfl.web.i18n import OWN_NAMES
from rfl.web.paging import Page
from rfl.web.transaction import installation

blueprint = Blueprint("guide", __name__)

TOKEN = re.compile(r"--rfl-([\w-]+):\s*([^;]+);|/\*\s*(.*?)\s*\*/", re.DOTALL)
SYMBOL = re.compile(r'<symbol id="i-([\w-]+)"')
KINDS = ("", "quiet", "attention", "danger")
BUTTONS = ("primary", "secondary", "quiet", "danger")
TAGS = ("for", "close", "against", "absent", "state", "attention", "guard")
SIZES = ("2xl", "xl", "lg", "md", "sm", "xs")

PERSON = PersonDocument(
    names=tuple(
        PersonName((NamePart(text, NameRole.FULL),)) for text in ("Mamadou Diallo", "مامادو ديالو")
    )
)
"""Nobody: the man of the mock-ups."""

STOPS = (
    Stop(Side.SOUGHT, "origin", "SN", "Vélingara"),
    Stop(Side.SOUGHT, "news", "SN", "Mbour", date(2026, 9, 14)),
    Stop(Side.REGISTERED, "origin", "GM", "Basse"),
    Stop(Side.REGISTERED, "met", "GM", "Banjul", date(2026, 10, 3)),
)


@dataclass(frozen=True, slots=True)
class Token:
    """One custom property of the style sheet: '--rfl-ink', '#18242a'."""

    name: str
    value: str

    @property
    def is_colour(self) -> bool:
        """Tell whether it can be shown as a patch."""
        return self.value.startswith("#")


class SampleForm(BaseForm):
    """A form as it stands on a page; `text` and `one_of` are shown with an error."""

    text = StringField(_("Day"))
    choice = SelectField(_("Country"))
    one_of = RadioField(_("Sex"))
    yes = BooleanField(_("Not stated"))


@blueprint.get("/styleguide")
def show() -> ResponseReturnValue:
    """Show every part of the pages; nothing of anybody.

    Raises:
        NotFoundError: this is no demonstration.

    """
    if not installation().config.demo:
        raise NotFoundError("style guide")
    likeness = _likeness()
    return render_template(
        "guide.html",
        groups=tokens(_static("css/rfl.css")),
        icons=SYMBOL.findall(_static("icons.svg")),
        kinds=KINDS,
        tongues=OWN_NAMES,
        buttons=BUTTONS,
        tags=TAGS,
        sizes=SIZES,
        person=PERSON,
        form=_form(),
        page=Page(2, 60),
        likeness=likeness,
        picture=pictures.waterfall(likeness),
        minibar=pictures.minibar,
        wording=wording,
        drawn=drawing.drawn(STOPS),
        stop_kinds=KIND_WORDS,
        tick_words=drawing.tick_words,
    )


def tokens(css: str) -> Mapping[str, Sequence[Token]]:
    """Return the tokens of the first `:root` of a style sheet, by the comment above them."""
    body = css.split(":root {", 1)[1].split("\n}", 1)[0]
    groups: dict[str, list[Token]] = {}
    group = ""
    for line in TOKEN.finditer(body):
        name, value, comment = line.groups()
        if name:
            groups.setdefault(group, []).append(Token(f"--rfl-{name}", " ".join(value.split())))
        elif body[: line.start()].endswith("\n  "):  # a comment behind a token is of that one alone
            group = " ".join(comment.split())
    return groups


def _form() -> SampleForm:
    form = SampleForm(formdata=None)
    form.choice.choices = options((code, country_name(code)) for code in ("SN", "GM"))
    form.one_of.choices = options([("f", _("female")), ("m", _("male"))])
    form.refuse(_("Not a valid date value."), "text")
    form.refuse(_("Not a valid choice."), "one_of")
    return form


def _likeness() -> Likeness:
    one, other = (
        Particulars(names=(Name.of(name),), sex="male")
        for name in ("Mamadou Diallo", "Momodou Jallow")
    )
    return compare(one, other)


@cache
def _static(name: str) -> str:
    return (resource_dir("static") / name).read_text(encoding="utf-8")
