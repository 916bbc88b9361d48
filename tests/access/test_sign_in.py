"""The door: who is let in, in which words, and for how long."""

import re
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from rfl.access import entering
from rfl.access.document import StaffDocument
from rfl.access.models import User, WebSession
from rfl.access.rules import Role
from rfl.access.steps import Stage
from rfl.access.views import OWN_PAGE
from rfl.accounts import managing
from rfl.audit.rules import INSTALLATION_LOG, Act
from tests.access.doors import (
    EMAIL,
    PASSPHRASE,
    account,
    acts,
    console,
    sign_in,
    signed_in,
    stranger,
)
from tests.tracing.web import words_of

SORRY = "This e-mail and passphrase do not open an account. Look at both once more."


def _cookie(browser) -> dict[str, Any]:
    with browser.client.session_transaction(base_url="http://localhost") as cookie:
        return dict(cookie)


def _bare(answer) -> str:
    """Return a page without what is new on each page: form tokens, and what was typed."""
    return re.sub(r'(name="csrf_token"[^>]*|name="email"[^>]*)', "", answer.text)


def test_whoever_was_invited_signs_in_with_their_passphrase(world, site):
    browser = stranger(site)
    who = replace(account(world, Role.OFFICER), email=" AWA.Sarr@sn.example ")

    answer = sign_in(browser, who)

    assert answer.headers["Location"] == "/"
    assert "Awa Sarr · officer" in words_of(browser.get("/my-work"))
    assert Act.SIGNED_IN in acts(world, "SN")


def test_each_role_begins_on_its_own_page(world, site):
    homes = {
        Role.OFFICER: "/my-work",
        Role.SUPERVISOR: "/my-work",
        Role.VOLUNTEER: "/intake",
        Role.PARTNER: "/inbox",
        Role.SAFEGUARDING: "/my-work",
        Role.DPO: "/my-work",
        Role.ADMIN: "/users",
    }
    for role, home in homes.items():
        browser = signed_in(site, account(world, role, email=f"{role}@sn.example"))
        answer = browser.get("/", 303)
        assert answer.headers["Location"] == home
        browser.follow(answer)


def test_unknown_wrong_ended_and_uninvited_get_the_same_page(world, site):
    known = account(world)
    ended = account(world, email="gone@sn.example")
    with world.begin() as session:
        managing.end_user(session, console(), ended.actor.user_id)
        staff = StaffDocument("Not Yet", "notyet@sn.example")
        managing.invite(session, console(), "SN", staff, [Role.OFFICER])
    tries = [
        (known.email, "wrong passphrase altogether"),
        ("nobody@sn.example", PASSPHRASE),
        (ended.email, PASSPHRASE),
        ("notyet@sn.example", PASSPHRASE),
    ]

    pages = []
    for email, passphrase in tries:
        browser = stranger(site)
        pages.append(browser.fill("/sign-in", {"email": email, "passphrase": passphrase}, 422))

    assert SORRY in words_of(pages[0])
    assert len({_bare(page) for page in pages}) == 1
    assert len({tuple(sorted(page.headers.keys())) for page in pages}) == 1


def test_what_was_typed_stays_but_for_the_passphrase(site):
    browser = stranger(site)

    answer = browser.fill("/sign-in", {"email": EMAIL, "passphrase": "some wrong words"}, 422)

    assert f'value="{EMAIL}"' in answer.text
    assert "some wrong words" not in answer.text


def test_a_try_with_a_known_account_is_in_the_log_of_its_society_others_in_our_own(world, site):
    account(world)
    stranger(site).fill("/sign-in", {"email": EMAIL, "passphrase": "wrong words here"}, 422)
    stranger(site).fill("/sign-in", {"email": "x@sn.example", "passphrase": "wrong words"}, 422)

    assert acts(world, "SN").count(Act.SIGN_IN_FAILED) == 1
    assert acts(world, INSTALLATION_LOG).count(Act.SIGN_IN_FAILED) == 1


def test_half_an_address_is_told_beside_the_field(site):
    answer = stranger(site).fill("/sign-in", {"email": "awa", "passphrase": "whatever words"}, 422)

    assert "Write a whole e-mail address" in words_of(answer)


