"""What stands around every page: who reads, where they may go, the demonstration's banner."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from flask import Flask, current_app
from flask_babel import get_locale

from rfl.web.i18n import LANGUAGES, OWN_NAMES

BAR_ROOM = 10
"""Up to so many entries all stand in the bar; of more, the rare ones wait under 'More'."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the navigation."""

    label: str
    href: str
    current: bool = False
    count: int | None = None
    is_rare: bool = False
    """Whether it gives way where there are more entries than the bar has room for."""


@dataclass(frozen=True, slots=True)
class Shell:
    """The head and foot of one page. Without `who`, nobody is signed in."""

    demo: bool = False
    society_name: str = ""
    place: str = ""
    who: str = ""
    role: str = ""
    nav: list[NavItem] = field(default_factory=list)
    can_search: bool = False
    foot: str = ""
    is_new: bool = False
    """Whether the reader begins here, and has not put the hint for newcomers away."""
    news: int = 0
    """How many things came to the reader since they last looked."""
    emergency_until: datetime | None = None
    """Until when a record is open to the reader in an emergency."""

    @property
    def bar(self) -> list[NavItem]:
        """Return the entries that stand in the bar."""
        return [item for item in self.nav if item not in self.more]

    @property
    def more(self) -> list[NavItem]:
        """Return the entries that wait under 'More'; none while the bar has room for all."""
        rare = [item for item in self.nav if item.is_rare]
        return rare if len(self.nav) > BAR_ROOM and len(rare) > 1 else []

    @property
    def more_here(self) -> str:
        """Return the entry under 'More' on whose page the reader is, or ''."""
        return next((item.label for item in self.more if item.current), "")

    @property
    def more_waits(self) -> int:
        """Return how many things wait behind the entries under 'More'."""
        return sum(item.count or 0 for item in self.more)


def register(app: Flask) -> None:
    """Give every template `shell` (from app.extensions['rfl.shell']), `lang` and `direction`."""

    @app.context_processor
    def around() -> dict[str, Any]:
        provider = cast("Callable[[], Shell]", current_app.extensions["rfl.shell"])
        locale = get_locale()
        direction = getattr(locale, "text_direction", "ltr") if locale else "ltr"
        return {
            "shell": provider(),
            "lang": str(locale or "en"),
            "direction": direction,
            "languages": [(code, OWN_NAMES[code]) for code in LANGUAGES],
        }
