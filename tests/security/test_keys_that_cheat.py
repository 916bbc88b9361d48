"""Passkeys that cheat: no verification of their owner, another site, an old answer, a copy."""

import html
import json
import re
import threading

import pytest

from rfl.access import passkeys, queries, secrets
from rfl.access.entering import _begin_session
from rfl.access.models import User, WebSession
from rfl.access.passkeys import Place
from rfl.access.steps import Stage
from tests.access.conftest import quick_hashing
from tests.access.doors import account, stranger
from tests.once import ON_POSTGRESQL
from tests.security.softkey import PRESENT, VERIFIED, SoftKey

__all__ = ["quick_hashing"]

HERE = Place("localhost", "http://localhost")


class Holder:
    """Somebody with a key, half-way through signing in."""

    def __init__(self, world, site) -> None:
        self.world, self.site, self.who = world, site, account(world)
        self.key = SoftKey()
        with world.begin() as session:
            user = session.get_one(User, self.who.actor.user_id)
            web = self.web(session, _begin_session(session, user, Stage.PROVE))
            options = json.loads(passkeys.ask_new(session, web, user, HERE, "awa"))
            made = self.key.made(options["challenge"])
            assert passkeys.keep_new(session, web, user, HERE, made, "my key")

    @staticmethod
    def web(session, secret) -> WebSession:
        found = queries.session_of_hash(session, secrets.digest(secret))
        assert found is not None
        return found[0]

    def half(self):
        """Return a browser that is asked for the key, and its challenge."""
        browser = stranger(self.site)
        typed = {"email": self.who.email, "passphrase": self.who.passphrase}
        page = browser.follow(browser.fill("/sign-in", typed))
        found = re.search(r'data-options="([^"]*)"', page.text)
        assert found is not None
        return browser, json.loads(html.unescape(found[1]))["challenge"]

    def send(self, browser, credential, status):
        return browser.send("/sign-in/second-step", {"credential": credential}, status)


@pytest.fixture
def holder(world, site):
    return Holder(world, site)


def test_an_honest_key_opens_the_account(holder):
    browser, challenge = holder.half()

    holder.send(browser, holder.key.signed(challenge), 303)

    browser.get("/sessions")


@pytest.mark.parametrize("flags", [PRESENT, 0, VERIFIED])
def test_a_key_that_did_not_verify_its_owner_opens_nothing(holder, flags):
    """A finger on a stolen key is presence, not proof of who holds it."""
    browser, challenge = holder.half()

    holder.send(browser, holder.key.signed(challenge, flags), 422)

    browser.get("/sessions", 303)


def test_an_answer_to_another_challenge_opens_nothing(holder):
    first, old = holder.half()
    browser, _challenge = holder.half()

    holder.send(browser, holder.key.signed(old), 422)

    assert first is not browser


def test_an_answer_works_once(holder):
    browser, challenge = holder.half()
    answer = holder.key.signed(challenge)
    holder.send(browser, answer, 303)
    again, _challenge = holder.half()

    holder.send(again, answer, 422)


@pytest.mark.parametrize(
    ("host", "origin"),
    [("evil.example", "http://localhost"), ("localhost", "http://localhost.evil.example")],
)
def test_a_key_tricked_by_another_site_opens_nothing(holder, host, origin):
    holder.key.host, holder.key.origin = host, origin
    browser, challenge = holder.half()

    holder.send(browser, holder.key.signed(challenge), 422)


def test_a_copy_of_a_key_is_noticed_by_its_count(holder):
    browser, challenge = holder.half()
    holder.key.count = 40
    holder.send(browser, holder.key.signed(challenge), 303)
    holder.key.count = 3
    again, challenge = holder.half()

    holder.send(again, holder.key.signed(challenge), 422)


def test_somebody_elses_key_opens_nothing(holder):
    other = SoftKey()
    other.identity = holder.key.identity
    browser, challenge = holder.half()

    holder.send(browser, other.signed(challenge), 422)


@pytest.mark.parametrize(
    "broken",
    ["{}", "[]", "null", "1", '{"id": 1}', '{"id":"a","rawId":"a","response":{},"type":"x"}', "{"],
)
def test_nonsense_is_told_as_not_fitting(holder, broken):
    browser, _challenge = holder.half()

    holder.send(browser, broken, 422)


def test_of_eight_answers_to_one_challenge_at_once_one_counts(holder, world):
    with world.begin() as session:
        user = session.get_one(User, holder.who.actor.user_id)
        secret = _begin_session(session, user, Stage.PROVE)
        web = holder.web(session, secret)
        challenge = json.loads(passkeys.ask(session, web, user, HERE))["challenge"]
    answer = holder.key.signed(challenge)
    start, good = threading.Barrier(8), list[bool]()

    def use():
        start.wait()
        with world.begin() as session:
            user = session.get_one(User, holder.who.actor.user_id)
            web = holder.web(session, secret)
            good.append(passkeys.use(session, web, user, HERE, answer))

    threads = [threading.Thread(target=use) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(good) == [False] * 7 + [True]


@ON_POSTGRESQL  # on SQLite nobody reads while another writes
def test_a_challenge_that_was_spent_since_it_was_read_is_spent(holder, world):
    with world.begin() as session:
        user = session.get_one(User, holder.who.actor.user_id)
        secret = _begin_session(session, user, Stage.PROVE)
        web = holder.web(session, secret)
        challenge = json.loads(passkeys.ask(session, web, user, HERE))["challenge"]
        web_id = web.id
    with world.begin() as late:
        read_before = late.get_one(WebSession, web_id)
        with world.begin() as first:
            user = first.get_one(User, holder.who.actor.user_id)
            web = first.get_one(WebSession, web_id)
            assert passkeys.use(first, web, user, HERE, holder.key.signed(challenge))

        assert passkeys._spend(late, read_before) is None