def test_a_session_planted_beforehand_is_worth_nothing(world, site):
    who = account(world)
    browser = stranger(site)
    browser.get("/sign-in")
    planted = _cookie(browser)

    sign_in(browser, who)

    now = _cookie(browser)
    assert planted["csrf_token"] != now.get("csrf_token")
    assert "_user_id" not in planted
    thief = stranger(site)
    with thief.client.session_transaction(base_url="http://localhost") as cookie:
        cookie.update(planted)
    assert thief.get("/my-work", 303).headers["Location"].startswith("/sign-in")


def test_signing_in_again_makes_a_new_session_and_ends_the_one_before(world, site):
    who = account(world)
    browser = signed_in(site, who)
    before = _cookie(browser)["_user_id"]

    sign_in(browser, who)

    assert _cookie(browser)["_user_id"] != before
    with world.begin() as session:
        assert entering.resume(session, before) is None
        assert len(entering.own_sessions(session, who.actor)) == 1


def test_the_cookie_holds_a_secret_of_which_only_the_hash_is_kept(world, site):
    browser = signed_in(site, account(world))
    secret = _cookie(browser)["_user_id"]

    with world.begin() as session:
        whole = sa.select(WebSession.secret_hash).where(WebSession.stage == Stage.OPEN)
        kept = session.scalars(whole).one()
        user = session.scalars(sa.select(User)).one()
    assert len(bytes.fromhex(secret)) == 20
    assert kept != secret.encode()
    assert bytes.fromhex(secret) not in kept
    assert str(user.id) not in repr(_cookie(browser))


def test_the_cookie_is_for_this_site_and_for_no_script(world, site):
    answer = sign_in(stranger(site), account(world))

    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Expires" not in cookie


def test_twenty_minutes_without_a_touch_end_a_session(world, site, later):
    browser = signed_in(site, account(world))
    for _ in range(3):
        later(minutes=19)
        browser.get("/my-work")

    later(minutes=21)

    assert browser.get("/my-work", 303).headers["Location"] == "/sign-in?next=/my-work"


def test_twelve_hours_end_a_session_however_busy(world, site, later):
    browser = signed_in(site, account(world))
    for _ in range(47):
        later(minutes=15)
        browser.get("/sessions")

    later(minutes=16)

    browser.get("/sessions", 303)


def test_a_touch_is_written_down_at_most_once_a_minute(world, site, later):
    who = account(world)
    browser = signed_in(site, who)

    def seen():
        with world.begin() as session:
            return entering.own_sessions(session, who.actor)[0].seen_at

    first = seen()
    later(seconds=50)
    browser.get("/sessions")
    assert seen() == first
    later(seconds=20)
    browser.get("/sessions")
    assert seen() > first


def test_a_role_taken_away_is_gone_on_the_next_request(world, site):
    who = account(world, Role.OFFICER, Role.SUPERVISOR)
    browser = signed_in(site, who)
    assert "head of tracing" in words_of(browser.get("/my-work"))

    with world.begin() as session:
        managing.end_role(session, console(), who.actor.user_id, Role.SUPERVISOR)
    assert "head of tracing" not in words_of(browser.get("/my-work"))

    with world.begin() as session:
        managing.grant_role(session, console(), who.actor.user_id, Role.COORDINATOR)
        managing.end_role(session, console(), who.actor.user_id, Role.OFFICER)
    browser.get("/my-work", 403)


def test_whoever_has_no_role_left_is_signed_out_and_not_let_in_again(world, site):
    who = account(world, Role.OFFICER)
    browser = signed_in(site, who)
    with world.begin() as session:
        managing.end_role(session, console(), who.actor.user_id, Role.OFFICER)

    browser.get("/my-work", 303)

    answer = browser.fill("/sign-in", {"email": EMAIL, "passphrase": PASSPHRASE}, 422)
    assert SORRY in words_of(answer)


def test_a_closed_account_is_out_on_the_next_request(world, site):
    who = account(world)
    browser = signed_in(site, who)

    with world.begin() as session:
        managing.end_user(session, console(), who.actor.user_id)

    browser.get("/my-work", 303)


