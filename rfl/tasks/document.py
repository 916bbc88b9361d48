"""What is sealed of a task, under its case's key. Pure."""

import msgspec


class TaskDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is to be done, in the writer's own words."""

    words: str
