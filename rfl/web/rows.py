"""Rows of a form that are added and taken out by plain submit buttons, without a script.

A button is named ROW; its value is `add:<id of the list>` or `drop:<id of the row>`. The view
changes the rows and shows the form again, with everything that was typed.
"""

from collections.abc import Iterable

from wtforms import Field, FieldList, FormField

ROW = "row"


def change_rows(form: Iterable[Field], asked: str) -> None:
    """Add or take out the row that a button asks for; what is not in the form is left alone."""
    act, _colon, name = asked.partition(":")
    for rows in _lists(form):
        if act == "add" and rows.id == name and len(rows.entries) < (rows.max_entries or 0):
            rows.append_entry()
            _focus(rows.entries[-1])
        if act == "drop":
            rows.entries[:] = [entry for entry in rows.entries if entry.id != name]
            while len(rows.entries) < rows.min_entries:
                rows.append_entry()


def _focus(entry: Field) -> None:
    """Have the keyboard go on in the new row."""
    while isinstance(entry, FormField | FieldList):
        inner = entry.entries if isinstance(entry, FieldList) else list(entry.form)
        entry = inner[0]
    entry.render_kw = {**(entry.render_kw or {}), "autofocus": True}


def _lists(form: Iterable[Field]) -> "Iterable[FieldList[Field]]":
    for field in form:
        if isinstance(field, FieldList):
            yield field
            yield from _lists(field.entries)
        elif isinstance(field, FormField):
            yield from _lists(field.form)
