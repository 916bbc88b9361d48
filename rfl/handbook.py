"""The guide: how the work of each role begins, in a few sentences, with a picture.

The pictures are taken by `make pictures` (tests/looking/pictures.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from rfl.access import service as access
from rfl.access import sign_in
from rfl.access.guards import current_actor, requires
from rfl.access.rules import ROLE_WORDS, Permission, Role
from rfl.access.views import home_of
from rfl.paths import resource_dir
from rfl.text import N_
from rfl.web.transaction import transaction

blueprint = Blueprint("handbook", __name__)

STEPS: Mapping[Role, Sequence[str]] = {
    Role.OFFICER: (
        N_("My work shows what to do next, the most pressing first, each with its reason."),
        N_("A case begins with consent and two names. Save at any time, and go on later."),
        N_(
            "The computer suggests pairs, and you judge. Look at what disagrees as closely as at "
            "what agrees. Nothing is merged by itself."
        ),
        N_(
            "Before a family is told anything, the person who was found decides what may be told, "
            "and a second colleague looks."
        ),
        N_("Call each family at least every 90 days, even when there is nothing new."),
        N_(
            "When a boat is lost, write it down under Incidents: what one survivor tells may "
            "answer several families."
        ),
    ),
    Role.VOLUNTEER: (
        N_("Intake begins with one question: who is with you?"),
        N_("Consent comes first. Read the sentences aloud in the person’s language."),
        N_("Write names as they are said. Leave open what is not known: a gap is better."),
        N_("You see what you wrote yourself, for 72 hours."),
    ),
    Role.SUPERVISOR: (
        N_("Read exactly what would be sent before you approve. Nobody approves their own."),
        N_("Team shows whose cases are whose, and which are nobody’s."),
        N_("Give a reason that a colleague understands in a year."),
    ),
    Role.PARTNER: (
        N_("Your inbox shows what other societies ask, until when, and only what they sent."),
        N_("Speak with the person alone. They decide purpose by purpose; a no stays with you."),
        N_("You see exactly what would be sent, and a second colleague releases it."),
    ),
    Role.SAFEGUARDING: (
        N_("Ask in one field who opened a record, or what a colleague opened."),
        N_("Each unusual access stands there with its reason. Ask the colleague before you judge."),
        N_("One sentence says whether the record of access is whole. If not, call at once."),
    ),
    Role.DPO: (
        N_("Rights shows what people ask about their data, each with its day."),
        N_("Retention lists what was kept long enough. Two people agree before anything goes."),
        N_("Consents shows what was allowed, and what was taken back."),
    ),
    Role.ADMIN: (
        N_("Users and sites are yours; the names of families are not."),
        N_("Give the code of an invitation by word of mouth, never by e-mail."),
        N_("Take roles back on the day somebody leaves."),
    ),
    Role.COORDINATOR: (
        N_("Reports are figures, without names."),
        N_("Small figures are held back, because they could tell who is meant."),
    ),
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one role reads: its words, its steps, and the file of its picture, '' if none."""

    role: Role
    words: str
    steps: Sequence[str]
    picture: str


def chapters(roles: Sequence[Role], language: str) -> list[Chapter]:
    """Return the chapters of some roles; pictures in `language` as far as they were taken."""
    return [
        Chapter(role, ROLE_WORDS[role], STEPS[role], _picture(role, language))
        for role in Role
        if role in roles
    ]


@blueprint.get("/guide")
@requires(Permission.HOME)
def show() -> ResponseReturnValue:
    """Show the reader how their work begins: a chapter for each of their roles."""
    locale = get_locale()
    roles = sorted(current_actor().roles)
    return render_template(
        "handbook.html", chapters=chapters(roles, locale.language if locale else "en")
    )


@blueprint.post("/guide/known")
@requires(Permission.HOME)
def put_away() -> ResponseReturnValue:
    """Put the hint for newcomers away, for good."""
    with transaction() as session:
        access.put_hint_away(session, current_actor())
    sign_in.reread()
    flash(_("Put away. The guide stays at the foot of each page."))
    return redirect(home_of(current_user.actor), code=303)


def _picture(role: Role, language: str) -> str:
    name = f"guide/{role.value}-{language}.webp"
    return name if (resource_dir("static") / name).is_file() else ""
