"""The queue that carries job ids: huey on SQLite inside the server, or on Redis beyond.

The job's row is the truth; the queue only wakes a worker. A lost message is found by the sweep.
"""

import signal
import threading
from datetime import datetime, timedelta
from uuid import UUID

from huey import Huey, RedisHuey, SqliteHuey
from huey.consumer import Consumer
from huey.serializer import SignedSerializer
from structlog import get_logger

from rfl import clock
from rfl.jobs import rhythm, service
from rfl.jobs.service import Begin

SWEEP_SECONDS = 2.0
"""How often waiting and orphaned jobs are looked for."""

RHYTHM_ROUNDS = 15
"""After so many of these rounds it is asked whether work that comes back is due."""

SEND_AGAIN = timedelta(seconds=20)
"""A job still waiting so long after its message was sent gets another."""

log = get_logger()


class Queue:
    """Hands job ids to workers, in this process or in others."""

    def __init__(
        self, begin: Begin, *, path: str, redis_url: str | None, secret: bytes, asker: UUID
    ) -> None:
        """`path`: SQLite file of the queue, unless `redis_url` is given; `secret` signs.

        `asker` is who asks for work that comes back by itself.
        """
        serializer = SignedSerializer(secret=secret.hex())
        self.huey: Huey = (
            RedisHuey("rfl", url=redis_url, serializer=serializer, results=False)
            if redis_url
            else SqliteHuey("rfl", filename=path, serializer=serializer, results=False)
        )
        self._begin = begin
        self._asker = asker
        self._stop = threading.Event()
        self._consumer: Consumer | None = None
        self._task = self.huey.task(name="run_job")(self._run)

    def _run(self, job_id: str) -> None:
        try:
            service.run(self._begin, UUID(job_id))
        except Exception as error:
            # The text may hold what was worked on; the kind is enough, and the row keeps it.
            log.warning("job.failed", job=job_id, kind=type(error).__name__)

    def start(self, workers: int = 1) -> None:
        """Work in threads of this process, and keep looking for jobs nobody works on."""
        handlers = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)}
        self._consumer = Consumer(self.huey, workers=workers, worker_type="thread", periodic=False)
        self._consumer.start()
        for name, handler in handlers.items():  # the server keeps its own way to stop
            signal.signal(name, handler)
        threading.Thread(target=self._sweep, name="job-sweep", daemon=True).start()

    def stop(self) -> None:
        """Stop taking on work."""
        self._stop.set()
        if self._consumer is not None:
            self._consumer.stop(graceful=False)

    def _sweep(self) -> None:
        sent: dict[UUID, datetime] = {}
        rounds = 0
        while not self._stop.wait(SWEEP_SECONDS):
            rounds += 1
            try:
                with self._begin() as session:
                    if rounds % RHYTHM_ROUNDS == 1:
                        rhythm.ask_due(session, self._asker)
                    found = service.waiting(session)
            except Exception as error:
                log.warning("sweep.failed", kind=type(error).__name__)
                continue
            now = clock.now()
            due = [job for job in found if job not in sent or now - sent[job] > SEND_AGAIN]
            for job_id in due:
                self._task(str(job_id))
            sent = {job: now if job in due else sent[job] for job in found}
