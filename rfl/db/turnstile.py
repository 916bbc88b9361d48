"""One after the other, in the order of coming: SQLite has one writer, and does not queue fairly.

Left to itself SQLite lets waiting writers poll, and whoever writes often keeps others out. Inside
one process they queue here instead; between processes SQLite's own waiting still serves.
"""

from collections import deque
from threading import Event, Lock

from rfl.errors import UnavailableError


class Turnstile:
    """Lets one thread through at a time, first come, first served; never the same one twice."""

    def __init__(self, patience_s: float) -> None:
        """Wait at most `patience_s` seconds for one's turn."""
        self._patience_s = patience_s
        self._lock = Lock()
        self._queue: deque[Event] = deque()
        self._is_taken = False

    def enter(self) -> None:
        """Wait for one's turn.

        Raises:
            UnavailableError: it did not come in time.

        """
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            turn = Event()
            self._queue.append(turn)
        if turn.wait(self._patience_s):
            return
        with self._lock:
            if turn.is_set():  # it came in the very last moment
                return
            self._queue.remove(turn)
        raise UnavailableError("Others are writing for too long. Try again in a minute.")

    def leave(self) -> None:
        """Let the next one through."""
        with self._lock:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._is_taken = False
