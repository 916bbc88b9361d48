"""Engines and sessions: one transaction at a time, the same words for SQLite and PostgreSQL."""

import select
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from rfl.db.turnstile import Turnstile

BUSY_TIMEOUT_MS = 15_000
"""How long a writer waits for another on SQLite before it gives up."""

SQLITE_CACHE_KIB = 32 * 1024
"""Pages that a connection keeps in memory, as they fill it: most of an index's inner ones. Two are
enough for a small one; of a million people each search reads thousands, here and there."""

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # what was acknowledged survives a power cut
    "foreign_keys=ON",
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "secure_delete=ON",  # what was erased does not linger in free pages
    "recursive_triggers=ON",
    "temp_store=MEMORY",
    f"cache_size=-{SQLITE_CACHE_KIB}",
    "trusted_schema=OFF",
)


_TURN = object()
"""Key in session.info: how a session that reads on SQLite takes its turn to write."""


SQLITE_MAPPED = 1 << 30
"""So many bytes of the file, at the most, are looked at where the system has them already, by those
who only look: a search of a million people takes a twelfth less time. Memory it needs elsewhere
the system takes back."""


class Database:
    """One database: its engine and its sessions."""

    def __init__(self, url: str | URL) -> None:
        """Open `url` (sqlite:/// or postgresql+psycopg://). Nothing is created or migrated."""
        self.engine = make_engine(url)
        self.sessions: sessionmaker[Session] = sessionmaker(self.engine, expire_on_commit=False)
        self._turnstile = Turnstile(BUSY_TIMEOUT_MS / 1000) if self.is_sqlite else None
        self.reading = _looking_engine(url) if self.is_sqlite else self.engine
        """For those who only look: on SQLite they hold up nobody, on PostgreSQL they never do."""

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the data lie in a SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def begin(self, info: Mapping[str, Any] | None = None) -> Iterator[Session]:
        """Yield a session; commit when the block ends, roll back when it raises.

        `info` lands in `session.info`, where services find the key store and the request's mark.
        """
        with self._turn(), self.sessions(info=dict(info or {})) as session, session.begin():
            yield session

    @contextmanager
    def begin_reading(self, info: Mapping[str, Any] | None = None) -> Iterator[Session]:
        """Yield a session that reads; all it may write, and only at its end, is the audit trail.

        On SQLite it holds up no writer until then: what it reads is as it stood at its beginning,
        and any other statement that writes is refused. PostgreSQL needs no such difference.
        """
        with ExitStack() as stack:
            session = stack.enter_context(self.sessions(bind=self.reading, info=dict(info or {})))
            if self._turnstile is not None:
                session.info[_TURN] = lambda: stack.enter_context(self._turn())
            with session.begin():
                yield session

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """Yield a connection for statements that read, and need no transaction around them.

        On SQLite it holds up no writer; PostgreSQL is asked for neither a beginning nor an end,
        each of which is a way to the server and back.
        """
        with self.reading.connect() as connection:
            options = {} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
            yield connection.execution_options(**options)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for one's turn to write, where only one can."""
        if self._turnstile is None:
            yield
            return
        self._turnstile.enter()
        try:
            yield
        finally:
            self._turnstile.leave()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self.reading.dispose()


def turn_to_writing(session: Session) -> None:
    """Have a session that only read (`begin_reading`) wait for its turn and write, from now on."""
    take_turn: Callable[[], object] | None = session.info.pop(_TURN, None)
    if take_turn is None:
        return
    take_turn()
    connection = session.connection()
    for statement in ("COMMIT", "PRAGMA query_only=OFF", "BEGIN IMMEDIATE"):
        connection.exec_driver_sql(statement)


def make_engine(
    url: str | URL, begin: Callable[[PoolProxiedConnection], None] | None = None
) -> Engine:
    """Return an engine for `url`, with SQLite told to be strict, durable and patient.

    `begin`: how a transaction begins on SQLite, if it is not one that writes.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        from rfl.db.binary import BinaryCursor  # noqa: PLC0415  # SQLite needs no driver's loading

        parsed = parsed.set(drivername="postgresql+psycopg")
        engine = create_engine(
            parsed,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={
                "options": f"-c lock_timeout={BUSY_TIMEOUT_MS}",
                "cursor_factory": BinaryCursor,
            },
        )
        ask = engine.dialect.do_ping
        engine.dialect.do_ping = partial(_is_alive, ask)  # type: ignore[method-assign]
        return engine
    engine = create_engine(
        parsed, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    # Said to the driver itself: as a statement of its own it cost a fifth of an audit entry.
    begin = begin or _begin_immediate
    engine.dialect.do_begin = begin  # type: ignore[assignment]  # no event is so near
    return engine


def _looking_engine(url: str | URL) -> Engine:
    engine = make_engine(url, begin=_begin_reading)
    event.listen(engine, "connect", _map_file)
    return engine


def make_reading_engine(url: str | URL) -> Engine:
    """Return an engine whose connections see one unchanging state, and hold up no writer."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
        return create_engine(
            parsed,
            hide_parameters=True,
            isolation_level="REPEATABLE READ",
            execution_options={"stream_results": True},
        )
    engine = create_engine(parsed, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _is_alive(ask: Callable[[DBAPIConnection], bool], connection: Any) -> bool:
    """Tell whether a PostgreSQL server is still there; asked only where its line has something.

    Nobody waits for an answer, so that can only be the server's farewell: it ended the connection.
    To ask it every time was one way to the server and back in eight.
    """
    if connection.closed:
        return ask(connection)
    line = select.poll()
    line.register(connection.fileno(), select.POLLIN)
    return not line.poll(0) or ask(connection)


def _begin_immediate(connection: PoolProxiedConnection) -> None:
    # Each page writes its audit entry: taking the write lock at once never has to be upgraded.
    cursor = connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    cursor.close()


def _begin_reading(connection: PoolProxiedConnection) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only=ON")
    cursor.execute("BEGIN")
    cursor.close()


def _map_file(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA mmap_size={SQLITE_MAPPED}")
    cursor.close()
