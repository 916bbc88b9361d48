"""Two societies, people who sign in, and cases: on both kinds of database in turn."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.document import StaffDocument
from rfl.access.rules import Actor, Role
from rfl.audit import reading
from rfl.audit.reading import Asking
from rfl.audit.rules import SYSTEM, Act, RequestMark
from rfl.config import Config
from rfl.installation import Installation, create_installation, open_installation
from rfl.matching.types import NameRole
from rfl.persons import watch
from rfl.persons.document import BirthStatement, NamePart, PersonDocument, PersonName, Said
from rfl.persons.registering import NewConsent
from rfl.persons.rules import Precision, Purpose, RelationKind, Sex
from rfl.societies import service as societies
from rfl.tracing.document import RequestDocument, SafeContact, SoughtDocument
from rfl.tracing.models import TracingRequest
from rfl.tracing.opening import NewRequest, NewSought, open_request
from rfl.tracing.rules import LegalBasis
from tests.lending import (
    Lent,
    drop_connections,
    keep_connections,
    leave_connections,
    run,
    speak_as_before,
)

CONSENTS = (NewConsent(Purpose.TRACING), NewConsent(Purpose.SHARE_SOCIETY))


def person(name: str, *, age: int | None = None, sex: Sex = Sex.UNKNOWN) -> PersonDocument:
    """Return somebody with a name, and an age stated today."""
    births = (BirthStatement(Precision.AGE, age=age, stated_on=clock.today()),) if age else ()
    return PersonDocument(
        names=(PersonName((NamePart(name, NameRole.FULL),), Said()),), sex=sex, births=births
    )


def son(name: str = "Mamadou Diallo", age: int | None = 24) -> NewSought:
    """Return a sought son."""
    return NewSought(person(name, age=age, sex=Sex.MALE), SoughtDocument(RelationKind.SON))


COMPLETE = NewRequest(
    enquirer=person("Aïssatou Baldé"),
    sought=(son(),),
    document=RequestDocument(
        contact=SafeContact("her sister’s telephone"), legal_basis=LegalBasis.CONSENT
    ),
    consents=CONSENTS,
)


@dataclass
class World:
    """One installation, and short words for what tests do in it."""

    installation: Installation
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @contextmanager
    def begin(self) -> Iterator[Session]:
        with self.installation.begin(RequestMark("r-1", "192.0.2.1")) as session:
            yield session

    def colleague(self, *roles: Role, society: str = "SN", name: str = "") -> Actor:
        """Return a new colleague of a society."""
        number = next(self._numbers)
        staff = StaffDocument(name or f"Colleague {number}", f"c{number}@rfl.example")
        with self.begin() as session:
            user = access.new_user(session, society, staff, roles, SYSTEM)
        return Actor(user.id, society, frozenset(roles))

    def case(self, actor: Actor, new: NewRequest = COMPLETE, **changes: object) -> UUID:
        """Open a case and return its id."""
        with self.begin() as session:
            return open_request(session, actor, replace(new, **changes)).id  # type: ignore[arg-type]

    def set(self, request_id: UUID, **columns: object) -> None:
        """Put a case where a test needs it."""
        with self.begin() as session:
            request = session.get_one(TracingRequest, request_id)
            for name, value in columns.items():
                setattr(request, name, value)

    def row(self, request_id: UUID) -> TracingRequest:
        """Return the case's row."""
        with self.begin() as session:
            return session.get_one(TracingRequest, request_id)

    def trail(self, subject: UUID, society: str = "SN") -> list[str]:
        """Return what a society's log has of a record, oldest first."""
        with self.begin() as session:
            found = reading.who_opened(session, SYSTEM, society, subject, Asking())
            return [row.act for row in reversed(found.rows) if row.act != Act.AUDIT_READ]

    def saves(self, monkeypatch: pytest.MonkeyPatch) -> list[watch.Saved]:
        """Return a list that fills with what is announced to whoever watches."""
        heard: list[watch.Saved] = []
        monkeypatch.setattr(watch, "_watchers", [lambda _s, _a, saved: heard.extend(saved)])
        return heard


HASTY = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET synchronous_commit = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "SELECT pg_reload_conf()",
)
"""What lets a server that nobody's life hangs on copy a database in a moment."""


@pytest.fixture(scope="session")
def sqlite_blank(tmp_path_factory) -> Path:
    """Return the folder of an empty installation on SQLite, to be copied."""
    folder = tmp_path_factory.mktemp("blank")
    _make(_sqlite(folder))
    return folder


@dataclass
class Blank:
    """An empty installation on PostgreSQL, and databases that are like its own before each use."""

    config: Config
    main: Lent
    keys: Lent


@pytest.fixture(scope="session")
def postgres_blank(tmp_path_factory, postgres) -> Iterator[Blank]:
    """Yield an empty installation on PostgreSQL."""
    names = ("blank_main", "blank_keys")
    config = _postgres(tmp_path_factory.mktemp("blank"), *(postgres.set(database=n) for n in names))
    run(postgres, *HASTY, *(f"CREATE DATABASE {name}" for name in names))
    _make(config)
    lent = [Lent(postgres, name) for name in names]
    yield Blank(config, *lent)
    drop_connections()
    for one in lent:
        one.drop()


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request, tmp_path) -> Iterator[World]:
    """Yield a new installation, on both kinds of database in turn."""
    if request.param == "sqlite":
        folder = tmp_path / "instance"
        shutil.copytree(request.getfixturevalue("sqlite_blank"), folder)
        yield from _opened(_sqlite(folder))
    else:
        blank: Blank = request.getfixturevalue("postgres_blank")
        shutil.copy(blank.config.root_key_path, tmp_path / "root.key")
        yield from _opened(_postgres(tmp_path, blank.main.fresh(), blank.keys.fresh()))


def _opened(config: Config) -> Iterator[World]:
    opened = open_installation(config)
    engines = [database.engine for database in (opened.database, opened.key_database)]
    for engine in engines:
        speak_as_before(engine)
        if engine.dialect.name == "postgresql":
            keep_connections(engine)
    yield World(opened)
    for engine in engines:
        leave_connections(engine)
    opened.close()


def _make(config: Config) -> None:
    made = create_installation(config)
    with made.begin() as session:
        societies.seed(session)
    made.close()


def _sqlite(folder: Path) -> Config:
    main, keys = (f"sqlite:///{folder / name}" for name in ("rfl.db", "keys.db"))
    return Config(folder, main, keys, secure_cookies=False)


def _postgres(folder: Path, *databases: sa.URL) -> Config:
    main, keys = (url.render_as_string(hide_password=False) for url in databases)
    return Config(folder, main, keys, secure_cookies=False)
