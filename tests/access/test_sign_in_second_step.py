"""The second step: asked of everybody, each code once, and never around it."""

import threading
from datetime import timedelta

import pyotp
import sqlalchemy as sa

from rfl import clock
from rfl.access import choosing, entering, factors
from rfl.access.models import RecoveryCode, SecondFactor, User
from rfl.access.rules import Role
from rfl.access.steps import FactorKind
from rfl.audit.rules import Act
from tests.access.doors import (
    EMAIL,
    PASSPHRASE,
    account,
    acts,
    invited,
    sign_in,
    signed_in,
    stranger,
)
from tests.tracing.web import words_of


def _half(site, who, address="127.0.0.1"):
    """Return a browser in which the passphrase was given and nothing else."""
    browser = stranger(site)
    browser.client.environ_base["REMOTE_ADDR"] = address
    answer = browser.fill("/sign-in", {"email": who.email, "passphrase": who.passphrase})
    browser.follow(answer)
    return browser


def _now_code(who):
    return pyotp.TOTP(who.secret).at(int(clock.now().timestamp()))


def test_the_passphrase_alone_opens_nothing(world, site):
    browser = _half(site, account(world))

    for path in ("/my-work", "/sessions", "/second-step", "/requests"):
        assert browser.get(path, 303).headers["Location"].startswith("/sign-in")
    assert browser.get("/sign-in/first-second-step", 303).headers["Location"].startswith("/sign-in")
    assert Act.SIGNED_IN not in acts(world)
    assert Act.FIRST_STEP in acts(world)


def test_a_half_done_sign_in_is_not_a_session_even_in_the_place_of_one(world, site):
    browser = _half(site, account(world))
    with browser.client.session_transaction(base_url="http://localhost") as cookie:
        cookie["_user_id"] = cookie["waiting"]

    browser.get("/my-work", 303)


def test_a_half_done_sign_in_ends_after_ten_minutes(world, site, later):
    who = account(world)
    browser = _half(site, who)
    later(minutes=11)

    browser.send("/sign-in/second-step", {"code": who.codes.pop()}, 403)


def test_a_code_of_the_app_opens_the_account_once(world, site):
    who = account(world)
    code = _now_code(who)
    first, second = _half(site, who), _half(site, who)

    first.send("/sign-in/second-step", {"code": f"{code[:3]} {code[3:]}"})
    answer = second.send("/sign-in/second-step", {"code": code}, 422)

    first.get("/my-work")
    assert "A code works once" in words_of(answer)
    second.get("/my-work", 303)


def test_of_eight_requests_with_one_code_at_once_one_is_let_in(world, site):
    who = account(world)
    code = _now_code(who)
    gate, good = threading.Barrier(8), list[bool]()

    def attempt():
        gate.wait()
        with world.begin() as session:
            user = session.get_one(User, who.actor.user_id)
            good.append(factors.use_app(session, user, code))

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(good) == [False] * 7 + [True]


def test_an_older_code_is_refused_after_a_newer_one(world, later):
    who = account(world)
    old = _now_code(who)
    later(seconds=30)
    with world.begin() as session:
        user = session.get_one(User, who.actor.user_id)

        assert factors.use_app(session, user, _now_code(who))
        assert not factors.use_app(session, user, old)


def test_a_code_of_two_minutes_ago_is_refused(world, later):
    who = account(world)
    old = _now_code(who)
    later(minutes=2)
    with world.begin() as session:
        assert not factors.use_app(session, session.get_one(User, who.actor.user_id), old)


def test_a_recovery_code_works_once_however_it_is_written(world, site):
    who = account(world)
    code = who.codes[0]
    first = _half(site, who)
    first.send("/sign-in/second-step", {"code": f" {code.upper().replace('-', ' ')} "})
    first.get("/my-work")

    _half(site, who).send("/sign-in/second-step", {"code": code}, 422)


def test_somebody_elses_recovery_code_opens_nothing(world, site):
    who, other = account(world), account(world, email="other@sn.example")

    _half(site, who).send("/sign-in/second-step", {"code": other.codes[0]}, 422)


