"""A stand-in for the national signing service, on this machine."""

import base64
import threading
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

WRONG = b'{"status_code": 2031, "error": "Passphrase anda salah"}'


class SigningServer:
    """Signs with a signer of ours for whom it knows; notes what it was sent."""

    def __init__(self, sign: Any, nik: str, passphrase: str) -> None:
        self.calls: list[dict[str, Any]] = []
        self.answers: list[tuple[int, bytes]] = []
        self._sign, self._nik, self._passphrase = sign, nik, passphrase
        server = self._server()
        self._http = HTTPServer(("127.0.0.1", 0), server)
        self.address = f"http://kantor:sandi%40@127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def answer(self, fields: dict[str, Any]) -> tuple[int, bytes]:
        self.calls.append(fields)
        if self.answers:
            return self.answers.pop(0)
        if fields["nik"] != self._nik:
            return 400, b'{"status_code": 1001, "error": "tidak terdaftar"}'
        if fields["passphrase"] != self._passphrase:
            return 400, WRONG
        return 200, self._sign(fields["file"])

    def _server(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                fields = {"path": self.path, "login": _login(self.headers)}
                fields |= _fields(self.headers["Content-Type"], body)
                status, content = outer.answer(fields)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


def _login(headers: Any) -> str:
    return base64.b64decode(headers["Authorization"].removeprefix("Basic ")).decode()


def _fields(kind: str, body: bytes) -> dict[str, Any]:
    whole = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    found: dict[str, Any] = {}
    parts: Any = whole.get_payload()
    for part in parts:
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        found[name] = content if name == "file" else content.decode()
    return found
