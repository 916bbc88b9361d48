"""The bar at the head of every page: all there is, and what is rare gives way."""

import re

from rfl.access.rules import Role


def _bar(site, world, *roles):
    page = site.as_(world.colleague(*roles)).client.get("/", follow_redirects=True).text
    bar = re.search(r'<nav class="nav-main".*?</nav>', page, re.DOTALL)
    assert bar
    whole = re.findall(r'<a href="([^"]+)"', bar[0])
    more = re.search(r"<details.*?</details>", bar[0], re.DOTALL)
    return whole, re.findall(r'<a href="([^"]+)"', more[0]) if more else []


def test_what_is_rare_waits_under_more_where_the_bar_is_full(site, world):
    whole, more = _bar(site, world, Role.SUPERVISOR)
    assert len(whole) - len(more) <= 10
    assert "/approvals" in more
    assert "/my-work" in set(whole) - set(more)
    assert "/team" in set(whole) - set(more)


def test_a_short_bar_stands_whole(site, world):
    whole, more = _bar(site, world, Role.VOLUNTEER)
    assert "/intake" in whole
    assert more == []
