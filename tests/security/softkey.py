"""A security key in software (WebAuthn, ES256), which can also be told to cheat."""

import hashlib
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from secrets import token_bytes

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(data: bytes) -> str:
    """Return base64url without padding, as browsers send it."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class SoftKey:
    """One key of one person for one site."""

    host: str = "localhost"
    origin: str = "http://localhost"
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    identity: bytes = field(default_factory=lambda: token_bytes(32))
    count: int = 0

    def made(self, challenge: str, flags: int = PRESENT | VERIFIED) -> str:
        """Answer the wish to make a key."""
        public = self.private.public_key().public_numbers()
        cose = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32, "big"), -3: public.y.to_bytes(32, "big")}
        )
        known = bytes(16) + len(self.identity).to_bytes(2, "big") + self.identity + cose
        about = self._about(flags | ATTESTED) + known
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": about})
        return self._told(
            {
                "attestationObject": text(attestation),
                "clientDataJSON": text(self._client("webauthn.create", challenge)),
            }
        )

    def signed(self, challenge: str, flags: int = PRESENT | VERIFIED) -> str:
        """Answer a challenge at sign-in."""
        self.count += 1
        about, client = self._about(flags), self._client("webauthn.get", challenge)
        signature = self.private.sign(
            about + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256())
        )
        return self._told(
            {
                "authenticatorData": text(about),
                "clientDataJSON": text(client),
                "signature": text(signature),
                "userHandle": None,
            }
        )

    def _about(self, flags: int) -> bytes:
        place = hashlib.sha256(self.host.encode()).digest()
        return place + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _told(self, response: dict[str, str | None]) -> str:
        identity = text(self.identity)
        return json.dumps(
            {
                "id": identity,
                "rawId": identity,
                "type": "public-key",
                "clientExtensionResults": {},
                "response": response,
            }
        )
