"""What a document owes when it is made: marks for checking, rooms, signatures.

The code and its QR are printed on every document. A document whose step names
signers gets a room per signature; with the office's seal it is sealed before it
is kept, else its signatures wait for their signers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from engine.domain.definitions import Step
from engine.domain.documents import Document, digest_of
from engine.domain.signing import (
    PERFORMER,
    Mark,
    Signature,
    SignatureState,
    SigningMethod,
    code_of,
    made_alone,
)
from engine.domain.tasks import Task, TaskState
from engine.domain.values import JsonObject, RoleKey, UserId
from engine.services.signing.block import BlockWriter
from engine.services.signing.keys import SealKeeper
from engine.services.transactions.changes import new_id
from engine.signing_ports import DocumentSigner

CHECKING_PATH = "/periksa"


class Picture(Protocol):
    """Draws a text as a picture that travels inside a document."""

    def __call__(self, text: str) -> str:
        """Return a data address."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """A document that is being made, with the case it stands in.

    Attributes:
        tasks: of the case, whoever did them.
    """

    document: Document
    step: Step
    task: Task
    tasks: tuple[Task, ...]

    @property
    def signers(self) -> tuple[str, ...]:
        """Who signs it, in order; nobody where the case is only tried out."""
        if self.task.simulated or self.document.template is None:
            return ()
        return dict(self.step.signers).get(self.document.template, ())

    @property
    def makers(self) -> frozenset[UserId]:
        """Who did the steps of the case before the one that signs."""
        return makers_of(self.tasks, self.document)


def makers_of(tasks: Sequence[Task], document: Document) -> frozenset[UserId]:
    """Return who did the other steps of a document's case."""
    return frozenset(
        task.assignee
        for task in tasks
        if task.assignee is not None
        and task.state is TaskState.COMPLETED
        and task.id != document.task
    )


class OwedSignatures:
    """Marks documents as they are made, and seals them where the office seals."""

    def __init__(
        self,
        *,
        origin: str,
        draw: Picture,
        method: SigningMethod,
        signer: Callable[[], DocumentSigner],
        seal: SealKeeper,
        block: BlockWriter,
    ) -> None:
        """Print addresses below `origin`; `signer` is asked for when one signs."""
        self._origin = origin
        self._draw = draw
        self._method = method
        self._signer = signer
        self._seal = seal
        self._block = block

    def marked(self, context: JsonObject, owed: Owed) -> JsonObject:
        """Return what a template sees, with the code and the rooms to sign in."""
        code = code_of(owed.document.id)
        if not code:
            return context
        address = f"{self._origin}{CHECKING_PATH}/{code}"
        # What is signed says in its blocks how sure it is; nothing else does.
        told = context | {
            "verifikasi": {
                "kode": code,
                "alamat": address,
                "qr": self._draw(address),
                "ditandatangani": bool(owed.signers),
            }
        }
        officers = dict(_object(context.get("pejabat")))
        for place, named in enumerate(owed.signers, start=1):
            room: JsonObject = {"ruang": f"{address}#tanda-tangan-{place}"}
            if named == PERFORMER:
                told["pelaksana"] = _object(context.get("pelaksana")) | room
            elif named in officers:
                officers[named] = _object(officers[named]) | room
        return told | {"pejabat": officers}

    def signatures(
        self, context: JsonObject, owed: Owed, now: datetime
    ) -> tuple[Signature, ...]:
        """Return the signatures that a document owes, waiting."""
        return tuple(
            self._waiting(context, owed, place, named, now)
            for place, named in enumerate(owed.signers, start=1)
        )

    def sealed(
        self, content: bytes, owed: Sequence[Signature], now: datetime
    ) -> tuple[bytes, tuple[Signature, ...]]:
        """Return a file and its signatures, sealed where the office seals.

        The seal stands for officers who approved by completing their step; what
        others have to approve waits for them.

        Raises:
            SigningFailedError: the file cannot be signed.
        """
        if self._method is not SigningMethod.SEAL:
            return content, tuple(owed)
        done: list[Signature] = []
        for one in owed:
            if one.signer is None:
                done.append(one)
                continue
            content, given = self._with_seal(content, one, now)
            done.append(given)
        return content, tuple(done)

    def _with_seal(
        self, content: bytes, waiting: Signature, now: datetime
    ) -> tuple[bytes, Signature]:
        key = self._seal.key(now)
        given = replace(
            waiting,
            state=SignatureState.SIGNED,
            method=SigningMethod.SEAL,
            signed_at=now,
            before=digest_of(content),
            fingerprint=key.fingerprint,
            certified=key.certified,
        )
        mark = Mark(
            place=given.place,
            signer=key.holder,
            reason=self._block.reason(given),
            at=now,
            picture=self._block.picture(given, issuer=key.issuer),
        )
        signed = self._signer().sign(content, key.content, "", mark)
        return signed, replace(given, after=digest_of(signed))

    def _waiting(
        self, context: JsonObject, owed: Owed, place: int, named: str, now: datetime
    ) -> Signature:
        waiting = Signature(
            id=new_id(),
            document=owed.document.id,
            place=place,
            state=SignatureState.WAITING,
            role=owed.task.role if named == PERFORMER else RoleKey(named),
            created_at=now,
        )
        performer = owed.task.assignee
        if named != PERFORMER or performer is None:
            return waiting
        if made_alone(performer, owed.makers):
            return waiting  # another one of the same post signs
        person = _object(context.get("pelaksana"))
        title = f"{person.get('sebutan') or ''} {person.get('jabatan') or ''}"
        return replace(
            waiting,
            signer=performer,
            signer_name=str(person.get("nama") or ""),
            title=title.strip(),
            nip=str(person.get("nip") or ""),
        )


def _object(value: object) -> JsonObject:
    return dict(value) if isinstance(value, dict) else {}
