"""Believes `X-Forwarded-*` of trusted proxies, and of nobody else.

The right-most address that is no proxy of ours is the visitor: whatever stands
to the left of it, the visitor may have written.
"""

from collections.abc import Callable, Iterable, Sequence
from ipaddress import ip_address
from typing import Any

from engine.settings.values import Network

Environment = dict[str, Any]
Application = Callable[[Environment, Callable[..., Any]], Iterable[bytes]]


class BehindProxies:
    """Gives the application the visitor's address and scheme.

    Args:
        application: what is asked.
        trusted: networks of the proxies in front of it.
    """

    def __init__(self, application: Application, trusted: Sequence[Network]) -> None:
        self._application = application
        self._trusted = tuple(trusted)

    def __call__(
        self, environ: Environment, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer a request under WSGI."""
        if self._is_trusted(environ.get("REMOTE_ADDR", "")):
            self._believe(environ)
        return self._application(environ, start_response)

    def _believe(self, environ: Environment) -> None:
        told = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        for address in reversed([one.strip() for one in told if one.strip()]):
            if not _is_address(address):
                break
            environ["REMOTE_ADDR"] = address
            if not self._is_trusted(address):
                break
        scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip()
        if scheme in {"http", "https"}:
            environ["wsgi.url_scheme"] = scheme

    def _is_trusted(self, address: str) -> bool:
        if not _is_address(address):
            return False
        place = ip_address(address)
        return any(place in network for network in self._trusted)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