def test_signing_out_ends_the_session_on_the_server_too(world, site):
    browser = signed_in(site, account(world))
    browser.get("/my-work")
    stolen = _cookie(browser)

    answer = browser.post("/sign-out")

    assert answer.headers["Location"] == "/sign-in"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    with browser.client.session_transaction(base_url="http://localhost") as cookie:
        cookie.update(stolen)
    browser.get("/my-work", 303)
    assert Act.SIGNED_OUT in acts(world, "SN")


def test_one_sees_ones_own_sessions_and_ends_those_that_are_not_here(world, site):
    who = account(world)
    here, elsewhere = signed_in(site, who), signed_in(site, who)
    page = here.get("/sessions")
    other = re.search(r"/sessions/([0-9a-f-]{36})/end", page.text)
    assert other is not None

    here.post(f"/sessions/{other[1]}/end")

    elsewhere.get("/my-work", 303)
    assert "this one" in words_of(here.get("/sessions"))
    assert Act.SESSION_ENDED in acts(world, "SN")


def test_nobody_ends_somebody_elses_session(world, site):
    awa, lamin = account(world), account(world, email="lamin@gm.example", society="GM")
    signed_in(site, awa)
    with world.begin() as session:
        target = entering.own_sessions(session, awa.actor)[0].id

    browser = signed_in(site, lamin)
    browser.get("/sessions")
    browser.post(f"/sessions/{target}/end", status=404)

    with world.begin() as session:
        assert entering.own_sessions(session, awa.actor)


@pytest.mark.parametrize("own", ["/requests", "/requests?page=2&state=active", "/", "/links/a-b"])
def test_an_address_of_ours_is_one(own):
    assert OWN_PAGE.fullmatch(own)


@pytest.mark.parametrize(
    "foreign",
    [
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "requests",
        "/requests\r\nSet-Cookie: a=b",
        "",
    ],
)
def test_an_address_that_could_lead_elsewhere_is_none_of_ours(foreign):
    assert not OWN_PAGE.fullmatch(foreign)


def test_after_signing_in_one_is_led_only_to_pages_of_ours(world, site):
    who = account(world)
    led = []
    for wanted in ("/requests?page=2", "//evil.example"):
        browser = stranger(site)
        browser.get("/sign-in")
        given = {"email": EMAIL, "passphrase": PASSPHRASE, "csrf_token": browser.form["csrf_token"]}
        half = browser.client.post("/sign-in", query_string={"next": wanted}, data=given)
        browser.follow(half)
        answer = browser.send(half.headers["Location"], {"code": who.codes.pop()})
        led.append(answer.headers["Location"])

    assert led == ["/requests?page=2", "/"]


def test_the_page_that_was_asked_for_is_kept_through_a_mistyped_passphrase(world, site):
    account(world)
    browser = stranger(site)
    asked = browser.get("/requests", 303).headers["Location"]
    browser.get(asked)

    answer = browser.send(asked, {"email": EMAIL, "passphrase": "wrong words here"}, 422)

    assert 'action="/sign-in?next=/requests"' in answer.text


def test_without_its_form_token_no_try_is_taken(world, site):
    account(world)

    answer = stranger(site).client.post("/sign-in", data={"email": EMAIL, "passphrase": PASSPHRASE})

    assert answer.status_code == 400


def test_a_form_sent_after_the_session_ended_says_so(world, site, later):
    browser = signed_in(site, account(world, Role.ADMIN))
    browser.get("/sites")
    later(minutes=30)

    answer = browser.send("/sites", {"name": "Tambacounda"}, 403)

    assert "You are signed out" in words_of(answer)


def test_when_the_trail_cannot_be_written_nobody_is_let_in_and_the_page_says_why(world, site):
    browser = signed_in(site, account(world))
    with world.installation.database.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE audit_entry RENAME TO elsewhere"))

    answer = browser.get("/requests", 503)

    assert "nothing was opened" in words_of(answer)
    fresh = stranger(site)
    fresh.fill("/sign-in", {"email": EMAIL, "passphrase": PASSPHRASE}, 503)
    assert "_user_id" not in _cookie(fresh)
