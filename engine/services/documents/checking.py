"""What anybody may ask of a document: by its printed code, or by the file itself.

Nobody is signed in here, so nothing is told but what stands on the paper anyway:
its name, number, day and who signed it. Who asks too often has to wait.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from engine.domain.documents import Document, DocumentState, digest_of
from engine.domain.signing import (
    FoundSignature,
    Signature,
    SignatureState,
    code_of,
    document_of,
)
from engine.errors import (
    DocumentNotFoundError,
    TooManyAttemptsError,
)
from engine.services.transactions.desk import Desk
from engine.signing_ports import TraceReader
from engine.store.database import UnitOfWork

MOST_CHECKS = 120
MOST_STRANGE_FILES = 15  # each may take seconds to read
CHECK_WINDOW = timedelta(minutes=15)


class CheckState(StrEnum):
    """What is to be thought of a document or file.

    `valid`; `unsigned` still waits for a signature; `superseded` by a newer
    version; `earlier` state of a document that was signed since; `withdrawn`;
    `destroyed` when its time had passed; `pending` is being made; `trial` was only
    tried out; `changed` is refused;
    `unknown` is none of ours.
    """

    VALID = "valid"
    UNSIGNED = "unsigned"
    SUPERSEDED = "superseded"
    EARLIER = "earlier"
    WITHDRAWN = "withdrawn"
    DESTROYED = "destroyed"
    PENDING = "pending"
    TRIAL = "trial"
    CHANGED = "changed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """The answer to a question about a document.

    Attributes:
        document: what it is about, None where it is none of ours.
        newest: the revision that took its place, else None.
        signatures: given ones, in order; without who is asked to sign.
        found: signatures of a file that is not as we keep it.
        by_file: a file was shown, and was compared byte by byte.
    """

    state: CheckState
    document: Document | None = None
    newest: Document | None = None
    signatures: tuple[Signature, ...] = ()
    found: tuple[FoundSignature, ...] = ()
    by_file: bool = False

    @property
    def code(self) -> str:
        """What is printed on the document, empty where there is none."""
        return "" if self.document is None else code_of(self.document.id)


class CheckingService:
    """Answers anybody."""

    def __init__(self, *, desk: Desk, reader: Callable[[], TraceReader]) -> None:
        """Read files with a reader, which is asked for when one is shown."""
        self._desk = desk
        self._reader = reader

    def by_code(self, code: str, *, address: str) -> Verdict:
        """Return what is to be thought of the document that bears a code.

        Args:
            code: as it was typed or scanned.
            address: of the visitor's network.

        Raises:
            TooManyAttemptsError: from this address too much was asked.
        """
        self._count("periksa", address, MOST_CHECKS)
        named = document_of(code)
        if named is None:
            return Verdict(state=CheckState.UNKNOWN)
        with self._desk.database.read() as uow:
            try:
                document = uow.documents.get(named)
            except DocumentNotFoundError:
                return Verdict(state=CheckState.UNKNOWN)
            if document.template is None:
                return Verdict(state=CheckState.UNKNOWN)
            return _verdict(uow, document)

    def by_file(self, content: bytes, *, code: str, address: str) -> Verdict:
        """Return what is to be thought of a file.

        Args:
            content: its bytes.
            code: of the document that it is said to be, or empty.
            address: of the visitor's network.

        Raises:
            TooManyAttemptsError: from this address too much was asked.
            ReaderUnavailableError: too many others are having files read.
        """
        self._count("periksa", address, MOST_CHECKS)
        sha256 = digest_of(content)
        with self._desk.database.read() as uow:
            known = _known(uow, sha256)
            claimed = document_of(code) if code else None
            if known is not None and claimed in {None, known.document_id}:
                return known.verdict
        self._count("berkas asing", address, MOST_STRANGE_FILES)
        return self._unkept(content, code)

    def _unkept(self, content: bytes, code: str) -> Verdict:
        """Return the verdict on a file that the office does not have so."""
        now = self._desk.clock.now()
        traces = self._reader().traces(content, now)
        with self._desk.database.read() as uow:
            ours = tuple(one for one in traces.signatures if _is_ours(uow, one))
            document = _first(uow, [code, *traces.codes])
        changed = document is not None or bool(ours)
        return Verdict(
            state=CheckState.CHANGED if changed else CheckState.UNKNOWN,
            document=document,
            found=ours,
            by_file=True,
        )

    def _count(self, what: str, address: str, most: int) -> None:
        now = self._desk.clock.now()
        subject = hashlib.sha256(f"{what}\n{address}".encode()).digest()
        with self._desk.database.write() as uow:
            attempts, since = uow.sessions.count_attempt(
                subject, now=now, since=now - CHECK_WINDOW
            )
        if attempts > most:
            seconds = max(1, int((since + CHECK_WINDOW - now).total_seconds()))
            raise TooManyAttemptsError(seconds=seconds, minutes=-(-seconds // 60))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known:
    document_id: str
    verdict: Verdict


def _known(uow: UnitOfWork, sha256: str) -> _Known | None:
    """Return what is known of exactly these bytes; uploads are nobody's to ask for."""
    for document in uow.signatures.documents_by_file(sha256):
        if document.template is not None:
            verdict = _verdict(uow, document, by_file=True)
            return _Known(document_id=document.id, verdict=verdict)
    for signature in uow.signatures.by_file(sha256):
        document = uow.documents.get(signature.document)
        verdict = _verdict(uow, document, by_file=True)
        if verdict.state in {CheckState.VALID, CheckState.UNSIGNED}:
            verdict = Verdict(
                state=CheckState.EARLIER,
                document=document,
                signatures=verdict.signatures,
                by_file=True,
            )
        return _Known(document_id=document.id, verdict=verdict)
    return None


def _verdict(uow: UnitOfWork, document: Document, *, by_file: bool = False) -> Verdict:
    signatures = uow.signatures.of_document(document.id)
    waits = any(one.state is SignatureState.WAITING for one in signatures)
    newest = None
    if document.superseded:
        later = [
            one
            for one in uow.documents.of_instance(document.instance)
            if one.template == document.template and one.revision > document.revision
        ]
        newest = max(later, key=lambda one: one.revision, default=None)
    trial = uow.instances.get(document.instance).simulated
    return Verdict(
        state=_state(document, waits=waits, trial=trial),
        document=document,
        newest=newest,
        signatures=tuple(
            one for one in signatures if one.state is SignatureState.SIGNED
        ),
        by_file=by_file,
    )


def _state(document: Document, *, waits: bool, trial: bool) -> CheckState:
    found = CheckState.UNSIGNED if waits else CheckState.VALID
    if trial:
        found = CheckState.TRIAL
    elif document.state is DocumentState.VOID:
        found = CheckState.WITHDRAWN
    elif document.state is DocumentState.DESTROYED:
        found = CheckState.DESTROYED
    elif document.superseded:
        found = CheckState.SUPERSEDED
    elif document.state is not DocumentState.READY:
        found = CheckState.PENDING
    return found


def _is_ours(uow: UnitOfWork, found: FoundSignature) -> bool:
    return uow.signing_keys.is_ours(found.fingerprint)


def _first(uow: UnitOfWork, codes: Sequence[str]) -> Document | None:
    """Return the first document of ours that one of the codes names."""
    for code in codes:
        named = document_of(code)
        if named is None:
            continue
        try:
            document = uow.documents.get(named)
        except DocumentNotFoundError:
            continue
        if document.template is not None:
            return document
    return None
