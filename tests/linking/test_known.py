"""Is it one of these? Who is known already, told while a form at intake is typed and when sent."""

from rfl.access.rules import Role
from rfl.drafts.rules import FormKind
from rfl.persons import likely
from tests.tracing.web import site_of, words_of
from tests.tracing.world import person

MAMADOU = person("Mamadou Diallo", age=20)


def _known(gate, actor, kind=FormKind.REQUEST):
    with gate.world.begin() as session:
        return likely.known(session, actor, kind, MAMADOU)


def test_whom_we_seek_and_whom_others_let_us_find_are_told_and_nobody_else(gate):
    assert _known(gate, gate.awa) == []
    case = gate.request()
    gate.register("Momodou Jallow")
    gate.register("Momodou Jallow", share=False)
    gate.register("Momodou Jallow", age=17)  # a child's record is held more closely

    found = {one.href: (str(one.what), one.is_double) for one in _known(gate, gate.awa)}
    assert found == {
        f"/requests/{case}": ("sought in a case of ours", True),
        "": ("registered in The Gambia", False),
    }
    assert [one.is_double for one in _known(gate, gate.awa, FormKind.REGISTRATION)] == [False] * 2
    assert len(_known(gate, gate.lamin)) == 3  # whom they registered themselves, the child too
    assert all(one.href for one in _known(gate, gate.lamin))


def test_who_may_not_search_is_told_of_nobody(gate):
    gate.register()
    assert _known(gate, gate.world.colleague(Role.VOLUNTEER, society="GM")) == ()


def test_a_form_sent_for_somebody_known_is_asked_about_once_and_then_taken(gate):
    gate.register("Mamadou Diallo")
    browser = site_of(gate.world).as_(gate.lamin)
    typed = {
        "agrees": "y",
        "share": "yes",
        "person-names-0-parts-0-text": "Mamadou Diallo",
        "person-age": "24",
    }
    browser.get("/registrations/new")
    panel = browser.post("/persons/known?kind=registration", typed, 200)
    assert "Is it one of these?" in words_of(panel)
    assert browser.post("/persons/known?kind=request", {"person-year": "x"}, 200).text == ""

    asked = browser.fill("/registrations/new", typed, 200)
    assert "send the form once more" in words_of(asked)
    kept = browser.send("/registrations/new")
    assert "/registrations/" in kept.headers["Location"]
