"""What people wrote about a pair, sealed under the case's key. Pure."""

import msgspec


class LinkNotes(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words beside a judgement."""

    reject_words: str = ""
    reverse_words: str = ""
