"""The demonstration, started for this alone on a port of its own, or one that runs already."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from tests.browser.conftest import HOST

PEOPLE = 1_200
"""Enough for lists of several pages, few enough to be there in a minute."""

PORT = 8765
PAUSE_SECONDS, MOST_SECONDS = 2, 600


@contextmanager
def demonstration(address: str) -> Iterator[str]:
    """Give the address of a demonstration that is loaded: `address`, or one that ends with this.

    Raises:
        TimeoutError: it is not there after ten minutes.

    """
    if address:
        yield address.rstrip("/")
        return
    address = f"http://{HOST}:{PORT}"
    rfl = str(Path(sys.executable).with_name("rfl"))
    asked = [rfl, "demo", "--port", str(PORT), "--people", str(PEOPLE)]
    with tempfile.TemporaryDirectory() as folder:
        own = {**os.environ, "RFL_INSTANCE": folder}
        with subprocess.Popen(asked, env=own, stdout=subprocess.DEVNULL) as server:
            try:
                _wait(address)
                yield address
            finally:
                server.terminate()


def _wait(address: str) -> None:
    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end:
        if _is_loaded(address):
            return
        time.sleep(PAUSE_SECONDS)
    raise TimeoutError("the demonstration is not loaded after ten minutes")


def _is_loaded(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/sign-in") as answer:
            return b"Still loading" not in answer.read()
    except URLError:
        return False
