"""Files that officers add at a task: kept with the case, before the form is sent.

A file is kept as soon as it arrives, so that nothing has to be chosen again when a
form comes back. It is told by its content, and what a case may hold is limited.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engine.domain.documents import Document, DocumentState
from engine.domain.file_types import MEDIA_TYPES, kind_of, safe_name
from engine.domain.identity import Actor
from engine.domain.tasks import may_do
from engine.domain.values import DocumentId, InstanceId, TaskId
from engine.errors import (
    CaseQuotaError,
    DocumentNotFoundError,
    FileEmptyError,
    FileTooLargeError,
    FileTypeRefusedError,
    RefusedError,
    SubmissionInvalidError,
)
from engine.services.transactions.changes import Changes, new_id
from engine.services.transactions.desk import Desk
from engine.services.transactions.locking import LockedTask, locked_task
from engine.store.database import UnitOfWork

MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class UploadPolicy:
    """What the office takes: megabytes per file and per case, types by ending."""

    max_mb: int
    quota_mb: int
    types: tuple[str, ...]

    @property
    def max_bytes(self) -> int:
        """The largest file that is taken."""
        return self.max_mb * MEGABYTE


class UploadService:
    """Keeps officers' files."""

    def __init__(self, *, desk: Desk, policy: UploadPolicy) -> None:
        self._desk = desk
        self.policy = policy

    def add(
        self, task_id: TaskId, actor: Actor, *, name: str, content: bytes
    ) -> Document:
        """Keep a file at a task and return it.

        Args:
            task_id: of an open task.
            actor: who may do it.
            name: as its sender says; made harmless.
            content: whole.

        Raises:
            FileEmptyError, FileTooLargeError, FileTypeRefusedError, CaseQuotaError,
            TaskNotFoundError, TaskNotOpenError, TaskTakenError, RefusedError,
            InstanceNotRunningError.
        """
        kind = self._checked(name, content)
        with locked_task(self._desk.database, task_id) as locked:
            changes = self._begun(locked, actor)
            self._require_room(locked.uow, locked.instance.id, name, len(content))
            place = (locked.instance.id, task_id)
            document = _kept(changes, place, safe_name(name, kind), kind, content)
            changes.add_document(document)
            self._record(changes, document, "file.added")
            changes.write()
            return document

    def evidence(
        self,
        changes: Changes,
        place: tuple[InstanceId, TaskId],
        name: str,
        content: bytes,
    ) -> Document:
        """Keep a file with a case, whatever has become of its task.

        It is written at once, for what names it is written next.

        Raises:
            FileEmptyError, FileTooLargeError, FileTypeRefusedError, CaseQuotaError.
        """
        kind = self._checked(name, content)
        self._require_room(changes.uow, place[0], name, len(content))
        document = _kept(changes, place, safe_name(name, kind), kind, content)
        changes.uow.documents.add(document)
        self._record(changes, document, "file.added")
        return document

    def remove(self, task_id: TaskId, actor: Actor, file: DocumentId) -> None:
        """Take back a file that was added at the same task, while it is open.

        Raises:
            DocumentNotFoundError: it was not added there; else as for `add`.
        """
        with locked_task(self._desk.database, task_id) as locked:
            changes = self._begun(locked, actor)
            document = locked.uow.documents.get(file)
            if document.task != task_id or not is_upload(document):
                raise DocumentNotFoundError(document=file)
            if document.state is DocumentState.VOID:
                return
            locked.uow.documents.save(replace(document, state=DocumentState.VOID))
            self._record(changes, document, "file.removed")
            changes.write()

    def _require_room(
        self, uow: UnitOfWork, instance: InstanceId, name: str, size: int
    ) -> None:
        known = uow.documents.of_instance(instance)
        used = sum(
            one.size
            for one in known
            if is_upload(one) and one.state is not DocumentState.VOID
        )
        if used + size > self.policy.quota_mb * MEGABYTE:
            raise CaseQuotaError(file=name[:80], limit=self.policy.quota_mb)

    def _checked(self, name: str, content: bytes) -> str:
        shown = name[:80]
        if not content:
            raise FileEmptyError(file=shown)
        if len(content) > self.policy.max_bytes:
            raise FileTooLargeError(file=shown, limit=self.policy.max_mb)
        kind = kind_of(content)
        if kind is None or kind not in self.policy.types:
            raise FileTypeRefusedError(file=shown, types=list(self.policy.types))
        return kind

    def _begun(self, locked: LockedTask, actor: Actor) -> Changes:
        changes, task = self._desk.begin(locked, actor)
        if not may_do(task, actor):
            raise RefusedError(action="upload", subject=task.id)
        return changes

    def _record(self, changes: Changes, document: Document, kind: str) -> None:
        changes.record(
            kind,
            instance=document.instance,
            task=document.task,
            facts={"file": document.id, "sha256": document.sha256},
        )


def _kept(
    changes: Changes,
    place: tuple[InstanceId, TaskId],
    name: str,
    kind: str,
    content: bytes,
) -> Document:
    media_type = MEDIA_TYPES[kind]
    digest = changes.uow.documents.put_content(content, media_type=media_type)
    instance, task = place
    return Document(
        id=DocumentId(new_id()),
        instance=instance,
        task=task,
        name=name,
        state=DocumentState.READY,
        created_at=changes.now,
        media_type=media_type,
        sha256=digest,
        size=len(content),
    )


def is_upload(document: Document) -> bool:
    """Tell whether an officer added a document, instead of a template."""
    return document.template is None


def uploads_of(documents: Iterable[Document]) -> dict[str, Document]:
    """Return the files of a case that a form may name, by id."""
    return {
        one.id: one
        for one in documents
        if is_upload(one) and one.state is DocumentState.READY
    }


def require_own_files(
    uow: UnitOfWork, instance: InstanceId, files: Sequence[str]
) -> None:
    """Refuse a submission that names a file which is none of its case's uploads.

    Raises:
        SubmissionInvalidError: with the first such file.
    """
    if not files:
        return
    known = uploads_of(uow.documents.of_instance(instance))
    for file in files:
        if file not in known:
            told = ("form.unknown_file", {"file": file[:40]})
            raise SubmissionInvalidError(errors={"": told})
