"""The web side, attacked through the public door: headers, hosts, bodies, hostile names."""

import io
import re
from collections import Counter
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy import update

from rfl.access.guards import PUBLIC
from rfl.access.models import RoleGrant, User
from rfl.access.rules import GRANTS, Role, Sensitivity
from rfl.exchange.models import ConfirmationRequest
from rfl.linking.models import Link
from rfl.persons.models import Person, Registration
from rfl.societies import service as societies
from rfl.societies.rules import SiteKind
from rfl.tracing.models import SoughtPerson, TracingRequest
from rfl.web.bodies import MAX_FORM_PARTS
from rfl.web.headers import HEADERS
from rfl.web.paging import SIZE
from tests.approvals.deciding import approve_button
from tests.exchange.gate import gate_of
from tests.intake.kobo import export, row
from tests.once import ON_ALL
from tests.security.hostile import HOSTILE, injected
from tests.tracing.web import site_of
from tests.tracing.world import COMPLETE, person, son

TOKEN = re.compile(r"<input[^>]*(?:csrf_token|once)[^>]*>")
FRESH = PUBLIC | {"access.my_second_steps"}
"""Pages that are new at each look, and show nobody's records."""

CLOCK = re.compile(r"\d\d:\d\d")


def _plain_pages(site, role):
    """Return the address of each page without an id that `role` may open."""
    client = site.as_(site.world.colleague(role)).client
    for rule in site.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and "<" not in rule.rule and rule.endpoint != "static":
            answer = client.get(rule.rule)
            if answer.status_code == 200:
                yield rule.rule, answer


def test_every_answer_carries_the_headers_errors_too(world, site, monkeypatch):
    officer = site.as_(world.colleague(Role.OFFICER))
    nobody = site.app.test_client()
    answers = [
        nobody.get("/sign-in"),
        nobody.get("/requests"),
        nobody.get("/no-such-page"),
        nobody.get("/health"),
        nobody.get("/static/css/rfl.css"),
        nobody.get("/static/nothing"),
        nobody.get("/sign-in", headers={"Host": "evil.example"}),
        nobody.put("/sign-in"),
        nobody.post("/sign-in"),
        nobody.post("/sign-in", data={"a": "b" * 2_000_000}),
        officer.client.get("/users"),
        officer.client.get("/requests"),
        officer.client.open("/requests", method="OPTIONS"),
    ]
    with world.installation.database.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE audit_entry RENAME TO elsewhere"))
    answers.append(officer.client.get("/requests"))

    assert {answer.status_code for answer in answers} >= {200, 303, 400, 403, 404, 405, 413, 503}
    for answer in answers:
        for name, value in HEADERS.items():
            assert answer.headers.get(name) == value, (answer.request.path, name)
        is_static = answer.request.path.startswith("/static/") and answer.status_code == 200
        assert is_static or answer.headers["Cache-Control"] == "no-store", answer.request.path
        assert "Server" not in answer.headers
        answer.close()
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


@ON_ALL
def test_a_page_for_everybody_opens_to_who_is_signed_in_as_well(world, site):
    """It asks who reads while its own transaction is open: on SQLite two would wait for ever."""
    officer = site.as_(world.colleague(Role.OFFICER)).client
    for rule in site.app.url_map.iter_rules():
        if rule.endpoint in PUBLIC and "GET" in (rule.methods or ()) and "<" not in rule.rule:
            assert officer.get(rule.rule).status_code in (200, 303, 404), rule.rule


def test_behind_tls_the_cookie_is_secure_and_bound_to_the_host(world):
    config = replace(world.installation.config, hosts=("rfl.example",), secure_cookies=True)
    world.installation = replace(world.installation, config=config)

    answer = site_of(world).app.test_client().get("/sign-in", base_url="https://rfl.example")

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-rfl=")
    for flag in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert flag in cookie
    assert "Domain" not in cookie
    strict = answer.headers["Strict-Transport-Security"]
    assert strict == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "localhost.evil.example"},
        {"Host": "localhost:80@evil.example"},
        {"Host": "evil.example:localhost"},
    ],
)
def test_a_host_of_somebody_else_is_refused(site, headers):
    assert site.app.test_client().get("/sign-in", headers=headers).status_code == 400


def test_a_forwarded_host_or_scheme_is_not_believed(world):
    config = replace(world.installation.config, proxies=1)
    world.installation = replace(world.installation, config=config)
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}

    answer = site_of(world).app.test_client().get("/requests", headers=headers)

    assert answer.headers["Location"] == "/sign-in?next=/requests"


