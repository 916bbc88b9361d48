"""Answers are packed (gzip) for those who can unpack them: a slow line is most of the wait.

A packed length tells something of the content to whoever can make a reader ask for a page with
words of theirs in it and watch the line (BREACH). Cookies that no other site can send
(SameSite=Strict) keep them from asking; a name of random length in the head of the file blurs the
length besides, as Heal the BREACH (Palacios and others, 2022) proposes and Django does.
"""

import gzip
import io
import secrets
from functools import lru_cache

from flask import Flask, Response, request

LEAST_BYTES = 700
"""Under which packing saves less than a packet."""

LEVEL = 6
MOST_BLUR_BYTES = 100
KINDS = ("text/", "image/svg+xml", "application/javascript", "application/json")


def register(app: Flask) -> None:
    """Pack every answer of text that is whole and not tiny."""

    @app.after_request
    def pack(response: Response) -> Response:
        if not (response.mimetype or "").startswith(KINDS):
            return response
        response.vary.add("Accept-Encoding")
        if not request.accept_encodings["gzip"] or not _is_whole(response):
            return response
        response.direct_passthrough = False
        body = response.get_data()
        if len(body) >= LEAST_BYTES:
            is_open = request.endpoint == "static"
            response.set_data(_packed_once(body) if is_open else packed(body, _blur()))
            response.headers["Content-Encoding"] = "gzip"
            etag, _weak = response.get_etag()
            if etag:
                response.set_etag(etag, weak=True)
        return response


def packed(body: bytes, name: str = "") -> bytes:
    """Return `body` as a gzip file of that name; the name only makes it longer."""
    out = io.BytesIO()
    with gzip.GzipFile(name, "wb", LEVEL, out, mtime=0) as file:
        file.write(body)
    return out.getvalue()


@lru_cache(maxsize=32)
def _packed_once(body: bytes) -> bytes:
    return packed(body)


def _is_whole(response: Response) -> bool:
    return (
        response.status_code not in (204, 206, 304)
        and "Content-Encoding" not in response.headers
        and "Content-Range" not in response.headers
        and (response.is_sequence or request.endpoint == "static")
    )


def _blur() -> str:
    return "a" * (secrets.randbelow(MOST_BLUR_BYTES) + 1)
