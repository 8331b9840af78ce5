"""Issuing a document again, and withdrawing one; both with a reason.

Issued again it is a new version under the same number, made from what the office
and the case say now; the old one is marked as soon as the new one is there.
"""

from dataclasses import replace

from engine.domain.documents import Document, DocumentState
from engine.domain.identity import Actor, Right
from engine.domain.instances import Instance
from engine.domain.values import DocumentId
from engine.errors import (
    AlreadySignedError,
    DocumentNotFoundError,
    ReasonMissingError,
    RefusedError,
)
from engine.ports import Job
from engine.services.documents.paperwork import COUNTED, MAKE_DOCUMENTS
from engine.services.signing.calls import void_waiting
from engine.services.transactions import access
from engine.services.transactions.changes import Changes, new_id
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork

MOST_REASON = 2_000


class ReissuingService:
    """What those who supervise or administer do with documents that went out."""

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk

    def reissue(self, document_id: DocumentId, reason: str, actor: Actor) -> Document:
        """Draw a document up again; it is made after the commit.

        Raises:
            DocumentNotFoundError: there is none, or it is not the actor's to see.
            RefusedError: the actor neither supervises nor administers.
            AlreadySignedError: it is not the version that stands.
            ReasonMissingError.
        """
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            document, case = self._standing(uow, document_id, actor)
            words = _required(reason)
            counted = f"{COUNTED}{document.template}"
            revision = max(case.visits.get(counted, 0), document.revision) + 1
            again = replace(
                document,
                id=DocumentId(new_id()),
                state=DocumentState.PENDING,
                created_at=now,
                revision=revision,
                sha256="",
                size=0,
                version=1,
            )
            changes = Changes(uow=uow, now=now, actor=actor)
            changes.know(case)
            changes.keep(replace(case, visits={**case.visits, counted: revision}))
            changes.add_document(again)
            changes.enqueue(
                Job(
                    kind=MAKE_DOCUMENTS,
                    key=f"{MAKE_DOCUMENTS}:{again.id}",
                    payload={"documents": [again.id]},
                )
            )
            _record(changes, document, "document.reissued", words)
        return again

    def withdraw(self, document_id: DocumentId, reason: str, actor: Actor) -> None:
        """Withdraw a document: whoever checks it is told so.

        Raises:
            as for `reissue`.
        """
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            document, case = self._standing(uow, document_id, actor)
            words = _required(reason)
            changes = Changes(uow=uow, now=now, actor=actor)
            changes.know(case)
            changes.void(document, words)
            void_waiting(uow, document, now)
            changes.write()

    def _standing(
        self, uow: UnitOfWork, document_id: DocumentId, actor: Actor
    ) -> tuple[Document, Instance]:
        found = uow.documents.get(document_id)
        case = uow.instances.lock(found.instance)
        document = uow.documents.get(document_id)
        loaded = self._desk.library.of(uow, case.definition)
        if not access.may_see(uow, actor, case, loaded) or document.template is None:
            raise DocumentNotFoundError(document=document_id)
        if not (actor.has(Right.SUPERVISE) or actor.has(Right.ADMINISTER)):
            raise RefusedError(action="reissue", subject=document_id)
        if document.state is not DocumentState.READY or document.superseded:
            raise AlreadySignedError
        return document, case


def _required(reason: str) -> str:
    words = reason.strip()[:MOST_REASON]
    if not words:
        raise ReasonMissingError(action="reissue")
    return words


def _record(changes: Changes, document: Document, kind: str, words: str) -> None:
    changes.record(
        kind,
        instance=document.instance,
        task=document.task,
        facts={"document": document.id, "reason": words},
    )
    changes.write()
