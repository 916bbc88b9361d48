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
from collections.abc import Iterator

from rfl.errors import RuleBrokenError
from rfl.text import Text

MOST_BYTES = 12 * 1024 * 1024
"""Largest file: a telephone's photograph of a page is about 5 MB."""

MOST_PIXELS = 60_000_000
"""A page scanned at 600 dots an inch has some 35 million."""

LONGEST_SIDE = 2_200
"""Pixels: handwriting on A4 stays readable at 190 dots an inch."""

QUALITY = 80
MOST_SECONDS = 20
MOST_MEMORY = 1_500 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP")

_TOO_MANY, _NOT_READ = 3, 4


def drawn(
    data: bytes, most_pages: int, too_many: Text, longest_side: int = LONGEST_SIDE
) -> list[bytes]:
    """Return the pages of a file as pictures (JPEG), none longer than `longest_side` pixels.

    What kind of file it is, is read from its bytes; nothing is asked of its name.

    Raises:
        RuleBrokenError: larger than MOST_BYTES, cannot be read; more pages than `most_pages`, with
            `too_many` as its sentence.

    """
    if len(data) > MOST_BYTES:
        raise RuleBrokenError("This file is larger than 12 MB. Take the picture smaller.")
    try:
        done = subprocess.run(  # noqa: S603  # this interpreter, this module, two numbers
            [sys.executable, "-I", "-m", "rfl.picturing", f"{most_pages}", f"{longest_side}"],
            input=data,
            capture_output=True,
            timeout=MOST_SECONDS * 2,
            env={"PATH": os.defpath},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _unread() from None
    if done.returncode == _TOO_MANY:
        raise RuleBrokenError(too_many)
    if done.returncode:
        raise _unread()
    return list(_parts(done.stdout))


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


def main() -> int:
    """Read a file from the standard input and write its pages to the standard output."""
    most_pages, side = int(sys.argv[1]), int(sys.argv[2])
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        pages = read_pages(data, most_pages, side)
    except OverflowError:
        return _TOO_MANY
    except Exception:  # whatever a hostile file brings out: it was not read
        return _NOT_READ
    for page in pages:
        sys.stdout.buffer.write(struct.pack(">I", len(page)) + page)
    return 0


def read_pages(data: bytes, most_pages: int, side: int) -> list[bytes]:
    """Return the pages of a file as pictures (JPEG), in this process: only a confined one asks.

    Raises:
        OverflowError: more pages than `most_pages`.
        Exception: whatever its readers make of a file that is none.

    """
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _from_pdf(data, most_pages, side)
    return [_from_image(data, side)]


def confine() -> None:
    """Let this process take little time and memory, write no file and start no other process."""
    for what, most in (
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _from_image(data: bytes, side: int) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415  # never loaded into the server's own process

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(data), formats=FORMATS) as found:
        if found.width * found.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        return _jpeg(ImageOps.exif_transpose(found), side)


def _from_pdf(data: bytes, most_pages: int, side: int) -> list[bytes]:
    import pypdfium2  # noqa: PLC0415  # never loaded into the server's own process

    with pypdfium2.PdfDocument(data) as document:
        if len(document) > most_pages:
            raise OverflowError
        return [_drawn_page(page, side) for page in document]


def _drawn_page(page: object, side: int) -> bytes:
    width, height = page.get_size()  # type: ignore[attr-defined]  # pypdfium2 has no types
    scale = side / max(width, height)
    drawn = page.render(scale=scale, may_draw_forms=False)  # type: ignore[attr-defined]
    return _jpeg(drawn.to_pil(), side)


def _jpeg(image: "object", side: int) -> bytes:
    from PIL import Image  # noqa: PLC0415  # never loaded into the server's own process

    if not isinstance(image, Image.Image):
        raise TypeError("no picture")
    flat = Image.new("RGB", image.size, "white")
    whole = image.convert("RGBA")
    flat.paste(whole, mask=whole.getchannel("A"))
    flat.thumbnail((side, side))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


if __name__ == "__main__":
    confine()
    raise SystemExit(main())
