"""Who searches very often within an hour says why, is shown to the focal point, and then waits."""

from rfl.access.rules import Role
from rfl.desk import reviewing, service, unusual, watching
from rfl.linking import rules
from tests.tracing.web import words_of

WHY = "Names of the boat of Tuesday, read to us by telephone."


def test_a_search_asks_why_then_waits_and_the_focal_point_reads_it(site, monkeypatch):
    monkeypatch.setattr(rules, "SEARCHES_FREE", 3)
    monkeypatch.setattr(rules, "SEARCHES_MOST", 5)
    monkeypatch.setattr(unusual, "SEARCHES_FREE", 3)
    world = site.world
    awa = world.colleague(Role.OFFICER, name="Awa Sarr")
    focal = world.colleague(Role.SAFEGUARDING)
    browser = site.as_(awa)
    browser.get("/my-settings")
    for name in ("Fall", "Diop", "Sow"):
        assert "Nobody found" in words_of(browser.post("/search", {"q": name}, 200))

    asked = browser.post("/search", {"q": "Camara"}, 429)
    assert "You searched very often" in words_of(asked)
    assert 'value="Camara"' in asked.text
    short = browser.post("/search", {"q": "Camara", "reason": "work"}, 429)
    assert "Say it in a sentence" in words_of(short)
    browser.post("/search", {"q": "Camara", "reason": WHY}, 200)
    browser.post("/search", {"q": "Mané"}, 200)
    waits = words_of(browser.post("/search", {"q": "Ndiaye"}, 429))
    assert "Go on in a while" in waits
    site.as_(world.colleague(Role.OFFICER)).post("/search", {"q": "Ndiaye"}, 200)

    with world.begin() as session:
        watching.watch(session, "SN")
        people = service.colleagues(session, focal)
        (found,) = reviewing.reviews(session, focal, people)
    assert found.rule == "Many searches"
    assert str(found.what).startswith("Awa Sarr searched 5 times in ")
    page = words_of(site.as_(focal).get(f"/access/reviews/{found.id}"))
    assert f"They wrote then: ‘ {WHY} ’" in page
