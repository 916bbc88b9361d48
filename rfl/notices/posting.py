"""Sending a letter: by the mail server that is set, or into a folder of the installation.

A letter in the folder names the account by its id: addresses of colleagues rest sealed.
"""

import os
import smtplib
import ssl
from contextlib import AbstractContextManager
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import Path
from uuid import UUID, uuid4

from rfl import clock
from rfl.config import Config, Smtp
from rfl.errors import RuleBrokenError
from rfl.notices.rules import Letter
from rfl.text import Text

PATIENCE_SECONDS = 10
"""How long each word of a mail server is waited for: a letter within the lease of its job."""

KEPT = timedelta(days=30)
"""How long letters lie in the folder."""

FOR_GOOD = 500
"""Replies from here on are final (RFC 5321, 4.2.1)."""

LOCAL_SENDER = "rfl@localhost"


class NotPostedError(RuleBrokenError):
    """A letter was not taken; the sentence holds no address."""

    is_final = False


class RefusedError(NotPostedError):
    """The mail server refuses this recipient; another attempt today is no use."""

    is_final = True


def post(config: Config, recipient: str, letter: Letter, account: UUID | None = None) -> None:
    """Send `letter` to the address `recipient`, that of `account`.

    Raises:
        NotPostedError: it was not taken; the sentence says what to look at.

    """
    sender = config.smtp.sender if config.smtp else LOCAL_SENDER
    message = _message(letter, sender)
    if config.smtp is None:
        _lay(config.mail_folder, message, account)
    else:
        message["To"] = recipient
        _send(config.smtp, message, recipient)


def _message(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = letter.subject
    message["From"] = sender
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=_domain(sender))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)  # takes every Content- header away before
    message["Content-Language"] = letter.language
    return message


def _lay(folder: Path, message: EmailMessage, account: UUID | None) -> None:
    message["To"] = "undisclosed-recipients:;"
    if account is not None:
        message["X-Rfl-Account"] = str(account)
    now = clock.now()
    path = folder / f"{now:%Y%m%dT%H%M%SZ}-{uuid4().hex}.eml"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        _clear(folder)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as opened:
            opened.write(message.as_bytes())
    except OSError as error:
        raise NotPostedError(
            Text(
                "The letter could not be laid into %(folder)s (%(kind)s). Make the folder "
                "writable, or set RFL_SMTP_URL.",
                folder=str(folder),
                kind=type(error).__name__,
            )
        ) from None


def _clear(folder: Path) -> None:
    oldest = (clock.now() - KEPT).timestamp()
    for path in folder.glob("*.eml"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _send(smtp: Smtp, message: EmailMessage, recipient: str) -> None:
    try:
        with _connected(smtp) as server:
            server.send_message(message, smtp.sender, [recipient])
    except smtplib.SMTPRecipientsRefused as error:
        code = max(code for code, _said in error.recipients.values())
        raise _refused(smtp, is_final=code >= FOR_GOOD) from None
    except smtplib.SMTPNotSupportedError:  # an address beyond ASCII, and a server that knows none
        raise _refused(smtp, is_final=True) from None
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise NotPostedError(
            Text(
                "The mail server %(server)s did not take the letter (%(kind)s). Look at "
                "RFL_SMTP_URL, its password, and whether the server can be reached from here.",
                server=f"{smtp.host}:{smtp.port}",
                kind=type(error).__name__,
            )
        ) from None


def _connected(smtp: Smtp) -> AbstractContextManager[smtplib.SMTP]:
    """Return a connection on which a letter may go: encrypted, or within this machine."""
    own, context = _domain(smtp.sender), ssl.create_default_context()
    if smtp.is_tls:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            smtp.host, smtp.port, own, timeout=PATIENCE_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(smtp.host, smtp.port, own, timeout=PATIENCE_SECONDS)
    try:
        _prepare(server, smtp, context)
    except BaseException:
        server.close()
        raise
    return server


def _prepare(server: smtplib.SMTP, smtp: Smtp, context: ssl.SSLContext) -> None:
    server.ehlo()
    if not smtp.is_tls and not smtp.may_be_plain:
        if not server.has_extn("starttls"):
            raise NotPostedError(
                Text(
                    "The mail server %(server)s offers no encryption (STARTTLS). Choose another, "
                    "or its port for TLS with smtps://.",
                    server=f"{smtp.host}:{smtp.port}",
                )
            )
        server.starttls(context=context)
        server.ehlo()
    if smtp.user:
        server.login(smtp.user, smtp.password)


def _refused(smtp: Smtp, *, is_final: bool) -> NotPostedError:
    kind = RefusedError if is_final else NotPostedError
    return kind(
        Text(
            "The mail server %(server)s refuses this recipient. Look at the address.",
            server=f"{smtp.host}:{smtp.port}",
        )
    )


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
