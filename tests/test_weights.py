"""What a slow line carries: the first page with all it loads, and each page after it (run with -s
to read the figures)."""

import gzip
import re
import sys

from rfl.web import assets, packing, timing
from tests.exchange.gate import gate_of
from tests.once import ON_SQLITE
from tests.tracing.web import site_of

FIRST_MOST, NEXT_MOST = 120 * 1024, 30 * 1024
"""Bytes on the line: from an empty browser, and once it knows the style sheets."""

PAGES = (
    "/my-work", "/requests", "/requests/new", "/registrations", "/registrations/new", "/links",
    "/persons", "/exchange", "/inbox", "/messages", "/children", "/imports", "/news",
    "/requests/{case}", "/links/{link}",
)  # fmt: skip
LOADED = re.compile(r'(?:href|src)="(/static/[^"#]+)')
PACKED = {"Accept-Encoding": "gzip, br"}


def _fetched(client, path) -> tuple[str, int]:
    """Return what a page says, and the bytes that carried it."""
    with client.get(path, headers=PACKED) as answer:
        assert answer.status_code == 200, path
        body, is_packed = answer.get_data(), answer.headers.get("Content-Encoding") == "gzip"
        assert is_packed or len(body) < packing.LEAST_BYTES, path
        text = gzip.decompress(body) if is_packed else body
        return text.decode(), len(body) + len(str(answer.headers))


def _tell(what: str, weight: int, most: int) -> None:
    sys.stdout.write(f"{weight / 1024:6.1f} KB of {most // 1024}: {what}\n")


@ON_SQLITE
def test_a_slow_line_carries_little(site):
    gate = gate_of(site.world)
    for number in range(8):
        gate.register(age=20 + number)
    case = gate.request()
    site.world.set(case, owner_id=gate.awa.user_id)
    client = site.as_(gate.awa).client
    loads: dict[str, int] = {}
    weights = {}
    for path in PAGES:
        text, weights[path] = _fetched(client, path.format(case=case, link=gate.links(case)[0].id))
        for address in set(LOADED.findall(text)) - set(loads):
            loads[address] = _fetched(client, address.replace("&amp;", "&"))[1]
    first = max(weights.values()) + sum(loads.values())
    _tell("the first page with all that pages load", first, FIRST_MOST)
    for path, weight in sorted(weights.items(), key=lambda one: -one[1]):
        _tell(path, weight, NEXT_MOST)

    assert len(loads) >= 5
    assert first <= FIRST_MOST
    assert {path: weight for path, weight in weights.items() if weight > NEXT_MOST} == {}


@ON_SQLITE
def test_what_never_changes_is_fetched_once_and_a_page_never_kept(site):
    client = site.app.test_client()
    page = client.get("/sign-in", headers=PACKED)
    addresses = LOADED.findall(gzip.decompress(page.get_data()).decode())

    def kept(address: str) -> str:
        with client.get(address) as answer:
            return answer.headers["Cache-Control"]

    assert {kept(address) for address in addresses} == {assets.FOREVER}
    assert kept(f"{addresses[0].split('?', maxsplit=1)[0]}?v=000000000000") == "no-cache"
    assert page.headers["Cache-Control"] == "no-store"
    assert "Server-Timing" not in page.headers
    with client.get(addresses[0], headers=PACKED) as answer:
        known = {**PACKED, "If-None-Match": answer.headers["ETag"]}
    with client.get(addresses[0], headers=known) as answer:
        assert answer.status_code == 304


@ON_SQLITE
def test_a_page_of_one_content_is_of_no_one_length(site):
    client = site.app.test_client()
    lengths = {len(client.get("/sign-in", headers=PACKED).get_data()) for _ in range(12)}
    assert len(lengths) > 1


@ON_SQLITE
def test_the_demonstration_says_how_long_the_server_took(world):
    app = site_of(world, alone=True).app
    timing.register(app)

    said = app.test_client().get("/sign-in").headers["Server-Timing"]

    assert re.fullmatch(r"page;dur=\d+\.\d", said)
