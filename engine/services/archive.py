"""The archive: documents that were made and cases that have ended."""

from dataclasses import dataclass
from datetime import datetime

from engine.domain.documents import Document, digest_of
from engine.domain.identity import Actor
from engine.domain.instances import Instance, InstanceState
from engine.domain.values import DocumentId
from engine.errors import DocumentNotFoundError
from engine.services import access
from engine.services.desk import Desk
from engine.services.sight import Sight
from engine.store import searches
from engine.store.pages import Page
from engine.store.searches import FoundDocument, Sought

__all__ = [
    "ENDED",
    "ArchiveService",
    "DocumentCard",
    "FoundCase",
    "FoundDocument",
    "Page",
    "Sought",
]

ENDED = (InstanceState.COMPLETED, InstanceState.CANCELLED)


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentCard:
    """What the archive knows of one document.

    Attributes:
        others: its other revisions, newest first.
        intact: what is kept still has the hash that was written down.
    """

    document: Document
    case: Instance
    sop: str
    others: tuple[Document, ...]
    intact: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundCase:
    """An ended case with the name of its SOP."""

    case: Instance
    sop: str
    ended_at: datetime | None


class ArchiveService:
    """What the office keeps, for those who may see it."""

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk
        self._sight = Sight(library=desk.library)

    def documents(self, actor: Actor, sought: Sought) -> Page[FoundDocument]:
        """Return a page of documents that are ready or void, newest first.

        Raises:
            CursorInvalidError: the cursor is none of ours.
        """
        with self._desk.database.read() as uow:
            eyes = self._sight.of(uow, actor)
            return searches.archived(uow.connection, eyes, sought)

    def cases(self, actor: Actor, sought: Sought) -> Page[FoundCase]:
        """Return a page of cases that were completed or cancelled, newest first.

        Raises:
            CursorInvalidError: the cursor is none of ours.
        """
        with self._desk.database.read() as uow:
            eyes = self._sight.of(uow, actor)
            page = searches.cases(uow.connection, eyes, sought)
            found = tuple(
                FoundCase(
                    case=case,
                    sop=self._desk.library.of(uow, case.definition).definition.name,
                    ended_at=case.ended_at,
                )
                for case in page.items
            )
        return Page(items=found, next=page.next)

    def card(self, document_id: DocumentId, actor: Actor) -> DocumentCard:
        """Return what is known of a document, its content checked.

        Raises:
            DocumentNotFoundError: there is none, or it is not the actor's to see.
        """
        with self._desk.database.read() as uow:
            document = uow.documents.get(document_id)
            case = uow.instances.get(document.instance)
            loaded = self._desk.library.of(uow, case.definition)
            if not access.may_see(uow, actor, case, loaded):
                raise DocumentNotFoundError(document=document_id)
            others = [
                one
                for one in uow.documents.of_instance(case.id)
                if one.template == document.template and one.id != document.id
            ]
            content = uow.documents.content(document.sha256) if document.sha256 else b""
        return DocumentCard(
            document=document,
            case=case,
            sop=loaded.definition.name,
            others=tuple(reversed(others)) if document.template else (),
            intact=bool(document.sha256) and digest_of(content) == document.sha256,
        )

    def file(self, document_id: DocumentId, actor: Actor) -> tuple[Document, bytes]:
        """Return a document that is ready, with its bytes.

        Raises:
            DocumentNotFoundError: there is none, it is not ready, or it is not the
                actor's to see.
        """
        with self._desk.database.read() as uow:
            document = uow.documents.get(document_id)
            case = uow.instances.get(document.instance)
            loaded = self._desk.library.of(uow, case.definition)
            if not access.may_see(uow, actor, case, loaded) or not document.sha256:
                raise DocumentNotFoundError(document=document_id)
            return document, uow.documents.content(document.sha256)
