"""The second step shown again before grave acts: asked, checked, and nothing typed is lost."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from rfl import clock
from rfl.access.guards import PUBLIC
from rfl.access.rules import GRANTS, GRAVE, Actor, Permission, Role, is_proved
from rfl.accounts import managing
from rfl.approvals.models import Approval
from rfl.audit.rules import Act
from tests.access.conftest import quick_hashing
from tests.access.doors import Account, account, acts, console, signed_in
from tests.tracing.web import words_of

__all__ = ["quick_hashing"]

ASKED = "The second step once more"


def _admin(world) -> Account:
    return account(world, Role.ADMIN)


def _invite(browser, **changes):
    browser.get("/users")
    typed = {"name": "Fatou <b>Ndiaye</b>", "email": "fatou@sn.example", "role": "officer"}
    typed["why"] = "She joins the team in Mbour."
    return browser.client.post("/users", data={**browser.form, **typed, **changes})


def _asked(world) -> int:
    with world.begin() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Approval)) or 0


def test_soon_after_signing_in_nobody_is_asked_again(world, site):
    browser = signed_in(site, _admin(world))

    assert _invite(browser).status_code == 200


def test_later_the_act_waits_for_the_second_step_and_is_then_done_as_it_was_typed(
    world, site, later
):
    who = _admin(world)
    browser = signed_in(site, who)
    later(minutes=6)
    before = _asked(world)

    asked = _invite(browser)

    assert asked.status_code == 403
    assert ASKED in words_of(asked)
    assert _asked(world) == before
    assert "Fatou &lt;b&gt;Ndiaye&lt;/b&gt;" in asked.text
    browser._look(asked, 403)
    done = browser.send("/users", {"proof_code": who.codes.pop(), "name": "Fatou Ndiaye"}, 200)
    assert "Your half of the code" in words_of(done)
    assert "Invite Fatou Ndiaye as officer" in words_of(browser.get("/approvals"))
    assert _asked(world) == before + 1
    assert Act.SECOND_STEP in acts(world)


def test_one_showing_is_enough_for_a_while_and_not_for_ever(world, site, later):
    who = _admin(world)
    browser = signed_in(site, who)
    later(minutes=6)
    assert _invite(browser, proof_code=who.codes.pop()).status_code == 200
    later(minutes=4)
    assert _invite(browser, email="second@sn.example").status_code == 200
    later(minutes=2)
    assert _invite(browser, email="third@sn.example").status_code == 403


@pytest.mark.parametrize("shown", [{"proof_code": "000000"}, {"proof_credential": "{}"}])
def test_a_wrong_showing_does_nothing_and_is_in_the_trail(world, site, later, shown):
    browser = signed_in(site, _admin(world))
    later(minutes=6)
    before, entries = _asked(world), acts(world).count(Act.SECOND_STEP)

    answer = _invite(browser, **shown)

    assert answer.status_code == 403
    assert "This did not fit" in words_of(answer)
    assert _asked(world) == before
    assert acts(world).count(Act.SECOND_STEP) == entries + 1


def test_a_colleagues_code_is_no_proof(world, site, later):
    other = account(world, Role.ADMIN, email="other@sn.example")
    browser = signed_in(site, _admin(world))
    later(minutes=6)

    assert _invite(browser, proof_code=other.codes.pop()).status_code == 403


def test_whoever_may_not_act_is_told_so_and_not_asked(world, site, later):
    who = account(world, Role.OFFICER)
    browser = signed_in(site, who)
    later(minutes=6)
    browser.get("/requests/new")

    answer = browser.client.post("/users", data={**browser.form, "proof_code": who.codes[0]})

    assert answer.status_code == 403
    assert ASKED not in words_of(answer)


def test_an_open_window_is_not_enough_to_change_ones_own_account(world, site, later):
    browser = signed_in(site, account(world))
    later(minutes=6)
    for page, path in (
        ("/second-step", "/second-step"),
        ("/second-step", "/second-step/codes"),
        ("/second-step", f"/second-step/{console().user_id}/remove"),
        ("/passphrase", "/passphrase"),
    ):
        browser.get(page)
        answer = browser.client.post(path, data={**browser.form, "code": "123456"})
        assert ASKED in words_of(answer), path

    assert acts(world).count(Act.CODES_MADE) == 1


def test_every_act_under_a_grave_permission_asks(world, site, later):
    """Whoever adds a page under one of them has it asked for without doing anything."""
    browsers = {
        role: signed_in(site, account(world, role, email=f"{role}@sn.example")) for role in Role
    }
    later(minutes=16)
    silent = []
    for rule in site.app.url_map.iter_rules():
        if rule.endpoint in PUBLIC or "POST" not in (rule.methods or ()):
            continue
        permission = site.app.view_functions[rule.endpoint].requires
        if permission not in GRAVE:
            continue
        role = next(role for role in Role if permission in GRANTS[role])
        path = re.sub(r"<[^>]*>", "00000000-0000-0000-0000-000000000007", rule.rule)
        browser = browsers[role]
        browser.get("/passphrase")
        token = {"csrf_token": browser.form["csrf_token"]}
        if ASKED not in words_of(browser.client.post(path, data=token)):
            silent.append(rule.endpoint)
    assert silent == []


def test_closing_a_case_is_grave_though_its_page_serves_lighter_acts_too(world, site, later):
    """The act of a case is named in the address; each has a permission of its own."""
    browser = signed_in(site, account(world, Role.SUPERVISOR))
    later(minutes=16)
    browser.get("/passphrase")
    token = {"csrf_token": browser.form["csrf_token"]}
    nothing = "00000000-0000-0000-0000-000000000007"

    grave = browser.client.post(f"/requests/{nothing}/acts/close", data=token)
    light = browser.client.post(f"/requests/{nothing}/acts/start", data=token)

    assert ASKED in words_of(grave)
    assert ASKED not in words_of(light)


SHOWN_TO_ALL = {"boards.poster"}
"""A paper of a face that everybody sees on the public page: there is nothing more to take out."""


def test_whatever_leaves_as_a_file_is_a_grave_act(site):
    files = [
        (rule.methods, site.app.view_functions[rule.endpoint].requires)
        for rule in site.app.url_map.iter_rules()
        if re.search(r"\.(csv|json|pdf|xlsx|zip)$", rule.rule) and rule.endpoint not in SHOWN_TO_ALL
    ]
    assert files
    for methods, permission in files:
        assert "GET" not in (methods or ())
        assert permission in GRAVE


def test_what_is_grave_is_read_off_by_hand():
    for permission in (
        Permission.LINK_CONFIRM,
        Permission.REQUEST_DECIDE,
        Permission.RELEASE_APPROVE,
        Permission.ASK_APPROVE,
        Permission.USER_MANAGE,
        Permission.ACCOUNT_CHANGE,
    ):
        assert permission in GRAVE
    assert Permission.CONSENT_WITHDRAW not in GRAVE  # taking back protects: nothing slows it


def test_a_session_in_which_nothing_was_proved_is_never_fresh():
    now = clock.now()
    unproved = Actor(console().user_id, "SN", frozenset({Role.ADMIN}))
    early = Actor(unproved.user_id, "SN", unproved.roles, None, now - timedelta(minutes=6))

    assert not is_proved(unproved, Permission.USER_MANAGE, now)
    assert not is_proved(early, Permission.USER_MANAGE, now)
    assert is_proved(early, Permission.LINK_CONFIRM, now)
    assert is_proved(unproved, Permission.HOME, now)


def test_a_role_taken_away_while_the_page_waits_for_the_proof_is_gone(world, site, later):
    who = account(world, Role.ADMIN, Role.COORDINATOR)
    browser = signed_in(site, who)
    later(minutes=6)
    asked = _invite(browser)
    browser._look(asked, 403)
    with world.begin() as session:
        managing.end_role(session, console(), who.actor.user_id, Role.ADMIN)

    answer = browser.send("/users", {"proof_code": who.codes.pop()}, 403)

    assert ASKED not in words_of(answer)
