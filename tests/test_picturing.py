"""What comes in as a picture or a PDF goes in as plain pictures, or is refused with a sentence."""

import io
import struct
import warnings
import zlib

import pytest
from PIL import Image

from rfl import picturing
from rfl.errors import RuleBrokenError
from rfl.messages.acting import MOST_PAGES
from rfl.messages.acting import pages_of as pictures_of
from rfl.picturing import LONGEST_SIDE, MOST_BYTES, MOST_PIXELS
from rfl.typesetting import jpeg_size
from tests.messages.post import photograph


def _bomb(side: int) -> bytes:
    """Return a PNG of a few bytes that says it is `side` pixels wide and high."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 64)
    found = b"\x89PNG\r\n\x1a\n"
    for kind, data in ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b"")):
        check = struct.pack(">I", zlib.crc32(kind + data))
        found += struct.pack(">I", len(data)) + kind + data + check
    return found


def _wide() -> bytes:
    """Return a real PNG of a little more pixels than are read, and of a few bytes."""
    out = io.BytesIO()
    Image.new("1", (8_000, 1 + MOST_PIXELS // 8_000)).save(out, "PNG")
    return out.getvalue()


def _pdf(pages: int, *, extra: bytes = b"") -> bytes:
    out = io.BytesIO()
    sheets = [Image.new("RGB", (200, 300), "white") for _ in range(pages)]
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:])
    return out.getvalue().replace(b"/Type /Catalog", b"/Type /Catalog " + extra, 1)


def test_a_picture_is_drawn_anew_bounded_and_without_what_was_hidden():
    data = photograph(secret=b"13.4549 N")
    assert b"13.4549" in data

    (page,) = pictures_of([data])

    assert b"13.4549" not in page
    assert b"Exif" not in page
    with Image.open(io.BytesIO(page)) as image:
        assert image.format == "JPEG"
        assert dict(image.getexif()) == {}
        assert image.size == jpeg_size(page)


def test_a_large_picture_becomes_a_readable_one():
    out = io.BytesIO()
    Image.new("L", (5_000, 4_000), "white").save(out, "PNG")

    (page,) = pictures_of([out.getvalue()])

    assert max(jpeg_size(page)) == LONGEST_SIDE


def test_a_picture_lies_as_it_was_held():
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    Image.new("RGB", (400, 200), "white").save(out, "JPEG", exif=exif)

    assert jpeg_size(pictures_of([out.getvalue()])[0]) == (200, 400)


def test_nothing_of_a_pdf_but_its_looks_comes_in():
    script = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    data = _pdf(2, extra=script)
    assert b"JavaScript" in data

    pages = pictures_of([data])

    assert len(pages) == 2
    assert all(page.startswith(b"\xff\xd8") and b"JavaScript" not in page for page in pages)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (_bomb(60_000), "cannot be read as a picture"),
        (_pdf(MOST_PAGES + 1), "at most 4 pages"),
        (b"\xff" * (MOST_BYTES + 1), "larger than 12 MB"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "cannot be read"),
        (b"GIF89a" + b"\0" * 40, "cannot be read"),
        (b"%PDF-1.4\n1 0 obj << >> endobj", "cannot be read"),
    ],
    ids=["bomb", "pages", "bytes", "svg", "gif", "broken"],
)
def test_what_is_no_page_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(RuleBrokenError, match=sentence):
        pictures_of([data])


def test_more_pixels_than_a_page_has_are_not_even_unpacked():
    """Asked in this process: in its own the bound of memory would refuse it too, but later."""
    data = _wide()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with pytest.raises(ValueError, match="too many pixels"):
            picturing.read_pages(data, MOST_PAGES, LONGEST_SIDE)


def test_many_files_are_counted_together():
    with pytest.raises(RuleBrokenError, match="at most 4 pages"):
        pictures_of([photograph()] * (MOST_PAGES + 1))


def test_a_process_that_never_ends_is_ended(monkeypatch):
    monkeypatch.setattr(picturing, "MOST_SECONDS", 0.005)
    with pytest.raises(RuleBrokenError, match="cannot be read"):
        pictures_of([photograph()])


def test_the_server_itself_loads_no_reader_of_pictures():
    assert "PIL" not in vars(picturing)
    assert "pypdfium2" not in vars(picturing)
