"""Signing: documents that wait for somebody's signature, and giving it.

The file is signed between two transactions; the second one lets it stand only
where the document is still the one that was signed.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.domain.documents import Document, DocumentState, digest_of
from engine.domain.identity import Actor
from engine.domain.instances import Instance
from engine.domain.signing import (
    Mark,
    Signature,
    SignatureState,
    SigningKey,
    SigningMethod,
    added_signature,
    made_alone,
    may_sign,
)
from engine.errors import (
    AlreadySignedError,
    KeyMissingError,
    MadeAloneError,
    SignatureNotFoundError,
    SigningFailedError,
    TooManyAttemptsError,
)
from engine.services.office.directory import OfficeLists
from engine.services.signing.block import BlockWriter
from engine.services.signing.calls import settle
from engine.services.signing.owed import makers_of
from engine.services.transactions.changes import Changes
from engine.services.transactions.desk import Desk
from engine.signing_ports import DocumentSigner, TraceReader
from engine.store.database import UnitOfWork

MOST_AT_ONCE = 50
MOST_ATTEMPTS = 10
ATTEMPT_WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingDocument:
    """A document that waits for the actor's signature.

    Attributes:
        refused: the actor made it alone, so another one has to sign.
    """

    signature: Signature
    document: Document
    case: Instance
    refused: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Taken:
    """Everything that one signature needs, as it was read."""

    signature: Signature
    document: Document
    content: bytes
    key: bytes
    issuer: str


class SigningService:
    """Documents that wait for a signature, and giving it."""

    def __init__(
        self,
        *,
        desk: Desk,
        lists: OfficeLists,
        method: SigningMethod,
        signer: Callable[[], DocumentSigner],
        reader: Callable[[], TraceReader],
        block: BlockWriter,
    ) -> None:
        """Sign by a method; `signer` and `reader` are asked for when somebody signs."""
        self._desk = desk
        self._lists = lists
        self._method = method
        self._signer = signer
        self._reader = reader
        self._block = block

    @property
    def asks_for_key(self) -> bool:
        """Whether officers have to bring a key of their own."""
        return self._method is not SigningMethod.SERVICE

    def waiting(self, actor: Actor) -> list[WaitingDocument]:
        """Return what waits for the actor's signature, oldest first."""
        with self._desk.database.read() as uow:
            return [
                self._shown(uow, one, document, actor)
                for one in uow.signatures.waiting_for(actor.user, sorted(actor.roles))
                if _stands(document := uow.documents.get(one.document))
            ]

    def sign(
        self,
        signatures: Sequence[str],
        actor: Actor,
        passphrase: str,
        *,
        identity: str = "",
    ) -> list[Document]:
        """Sign documents one after another and return them.

        Args:
            signatures: that wait for the actor.
            actor: who signs.
            passphrase: of the own key, or of the signer at the service.
            identity: by which a service knows the signer (NIK); kept by nobody.

        Raises:
            SignatureNotFoundError, AlreadySignedError, MadeAloneError,
            KeyMissingError, PassphraseWrongError, CertificateInvalidError,
            SigningFailedError, SigningUnavailableError, VersionConflictError: those
                before it stay signed.
            TooManyAttemptsError: too many wrong passphrases.
        """
        subject = self._count(actor)
        signed = [
            self._sign(one, actor, passphrase, identity)
            for one in list(dict.fromkeys(signatures))[:MOST_AT_ONCE]
        ]
        with self._desk.database.write() as uow:
            uow.sessions.forgive(subject)
        return signed

    def _count(self, actor: Actor) -> bytes:
        """Count an attempt: a passphrase is not to be found by trying."""
        now = self._desk.clock.now()
        subject = hashlib.sha256(f"tanda-tangan\n{actor.user}".encode()).digest()
        with self._desk.database.write() as uow:
            attempts, since = uow.sessions.count_attempt(
                subject, now=now, since=now - ATTEMPT_WINDOW
            )
        if attempts > MOST_ATTEMPTS:
            seconds = max(1, int((since + ATTEMPT_WINDOW - now).total_seconds()))
            raise TooManyAttemptsError(seconds=seconds, minutes=-(-seconds // 60))
        return subject

    def _sign(
        self, signature: str, actor: Actor, passphrase: str, identity: str
    ) -> Document:
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            taken = self._taken(uow, signature, actor, now)
        mark = Mark(
            place=taken.signature.place,
            signer=taken.signature.signer_name,
            reason=self._block.reason(taken.signature),
            at=now,
            picture=self._block.picture(taken.signature, issuer=taken.issuer),
        )
        key = taken.key or identity.strip().encode()
        content = self._signer().sign(taken.content, key, passphrase, mark)
        if self._method is SigningMethod.SERVICE:
            taken = self._vouched(taken, content, now)
        with self._desk.database.write() as uow:
            return _kept(uow, taken, content, actor, now)

    def _vouched(self, taken: _Taken, content: bytes, now: datetime) -> _Taken:
        """Return what was taken with what the service's own signature proves.

        Raises:
            SigningFailedError: it gave no sound signature over the whole file.
        """
        reader = self._reader()
        found = added_signature(
            reader.traces(taken.content, now), reader.traces(content, now)
        )
        if found is None:
            raise SigningFailedError(detail="service/signature")
        signature = replace(
            taken.signature, fingerprint=found.fingerprint, certified=found.certified
        )
        return replace(taken, signature=signature)

    def _taken(self, uow: UnitOfWork, name: str, actor: Actor, now: datetime) -> _Taken:
        waiting = uow.signatures.get(name)
        document = uow.documents.get(waiting.document)
        if not may_sign(replace(waiting, state=SignatureState.WAITING), actor):
            raise SignatureNotFoundError(signature=name)
        if waiting.state is not SignatureState.WAITING or not _stands(document):
            raise AlreadySignedError
        if self._is_alone(uow, document, actor):
            raise MadeAloneError(document=document.name)
        signature = self._signed_by(uow, waiting, actor, now)
        content = uow.documents.content(document.sha256)
        if self._method is SigningMethod.SERVICE:
            key, issuer = b"", ""
            signature = replace(signature, method=SigningMethod.SERVICE)
        else:
            own = uow.signing_keys.of(actor.user)
            if own is None:
                raise KeyMissingError
            key, issuer = own.content, own.issuer
            signature = _with_key(signature, own)
        return _Taken(
            signature=replace(signature, before=document.sha256, signed_at=now),
            document=document,
            content=content,
            key=key,
            issuer=issuer,
        )

    def _signed_by(
        self, uow: UnitOfWork, waiting: Signature, actor: Actor, now: datetime
    ) -> Signature:
        """Return the signature with who gives it and in which post."""
        if waiting.signer is not None:
            return replace(waiting, state=SignatureState.SIGNED)
        officer = self._lists.facts(uow, now=now).officer(waiting.role, actor.user)
        title = "" if officer is None else f"{officer.prefix} {officer.title}".strip()
        return replace(
            waiting,
            state=SignatureState.SIGNED,
            signer=actor.user,
            signer_name=actor.name,
            title=title,
            nip="" if officer is None else officer.nip,
        )

    def _shown(
        self, uow: UnitOfWork, waiting: Signature, document: Document, actor: Actor
    ) -> WaitingDocument:
        return WaitingDocument(
            signature=waiting,
            document=document,
            case=uow.instances.get(document.instance),
            refused=self._is_alone(uow, document, actor),
        )

    def _is_alone(self, uow: UnitOfWork, document: Document, actor: Actor) -> bool:
        tasks = uow.tasks.of_instance(document.instance)
        return made_alone(actor.user, makers_of(tasks, document))


def _stands(document: Document) -> bool:
    return document.state is DocumentState.READY and not document.superseded


def _with_key(signature: Signature, key: SigningKey) -> Signature:
    return replace(
        signature,
        method=SigningMethod.CERTIFICATE,
        fingerprint=key.fingerprint,
        certified=key.certified,
    )


def _kept(
    uow: UnitOfWork, taken: _Taken, content: bytes, actor: Actor, now: datetime
) -> Document:
    """Let the signed file be the document's, if nothing changed meanwhile."""
    after = digest_of(content)
    signature = replace(taken.signature, after=after)
    uow.signatures.save(signature)
    sha256 = uow.documents.put_content(content, media_type=taken.document.media_type)
    document = uow.documents.save(
        replace(taken.document, sha256=sha256, size=len(content))
    )
    changes = Changes(uow=uow, now=now, actor=actor, role=signature.role)
    method = signature.method.value if signature.method else ""
    changes.record(
        "document.signed",
        instance=document.instance,
        task=document.task,
        facts={
            "document": document.id,
            "method": method,
            "fingerprint": signature.fingerprint,
            "before": signature.before,
            "after": after,
        },
    )
    settle(uow, signature, now)
    changes.write()
    return document
