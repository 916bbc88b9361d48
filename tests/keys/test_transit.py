"""The root key in Vault: what is asked of it, and that everything stays shut when it is away."""

import os
from dataclasses import replace

import pytest

from rfl.access.rules import Role
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.service import record
from rfl.config import from_environment
from rfl.crypto.sealing import Context, UnsealError
from rfl.errors import RuleBrokenError, UnavailableError
from rfl.installation import create_installation, open_installation
from rfl.keeping import papers
from rfl.keys import transit as vault_api
from rfl.keys.transit import Place, VaultRoot, is_vault, open_vault
from rfl.societies import service as societies
from tests.keys.transit_server import Transit, serve
from tests.tracing.web import site_of
from tests.tracing.world import World

KEY, BINDING = bytes(range(32)), b"society SN records 1"


@pytest.fixture
def transit():
    return Transit(keys={"rfl": os.urandom(32), "other": os.urandom(32)})


@pytest.fixture
def address(transit):
    server = serve(transit)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def environment(address, transit):
    return {"VAULT_ADDR": address, "VAULT_TOKEN": transit.token}


@pytest.fixture
def root(address, transit):
    return VaultRoot(Place(address, "transit", "rfl", transit.token))


def test_what_vault_locked_it_unlocks_and_the_key_is_not_in_it(root):
    wrapped = root.wrap(KEY, BINDING)

    assert wrapped.startswith(b"vault:v1:")
    assert KEY not in wrapped
    assert root.unwrap(wrapped, BINDING) == KEY


def test_a_wrapped_key_moved_to_another_row_or_changed_is_dead(root, address, transit):
    wrapped = root.wrap(KEY, BINDING)

    for wrong, place in (
        (wrapped, b"society GM records 1"),
        (wrapped[:-4] + b"AAAA", BINDING),
        (b"\x01\xff not vault's", BINDING),
        (b"not vault's", BINDING),
    ):
        with pytest.raises(UnsealError):
            root.unwrap(wrong, place)
    other = VaultRoot(Place(address, "transit", "other", transit.token))
    with pytest.raises(UnsealError):
        other.unwrap(wrapped, BINDING)


def test_what_is_asked_is_vaults_own_interface(root, transit):
    root.unwrap(root.wrap(KEY, BINDING), BINDING)
    root.check()

    assert transit.asked == [
        ("POST", "transit/encrypt/rfl"),
        ("POST", "transit/decrypt/rfl"),
        ("GET", "transit/keys/rfl"),
    ]
    assert {headers["X-Vault-Token"] for headers in transit.headers} == {transit.token}


def test_a_sealed_vault_is_told_from_one_that_is_away_and_both_open_nothing(root, transit):
    wrapped = root.wrap(KEY, BINDING)
    transit.is_sealed = True
    with pytest.raises(UnavailableError, match="Vault is sealed"):
        root.unwrap(wrapped, BINDING)
    away = VaultRoot(Place("http://127.0.0.1:1", "transit", "rfl", "t"))
    with pytest.raises(UnavailableError, match="does not answer"):
        away.unwrap(wrapped, BINDING)


def test_a_token_that_ran_out_a_missing_key_and_other_answers_have_their_sentences(
    root, transit, address
):
    transit.token = "hvs.new"
    with pytest.raises(UnavailableError, match="token has run out"):
        root.wrap(KEY, BINDING)
    missing = VaultRoot(Place(address, "transit", "none", transit.token))
    with pytest.raises(UnavailableError, match="vault write -f transit/keys/none"):
        missing.check()
    for status, words in ((429, "standby"), (500, "answers 500"), (473, "answers 473")):
        transit.status = status
        with pytest.raises(UnavailableError, match=words) as told:
            root.wrap(KEY, BINDING)
        assert "hvs." not in str(told.value)


def test_a_key_that_cannot_be_bound_to_a_row_is_refused(root, transit):
    transit.kind = "rsa-4096"

    with pytest.raises(UnavailableError, match="type=aes256-gcm96"):
        root.check()


def test_a_key_goes_to_no_unprotected_address():
    for address in ("http://vault.society.example:8200", "ftp://127.0.0.1", ""):
        with pytest.raises(UnavailableError, match="https://"):
            VaultRoot(Place(address, "transit", "rfl", "t"))


