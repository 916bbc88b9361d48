"""The root key in HashiCorp Vault: its Transit engine locks and unlocks, the key never comes here.

HTTP API: https://developer.hashicorp.com/vault/api-docs/secret/transit. What ties a wrapped key to
its row goes along as `associated_data`, so the key must be of an AEAD type (aes256-gcm96).
"""

import json
import os
import ssl
import threading
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

from structlog import get_logger

from rfl.crypto.sealing import KEY_BYTES, UnsealError
from rfl.errors import UnavailableError

PREFIX = "vault:"
PATIENCE_S = 5.0
"""A page waits for the root key no longer than this."""

MAX_ANSWER_BYTES = 64 * 1024
RENEW_AT = 0.5
"""A token is renewed when so much of its time is gone."""

SHORTEST_WAIT_S = 1.0
AGAIN_S = 30.0
"""So soon a renewal that failed is tried again."""

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
UNAUTHENTIC = ("message authentication failed", "invalid ciphertext", "no prefix")
"""What Vault says of a ciphertext that is not its own, or not of this place."""

log = get_logger()


@dataclass(frozen=True, slots=True)
class Place:
    """Which key of which Vault, and by what right."""

    address: str
    mount: str
    key: str
    token: str = ""
    token_file: Path | None = None
    """Read at each call: an agent that logs in keeps it fresh."""
    namespace: str = ""
    ca_file: str = ""


class VaultRoot:
    """A root whose key is Vault's. Safe to share between threads."""

    def __init__(self, place: Place) -> None:
        """Take a place; nothing is asked of it yet."""
        self._place = place
        self._opener = _opener(place)
        self._stop = threading.Event()

    def wrap(self, key: bytes, binding: bytes) -> bytes:
        """Return `key` locked, to be unlocked only with the same `binding`.

        Raises:
            UnavailableError: Vault is away, sealed, or refuses. Fail closed.

        """
        said = self._transit("encrypt", plaintext=_text(key), associated_data=_text(binding))
        return str(said.get("ciphertext", "")).encode()

    def unwrap(self, wrapped: bytes, binding: bytes) -> bytes:
        """Return the key.

        Raises:
            UnsealError: this root did not lock it for `binding`.
            UnavailableError: Vault is away, sealed, or refuses. Fail closed.

        """
        try:
            ciphertext = wrapped.decode("ascii")
        except UnicodeDecodeError:
            raise UnsealError from None
        said = self._transit("decrypt", ciphertext=ciphertext, associated_data=_text(binding))
        key = b64decode(str(said.get("plaintext", "")))
        if len(key) != KEY_BYTES:
            raise UnsealError
        return key

    def check(self) -> None:
        """Return if the key is there and fit.

        Raises:
            UnavailableError: it is not; the sentence says what to do.

        """
        place = self._place
        found = self._ask("GET", f"{quote(place.mount)}/keys/{quote(place.key)}").get("data", {})
        if not found.get("supports_encryption") or found.get("type") not in {
            "aes256-gcm96",
            "chacha20-poly1305",
            "xchacha20-poly1305",
        }:
            raise UnavailableError(
                f"Vault's key {place.key} cannot bind a key to its row. Make one with: "
                f"vault write -f {place.mount}/keys/{place.key} type=aes256-gcm96"
            )

    def renew(self) -> float:
        """Renew the token; return in how many seconds to do so again, 0 for never.

        Raises:
            UnavailableError: Vault is away, sealed, or refuses.

        """
        about = self._ask("GET", "auth/token/lookup-self").get("data", {})
        if self._place.token_file or not about.get("renewable"):
            return 0.0
        lease = self._ask("POST", "auth/token/renew-self", {}).get("auth", {})
        return float(max(SHORTEST_WAIT_S, float(lease.get("lease_duration", 0)) * RENEW_AT))

    def keep_renewing(self) -> None:
        """Renew the token now, and in a thread of its own for as long as the process lives."""
        wait = self.renew()
        if wait:
            threading.Thread(
                target=self._renew_for_ever, args=(wait,), name="vault-token", daemon=True
            ).start()

    def stop(self) -> None:
        """Renew no more."""
        self._stop.set()

    def _renew_for_ever(self, wait: float) -> None:
        while wait and not self._stop.wait(wait):
            try:
                wait = self.renew()
            except UnavailableError as error:
                # The sentence holds neither token nor key.
                log.warning("vault.not_renewed", reason=str(error))
                wait = AGAIN_S

    def _transit(self, verb: str, **body: str) -> Mapping[str, Any]:
        place = self._place
        path = f"{quote(place.mount)}/{verb}/{quote(place.key)}"
        found: Mapping[str, Any] = self._ask("POST", path, body).get("data", {})
        return found

    def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> Mapping[str, Any]:
        place = self._place
        headers = {"X-Vault-Token": _token(place), "X-Vault-Request": "true"}
        if place.namespace:
            headers["X-Vault-Namespace"] = place.namespace
        data = None if body is None else json.dumps(body).encode()
        request = Request(  # noqa: S310  # http or https only: checked in _opener
            f"{place.address.rstrip('/')}/v1/{path}", data=data, headers=headers, method=method
        )
        try:
            with self._opener.open(request, timeout=PATIENCE_S) as answer:
                said = json.loads(answer.read(MAX_ANSWER_BYTES) or b"{}")
        except HTTPError as error:
            with error:
                raise _refused(error, place) from None
        except (URLError, HTTPException, OSError, ValueError):
            raise UnavailableError(
                f"Vault does not answer at {place.address}. Nothing is opened until it does."
            ) from None
        return said if isinstance(said, dict) else {}


