"""Roles that one person never has together. Pure."""

from collections.abc import Mapping

from rfl.access.rules import ROLE_WORDS, Role
from rfl.errors import RuleBrokenError
from rfl.text import Text

_CASEWORK = frozenset({Role.VOLUNTEER, Role.OFFICER, Role.SUPERVISOR, Role.PARTNER})

APART: Mapping[Role, frozenset[Role]] = {
    Role.ADMIN: _CASEWORK | {Role.SAFEGUARDING, Role.DPO},
    Role.SAFEGUARDING: _CASEWORK,
}
"""Roles that one person never has together: an administrator sees no family's data, and whoever
reads the trail does not edit cases (docs/GLOSSARY.md, who uses it)."""


def check_together(roles: frozenset[Role]) -> None:
    """Return if one person may have all of `roles`.

    Raises:
        RuleBrokenError: two of them are kept apart; the sentence names them.

    """
    for role in Role:
        others = [other for other in Role if other in APART.get(role, frozenset()) & roles]
        if role in roles and others:
            raise RuleBrokenError(
                Text(
                    "One person cannot be both %(one)s and %(other)s. Give one of the two roles to "
                    "somebody else.",
                    one=Text(ROLE_WORDS[role]),
                    other=Text(ROLE_WORDS[others[0]]),
                )
            )