def test_a_proxy_of_the_environment_is_not_used(root, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")

    assert root.wrap(KEY, BINDING)


def test_the_token_is_renewed_before_it_runs_out(root, transit, monkeypatch):
    monkeypatch.setattr(vault_api, "SHORTEST_WAIT_S", 0.01)
    transit.lease_s = 0
    root.keep_renewing()

    assert all(transit.renewed.acquire(timeout=30) for _ in range(3))
    root.stop()
    transit.lease_s = 3600
    assert root.renew() == 1800.0


def test_a_renewal_that_fails_is_tried_again(root, transit, monkeypatch):
    monkeypatch.setattr(vault_api, "SHORTEST_WAIT_S", 0.01)
    monkeypatch.setattr(vault_api, "AGAIN_S", 0.01)
    transit.lease_s = 0
    root.keep_renewing()
    transit.is_sealed = True
    before = len(transit.asked)
    while len(transit.asked) < before + 4:
        assert transit.renewed.acquire(timeout=0.01) in (True, False)
    transit.is_sealed = False
    while transit.renewed.acquire(blocking=False):
        pass

    assert transit.renewed.acquire(timeout=30)
    root.stop()


def test_a_token_that_cannot_be_renewed_is_left_alone(root, transit):
    transit.renewable = False

    assert root.renew() == 0.0


def test_a_token_of_an_agent_is_read_anew_each_time(address, transit, tmp_path):
    file = tmp_path / "token"
    file.write_text("hvs.old\n")
    root = VaultRoot(Place(address, "transit", "rfl", token_file=file, namespace="rfl/"))
    with pytest.raises(UnavailableError, match="token has run out"):
        root.wrap(KEY, BINDING)

    file.write_text(f"{transit.token}\n")

    assert root.unwrap(root.wrap(KEY, BINDING), BINDING) == KEY
    assert root.renew() == 0.0
    assert transit.headers[-1]["X-Vault-Namespace"] == "rfl/"
    file.unlink()
    with pytest.raises(UnavailableError, match="Is its agent running"):
        root.wrap(KEY, BINDING)


def test_the_setting_says_which_key(environment, transit):
    assert is_vault("vault")
    assert is_vault("vault:transit/rfl")
    assert not is_vault("file")
    with pytest.raises(UnavailableError, match="RFL_ROOT"):
        is_vault("hsm")
    open_vault("vault", environment).stop()
    open_vault("vault:transit/other", environment).stop()
    assert ("GET", "transit/keys/other") in transit.asked
    with pytest.raises(UnavailableError, match="VAULT_ADDR"):
        open_vault("vault", {})


def test_an_installation_lives_on_vault_and_fails_closed_without_it(
    environment, transit, tmp_path, monkeypatch
):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    config = from_environment({"RFL_ROOT": "vault:transit/rfl"}, instance=tmp_path / "instance")
    made = create_installation(config)
    made.keys.ensure_society("SN")
    place = Context("SN", "person", SYSTEM)
    assert made.keys.seal(made.keys.new_record_key("SN"), place, b"x")
    assert not config.root_key_path.exists()
    with pytest.raises(RuleBrokenError, match="kept elsewhere"):
        papers.write_papers(made, tmp_path / "sheets")
    made.close()

    opened = open_installation(config)
    transit.is_sealed = True
    with opened.begin() as session:
        record(session, SYSTEM, Act.AUDIT_READ, societies=["SN"])
        with pytest.raises(UnavailableError, match="Vault is sealed"):
            session.commit()
    with pytest.raises(UnavailableError, match="Vault is sealed"):
        open_installation(config)
    transit.is_sealed = False
    with opened.begin() as session:
        record(session, SYSTEM, Act.AUDIT_READ, societies=["SN"])
    opened.close()


def test_a_page_answers_503_while_vault_is_sealed(environment, transit, tmp_path, monkeypatch):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    config = from_environment({"RFL_ROOT": "vault"}, instance=tmp_path / "instance")
    made = create_installation(replace(config, secure_cookies=False))
    with made.begin() as session:
        societies.seed(session)
    world = World(made)
    client = site_of(world).as_(world.colleague(Role.OFFICER)).client
    assert client.get("/requests").status_code == 200
    transit.is_sealed = True
    made.keys.ring._society.clear()  # as after a restart

    answer = client.get("/requests")

    assert answer.status_code == 503
    transit.is_sealed = False
    assert client.get("/requests").status_code == 200
    made.close()
