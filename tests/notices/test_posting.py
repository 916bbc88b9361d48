"""Letters go to a real mail server, encrypted unless it is this machine, or into a folder."""

import os
import stat
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner

from rfl.cli import main
from rfl.config import Config, SettingError, Smtp, from_environment
from rfl.notices.posting import KEPT, NotPostedError, RefusedError, post
from rfl.notices.rules import Letter
from tests.notices.post_office import ELSEWHERE, Office, certificate, opened

TO, SECRET = "awa.sarr@sn.example", "pirogue:lune@7"
LETTER = Letter("Ce qui vous attend", "– 3 familles à appeler\n", "fr")


@pytest.fixture
def config(tmp_path):
    return Config(tmp_path, "sqlite://", "sqlite://")


def by(config, office, host="127.0.0.1", **more):
    return replace(config, smtp=Smtp(host, office.port, "rfl@sn.example", **more))


def test_a_letter_arrives_whole_with_the_sender_that_is_set(config):
    with opened(Office()) as office:
        post(by(config, office), TO, LETTER)

    [(recipient, message)] = office.taken
    assert (recipient, message["To"], message["From"]) == (TO, TO, "rfl@sn.example")
    assert message["Subject"] == "Ce qui vous attend"
    assert message.get_content().strip() == "– 3 familles à appeler"
    assert message["Auto-Submitted"] == "auto-generated"
    assert not (config.instance / "mail").exists()


def test_to_another_machine_it_goes_encrypted_and_with_the_password(config, tmp_path, monkeypatch):
    context, vouches = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(vouches))
    with opened(Office(tls=context, login=f"rfl:{SECRET}")) as office:
        post(by(config, office, ELSEWHERE, user="rfl", password=SECRET), TO, LETTER)

    assert [recipient for recipient, _message in office.taken] == [TO]
    verbs = [line.split()[0].upper() for line in office.said]
    assert verbs.index("STARTTLS") < verbs.index("AUTH") < verbs.index("MAIL")


def test_without_encryption_nothing_goes_to_another_machine(config):
    with (
        opened(Office(login=f"rfl:{SECRET}")) as office,
        pytest.raises(NotPostedError, match="offers no encryption"),
    ):
        post(by(config, office, ELSEWHERE, user="rfl", password=SECRET), TO, LETTER)

    assert office.taken == []
    assert [line for line in office.said if line.upper().startswith(("AUTH", "MAIL"))] == []


def test_a_server_that_nobody_vouches_for_gets_nothing(config, tmp_path):
    context, _vouches = certificate(tmp_path)
    with (
        opened(Office(tls=context)) as office,
        pytest.raises(NotPostedError, match="SSLCertVerificationError"),
    ):
        post(by(config, office, ELSEWHERE), TO, LETTER)
    assert office.taken == []


def test_a_wrong_password_and_a_closed_door_are_told_without_password_or_address(config):
    with opened(Office(login="rfl:other")) as office:
        wrong = by(config, office, user="rfl", password=SECRET)
        with pytest.raises(NotPostedError, match="SMTPAuthenticationError") as first:
            post(wrong, TO, LETTER)
    with pytest.raises(NotPostedError, match="ConnectionRefusedError") as second:
        post(wrong, TO, LETTER)
    for told in (first, second):
        assert SECRET not in str(told.value) + repr(wrong)
        assert TO not in str(told.value)


@pytest.mark.parametrize(("code", "is_final"), [(550, True), (450, False)])
def test_a_recipient_refused_for_good_is_told_from_one_refused_for_now(config, code, is_final):
    with (
        opened(Office(refuses={TO: code})) as office,
        pytest.raises(NotPostedError, match="refuses this recipient") as told,
    ):
        post(by(config, office), TO, LETTER)
    assert isinstance(told.value, RefusedError) is is_final


def test_an_address_beyond_ascii_is_refused_by_a_server_that_knows_none(config):
    with opened(Office()) as office, pytest.raises(RefusedError):
        post(by(config, office), "aïssatou@sn.example", LETTER)


def test_without_a_server_it_lies_in_a_folder_that_only_its_owner_reads(config):
    account = uuid4()

    post(config, TO, LETTER, account)

    [path] = (config.instance / "mail").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message["X-Rfl-Account"] == str(account)
    assert message.get_content().strip() == "– 3 familles à appeler"
    assert TO.encode() not in path.read_bytes()


