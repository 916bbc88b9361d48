"""What is sealed of a photo or document, beside its pictures, under its case's key. Pure."""

from uuid import UUID

import msgspec

from rfl.attachments.rules import AttachmentKind
from rfl.persons.document import Said


class AttachmentDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What it is, of whom, who gave it on which day."""

    kind: AttachmentKind
    said: Said = Said()
    """Who gave it, and when; `words` says more of them: 'her eldest brother'."""
    sought_id: UUID | None = None
    """The sought person it shows or speaks of, where it is one of them."""
    note: str = ""
