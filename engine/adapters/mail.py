"""Mail through SMTP: the only home of smtplib.

Headers are written by the standard library's policy, which refuses a line break
in them; what people typed is made one line before.
"""

import re
import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from engine.errors import DeliveryFailedError, DeliveryRefusedError
from engine.ports import Message

TIMEOUT_SECONDS = 20
PORTS = {"smtp": 587, "smtps": 465}
LONGEST_SUBJECT = 150
_DEFAULT_SENDER = "Mutu Baku <mutubaku@localhost>"
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_MAILBOX = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@[^\s@<>\"(),:;\\\[\]]+")
_ANSWER = 120  # characters of a server's words that are kept


class SmtpMailer:
    """Hands mail to one server, a connection per message.

    Args:
        url: `smtp://user:password@host:port`, upgraded by STARTTLS where the
            server offers it, or `smtps://…`. A password is sent over TLS only,
            unless the server is this machine.
        sender: mailbox, with or without a name.
        context: whom to trust; the machine's authorities where None.
    """

    def __init__(
        self,
        url: str,
        *,
        sender: str | None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        parts = urlsplit(url)
        self._scheme = parts.scheme
        self._host = parts.hostname or "localhost"
        self._port = parts.port or PORTS[parts.scheme]
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._sender = sender or _DEFAULT_SENDER
        self._context = context

    def send(self, message: Message) -> None:
        """Hand a message over.

        Raises:
            DeliveryRefusedError: the server refused it for good, or it has no
                mailbox to go to.
            DeliveryFailedError: the server does not answer, or not now.
        """
        letter = self._letter(message)
        try:
            with self._connected() as server:
                server.send_message(letter)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _answered(code, said) from error
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused) as error:
            # A password or sender that is wrong is mended here, not by the reader.
            about = "MAIL" if isinstance(error, smtplib.SMTPSenderRefused) else "AUTH"
            raise DeliveryFailedError(reason=f"{error.smtp_code} {about}") from error
        except smtplib.SMTPResponseException as error:
            raise _answered(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryFailedError(reason=type(error).__name__) from error

    def _connected(self) -> smtplib.SMTP:
        context = self._context or ssl.create_default_context()
        if self._scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS)
        try:
            self._open(server, context)
        except BaseException:
            server.close()
            raise
        return server

    def _open(self, server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        server.ehlo()
        is_safe = self._scheme == "smtps"
        if not is_safe and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
            is_safe = True
        if not self._user:
            return
        if not is_safe and not _is_here(self._host):
            raise DeliveryFailedError(reason="STARTTLS")
        server.login(self._user, self._password)

    def _letter(self, message: Message) -> EmailMessage:
        name, mailbox = parseaddr(self._sender)
        letter = EmailMessage(policy=SMTP)
        try:
            if not _MAILBOX.fullmatch(message.to):
                raise ValueError("no mailbox")  # noqa: TRY301 - told just below
            letter["To"] = Address(addr_spec=message.to)
            letter["From"] = Address(display_name=name, addr_spec=mailbox)
            letter["Subject"] = one_line(message.subject)[:LONGEST_SUBJECT]
        except (ValueError, IndexError, MessageError) as error:
            raise DeliveryRefusedError(reason="address") from error
        letter["Date"] = format_datetime(message.at)
        letter["Message-ID"] = f"<{message.id}@{mailbox.rpartition('@')[2]}>"
        # Out-of-office answers to a machine would come back to nobody.
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(message.text)
        if message.html:
            letter.add_alternative(message.html, subtype="html")
        for one in message.attachments:
            kind, _, subtype = one.media_type.partition("/")
            letter.add_attachment(
                one.content, maintype=kind, subtype=subtype, filename=one.name
            )
        return letter


def one_line(text: str) -> str:
    """Return a text without anything that could begin another header."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _answered(code: int, said: bytes | str) -> Exception:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    reason = f"{code} {one_line(words)[:_ANSWER]}".strip()
    if 500 <= code < 600:
        return DeliveryRefusedError(reason=reason)
    return DeliveryFailedError(reason=reason)


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
