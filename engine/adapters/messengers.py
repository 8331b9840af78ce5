"""Messengers through apprise, which is imported when the first message is sent.

An officer names an address, and the server calls it. So only services whose
hosts are fixed are taken: an address that names a host of its own could reach
into the office's network.
"""

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from engine.errors import DeliveryFailedError, DeliveryRefusedError
from engine.ports import Message

if TYPE_CHECKING:
    from apprise import Apprise

# Of apprise's services those that speak to hosts of their own only.
SERVICES = frozenset(
    {
        "tgram", "whatsapp", "slack", "discord", "pover", "pball", "twilio",
        "line", "msteams", "gchat", "signl4", "webexteams", "zulip", "join",
    }
)  # fmt: skip


class AppriseMessenger:
    """Sends through any of `SERVICES`."""

    def knows(self, address: str) -> bool:
        """Tell whether messages can be sent to such an address."""
        if _service(address) not in SERVICES:
            return False
        return _apprise().instantiate(address, suppress_exceptions=True) is not None

    def send(self, message: Message) -> None:
        """Send a message.

        Raises:
            DeliveryRefusedError: its address is none of a known service.
            DeliveryFailedError: the service does not take it now.
        """
        if not self.knows(message.to):
            raise DeliveryRefusedError(reason="address")
        way = _apprise()()
        way.add(message.to)
        if not way.notify(title=message.subject, body=message.text):
            raise DeliveryFailedError(reason=_service(message.to))


def _apprise() -> "type[Apprise]":
    """Return the library, kept from logging: its lines name addresses, our secrets."""
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    from apprise import Apprise  # noqa: PLC0415 - heavy

    return Apprise


def _service(address: str) -> str:
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return ""
