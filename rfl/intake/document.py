"""What is sealed of an import: how its columns are read, and the rows to mend. Pure."""

import msgspec


class ImportDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """How one file's columns are read: header → field, as recognised or mapped."""

    mapping: dict[str, str] = {}
    headers: tuple[str, ...] = ()


class RowsDocument(msgspec.Struct, frozen=True):
    """Some rows of a file as they came, each as long as the headers."""

    rows: tuple[tuple[str, ...], ...]


class BadRowDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row to be mended: its cells as they came, the column, and why."""

    cells: tuple[str, ...]
    column: str
    reason: str


class MappingDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a society's own columns are read: header → field."""

    columns: dict[str, str] = {}
