"""Telegram as a server on this machine, reached as through an office's proxy."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.certificates import certified

HOST = "api.telegram.org"


@dataclass
class Chats:
    """What came in, with its path; `status` answers the next messages."""

    status: int = 200
    messages: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """The words of every message, oldest first."""
        return [body["text"] for _, body in self.messages]


class _Proxy(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, chats: Chats, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Tunnel)
        self.chats = chats
        self.context = context


class _Tunnel(BaseHTTPRequestHandler):
    """Opens a tunnel, and is itself what stands at its end."""

    protocol_version = "HTTP/1.1"
    server: _Proxy

    def do_CONNECT(self) -> None:
        if self.path != f"{HOST}:443":
            self.send_error(502)
            return
        self.send_response(200)
        self.end_headers()
        self.connection = self.server.context.wrap_socket(
            self.connection, server_side=True
        )
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", 0)
        self.close_connection = False

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.server.chats.status
        if status == 200:
            self.server.chats.messages.append((self.path, body))
        answer = json.dumps({"ok": status == 200, "result": {}}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def finish(self) -> None:
        """Close the inner end too, which the library knows nothing of."""
        super().finish()
        self.rfile.close()
        self.connection.close()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def messenger_server(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Chats]:
    """Run the server; whatever this process sends by HTTPS goes there."""
    chats = Chats()
    context, trusted = certified(folder, HOST)
    server = _Proxy(chats, context)
    for name in ("NO_PROXY", "no_proxy", "https_proxy", "CURL_CA_BUNDLE"):
        patch.delenv(name, raising=False)
    patch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.server_port}")
    patch.setenv("REQUESTS_CA_BUNDLE", str(trusted))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield chats
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
