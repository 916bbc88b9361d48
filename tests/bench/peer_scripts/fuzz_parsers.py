"""One parser under atheris: `fuzz_parsers.py PARSER SECONDS`; what of rfl was reached guides it.

Whatever is no refusal that the parser's docstring names ends the run, with what was tried.
"""

import io
import sys
import tempfile
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["rfl", "PIL"]):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

    from rfl import proving
    from rfl.crypto import cosigning, header, hybrid, note, sealing, stream
    from rfl.crypto.merkle import Frontier
    from rfl.errors import RuleBrokenError
    from rfl.extents import Extent
    from rfl.intake import values
    from rfl.intake.columns import REGISTRATION_COLUMNS, Field, recognise
    from rfl.intake.rows import Row, registration_of, request_of
    from rfl.intake.vocabulary import HEADINGS
    from rfl.keys import recovery
    from rfl.matching import Name, NamePart
    from rfl.matching.reading import read as read_name
    from rfl.matching.records.columns import read_map
    from rfl.picturing import read_pages
    from rfl.tables import read_table, safe_cell

TODAY = date(2026, 11, 29)
CELLS = (values.yes, values.sex, values.relation, values.age, values.partial_date)
CELLS += (values.whole_date, values.moment, values.country)
READERS = (ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin)
"""What reads pictures, loaded here so that the fuzzer sees which of its lines are reached."""

MOST_PAGES, SIDE = 4, 240
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
HEAD = note.TreeHead("SN", 0, Frontier().root(), bytes(32))
SHEET = (
    '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>'
)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _list(data: bytes) -> None:
    for _row in read_table(data).rows:
        pass


def _cell(data: bytes) -> None:
    for read in CELLS:
        with suppress(RuleBrokenError):
            read(_text(data))


def _row(data: bytes) -> None:
    cells = dict(zip(Field, _text(data).split("\t"), strict=False))
    for make in (lambda row: registration_of(row, {}, TODAY), lambda row: request_of(row, TODAY)):
        with suppress(RuleBrokenError):
            make(Row(1, cells))


def _headings(data: bytes) -> None:
    for usual in HEADINGS.values():
        recognise(_text(data).split("\t"), REGISTRATION_COLUMNS, {}, usual)


def _bundle(data: bytes) -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        proving.verify(Path(file.name))


def _backup(data: bytes) -> None:
    for _piece in stream.read(io.BytesIO(data), bytes(96), b"bench"):
        pass


def _pages(data: bytes) -> None:
    """Read as the confined process does: what its readers raise is a refusal, a crash is none."""
    try:
        pages = read_pages(data, MOST_PAGES, SIDE)
    except Exception:
        return
    assert len(pages) <= MOST_PAGES
    for page in pages:
        with Image.open(io.BytesIO(page), formats=["JPEG"]) as drawn:
            assert max(drawn.size) <= SIDE
            assert not drawn.getexif()
        assert b"Exif" not in page


def _photograph(kind: str) -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "Kolda"
    Image.effect_noise((24, 16), 60).save(out, kind, exif=exif)
    return out.getvalue()


def _scan() -> bytes:
    out = io.BytesIO()
    Image.new("1", (24, 16), 1).save(out, "PDF", save_all=True)
    return out.getvalue()


def _archive(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


PUBLIC = KEY.public_key()
SHEET_WORDS = hybrid.written(bytes(32))
_SIGNED = note.sign(HEAD, KEY)
_HEADER = header.Header("SN", 7, datetime(2026, 3, 3, tzinfo=UTC), 1, bytes(32), 5, (1, 2)).encode()
_KEY_WORDS = cosigning.named("rfl.witness/GM", KEY.public_key()).written()
_ABOUT = '{"format": 1, "log": "SN", "entries": 0, "keys": ["' + _KEY_WORDS + '"]}'
_BUNDLE = {"about.json": _ABOUT, "entries": "", "witnesses/0000.note": _SIGNED}

PARSERS = {
    "a list: CSV, XLSX": (_list, [
        b"name;age\nAwa;24\n", "نام,سن\nعلی,٢٤\n".encode("utf-16"),
        _archive({"[Content_Types].xml": "<Types/>", "xl/worksheets/sheet1.xml": SHEET}),
    ]),
    "how far a sheet reaches": (lambda data: Extent().read(iter([data])), [SHEET.encode()]),
    "a cell": (_cell, [b"24", b"2001-02-30", "١٣٧٥/٠١/٠١".encode(), b"Senegal"]),
    "a row": (_row, [b"Awa\tSarr\tf\t24\tson\tSN"]),
    "headings": (_headings, [b"name\tage"]),
    "a map of columns": (lambda data: read_map(_text(data)), [b"name=Nom\nage=Age"]),
    "a name": (lambda data: read_name(Name((NamePart(_text(data)),))), [
        "Aïssatou Baldé".encode(), "محمد بن علي".encode(), "Саша".encode()]),
    "a cell that goes out": (lambda data: safe_cell(_text(data)), [b"=1+1", b"+221 77"]),
    "a sealed document": (sealing.key_id_of, [bytes(80)]),
    "a header of the trail": (header.decode, [_HEADER]),
    "a signed head": (lambda data: note.open_note(_text(data), "SN", PUBLIC), [_SIGNED.encode()]),
    "a witness's key": (lambda data: cosigning.read_key(_text(data)), [_KEY_WORDS.encode()]),
    "a bundle of the trail": (_bundle, [_archive(_BUNDLE)]),
    "a recovery sheet": (lambda data: hybrid.read(_text(data)), [SHEET_WORDS.encode()]),
    "papers of the root key": (lambda data: recovery.combine(_text(data).split("\n")[:2]), [
        "\n".join(recovery.split(bytes(32))[:2]).encode()]),
    "a backup": (_backup, [bytes(200)]),
    "a photograph": (_pages, [_photograph(kind) for kind in ("JPEG", "PNG", "WEBP")]),
    "a PDF": (lambda data: _pages(b"%PDF-" + data), [_scan()[5:]]),
}  # fmt: skip
"""By name: the parser, and what it is first given."""

REFUSALS = (RuleBrokenError, ValueError, sealing.UnsealError)


def main() -> None:
    parse, seeds = PARSERS[sys.argv[1]]

    def tried(data: bytes) -> None:
        with suppress(*REFUSALS):
            parse(data)

    folder = Path(tempfile.mkdtemp())
    for number, seed in enumerate(seeds):
        (folder / str(number)).write_bytes(seed)
        tried(seed)  # what is loaded once is loaded before the clock starts
    asked = [f"-max_total_time={sys.argv[2]}", "-max_len=4096", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], str(folder), *asked, f"-artifact_prefix={folder}/"], tried)
    atheris.Fuzz()


if sys.argv[1:] == ["--list"]:
    print("\n".join(PARSERS))
else:
    main()
