"""Reads PDFs of strangers in a child process, within a time and a memory limit.

What the child answers is JSON: it read what nobody vouches for, so nothing of it
is unpickled here.
"""

import json
import pickle
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from engine.adapters.child_process import (
    ChildProcess,
    ChildUnavailableError,
    Limits,
    TooSlowError,
    serve,
)
from engine.domain.signing import FoundSignature, Traces
from engine.errors import ReaderUnavailableError

TIME = timedelta(seconds=10)
PATIENCE = timedelta(seconds=20)
BYTES = 1_000_000_000
READ_BY_ONE = 200  # files
_LONGEST = 300  # of a name in a certificate
_MOST = 20


class ReadingProcess:
    """Reads one file after another, as `PdfTraces` does.

    Args:
        roots: authorities whose signatures are called certified.
        limits: of the child that reads.
    """

    def __init__(
        self,
        roots: Sequence[x509.Certificate] = (),
        *,
        limits: Limits | None = None,
    ) -> None:
        self._roots = tuple(one.public_bytes(Encoding.DER) for one in roots)
        self._child = ChildProcess(
            __name__,
            limits
            or Limits(
                timeout=TIME,
                memory_bytes=BYTES,
                requests=READ_BY_ONE,
                patience=PATIENCE,
            ),
        )

    def traces(self, pdf: bytes, now: datetime) -> Traces:
        """Return what a file tells; nothing where it cannot be read within limits.

        Raises:
            ReaderUnavailableError: there is no child, or others wait already.
        """
        request = pickle.dumps((pdf, now.isoformat(), self._roots))
        try:
            return _told(self._child.ask(request))
        except TooSlowError:
            return Traces()
        except ChildUnavailableError:
            raise ReaderUnavailableError from None

    @property
    def child_pid(self) -> int | None:
        """The child's process id, None while there is none."""
        return self._child.pid

    def close(self) -> None:
        """End the child; a later `traces` starts another."""
        self._child.close()


def _told(answer: bytes) -> Traces:
    said = json.loads(answer)
    return Traces(
        signatures=tuple(_signature(one) for one in said["signatures"][:_MOST]),
        codes=tuple(str(one)[:_LONGEST] for one in said["codes"][:_MOST]),
    )


def _signature(said: dict[str, object]) -> FoundSignature:
    at = said["signed_at"]
    return FoundSignature(
        signer=str(said["signer"])[:_LONGEST],
        issuer=str(said["issuer"])[:_LONGEST],
        fingerprint=str(said["fingerprint"])[:_LONGEST],
        signed_at=None if at is None else datetime.fromisoformat(str(at)),
        intact=said["intact"] is True,
        whole=said["whole"] is True,
        certified=said["certified"] is True,
    )


def _prepared() -> Callable[[bytes], bytes]:
    # pyHanko is only imported here: half a second and 60 MB of the child's.
    from engine.adapters.signing.reading import PdfTraces  # noqa: PLC0415

    def answer(request: bytes) -> bytes:
        pdf, now, roots = pickle.loads(request)  # noqa: S301 - from our parent
        trusted = [x509.load_der_x509_certificate(one) for one in roots]
        try:
            found = PdfTraces(trusted).traces(pdf, datetime.fromisoformat(now))
        except Exception:  # noqa: BLE001 - a stranger's file may break anything
            found = Traces()
        return json.dumps(asdict(found), default=_written).encode()

    return answer


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no JSON: {type(value).__name__}")


if __name__ == "__main__":
    serve(_prepared)
