"""Who may what, as one page: `python -m tests.security.matrix` writes docs/PERMISSIONS.md.

Everything on it is read off the permission table, the rule that decides and the routes themselves.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask

from rfl.access.apart import APART
from rfl.access.guards import PUBLIC
from rfl.access.rules import (
    GRANTS,
    GRAVE,
    OWN_HOURS,
    ROLE_WORDS,
    SEES_RESTRICTED,
    Permission,
    Reach,
    Resource,
    Role,
    Scope,
    Sensitivity,
)
from rfl.pages import BLUEPRINTS
from rfl.web.health import blueprint as health

PAGE = Path(__file__).resolve().parents[2] / "docs" / "PERMISSIONS.md"
COMMAND = "make matrix"

ME, OTHER = UUID(int=1), UUID(int=2)
NOW = datetime(2026, 1, 31, tzinfo=UTC)
RELATIONS: Mapping[str, Mapping[str, Any]] = {
    "made it": {"created_by": ME},
    "owns it": {"owner_id": ME},
    "is named on it": {"named": frozenset({ME})},
    "it is shared with": {"shared": frozenset({ME})},
    "sees restricted by role": {},
    "none of these": {},
}
BY_ROLE = "sees restricted by role"

WRITTEN = (
    f"Written by `{COMMAND}` from `rfl/access/rules.py` and the routes; a test fails when it is "
    "stale. How a decision is made: [SECURITY.md](SECURITY.md)."
)
MEANING = (
    f"An empty place is a refusal (403). *own*: what one wrote down oneself, for {OWN_HOURS} "
    "hours. *society*: records of one's society, as their sensitivity allows. *addressed*: "
    "questions to one's society. *everywhere*: bound to no record. *second step*: for how long its "
    "last showing is enough for acts."
)
REACHING = (
    "By reach, sensitivity and what the reader is to the record. A record out of reach looks as if "
    "it did not exist (404). By role see restricted records: "
    f"{', '.join(ROLE_WORDS[role] for role in Role if role in SEES_RESTRICTED)}."
)


def page() -> str:
    """Return the whole page."""
    parts = [
        "# Who may what",
        WRITTEN,
        "## Permissions of the roles",
        MEANING,
        *_table(("permission", *Role, "second step"), _permissions()),
        f"Never one person: {'; '.join(_apart())}.",
        "## Which records a permission reaches",
        REACHING,
        *_table(("reach", "the record is", *RELATIONS, "another society"), _reaches()),
        "## Every page",
        *_table(("page", "permission", "second step", "roles"), _routes()),
        "Open without signing in: "
        + ", ".join(f"`{method} {path}`" for method, path, name in _rules() if name in PUBLIC)
        + ".",
    ]
    return "\n\n".join(parts) + "\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = list(head)
    lines = [names, ["---"] * len(names), *rows]
    yield "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _permissions() -> Iterator[list[str]]:
    for permission in Permission:
        reaches = [GRANTS[role].get(permission) for role in Role]
        shown = [reach.value if reach else "" for reach in reaches]
        yield [f"`{permission}`", *shown, _age(permission)]


def _age(permission: Permission) -> str:
    age = GRAVE.get(permission)
    if age is None:
        return ""
    return f"{age // timedelta(minutes=1)} min" if age else "each time"


def _apart() -> Iterator[str]:
    for role, others in APART.items():
        names = [ROLE_WORDS[other] for other in Role if other in others]
        yield f"{ROLE_WORDS[role]} with {', '.join(names)}"


def admits(
    reach: Reach, sensitivity: Sensitivity, relation: str, society: str = "SN", to: str = "SN"
) -> bool:
    """Tell whether a permission of this `reach` lets somebody of SN know a record of `society`.

    `to`: to which society it is addressed, where the reach is of what is addressed to one.
    """
    scope = Scope(ME, "SN", frozenset({reach}), relation == BY_ROLE, NOW - timedelta(hours=1))
    given: dict[str, Any] = {"created_by": OTHER, **RELATIONS[relation]}
    record = Resource(
        id=OTHER,
        society=society,
        created_at=NOW,
        sensitivity=sensitivity,
        addressed_to=to if reach is Reach.ADDRESSED else None,
        **given,
    )
    return scope.admits(record)


def _reaches() -> Iterator[list[str]]:
    for reach in Reach:
        for sensitivity in Sensitivity:
            marks = [_mark(admits(reach, sensitivity, relation)) for relation in RELATIONS]
            abroad = any(admits(reach, sensitivity, one, "GM") for one in RELATIONS)
            told = "as here" if reach is Reach.ADDRESSED else _mark(abroad)
            yield [reach.value, sensitivity.value, *marks, told]


def _mark(is_so: bool) -> str:
    return "yes" if is_so else ""


def _rules() -> list[tuple[str, str, str]]:
    """Return (method, path, endpoint) of every route, by path."""
    found = []
    for rule in _app().url_map.iter_rules():
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        found.append((method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), rule.endpoint))
    return sorted(found, key=lambda one: (one[1], one[0]))


def _routes() -> Iterator[list[str]]:
    views = _app().view_functions
    for method, path, name in _rules():
        if name in PUBLIC:
            continue
        permission: Permission = vars(views[name])["requires"]
        roles = [role.value for role in Role if permission in GRANTS[role]]
        who = "all" if len(roles) == len(Role) else ", ".join(roles)
        asked = _age(permission) if method == "POST" else ""
        yield [f"`{method} {path}`", f"`{permission}`", asked, who]


def _app() -> Flask:
    app = Flask("rfl")
    for blueprint in (health, *BLUEPRINTS):
        app.register_blueprint(blueprint)
    return app


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
