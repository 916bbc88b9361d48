"""A client for tests that behaves like a browser: it sends whole forms, as they stand."""

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, ClassVar

from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from typing_extensions import override
from werkzeug.test import TestResponse

from rfl.access.entering import start_session
from rfl.access.models import User
from rfl.access.rules import Actor
from rfl.access.throttle import limiter
from rfl.app import create_app
from rfl.config import Config
from rfl.keys.rules import InstallationKind
from tests.tracing.world import World

Fields = dict[str, list[str]]


class _Page(HTMLParser):
    """What a page says, and what its last form with fields of its own would send."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.forms: list[Fields] = []
        self._select: tuple[str, list[str], list[str]] | None = None
        self._area = ""
        self.feed(html)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value")
        if tag == "form":
            self.forms.append({})
        elif tag == "select":
            self._select = (name, [], [])
        elif tag == "option" and self._select:
            _name, others, chosen = self._select
            (chosen if "selected" in given else others).append(value or "")
        elif tag == "textarea":
            self._area = name
        elif tag == "input" and name and self.forms:
            is_tick = given.get("type") in ("checkbox", "radio")
            if not is_tick or "checked" in given:
                kept = value if value is not None else "on" if is_tick else ""
                self.forms[-1].setdefault(name, []).append(kept)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select and self.forms:
            name, others, chosen = self._select
            self.forms[-1][name] = chosen or others[:1]
            self._select = None
        elif tag == "textarea":
            self._area = ""

    @override
    def handle_data(self, data: str) -> None:
        if self._area and self.forms:
            self.forms[-1][self._area] = [data.strip()]
        if self.rawdata:
            self.words.append(data)


def words_of(answer: TestResponse) -> str:
    """Return what a page says, without its tags and with single spaces."""
    return " ".join("".join(f" {part} " for part in _Page(answer.text).words).split())


@dataclass
class Browser:
    """One person's browser, signed in."""

    client: FlaskClient
    form: Fields = field(default_factory=dict)
    """The largest form of the last page, as it would be sent untouched."""

    def get(self, path: str, status: int = 200) -> TestResponse:
        """Open a page."""
        return self._look(self.client.get(path), status)

    def post(
        self, path: str, data: dict[str, Any] | None = None, status: int = 303, referrer: str = ""
    ) -> TestResponse:
        """Press a button of the last page's form, with some fields changed."""
        if "csrf_token" not in self.form:
            self.get("/requests/new")
        token = {"csrf_token": self.form["csrf_token"]}
        headers = {"Referer": referrer} if referrer else {}
        answer = self.client.post(path, data={**token, **(data or {})}, headers=headers)
        return self._look(answer, status)

    def fill(
        self, path: str, data: dict[str, Any] | None = None, status: int = 303
    ) -> TestResponse:
        """Open the page at `path`, fill its form in, and send it whole."""
        self.get(path)
        return self.send(path, data, status)

    def send(
        self, path: str, data: dict[str, Any] | None = None, status: int = 303
    ) -> TestResponse:
        """Send the form of the last page whole, with some fields changed; None takes one out."""
        changed = {**self.form, **(data or {})}
        whole = {name: value for name, value in changed.items() if value is not None}
        return self._look(self.client.post(path, data=whole), status)

    def follow(self, answer: TestResponse) -> TestResponse:
        """Open the page that an answer leads to."""
        return self.get(answer.headers["Location"])

    def _look(self, answer: TestResponse, status: int) -> TestResponse:
        assert answer.status_code == status, words_of(answer)[:900]
        forms = _Page(answer.text).forms
        if forms:
            self.form = max(forms, key=len)
        return answer


@dataclass
class Site:
    """The application, and everybody's browsers."""

    app: Flask
    world: World

    def as_(self, actor: Actor) -> Browser:
        """Return a browser in which `actor` is signed in."""
        with self.world.begin() as session:
            secret = start_session(session, session.get_one(User, actor.user_id))
        client = self.app.test_client()
        with client.session_transaction(base_url="http://localhost") as cookie:
            cookie["_user_id"], cookie["_fresh"] = secret, True
        return Browser(client)


class _Compiled(BytecodeCache):
    """Templates compiled by one test's application, for those of the next."""

    kept: ClassVar[dict[str, bytes]] = {}

    @override
    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    @override
    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


_kept: dict[Config, tuple[Flask, dict[str, Any], dict[str, Any]]] = {}
"""Applications by the settings they were built with, each with its configuration and extensions as
they were then: to build one takes longer than most tests."""


def site_of(world: World, *, alone: bool = False) -> Site:
    """Return the application of a world; `alone` if the test changes the application itself."""
    if alone:
        return Site(_built(world), world)
    settings = replace(world.installation.config, instance=Path(), database_url="", keystore_url="")
    if settings not in _kept:
        app = _built(world)
        _kept[settings] = app, dict(app.config), dict(app.extensions)
    app, config, extensions = _kept[settings]
    app.config.clear()
    app.config.update(config)
    app.config["SECRET_KEY"] = world.installation.keys.ring.installation(InstallationKind.COOKIE)
    app.extensions.clear()
    app.extensions.update(extensions)
    app.extensions["rfl.installation"] = world.installation
    limiter.reset()
    return Site(app, world)


def _built(world: World) -> Flask:
    app = create_app(world.installation, testing=True)
    app.jinja_env.bytecode_cache = _Compiled()
    return app
