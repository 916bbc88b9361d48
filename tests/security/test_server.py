"""The server as `rfl serve` runs it, over a socket: proxies, uploads, slow senders."""

import re
import socket
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import replace
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from waitress import wasyncore
from waitress.server import create_server

from rfl.access.rules import Role
from rfl.app import create_app
from rfl.audit import reading
from rfl.audit.reading import Asking
from rfl.audit.rules import SYSTEM, Act
from rfl.running import server_settings
from tests.intake.kobo import export, row
from tests.tracing.web import site_of


@contextmanager
def served(world):
    """Yield the port of the server as `rfl serve` runs it."""
    app = create_app(world.installation)
    server = create_server(
        app, host="127.0.0.1", port=0, **server_settings(world.installation.config)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server.effective_port
    finally:
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join(timeout=10)
        server.task_dispatcher.shutdown()


@pytest.mark.parametrize(("proxies", "kept"), [(0, "127.0.0.1"), (1, "198.51.100.7")])
def test_the_server_reads_forwarded_addresses_of_proxies_of_ours_and_only_theirs(
    world, proxies, kept
):
    config = replace(world.installation.config, proxies=proxies)
    world.installation = replace(world.installation, config=config)
    with served(world) as port:
        opener = build_opener(HTTPCookieProcessor())
        page = opener.open(f"http://127.0.0.1:{port}/sign-in", timeout=20).read().decode()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token is not None
        wrong = Request(
            f"http://127.0.0.1:{port}/sign-in",
            data=f"csrf_token={token[1]}&email=a@sn.example&passphrase=wrong".encode(),
            headers={"X-Forwarded-For": "192.0.2.66, 198.51.100.7"},
        )
        with pytest.raises(OSError, match="422"):
            opener.open(wrong, timeout=20)

    with world.begin() as session:
        rows = reading.newest(session, SYSTEM, "ZZ", Asking()).rows
    assert next(one for one in rows if one.act == Act.SIGN_IN_FAILED).address == kept


def test_an_upload_touches_no_temporary_file(world, monkeypatch, tmp_path):
    """Whoever takes the disk must not find the list of people there: any such file would fail."""
    officer = world.colleague(Role.OFFICER)
    browser = site_of(world).as_(officer)
    browser.get("/imports")
    cookie = browser.client.get_cookie("rfl", domain="localhost")
    assert cookie is not None
    people = export([row(number) for number in range(8_000)])
    assert len(people) > 700_000  # above what waitress and Werkzeug keep in memory by themselves
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    edge = "rfl-edge"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + value
        for name, more, value in (
            ("csrf_token", "", browser.form["csrf_token"][0].encode()),
            ("kind", "", b"registrations"),
            ("file", '; filename="people.csv"', people),
        )
    ]
    body = b"\r\n".join(parts) + f"\r\n--{edge}--\r\n".encode()
    with served(world) as port:
        sent = Request(
            f"http://127.0.0.1:{port}/imports",
            data=body,
            headers={
                "Content-Type": f"multipart/form-data; boundary={edge}",
                "Cookie": f"rfl={cookie.value}",
            },
        )
        answer = build_opener().open(sent, timeout=60)

    assert "/imports/" in answer.url


def test_many_slow_uploads_do_not_keep_others_out(world):
    with served(world) as port:
        slow = []
        for _ in range(30):
            one = socket.create_connection(("127.0.0.1", port), timeout=20)
            head = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\na=b"
            one.sendall(head.encode())
            slow.append(one)
        with build_opener().open(f"http://127.0.0.1:{port}/health", timeout=20) as answer:
            said = answer.read()
        for one in slow:
            one.close()

    assert said == b"ok\n"
