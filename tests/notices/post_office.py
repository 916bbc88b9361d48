"""A mail server on this machine, as far as a letter needs one: EHLO, STARTTLS, AUTH, DATA."""

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from typing_extensions import override

ELSEWHERE = "127.1"
"""This machine under a name that no one could take for it: letters to it need encryption."""


@dataclass
class Office:
    """What the server does, and what it took."""

    tls: ssl.SSLContext | None = None
    login: str = ""
    """'user:password' that it asks for."""
    refuses: dict[str, int] = field(default_factory=dict)
    """Recipient → the code with which it is refused."""
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    port: int = 0


class _Teller(socketserver.StreamRequestHandler):
    server: "_Server"

    @override
    def handle(self) -> None:
        self.office, self.is_tls, self.is_in, self.to = self.server.office, False, False, ""
        self.say("220 here")
        for line in iter(lambda: self.rfile.readline().decode().strip(), ""):
            self.office.said.append(line)
            word, _, rest = line.partition(" ")
            if word.upper() == "QUIT":
                self.say("221 bye")
                return
            getattr(self, f"on_{word.lower()}", self.on_other)(rest)

    @override
    def finish(self) -> None:
        super().finish()
        self.connection.close()  # what wraps the socket is not the server's to close

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
        self.wfile.flush()

    def on_other(self, _rest: str) -> None:
        self.say("502 unknown")

    def on_ehlo(self, _rest: str) -> None:
        offers = ["here"]
        if self.office.tls and not self.is_tls:
            offers.append("STARTTLS")
        if self.office.login:
            offers.append("AUTH PLAIN")
        for one in offers[:-1]:
            self.say(f"250-{one}")
        self.say(f"250 {offers[-1]}")

    def on_starttls(self, _rest: str) -> None:
        assert self.office.tls is not None
        self.say("220 go on")
        try:
            self.connection = self.office.tls.wrap_socket(self.connection, server_side=True)
        except (ssl.SSLError, OSError):  # whoever called does not trust us
            return
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb")
        self.is_tls = True

    def on_auth(self, rest: str) -> None:
        _none, user, password = base64.b64decode(rest.rsplit(maxsplit=1)[-1]).decode().split("\0")
        self.is_in = f"{user}:{password}" == self.office.login
        self.say("235 come in" if self.is_in else "535 no")

    def on_mail(self, _rest: str) -> None:
        self.say("250 yes" if self.is_in or not self.office.login else "530 who are you")

    def on_rcpt(self, rest: str) -> None:
        self.to = rest[rest.index("<") + 1 : rest.index(">")]
        code = self.office.refuses.get(self.to)
        self.say(f"{code} no" if code else "250 yes")

    def on_rset(self, _rest: str) -> None:
        self.say("250 yes")

    def on_data(self, _rest: str) -> None:
        self.say("354 go on")
        lines = list(iter(self.rfile.readline, b".\r\n"))
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.office.taken.append((self.to, message))
        self.say("250 taken")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    office: Office


@contextmanager
def opened(office: Office) -> Iterator[Office]:
    """Run `office` on a port of this machine."""
    with _Server(("127.0.0.1", 0), _Teller) as server:
        server.office, office.port = office, server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield office
        server.shutdown()
        thread.join()


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return what a server named ELSEWHERE shows, and the file of who vouches for it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post office")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(ELSEWHERE)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown, kept = folder / "shown.pem", folder / "key.pem"
    shown.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kept.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, kept)
    return context, shown