@pytest.mark.parametrize(
    "query",
    [
        "_external=1&_scheme=javascript",
        "_anchor=x&_method=POST",
        "endpoint=static&filename=x",
        "next=//evil.example&state=%22%3E%3Cscript%3E",
    ],
)
def test_a_page_of_a_list_leads_only_to_its_other_pages(world, site, query):
    officer = world.colleague(Role.OFFICER)
    for _ in range(SIZE + 1):
        world.case(officer)

    answer = site.as_(officer).get(f"/requests?{query}")

    onward = re.search(r'rel="next" href="([^"]*)"', answer.text)
    assert onward is not None
    assert onward[1].startswith("/requests?")
    assert injected(answer.text) == []


@ON_ALL
def test_a_name_that_is_a_script_runs_on_no_page(world, site):
    """It stands in names, notes, a site, a colleague, a list's heading and cell, an error."""
    gate = gate_of(world)
    hostile = world.colleague(Role.OFFICER, Role.SUPERVISOR, name=HOSTILE)
    admin = world.colleague(Role.ADMIN)
    with world.begin() as session:
        societies.add_site(session, admin, HOSTILE[:200], SiteKind.TRANSIT)
    gate.register(HOSTILE)
    request_id = gate.request(HOSTILE)
    world.case(hostile, COMPLETE, enquirer=person(HOSTILE), sought=(son(HOSTILE),))
    for link in gate.links(request_id)[:1]:
        gate.released(gate.sent(gate.judged(link.id)))
    data = export([row(1, HOSTILE, person__age=HOSTILE)]).replace(b"person/phone", HOSTILE.encode())
    uploader = site.as_(hostile)
    file = (io.BytesIO(data), f"{HOSTILE}.csv")
    uploader.fill("/imports", {"kind": "registrations", "file": file})
    found, pages = [], 0
    for actor in (gate.awa, gate.ousmane, gate.lamin, gate.haddy, hostile):
        browser = site.as_(actor)
        for path, answer in _reached(site, browser):
            pages += 1
            found += [(path, what) for what in injected(_text(answer))]
    for role in (Role.SAFEGUARDING, Role.ADMIN, Role.DPO, Role.COORDINATOR):
        for path, answer in _reached(site, site.as_(world.colleague(role))):
            found += [(path, what) for what in injected(_text(answer))]
    for path in ("/search", "/registrations/new", "/requests/new", "/sign-in", "/invitation"):
        uploader.get("/passphrase")
        typed = uploader.form | dict.fromkeys(
            ("q", "words", "email", "person-names-0-parts-0-text"), HOSTILE
        )
        found += [(path, what) for what in injected(uploader.client.post(path, data=typed).text)]
    assert found == []
    assert pages > 40


OF_A_KIND = 2
"""How many pages of one address are looked at by one reader: they are made alike."""


def _text(answer):
    """Return an answer as text; of a paper only what kind of file it is."""
    return answer.text if answer.mimetype.startswith("text/") else answer.mimetype


def _reached(site, browser):
    """Walk from page to page, as far as links lead."""
    known = site.app.url_map.bind("localhost")
    looked: Counter[str] = Counter()
    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        path = waiting.pop(0)
        endpoint, _ids = known.match(path.split("?")[0])
        if path in seen or looked[endpoint] == OF_A_KIND:
            continue
        seen.add(path)
        looked[endpoint] += 1
        answer = browser.client.get(path, follow_redirects=True)
        assert answer.status_code < 500, path
        yield path, answer
        links = re.findall(r'\shref="(/(?!static)[^"#]*)"', _text(answer))
        waiting += [onward.replace("&amp;", "&") for onward in links]


