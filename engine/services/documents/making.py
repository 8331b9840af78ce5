"""Making documents: a template, the case's data and the office become a PDF.

Nothing is rendered inside a transaction. A document that cannot be made stays
with its error as an incident; making it again is safe, for the row decides.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import orjson

from engine.domain.documents import Document, DocumentState
from engine.domain.identity import Actor
from engine.domain.signing import Signature
from engine.domain.values import DocumentId, InstanceId, JsonObject
from engine.errors import DocumentNotFoundError, InvalidError
from engine.ports import Attachment, DocumentRenderer
from engine.services.definitions.bygone import earlier_versions, version_of
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.documents.letters import Letter, letter_context
from engine.services.documents.paperwork import MAKE_DOCUMENTS
from engine.services.office.directory import OfficeLists
from engine.services.performance.measured_year import figures_of, measured_year
from engine.services.performance.words import summary_of
from engine.services.signing.calls import SigningCalls, void_waiting
from engine.services.signing.owed import Owed, OwedSignatures
from engine.services.transactions import access
from engine.services.transactions.changes import new_id
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork
from engine.store.values import Incident

PARTIAL = "_"


class DocumentService:
    """Makes documents and hands them out."""

    def __init__(
        self,
        *,
        desk: Desk,
        renderer: DocumentRenderer,
        lists: OfficeLists,
        owed: OwedSignatures,
        calls: SigningCalls,
        words_of: Callable[[bytes], str],
    ) -> None:
        """Make documents; `words_of` reads from a PDF what people search for."""
        self._database = desk.database
        self._clock = desk.clock
        self._library = desk.library
        self._schedule = desk.schedule
        self._renderer = renderer
        self._lists = lists
        self._owed = owed
        self._calls = calls
        self._words_of = words_of

    def make_documents(self, payload: JsonObject) -> None:
        """Make what a job names; documents that are ready already are left alone.

        Raises:
            InvalidError: a template and its data do not fit; the job is parked.
        """
        named = payload.get("documents")
        for one in named if isinstance(named, list) else []:
            self.make(DocumentId(str(one)))

    def make_pending(self, instance: InstanceId) -> None:
        """Make every document of a case that is still to be made.

        Raises:
            InvalidError: a template and its data do not fit.
        """
        with self._database.read() as uow:
            found = uow.documents.of_instance(instance)
        for document in found:
            if document.state is DocumentState.PENDING:
                self.make(document.id)

    def make(self, document_id: DocumentId) -> Document:
        """Make one document, if it is not ready, and return it.

        Raises:
            DocumentNotFoundError: there is none of that id.
            InvalidError: its template and data do not fit.
        """
        now = self._clock.now()
        with self._database.read() as uow:
            document = uow.documents.get(document_id)
            if document.state in {DocumentState.READY, DocumentState.VOID}:
                return document
            if document.template is None:
                raise DocumentNotFoundError(document=document_id)
            loaded, owed, context = self._letter(uow, document, now)
        content = self._renderer.render(
            loaded.templates[document.template],
            context,
            [_source(context, document), *figures_of(context)],
            {
                key: text
                for key, text in loaded.templates.items()
                if key.startswith(PARTIAL)
            },
        )
        waiting = self._owed.signatures(context, owed, now)
        content, signatures = self._owed.sealed(content, waiting, now)
        words = self._words_of(content)
        with self._database.write() as uow:
            stored, fresh = _stored(
                uow, uow.documents.get(document_id), content, signatures, now
            )
            if fresh:
                uow.keeping.put_words(document_id, words)
                self._calls.call(uow, stored, signatures, now)
            return stored

    def park(self, payload: JsonObject, error: str) -> None:
        """Mark documents failed and open an incident: a person decides."""
        now = self._clock.now()
        named = payload.get("documents")
        with self._database.write() as uow:
            for one in named if isinstance(named, list) else []:
                document = uow.documents.get(DocumentId(str(one)))
                if document.state is not DocumentState.PENDING:
                    continue
                uow.documents.save(replace(document, state=DocumentState.FAILED))
                uow.incidents.add(
                    Incident(
                        id=new_id(),
                        kind=MAKE_DOCUMENTS,
                        key=document.id,
                        code=InvalidError.code,
                        facts={"error": error},
                        opened_at=now,
                        payload={"documents": [document.id]},
                        instance=document.instance,
                        task=document.task,
                    )
                )

    def of_instance(self, instance_id: InstanceId, actor: Actor) -> list[Document]:
        """Return a case's documents, oldest first.

        Raises:
            InstanceNotFoundError: there is none, or it is not the actor's to see.
        """
        with self._database.read() as uow:
            instance = uow.instances.get(instance_id)
            loaded = self._library.of(uow, instance.definition)
            access.require_instance(uow, actor, instance, loaded)
            return uow.documents.of_instance(instance_id)

    def content(self, document_id: DocumentId, actor: Actor) -> tuple[Document, bytes]:
        """Return a document that is ready, with its bytes.

        Raises:
            DocumentNotFoundError: there is none, it is not ready, or it is not the
                actor's to see.
        """
        with self._database.read() as uow:
            document = uow.documents.get(document_id)
            instance = uow.instances.get(document.instance)
            loaded = self._library.of(uow, instance.definition)
            if not access.may_see(uow, actor, instance, loaded) or not document.sha256:
                raise DocumentNotFoundError(document=document_id)
            return document, uow.documents.content(document.sha256)

    def _letter(
        self, uow: UnitOfWork, document: Document, now: datetime
    ) -> tuple[LoadedDefinition, Owed, JsonObject]:
        instance = uow.instances.get(document.instance)
        tasks = tuple(uow.tasks.of_instance(instance.id))
        # Of a case that was moved since, the letter stays that of its step's version.
        task = next(one for one in tasks if one.id == document.task)
        loaded = version_of(uow, self._library, instance, task)
        letter = Letter(
            document=document,
            instance=instance,
            loaded=loaded,
            office=self._lists.facts(uow, now=now),
            tasks=tasks,
            documents=tuple(uow.documents.of_instance(instance.id)),
            calendar=self._schedule.calendar(uow, instance.calendar, now=now),
            earlier=earlier_versions(uow, self._library, instance),
        )
        known = task.ended_at or document.created_at
        context = letter_context(letter)
        context |= measured_year(uow, instance.data, until=known)
        context["ringkasan"] = summary_of(context["indikator"])
        step = loaded.definition.steps[task.element]
        owed = Owed(document=document, step=step, task=task, tasks=letter.tasks)
        return loaded, owed, self._owed.marked(context, owed)


def _source(context: JsonObject, document: Document) -> Attachment:
    """Return the data that a document was made from, to travel inside it."""
    told = {"data": context["data"], "nomor": document.number, "id": document.id}
    content = orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
    return Attachment(
        name=f"{document.template}.json",
        media_type="application/json",
        content=content,
    )


def _stored(
    uow: UnitOfWork,
    document: Document,
    content: bytes,
    signatures: Sequence[Signature],
    now: datetime,
) -> tuple[Document, bool]:
    """Keep a made document, and tell whether it was not kept before.

    The revisions before it are superseded.
    """
    if document.state in {DocumentState.READY, DocumentState.VOID}:
        return document, False
    sha256 = uow.documents.put_content(content, media_type=document.media_type)
    for other in uow.documents.of_instance(document.instance):
        same = other.template == document.template
        if same and other.revision < document.revision and not other.superseded:
            uow.documents.save(replace(other, superseded=True))
            void_waiting(uow, other, now)
    uow.signatures.add_all(signatures)
    kept = replace(
        document, state=DocumentState.READY, sha256=sha256, size=len(content)
    )
    return uow.documents.save(kept), True