def test_whoever_is_new_chooses_a_second_step_and_sees_their_codes_once(world, site):
    _actor, code = invited(world, Role.OFFICER)
    assert choosing.accept_invitation(world.begin, EMAIL, code, PASSPHRASE)
    browser = stranger(site)
    half = browser.fill("/sign-in", {"email": EMAIL, "passphrase": PASSPHRASE})
    assert half.headers["Location"] == "/sign-in/first-second-step"
    page = browser.follow(half)
    with world.begin() as session:
        user = session.scalars(sa.select(User).where(User.id == _actor.user_id)).one()
        secret = factors.begun_app(session, user).document.secret
    assert secret in page.text
    assert "<svg" in page.text
    wrong = browser.send("/sign-in/first-second-step", {"code": "000000", "credential": ""}, 422)
    assert "nothing was added" in words_of(wrong)

    code = pyotp.TOTP(secret).at(int(clock.now().timestamp()))
    shown = browser.send("/sign-in/first-second-step", {"code": code, "credential": ""}, 200)

    assert shown.text.count('class="case-no"') == factors.CODES
    browser.get("/my-work")
    assert {Act.FACTOR_ADDED, Act.CODES_MADE, Act.SIGNED_IN} <= set(acts(world))


def test_the_half_done_sign_in_is_over_once_it_was_completed(world, site):
    who = account(world)
    browser = _half(site, who)
    with browser.client.session_transaction(base_url="http://localhost") as cookie:
        waiting = cookie["waiting"]
    browser.send("/sign-in/second-step", {"code": who.codes.pop()})

    with world.begin() as session:
        assert entering.waiting(session, waiting) is None
    with browser.client.session_transaction(base_url="http://localhost") as cookie:
        assert "waiting" not in cookie
        assert cookie["_user_id"] != waiting


def test_neither_secret_nor_recovery_code_rests_in_clear(world):
    who = account(world)

    with world.begin() as session:
        sealed = session.scalars(sa.select(SecondFactor.sealed)).one()
        kept = repr(session.execute(sa.select(RecoveryCode.tag)).all())
    assert who.secret.encode() not in sealed
    assert all(code.replace("-", "") not in kept for code in who.codes)


def test_the_last_second_step_is_never_removed(world, site):
    who = account(world)
    browser = signed_in(site, who)
    with world.begin() as session:
        user = session.get_one(User, who.actor.user_id)
        (only,) = factors.of(session, user, FactorKind.APP)
    browser.get("/second-step")

    answer = browser.post(f"/second-step/{only.row.id}/remove", status=422)

    assert "This is your last one" in words_of(answer)


def test_nobody_removes_somebody_elses(world, site):
    who, other = account(world), account(world, email="other@sn.example")
    with world.begin() as session:
        (theirs,) = factors.of(session, session.get_one(User, other.actor.user_id))
    browser = signed_in(site, who)
    browser.get("/second-step")

    browser.post(f"/second-step/{theirs.row.id}/remove", status=404)


def test_new_codes_replace_the_earlier_ones(world, site):
    who = account(world)
    browser = signed_in(site, who)
    browser.get("/second-step")

    browser.post("/second-step/codes", status=200)

    _half(site, who).send("/sign-in/second-step", {"code": who.codes.pop()}, 422)


def test_a_wrong_second_step_is_in_the_trail(world, site):
    _half(site, account(world)).send("/sign-in/second-step", {"code": "123"}, 422)

    assert acts(world).count(Act.SECOND_STEP) == 1


def test_forty_wrong_codes_an_hour_are_the_end_of_trying(world, site):
    browser = _half(site, account(world))
    for _ in range(8):
        browser.send("/sign-in/second-step", {"code": "000000"}, 422)

    browser.client.post("/sign-in/second-step", data=browser.form)
    answer = browser.client.post("/sign-in/second-step", data=browser.form)
    assert answer.status_code == 429


def test_ten_minutes_are_enough_for_the_second_step(world, site, later):
    who = account(world)
    browser = _half(site, who)
    later(seconds=timedelta(minutes=9).seconds)

    browser.send("/sign-in/second-step", {"code": who.codes.pop()})
    assert sign_in(stranger(site), who).status_code == 303


def test_guessing_codes_from_many_places_shuts_the_app_and_not_its_owner(world, site):
    who = account(world)
    for number in range(10):
        guesser = _half(site, who, f"203.0.113.{number}")
        guesser.send("/sign-in/second-step", {"code": "000000"}, 422)

    elsewhere = _half(site, who, "203.0.113.99")
    elsewhere.send("/sign-in/second-step", {"code": _now_code(who)}, 422)

    assert sign_in(stranger(site), who).status_code == 303
