"""Pages of a list, told in the address so that a view can be bookmarked."""

from dataclasses import dataclass
from math import ceil
from urllib.parse import urlencode

from flask import request, url_for

SIZE = 25


@dataclass(frozen=True, slots=True)
class Page:
    """One page of `total` things; pages count from 1."""

    number: int
    total: int
    size: int = SIZE

    @property
    def offset(self) -> int:
        """Return how many things stand on earlier pages."""
        return (self.number - 1) * self.size

    @property
    def end(self) -> int:
        """Return the place of this page's last thing, from 1."""
        return min(self.offset + self.size, self.total)

    @property
    def last(self) -> int:
        """Return the number of the last page."""
        return max(1, ceil(self.total / self.size))

    def href(self, number: int) -> str:
        """Return the address of another page of the same view."""
        here = url_for(request.endpoint or "", **(request.view_args or {}))
        # Never as arguments of url_for: some of those, such as _scheme, are not for strangers.
        return f"{here}?{urlencode({**request.args.to_dict(), 'page': number})}"


def asked_page() -> int:
    """Return the page number in the address, 1 if it is none."""
    asked = request.args.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1  # noqa: PLR2004
