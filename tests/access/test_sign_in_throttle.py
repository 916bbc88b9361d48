"""How often somebody may try, and that nobody can shut somebody else out."""

from dataclasses import replace

import pytest

from rfl.access.throttle import network_of
from rfl.audit import reading
from rfl.audit.reading import Asking
from rfl.audit.rules import SYSTEM, Act
from tests.access.doors import EMAIL, account, sign_in, stranger
from tests.tracing.web import Browser, site_of


def _try(browser: Browser, address: str, forwarded: str = "") -> int:
    browser.get("/sign-in")
    answer = browser.client.post(
        "/sign-in",
        data={**browser.form, "email": EMAIL, "passphrase": "wrong words here"},
        environ_base={"REMOTE_ADDR": address},
        headers={"X-Forwarded-For": forwarded} if forwarded else {},
    )
    return answer.status_code


def test_a_guesser_elsewhere_does_not_shut_the_owner_out(world, site):
    who = account(world)
    guesser = stranger(site)

    tries = [_try(guesser, "203.0.113.9") for _ in range(12)]

    assert tries[:8] == [422] * 8
    assert tries[-1] == 429
    assert sign_in(stranger(site), who).status_code == 303


def test_a_forged_address_buys_no_more_tries(world, site):
    account(world)
    browser = stranger(site)

    tries = [_try(browser, "203.0.113.9", f"198.51.100.{number}") for number in range(12)]

    assert tries[-1] == 429


@pytest.mark.parametrize(("proxies", "kept"), [(0, "203.0.113.9"), (1, "198.51.100.7")])
def test_the_trail_keeps_the_forwarded_address_only_of_a_proxy_of_ours(world, proxies, kept):
    config = replace(world.installation.config, proxies=proxies)
    world.installation = replace(world.installation, config=config)
    account(world)

    _try(stranger(site_of(world)), "203.0.113.9", "192.0.2.66, 198.51.100.7")

    with world.begin() as session:
        rows = reading.newest(session, SYSTEM, "SN", Asking()).rows
    failed = next(row for row in rows if row.act == Act.SIGN_IN_FAILED)
    assert failed.address == kept


def test_a_server_with_a_million_addresses_is_one_guesser(world, site):
    account(world)
    browser = stranger(site)

    tries = [_try(browser, f"2001:db8:0:7::{number:x}") for number in range(12)]

    assert tries[-1] == 429


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:0:7:1:2:3:4", "2001:db8:0:7::/64"),
        ("not an address", ""),
    ],
)
def test_what_of_an_address_counts_is_what_its_user_cannot_change(address, network):
    assert network_of(address) == network
