"""A real mail server on this machine that keeps what it is given."""

from asyncio import Server
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

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
        super()._trigger_server()


@contextmanager
def mail_server() -> Iterator[Postbox]:
    """Run a mail server on a free port of this machine."""
    postbox = Postbox()
    controller = _AnyPort(postbox, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        postbox.url = f"smtp://127.0.0.1:{controller.port}"
        yield postbox
    finally:
        controller.stop()
