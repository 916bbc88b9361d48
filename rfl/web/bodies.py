"""How much of a request's body is read, and where it rests: in memory, never in a file.

A temporary file would keep a list of people in clear on the disk, for whoever takes the disk.
"""

import io
from typing import IO, Any

from flask import Request
from typing_extensions import override
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from rfl.web.typed import Typed

MAX_BODY_BYTES = 32 * 1024 * 1024
"""Largest upload: a list of some 100,000 people."""

MAX_FORM_BYTES = 1024 * 1024
MAX_FORM_PARTS = 2_000

Parsed = tuple[IO[bytes], Any, Any]


class BoundedParser(FormDataParser):
    """Parses forms of bounded size, and keeps files in memory.

    Werkzeug bounds multipart forms only; a plain one could hold millions of fields.
    """

    @override
    def _parse_urlencoded(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> Parsed:
        if content_length is not None and content_length > MAX_FORM_BYTES:
            raise RequestEntityTooLarge
        body = stream.read(MAX_FORM_BYTES + 1)
        if len(body) > MAX_FORM_BYTES or body.count(b"&") >= MAX_FORM_PARTS:
            raise RequestEntityTooLarge
        return super()._parse_urlencoded(io.BytesIO(body), mimetype, len(body), options)


class BoundedRequest(Request):
    """A request whose body never touches the disk, and whose words have no NUL."""

    form_data_parser_class = BoundedParser
    parameter_storage_class = Typed

    @override
    def _get_file_stream(self, *_about: Any, **_more: Any) -> IO[bytes]:
        return io.BytesIO()
