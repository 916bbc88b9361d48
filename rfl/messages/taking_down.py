"""From what was typed to what is kept."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from rfl.messages.document import Address, MessageDocument, Party
from rfl.messages.forms import EditForm, MessageForm, SafeForm
from rfl.messages.rules import MessageKind, Phrase, Script
from rfl.messages.sending import NewMessage, Relative
from rfl.persons.rules import RelationKind
from rfl.typesetting import scripts

OF_UNICODE = {
    "LATIN": Script.LATIN,
    "ARABIC": Script.ARABIC,
    "ETHIOPIC": Script.ETHIOPIC,
    "CYRILLIC": Script.CYRILLIC,
    "BENGALI": Script.BENGALI,
    "DEVANAGARI": Script.DEVANAGARI,
    "TIFINAGH": Script.TIFINAGH,
}


def new_message(form: MessageForm, pages: Sequence[bytes]) -> NewMessage:
    """Return the message that a validated form tells; `pages` are pictures already."""
    return NewMessage(
        kind=MessageKind.SCAN if pages else MessageKind.LETTER,
        document=document_of(form, MessageDocument()),
        to_society=form.to_society.data,
        is_agreed=bool(form.agrees.data),
        pages=tuple(pages),
        person_id=id_of(form.person.data),
        request_id=id_of(form.request_of.data),
        site_id=id_of(form.site.data),
        is_to_child=bool(form.is_to_child.data),
        is_close=bool(form.closely.data),
        once=form.once.value,
    )


def safe_messages(form: SafeForm) -> tuple[NewMessage, list[Relative]]:
    """Return what a safe-and-well form tells, and to whom it goes."""
    document = MessageDocument(
        sender=_sender(form),
        sender_at=_sender_at(form),
        phrases=tuple(Phrase(one) for one in form.phrases.data or ()),
        language=text(form.language),
    )
    new = NewMessage(
        kind=MessageKind.SAFE_AND_WELL,
        document=document,
        to_society=form.to_society.data,
        is_agreed=bool(form.agrees.data),
        person_id=id_of(form.person.data),
        request_id=id_of(form.request_of.data),
        site_id=id_of(form.site.data),
        is_close=bool(form.closely.data),
        once=form.once.value,
    )
    relatives = [
        Relative(
            Party(name=text(one.form.name)),
            Address(place=text(one.form.place)),
            relation_of(one.form.relation.data),
        )
        for one in form.relatives
        if text(one.form.name)
    ]
    return new, relatives


def document_of(form: MessageForm | EditForm, before: MessageDocument) -> MessageDocument:
    """Return a message's document as a validated form changes it."""
    return msgspec.structs.replace(
        before,
        sender=_sender(form),
        sender_at=_sender_at(form),
        addressee=Party(
            name=text(form.addressee_name),
            other_name=text(form.addressee_other),
            father=text(form.addressee_father),
            mother=text(form.addressee_mother),
            born=text(form.addressee_born),
        ),
        addressee_at=Address(
            country=form.address_country.data or "",
            place=text(form.address_place),
            lines=text(form.address_lines),
            telephone=text(form.address_phone),
        ),
        relation=relation_of(form.relation.data),
        text=text(form.text),
        language=text(form.language),
        script=script_of(form.script.data, text(form.text)),
        restrictions=text(form.restrictions),
    )


def relation_of(chosen: str | None) -> RelationKind | None:
    """Return what was chosen of a list of relations; None for nothing."""
    return RelationKind(chosen) if chosen else None


def script_of(chosen: str | None, written: str) -> Script | None:
    """Return the letters that were chosen, or those of what is typed."""
    if chosen:
        return Script(chosen)
    found = {OF_UNICODE.get(one, Script.OTHER) for one in scripts(written)}
    return found.pop() if len(found) == 1 else None


def id_of(written: str | None) -> UUID | None:
    """Return an id that a hidden field or a list carries; None for what is none."""
    try:
        return UUID(written or "")
    except ValueError:
        return None


def text(field: Any) -> str:
    """Return what a field holds, without spaces around it."""
    return (field.data or "").strip()


def _sender(form: MessageForm | EditForm | SafeForm) -> Party:
    return Party(name=text(form.sender_name), other_name=text(form.sender_other))


def _sender_at(form: MessageForm | EditForm | SafeForm) -> Address:
    return Address(place=text(form.sender_place), telephone=text(form.sender_phone))
