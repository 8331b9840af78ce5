"""A real mail server on this machine that keeps what it is given."""

import ssl
from asyncio import Server
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from socket import create_connection
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope

OK = "250 OK"


@dataclass
class Postbox:
    """What came in; `answer` is what the server says to the next letters."""

    url: str = ""
    answer: str = OK
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802 - the library's name
        self, _server: Any, _session: Any, envelope: Envelope
    ) -> str:
        """Take a letter, or refuse it as told."""
        if self.answer == OK:
            raw = envelope.original_content or b""
            self.letters.append(message_from_bytes(raw, policy=policy.default))
            self.recipients += envelope.rcpt_tos
        return self.answer


class _AnyPort(Controller):
    """Listens on a port that the machine chooses, and connects to that one."""

    def _trigger_server(self) -> None:
        (socket,) = cast(Server, self.server).sockets
        self.port = socket.getsockname()[1]
        if self.ssl_context is None:
            super()._trigger_server()
            return
        # The library would greet with the server's own context.
        anybody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        anybody.check_hostname = False
        anybody.verify_mode = ssl.CERT_NONE
        with (
            create_connection(("127.0.0.1", self.port), 5) as plain,
            anybody.wrap_socket(plain) as safe,
        ):
            safe.recv(1024)


@contextmanager
def mail_server(
    *,
    starttls: ssl.SSLContext | None = None,
    smtps: ssl.SSLContext | None = None,
    login: tuple[str, str] | None = None,
) -> Iterator[Postbox]:
    """Run a mail server on a free port of this machine.

    Args:
        starttls: context with which it offers, and demands, STARTTLS.
        smtps: context with which it begins.
        login: name and password without which it takes nothing.
    """
    postbox = Postbox()

    def admits(*given: Any) -> AuthResult:
        data = given[-1]
        is_right = (data.login.decode(), data.password.decode()) == login
        return AuthResult(success=is_right, handled=False)

    controller = _AnyPort(
        postbox,
        hostname="127.0.0.1",
        port=0,
        ssl_context=smtps,
        tls_context=starttls,
        require_starttls=starttls is not None,
        authenticator=admits if login else None,
        auth_required=login is not None,
        auth_require_tls=starttls is not None,
    )
    controller.start()
    try:
        scheme = "smtps" if smtps else "smtp"
        postbox.url = f"{scheme}://127.0.0.1:{controller.port}"
        yield postbox
    finally:
        controller.stop()
