"""A national signing service (an e-sign client of the kind that BSrE gives offices).

The service keeps the officers' keys; we hand it the file, who signs and the
passphrase, and get the signed file back. One call, Basic authentication,
`multipart/form-data`:

    POST <address>/api/sign/pdf   file, nik, passphrase, tampilan, page, xAxis, ...
    200 application/pdf | 4xx {"status_code": 2031, "error": "..."}
"""

import base64
import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from io import BytesIO
from urllib.parse import SplitResult, unquote, urlsplit

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from engine.adapters.signing.rooms import Room, room_in
from engine.domain.signing import Mark
from engine.errors import (
    PassphraseWrongError,
    SigningFailedError,
    SigningUnavailableError,
)

PATH = "/api/sign/pdf"
PATIENCE = timedelta(seconds=60)
MOST_ANSWER = 100_000_000  # bytes
_WRONG_PASSPHRASE = 2031


class ServiceSigner:
    """Lets a service sign; it never sees more than one file at a time."""

    def __init__(self, address: str, *, patience: timedelta = PATIENCE) -> None:
        """Call the service at an address that holds our name and password."""
        self._parts = urlsplit(address)
        self._patience = patience.total_seconds()

    def sign(self, pdf: bytes, key: bytes, passphrase: str, mark: Mark) -> bytes:
        """Return the file with one signature more.

        Args:
            pdf: signed before or not.
            key: the signer's NIK, by which the service knows the person.
            passphrase: of the signer at the service.
            mark: its room is told; the service draws its own block into it.

        Raises:
            PassphraseWrongError: the service says so.
            SigningFailedError: it refuses the file or the signer, or answers
                with something that does not continue the file.
            SigningUnavailableError: it does not answer.
        """
        fields = {"nik": key.decode(), "passphrase": passphrase, "reason": mark.reason}
        status, body = self._asked(fields | _place(pdf, mark), pdf)
        if status != 200:
            raise _refusal(status, body)
        # A signature is an incremental update; anything else is another file.
        if not body.startswith(pdf) or len(body) <= len(pdf):
            raise SigningFailedError(detail="service")
        return body

    def _asked(self, fields: Mapping[str, str], pdf: bytes) -> tuple[int, bytes]:
        boundary = secrets.token_hex(16)
        kind = HTTPSConnection if self._parts.scheme == "https" else HTTPConnection
        connection = kind(self._parts.hostname or "", self._parts.port)
        connection.timeout = self._patience
        try:
            connection.request(
                "POST",
                self._parts.path.rstrip("/") + PATH,
                body=_form(fields, pdf, boundary),
                headers={
                    "Content-Type": f"multipart/form-data; boundary={boundary}",
                    "Authorization": _authorization(self._parts),
                },
            )
            answer = connection.getresponse()
            return answer.status, answer.read(MOST_ANSWER)
        except (OSError, HTTPException) as error:
            raise SigningUnavailableError from error
        finally:
            connection.close()


def _place(pdf: bytes, mark: Mark) -> dict[str, str]:
    room: Room | None = None
    try:
        room = room_in(PdfFileReader(BytesIO(pdf), strict=False), mark.place)
    except (PdfError, LookupError, TypeError, ValueError) as error:
        raise SigningFailedError(detail=type(error).__name__) from error
    if room is None:
        return {"tampilan": "invisible"}
    left, low, right, high = room.box
    return {
        "tampilan": "visible",
        "image": "false",
        "page": str(room.page + 1),
        "xAxis": str(left),
        "yAxis": str(low),
        "width": str(right - left),
        "height": str(high - low),
    }


def _form(fields: Mapping[str, str], pdf: bytes, boundary: str) -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        f"{value}\r\n".encode()
        for name, value in fields.items()
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; '
        'filename="dokumen.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    )
    return b"".join([*parts, head.encode(), pdf, f"\r\n--{boundary}--\r\n".encode()])


def _authorization(parts: SplitResult) -> str:
    name, word = unquote(parts.username or ""), unquote(parts.password or "")
    return "Basic " + base64.b64encode(f"{name}:{word}".encode()).decode()


def _refusal(status: int, body: bytes) -> Exception:
    if status >= 500 or status in {401, 407, 429}:
        return SigningUnavailableError()
    try:
        said = json.loads(body[:10_000])
        code = said.get("status_code") if isinstance(said, dict) else None
    except ValueError:
        code = None
    if code == _WRONG_PASSPHRASE:
        return PassphraseWrongError()
    return SigningFailedError(detail=f"{status}/{code}" if code else str(status))
