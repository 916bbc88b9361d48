"""A server on loopback that speaks as much of Vault's HTTP API as its Transit clients use.

Written from Vault's API documentation: paths, statuses, shapes and words of its errors. It locks
with real AES-GCM, and checks what a client must send.
"""

import json
import os
import threading
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from typing_extensions import override


@dataclass
class Transit:
    """What the server holds, and what happened to it."""

    token: str = "hvs.root"
    keys: dict[str, bytes] = field(default_factory=dict)
    kind: str = "aes256-gcm96"
    is_sealed: bool = False
    lease_s: int = 3600
    renewable: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    renewed: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    status: int = 0
    """Answer everything with this status, if set."""

    def answer(self, method: str, path: str, body: dict[str, Any], token: str):
        """Return status and body."""
        refused = {
            self.status: "internal error",
            503 if self.is_sealed else 0: "Vault is sealed",
            403 if token != self.token else 0: "permission denied",
        }
        status = next((status for status in refused if status), 0)
        if status:
            return status, {"errors": [refused[status]]}
        return self._answer(method, path, body)

    def _answer(self, method: str, path: str, body: dict[str, Any]):
        if path == "auth/token/lookup-self":
            return 200, {"data": {"ttl": self.lease_s, "renewable": self.renewable}}
        if (method, path) == ("POST", "auth/token/renew-self"):
            self.renewed.release()
            return 200, {"auth": {"lease_duration": self.lease_s, "renewable": True}}
        mount, verb, name = path.split("/")
        if mount != "transit" or name not in self.keys:
            return 404, {"errors": []}
        if (method, verb) == ("GET", "keys"):
            return 200, {"data": {"type": self.kind, "supports_encryption": True, "name": name}}
        return self._crypt(verb, self.keys[name], body)

    def _crypt(self, verb: str, key: bytes, body: dict[str, Any]):
        bound = b64decode(body.get("associated_data", ""))
        if verb == "encrypt":
            nonce = os.urandom(12)
            locked = nonce + AESGCM(key).encrypt(nonce, b64decode(body["plaintext"]), bound)
            return 200, {"data": {"ciphertext": "vault:v1:" + b64encode(locked).decode()}}
        ciphertext = body["ciphertext"]
        if not ciphertext.startswith("vault:v1:"):
            return 400, {"errors": ["invalid ciphertext: no prefix"]}
        try:
            raw = b64decode(ciphertext.removeprefix("vault:v1:"), validate=True)
            plain = AESGCM(key).decrypt(raw[:12], raw[12:], bound)
        except (InvalidTag, ValueError):
            return 400, {"errors": ["cipher: message authentication failed"]}
        return 200, {"data": {"plaintext": b64encode(plain).decode()}}


def serve(transit: Transit) -> ThreadingHTTPServer:
    """Return a server on a free port, answering."""

    class Handler(BaseHTTPRequestHandler):
        @override
        def log_message(self, *_arguments: object) -> None:
            return

        def _do(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            path = self.path.removeprefix("/v1/")
            transit.asked.append((self.command, path))
            transit.headers.append(dict(self.headers.items()))
            token = self.headers.get("X-Vault-Token", "")
            status, said = transit.answer(self.command, path, body, token)
            data = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = _do  # noqa: N815  # the names that http.server calls

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
