"""How long the server took for a page, for the browser's own tools (Server-Timing).

In the demonstration only: elsewhere a time could tell what a page does not.
"""

import time

from flask import Flask, Response, request

BEGAN = "rfl.began"


def register(app: Flask) -> None:
    """Say with each answer how many milliseconds it took."""

    @app.before_request
    def begin() -> None:
        request.environ[BEGAN] = time.perf_counter()

    @app.after_request
    def tell(response: Response) -> Response:
        if began := request.environ.get(BEGAN):
            took = 1000 * (time.perf_counter() - began)
            response.headers["Server-Timing"] = f"page;dur={took:.1f}"
        return response