def is_vault(root: str) -> bool:
    """Tell whether the setting RFL_ROOT names a Vault.

    Raises:
        UnavailableError: it names nothing that is known here.

    """
    if root.startswith(PREFIX) or root == PREFIX.rstrip(":"):
        return True
    if root != "file":
        raise UnavailableError(
            "RFL_ROOT is `file`, or `vault:MOUNT/KEY` such as vault:transit/rfl."
        )
    return False


def open_vault(root: str, environment: Mapping[str, str] = os.environ) -> VaultRoot:
    """Return the root that RFL_ROOT names, looked at, its token being renewed.

    Raises:
        UnavailableError: Vault is away, sealed, refuses, or has no such key.

    """
    mount, _, key = (root.removeprefix(PREFIX) if ":" in root else "").rpartition("/")
    address = environment.get("VAULT_ADDR", "")
    file = environment.get("RFL_VAULT_TOKEN_FILE", "")
    if not address or not (file or environment.get("VAULT_TOKEN")):
        raise UnavailableError(
            "Say where Vault is with VAULT_ADDR, and by what right it is asked with VAULT_TOKEN or "
            "RFL_VAULT_TOKEN_FILE."
        )
    opened = VaultRoot(
        Place(
            address=address,
            mount=mount or "transit",
            key=key or "rfl",
            token=environment.get("VAULT_TOKEN", ""),
            token_file=Path(file) if file else None,
            namespace=environment.get("VAULT_NAMESPACE", ""),
            ca_file=environment.get("VAULT_CACERT", ""),
        )
    )
    opened.check()
    opened.keep_renewing()
    return opened


def _opener(place: Place) -> OpenerDirector:
    parts = urlsplit(place.address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
        raise UnavailableError(
            "Vault's address must begin with https://, unless it is on this machine."
        )
    context = ssl.create_default_context(cafile=place.ca_file or None)
    # No proxy of the environment: keys go to this address and nowhere else.
    return build_opener(ProxyHandler({}), HTTPSHandler(context=context))


def _token(place: Place) -> str:
    if place.token_file is None:
        return place.token
    try:
        return place.token_file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise UnavailableError(
            f"Vault's token cannot be read from {place.token_file}. Is its agent running?"
        ) from None


def _refused(error: HTTPError, place: Place) -> UnavailableError:
    """Return what an answer other than 200 means. Vault's own words are read, never passed on."""
    said = error.read(MAX_ANSWER_BYTES).decode("utf-8", "replace")
    if error.code == HTTPStatus.BAD_REQUEST and any(words in said for words in UNAUTHENTIC):
        return UnsealError()
    sentences = {
        HTTPStatus.FORBIDDEN: "Vault refuses: the token has run out or may not use this key. Give "
        "it a policy for encrypt, decrypt and read on the key.",
        HTTPStatus.NOT_FOUND: f"Vault has no key {place.key} at {place.mount}. Make one with: "
        f"vault write -f {place.mount}/keys/{place.key} type=aes256-gcm96",
        HTTPStatus.SERVICE_UNAVAILABLE: "Vault is sealed. Whoever holds its unseal keys must open "
        "it; until then nothing is opened here.",
        HTTPStatus.TOO_MANY_REQUESTS: "Vault is a standby node or asked too often. Name its active "
        "node with VAULT_ADDR.",
    }
    known = {int(status): words for status, words in sentences.items()}
    return UnavailableError(
        known.get(error.code, f"Vault answers {error.code}. Its own log says why.")
    )


def _text(data: bytes) -> str:
    return b64encode(data).decode()
