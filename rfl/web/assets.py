"""Style sheets, scripts, icons: each address carries a mark of its content, and is kept a year."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

FOREVER = "public, max-age=31536000, immutable"
FOUND = 200
MARK_LETTERS = 12
"""Of a SHA-256: enough that no two versions of a file are ever taken for one."""


def register(app: Flask) -> None:
    """Mark the addresses of what never changes; let browsers keep what they fetched by them."""
    folder = Path(app.static_folder or "")

    @app.url_defaults
    def add_mark(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["v"] = mark_of(folder / values["filename"])

    @app.after_request
    def keep(response: Response) -> Response:
        is_found = request.endpoint == "static" and response.status_code == FOUND
        if is_found and request.args.get("v") == mark_of(folder / _asked()):
            response.headers["Cache-Control"] = FOREVER
        return response


def _asked() -> str:
    return str((request.view_args or {}).get("filename"))


def mark_of(path: Path) -> str:
    """Return the mark of a file's content; of one that is not there, ''."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return ""
    return _mark(path, changed)


@cache
def _mark(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:MARK_LETTERS]