@pytest.mark.parametrize("body", [b"a&" * 2_000, b"a=b&" * 400_000], ids=["fields", "bytes"])
def test_a_form_of_too_many_fields_or_bytes_is_not_read(site, body):
    answer = site.app.test_client().post(
        "/sign-in", data=body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 413


def test_a_form_of_many_fields_is_read(site):
    body = "&".join("a=b" for _ in range(MAX_FORM_PARTS - 1))

    answer = site.app.test_client().post(
        "/sign-in", data=body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 400  # read, and then missed its token


@pytest.mark.parametrize(
    "path",
    [
        "/static/../rfl/app.py",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/static/..%2f..%2fetc/passwd",
        "/static/vendor/..%5c..%5croot.key",
        "/static//etc/passwd",
    ],
)
def test_no_address_leads_out_of_the_folder_of_static_files(site, path):
    assert site.app.test_client().get(path, follow_redirects=True).status_code == 404


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_method_cannot_be_exchanged(world, site, name):
    browser = site.as_(world.colleague(Role.ADMIN))

    answer = browser.client.get("/users?_method=POST", headers={name: "POST"})

    assert answer.status_code == 200
    assert browser.client.get("/sign-out", headers={name: "POST"}).status_code == 405


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml", ""])
def test_a_body_of_another_kind_passes_no_form(world, site, kind):
    browser = site.as_(world.colleague(Role.ADMIN))
    browser.get("/users")
    typed = f'{{"csrf_token": "{browser.form["csrf_token"][0]}", "name": "X"}}'

    answer = browser.client.post("/users", data=typed, content_type=kind)

    assert answer.status_code == 400


def test_every_form_refuses_to_be_sent_from_elsewhere(world, site):
    """Without its token no act is reached, whoever is signed in."""
    browser = site.as_(world.colleague(Role.SUPERVISOR, Role.PARTNER))
    taken = []
    for rule in site.app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            path = re.sub(r"<int:[^>]*>", "7", rule.rule)
            path = re.sub(r"<[^>]*>", "00000000-0000-0000-0000-000000000007", path)
            answer = browser.client.post(path, data={"a": "b"})
            if answer.status_code != 400:
                taken.append((path, answer.status_code))
    assert taken == []


def test_fields_that_a_form_does_not_have_change_nothing(world, site):
    """Society, roles, ids and states are never read from what is sent."""
    admin = world.colleague(Role.ADMIN)
    browser = site.as_(admin)
    browser.get("/users")
    extra = {"society": "GM", "society_code": "GM", "roles": "supervisor", "is_demo": "1"}
    typed = {"name": "A", "email": "a@sn.example", "role": "volunteer"}
    browser.send("/users", {**typed, "why": "She helps at the harbour.", **extra}, 200)
    approve_button(site.as_(world.colleague(Role.DPO)), 200)
    browser.post("/passphrase", {"user_id": str(admin.user_id), **extra}, 422)

    with world.begin() as session:
        users = session.scalars(sa.select(User).order_by(User.created_at.desc())).all()
        grants = session.scalars(sa.select(RoleGrant.role)).all()
    assert users[0].society_code == "SN"
    assert not users[0].is_demo
    assert set(grants) == {Role.ADMIN, Role.DPO, Role.VOLUNTEER}


def test_a_sealed_record_changes_no_byte_of_any_page_of_those_not_named(world, site):
    """Neither lists nor counts, figures, suggestions, searches or tabs tell that it is there."""
    gate = gate_of(world)
    for name in ("Fatou Sow", "Ebrima Ceesay"):
        gate.register(name)
        gate.request(name)
    roles = (Role.OFFICER, Role.SUPERVISOR, Role.ADMIN, Role.COORDINATOR, Role.DPO, Role.VOLUNTEER)
    readers = [world.colleague(role, society=code) for code in ("SN", "GM") for role in roles]
    browsers = [(site.as_(one), one.roles) for one in readers]
    before = [_all_pages(site, *browser) for browser in browsers]

    ask_id = gate.sent()
    _seal(world, ask_id)

    for browser, pages in zip(browsers, before, strict=True):
        assert _all_pages(site, *browser) == pages


def _seal(world, ask_id):
    """Seal a case, whom it seeks, whom it was linked with, the link and the question about it."""
    with world.begin() as session:
        ask = session.get_one(ConfirmationRequest, ask_id)
        case = session.get_one(TracingRequest, ask.request_id)
        found = session.get_one(Registration, ask.registration_id)
        sought = sa.select(SoughtPerson.person_id).where(SoughtPerson.request_id == case.id)
        people = [case.enquirer_id, found.person_id, *session.scalars(sought)]
        links = (Link.request_id == case.id) | (Link.registration_id == found.id)
        for model, chosen in (
            (TracingRequest, TracingRequest.id == case.id),
            (Registration, Registration.id == found.id),
            (Person, Person.id.in_(people)),
            (Link, links),
            (ConfirmationRequest, ConfirmationRequest.id == ask.id),
        ):
            session.execute(update(model).where(chosen).values(sensitivity=Sensitivity.SEALED))


def _all_pages(site, browser, roles):
    """Return what each page says that these roles may open at all."""
    pages = {}
    for rule in site.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or "<" in rule.rule or rule.endpoint in FRESH:
            continue
        permission = site.app.view_functions[rule.endpoint].requires
        if any(permission in GRANTS[role] for role in roles):
            pages[rule.rule] = browser.client.get(rule.rule)
    for words in ("Mamadou Diallo", "Momodou Jallow"):
        browser.get("/sessions")
        token = {"csrf_token": browser.form["csrf_token"]}
        pages[f"search {words}"] = browser.client.post("/search", data={**token, "q": words})
    return {
        path: (answer.status_code, CLOCK.sub("", TOKEN.sub("", _unnumbered(_text(answer)))))
        for path, answer in pages.items()
    }


def _unnumbered(html: str) -> str:
    return re.sub(r'<span class="case-no">[0-9a-f]{12}</span>', "", html)
