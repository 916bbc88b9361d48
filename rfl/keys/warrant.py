"""Leave to open sealed documents. Only the audit trail can give it."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import Any, ClassVar

from typing_extensions import override

from rfl.crypto.sealing import Context

ISSUER = ("rfl.audit.service", "Receipt")
"""The one class that may be a warrant: the receipt for an entry that will be written."""


class Warrant(ABC):
    """Proof that the opening will stand in the audit trail, or not be committed at all."""

    __slots__ = ()
    issuers: ClassVar[list[type]] = []

    @override
    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Admit one issuer, once: a second class cannot pass for the audit trail."""
        super().__init_subclass__(**kwargs)
        if Warrant.issuers or (cls.__module__, cls.__qualname__) != ISSUER:
            raise TypeError("Only an entry in the audit trail is leave to open a document.")
        Warrant.issuers.append(cls)

    @abstractmethod
    def admit(self, places: Collection[Context]) -> None:
        """Name the documents at `places` in the entry.

        Raises:
            UnavailableError: the entry will not be written (its transaction is over).

        """