def test_letters_do_not_lie_there_for_ever(config):
    post(config, TO, LETTER)
    [old] = config.mail_folder.iterdir()
    past = old.stat().st_mtime - KEPT.total_seconds() - 60
    os.utime(old, (past, past))

    post(config, TO, LETTER)

    assert len(list(config.mail_folder.iterdir())) == 1
    assert not old.exists()


def test_a_folder_that_cannot_be_written_is_told(config):
    config.mail_folder.write_text("a file in its place", encoding="utf-8")
    with pytest.raises(NotPostedError, match="Make the folder writable"):
        post(config, TO, LETTER)


WRONG = [
    ({"RFL_SMTP_URL": "mail.example"}, "RFL_SMTP_URL is"),
    ({"RFL_SMTP_URL": f"http://u:{SECRET}@mail.example"}, "RFL_SMTP_URL is"),
    ({"RFL_SMTP_URL": "smtp://mail.example:mail"}, "RFL_SMTP_URL is"),
    ({"RFL_SMTP_URL": "smtp://mail.example/folder"}, "RFL_SMTP_URL is"),
    ({"RFL_SMTP_URL": "smtp://mail.example", "RFL_MAIL_FROM": ""}, "RFL_MAIL_FROM is"),
    ({"RFL_SMTP_URL": "smtp://mail.example", "RFL_MAIL_FROM": "rfl"}, "RFL_MAIL_FROM is"),
    ({"RFL_SMTP_URL": "smtp://mail.example", "RFL_MAIL_FROM": "a@b\nBcc: c@d"}, "RFL_MAIL_FROM is"),
    ({"RFL_SMTP_URL": "smtp://user@mail.example"}, "asks for a password too"),
    ({"RFL_SMTP_URL": "smtp://u@mail.example", "RFL_SMTP_PASSWORD_FILE": "/nowhere"}, "no file"),
]


@pytest.mark.parametrize(("given", "told"), WRONG)
def test_what_is_set_wrongly_is_told_without_the_password(given, told):
    with pytest.raises(SettingError, match=told) as error:
        from_environment({"RFL_MAIL_FROM": "rfl@sn.example", **given})
    assert SECRET not in str(error.value)


def test_settings_are_read_as_they_were_meant(tmp_path):
    file = tmp_path / "password"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    sender = {"RFL_MAIL_FROM": "rfl@sn.example"}
    plain = from_environment({"RFL_SMTP_URL": "smtp://a%40b:p%3Aq@mail.example", **sender}).smtp
    assert plain == Smtp("mail.example", 587, "rfl@sn.example", "a@b", "p:q")
    tls = from_environment(
        {"RFL_SMTP_URL": "smtps://u@mail.example", "RFL_SMTP_PASSWORD_FILE": str(file), **sender}
    ).smtp
    assert tls == Smtp("mail.example", 465, "rfl@sn.example", "u", SECRET, is_tls=True)
    assert from_environment({}).smtp is None
    assert from_environment({"RFL_HOSTS": "rfl.sn.example"}).address == "https://rfl.sn.example/"
    assert from_environment({}).address == ""


@pytest.fixture
def type_(tmp_path, monkeypatch):
    monkeypatch.setenv("RFL_INSTANCE", str(tmp_path))
    return lambda *words: CliRunner().invoke(main, ["mail", "try", *words])


def test_a_trial_letter_says_where_it_went(type_, tmp_path, monkeypatch):
    told = type_(TO)
    assert (told.exit_code, str(tmp_path / "mail") in told.output) == (0, True), told.output
    with opened(Office()) as office:
        monkeypatch.setenv("RFL_SMTP_URL", f"smtp://127.0.0.1:{office.port}")
        monkeypatch.setenv("RFL_MAIL_FROM", "rfl@sn.example")
        told = type_(TO)
    assert f"127.0.0.1:{office.port} took the letter" in told.output
    assert [recipient for recipient, _message in office.taken] == [TO]


def test_a_trial_that_fails_is_told_in_a_sentence(type_, monkeypatch):
    assert "whole e-mail address" in type_("nobody").output
    monkeypatch.setenv("RFL_SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setenv("RFL_MAIL_FROM", "rfl@sn.example")
    told = type_(TO)
    assert told.exit_code == 1
    assert "did not take the letter (ConnectionRefusedError)" in told.output
    monkeypatch.setenv("RFL_INSTANCE", str(Path("/nowhere")))
    assert "There is no installation here" in type_(TO).output
