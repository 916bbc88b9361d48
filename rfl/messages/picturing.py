"""From a photograph, a scan or a PDF to plain pictures, in a process of its own.

Every page is drawn anew: what was hidden in the file (place and day in EXIF, scripts, links, other
files) is not in the picture, by construction. A hostile file is read by a process that may write no
file, and is ended when it takes too long or too much memory. What goes in and out passes through
pipes.
"""

import io
import os
import resource
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence

from rfl.errors import RuleBrokenError
from rfl.text import Text

MOST_BYTES = 12 * 1024 * 1024
"""Largest file: a telephone's photograph of a page is about 5 MB."""

MOST_PAGES = 4
"""A message is one sheet with two sides; twice that for large handwriting."""

MOST_PIXELS = 60_000_000
"""A page scanned at 600 dots an inch has some 35 million."""

LONGEST_SIDE = 2_200
"""Pixels: handwriting on A4 stays readable at 190 dots an inch."""

QUALITY = 80
MOST_SECONDS = 20
MOST_MEMORY = 1_500 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP")

_TOO_MANY, _NOT_READ = 3, 4


def pictures_of(files: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the pages of some files as pictures (JPEG), in order.

    Raises:
        RuleBrokenError: a file is too large, has too many pages, or cannot be read.

    """
    found = [picture for data in files if data for picture in _drawn(data)]
    if len(found) > MOST_PAGES:
        raise _too_many()
    return tuple(found)


def _drawn(data: bytes) -> Iterator[bytes]:
    if len(data) > MOST_BYTES:
        raise RuleBrokenError("This file is larger than 12 MB. Take the picture smaller.")
    try:
        done = subprocess.run(  # this interpreter, this module, no words of anybody's
            [sys.executable, "-I", "-m", "rfl.messages.picturing"],
            input=data,
            capture_output=True,
            timeout=MOST_SECONDS * 2,
            env={"PATH": os.defpath},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _unread() from None
    if done.returncode == _TOO_MANY:
        raise _too_many()
    if done.returncode:
        raise _unread()
    yield from _parts(done.stdout)


def _parts(data: bytes) -> Iterator[bytes]:
    place = 0
    while place < len(data):
        (size,) = struct.unpack_from(">I", data, place)
        yield data[place + 4 : place + 4 + size]
        place += 4 + size


def _unread() -> RuleBrokenError:
    return RuleBrokenError(
        "This file cannot be read as a picture of a page. Choose a JPEG, PNG, WebP or PDF file."
    )


def _too_many() -> RuleBrokenError:
    return RuleBrokenError(
        Text("A message has at most %(pages)d pages. Make two messages of it.", pages=MOST_PAGES)
    )


def main() -> int:
    """Read a file from the standard input and write its pages to the standard output."""
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        pages = _from_pdf(data) if data[:1024].lstrip().startswith(b"%PDF-") else _from_image(data)
    except OverflowError:
        return _TOO_MANY
    except Exception:  # whatever a hostile file brings out: it was not read
        return _NOT_READ
    for page in pages:
        sys.stdout.buffer.write(struct.pack(">I", len(page)) + page)
    return 0


def confine() -> None:
    """Let this process take little time and memory, write no file and start no other process."""
    for what, most in (
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _from_image(data: bytes) -> list[bytes]:
    from PIL import Image, ImageOps  # noqa: PLC0415  # never loaded into the server's own process

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(data), formats=FORMATS) as found:
        if found.width * found.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        return [_jpeg(ImageOps.exif_transpose(found))]


def _from_pdf(data: bytes) -> list[bytes]:
    import pypdfium2  # noqa: PLC0415  # never loaded into the server's own process

    with pypdfium2.PdfDocument(data) as document:
        if len(document) > MOST_PAGES:
            raise OverflowError
        return [_drawn_page(page) for page in document]


def _drawn_page(page: object) -> bytes:
    width, height = page.get_size()  # type: ignore[attr-defined]  # pypdfium2 has no types
    scale = LONGEST_SIDE / max(width, height)
    drawn = page.render(scale=scale, may_draw_forms=False)  # type: ignore[attr-defined]
    return _jpeg(drawn.to_pil())


def _jpeg(image: "object") -> bytes:
    from PIL import Image  # noqa: PLC0415  # never loaded into the server's own process

    if not isinstance(image, Image.Image):
        raise TypeError("no picture")
    flat = Image.new("RGB", image.size, "white")
    whole = image.convert("RGBA")
    flat.paste(whole, mask=whole.getchannel("A"))
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


if __name__ == "__main__":
    confine()
    raise SystemExit(main())
