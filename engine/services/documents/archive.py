"""The archive: documents that were made and cases that have ended."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.domain.definitions import ProcessDefinition
from engine.domain.documents import Document, DocumentState, digest_of
from engine.domain.identity import Actor, Right
from engine.domain.instances import Instance, InstanceState
from engine.domain.retention import PaperPlace, Retention, retention_of
from engine.domain.signing import Signature
from engine.domain.values import DocumentId
from engine.domain.worktime import DEFAULT_ZONE
from engine.errors import DocumentNotFoundError, RefusedError
from engine.services.transactions import access
from engine.services.transactions.changes import Changes
from engine.services.transactions.desk import Desk
from engine.services.transactions.sight import Sight
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

MOST_PLACE = 300
ENDED = (InstanceState.COMPLETED, InstanceState.CANCELLED)
_ZONE = ZoneInfo(DEFAULT_ZONE)


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentCard:
    """What the archive knows of one document.

    Attributes:
        others: its other revisions, newest first.
        intact: what is kept still has the hash that was written down.
        retention: how its case is kept.
        last_year: in which it is kept, None for ever or while the case runs.
        place: of its paper copy, None where nobody said.
        signatures: given or waiting.
        may_place: the actor may say where the paper lies.
    """

    document: Document
    case: Instance
    sop: str
    others: tuple[Document, ...]
    intact: bool
    retention: Retention
    last_year: int | None
    place: PaperPlace | None
    signatures: tuple[Signature, ...]
    may_place: bool


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
            gone = not document.sha256 or document.state is DocumentState.DESTROYED
            content = b"" if gone else uow.documents.content(document.sha256)
            retention = retention_of(case.data)
            place = uow.keeping.place_of(document.id)
            signatures = tuple(uow.signatures.of_document(document.id))
        return DocumentCard(
            document=document,
            case=case,
            sop=loaded.definition.name,
            others=tuple(reversed(others)) if document.template else (),
            intact=bool(document.sha256) and digest_of(content) == document.sha256,
            retention=retention,
            last_year=_last_year(retention, case),
            place=place,
            signatures=signatures,
            may_place=_may_place(case, loaded.definition, actor),
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

    def put_place(
        self, document_id: DocumentId, place: str, actor: Actor, *, version: int
    ) -> None:
        """Say where the paper copy of a document lies.

        Args:
            document_id: of the document.
            place: words; empty where there is no paper.
            actor: holds a lane of its SOP, supervises or administers.
            version: of what the actor saw, 1 where nobody had said anything.

        Raises:
            DocumentNotFoundError, RefusedError, VersionConflictError.
        """
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            document = uow.documents.get(document_id)
            case = uow.instances.get(document.instance)
            loaded = self._desk.library.of(uow, case.definition)
            if not access.may_see(uow, actor, case, loaded):
                raise DocumentNotFoundError(document=document_id)
            if not _may_place(case, loaded.definition, actor):
                raise RefusedError(action="place", subject=document_id)
            uow.keeping.put_place(
                PaperPlace(
                    document=document_id,
                    place=place.strip()[:MOST_PLACE],
                    by_name=actor.name,
                    at=now,
                    version=version,
                )
            )
            changes = Changes(uow=uow, now=now, actor=actor)
            changes.record(
                "document.placed", instance=case.id, facts={"document": document_id}
            )
            changes.write()


def _last_year(retention: Retention, case: Instance) -> int | None:
    if case.ended_at is None:
        return None
    return retention.last_year(case.ended_at.astimezone(_ZONE).year)


def _may_place(case: Instance, definition: ProcessDefinition, actor: Actor) -> bool:
    lanes = {lane.role for lane in definition.lanes}
    keeps = actor.has(Right.SUPERVISE) or actor.has(Right.ADMINISTER)
    return not case.simulated and (keeps or bool(lanes & actor.roles))
