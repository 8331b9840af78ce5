"""Drafts of SOPs: begun, saved, looked back at, given up. Needs the right to draft.

A draft is saved whether or not it can be deployed: only a diagram that cannot be
read at all, or that is not of this SOP, is refused. What is wrong with it is told
by the check, and counts when it is submitted.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from engine.clock import Clock
from engine.domain.durations import WorkDuration
from engine.domain.identity import Actor
from engine.domain.sop_drafts import (
    DraftOrigin,
    DraftRevision,
    RevisionKind,
    RevisionLine,
    SopDraft,
    SopFiles,
    require_key,
)
from engine.domain.values import ElementId, ProcessKey
from engine.errors import (
    DraftExistsError,
    DraftMisfitError,
    DraftNotFoundError,
    ProcessNotFoundError,
)
from engine.ports import DiagramReader
from engine.services.drafting.keeping import (
    OpenDraft,
    begin,
    close,
    editable,
    files_of,
    keep,
    live,
    new,
    record,
    require_drafter,
    require_reader,
    with_files,
)
from engine.store.database import Database, UnitOfWork

__all__ = ["OpenDraft", "SopDraftService"]

Restandard = Callable[[bytes, Mapping[ElementId, WorkDuration | None]], bytes]


class SopDraftService:
    """Keeps the drafts of SOPs; one draft per SOP, seen by all who may draft."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        reader: DiagramReader,
        restandard: Restandard,
    ) -> None:
        self._database = database
        self._clock = clock
        self._reader = reader
        self._restandard = restandard

    def listing(self, actor: Actor) -> list[SopDraft]:
        """Return the drafts that are not closed, by name.

        Raises:
            RefusedError: the actor may neither draft nor approve SOPs.
        """
        require_reader(actor)
        with self._database.read() as uow:
            return uow.sop_drafts.open()

    def create(
        self,
        actor: Actor,
        key: str,
        name: str,
        files: SopFiles,
        origin: DraftOrigin = DraftOrigin.NEW,
    ) -> OpenDraft:
        """Begin the draft of a new SOP.

        Args:
            actor: who begins it.
            key: of the SOP; the XML id of the diagram's process.
            name: of the SOP, where its process has none.
            files: the first diagram, with forms and templates where there are.
            origin: where it came from.

        Raises:
            RefusedError: the actor may not draft SOPs.
            DraftKeyInvalidError: the key cannot be used.
            DraftExistsError: an SOP or a draft has it already.
            DiagramInvalidError, DraftMisfitError, DraftTooLargeError: the files.
        """
        require_drafter(actor)
        wanted = require_key(key)
        called = self._read(wanted, files) or name
        now = self._clock.now()
        with self._database.write() as uow:
            deployed = uow.definitions.latest(wanted)
            if deployed is not None:
                raise DraftExistsError(key=key, name=deployed.name)
            draft = begin(uow, new(wanted, called, origin, actor, now), files)
            record(uow, (actor, now), "sop_draft.created", draft)
        return OpenDraft(draft=draft, files=files)

    def open(self, actor: Actor, key: ProcessKey) -> OpenDraft:
        """Return the draft of an SOP; where it has none, begin one.

        Raises:
            RefusedError: the actor may not draft SOPs.
            ProcessNotFoundError: there is neither a draft nor a version.
        """
        require_drafter(actor)
        with self._database.read() as uow:
            known = live(uow, key)
            if known is not None:
                return with_files(uow, known)
        now = self._clock.now()
        with self._database.write() as uow:
            return self._opened(uow, actor, key, now)

    def current(self, actor: Actor, key: ProcessKey) -> OpenDraft:
        """Return the draft of an SOP, for whoever drafts or approves.

        Raises:
            RefusedError: the actor may do neither.
            DraftNotFoundError: it has none.
        """
        require_reader(actor)
        with self._database.read() as uow:
            draft = live(uow, key)
            if draft is None:
                raise DraftNotFoundError(key=key)
            return with_files(uow, draft)

    def save(
        self, actor: Actor, key: ProcessKey, files: SopFiles, revision: int
    ) -> SopDraft:
        """Keep changed files; the same files again make no new revision.

        Args:
            actor: who changed them.
            key: of the SOP.
            files: all of them.
            revision: that the actor saw.

        Raises:
            RefusedError: the actor may not draft SOPs.
            DraftNotFoundError: it has none.
            DraftConflictError: somebody saved meanwhile; nothing is overwritten.
            DraftSubmittedError: it waits for approval.
            DiagramInvalidError, DraftMisfitError, DraftTooLargeError: the files.
        """
        require_drafter(actor)
        called = self._read(key, files)
        now = self._clock.now()
        with self._database.write() as uow:
            draft = editable(uow, actor, key, revision)
            last = uow.sop_drafts.revision(key, draft.revision)
            if last.files == files:
                return draft
            return keep(
                uow, replace(draft, name=called or draft.name), files, (actor, now)
            )

    def with_standards(
        self,
        actor: Actor,
        key: ProcessKey,
        standards: Mapping[ElementId, WorkDuration | None],
    ) -> OpenDraft:
        """Prepare a change of standard times, on the draft there is or a new one.

        Args:
            actor: who prepares it.
            key: of the SOP.
            standards: by step; None takes the standard away.

        Raises:
            RefusedError: the actor may not draft SOPs.
            ProcessNotFoundError: there is neither a draft nor a version.
            DraftSubmittedError: the draft waits for approval.
            NotFoundError: the diagram has no such step.
        """
        require_drafter(actor)
        now = self._clock.now()
        with self._database.write() as uow:
            found = self._opened(uow, actor, key, now, DraftOrigin.EVALUATION)
            draft = editable(uow, actor, key, found.draft.revision)
            diagram = self._restandard(found.files.diagram, standards)
            files = replace(found.files, diagram=diagram)
            kept = keep(uow, draft, files, (actor, now), RevisionKind.STANDARDS)
        return OpenDraft(draft=kept, files=files)

    def history(self, actor: Actor, key: ProcessKey) -> list[RevisionLine]:
        """Return what was saved of a draft, newest first.

        Raises:
            RefusedError: the actor may neither draft nor approve SOPs.
            DraftNotFoundError: it has none.
        """
        require_reader(actor)
        with self._database.read() as uow:
            if live(uow, key) is None:
                raise DraftNotFoundError(key=key)
            return uow.sop_drafts.history(key)

    def revision(self, actor: Actor, key: ProcessKey, number: int) -> DraftRevision:
        """Return an entry of a draft's history with its files.

        Raises:
            RefusedError: the actor may neither draft nor approve SOPs.
            DraftNotFoundError: there is no such entry.
        """
        require_reader(actor)
        with self._database.read() as uow:
            return uow.sop_drafts.revision(key, number)

    def restore(
        self, actor: Actor, key: ProcessKey, number: int, revision: int
    ) -> SopDraft:
        """Make an earlier revision the newest; the ones between stay.

        Args:
            actor: who goes back.
            key: of the SOP.
            number: the revision to go back to.
            revision: the newest that the actor saw.

        Raises:
            RefusedError, DraftNotFoundError, DraftConflictError,
            DraftSubmittedError: as for `save`.
        """
        require_drafter(actor)
        now = self._clock.now()
        with self._database.write() as uow:
            draft = editable(uow, actor, key, revision)
            files = uow.sop_drafts.revision(key, number).files
            called = self._read(key, files) or draft.name
            draft = replace(draft, name=called)
            return keep(uow, draft, files, (actor, now), RevisionKind.RESTORED)

    def discard(self, actor: Actor, key: ProcessKey, revision: int) -> None:
        """Give a draft up with its history; who confirms names what was seen.

        Raises:
            RefusedError, DraftNotFoundError, DraftConflictError,
            DraftSubmittedError: as for `save`.
        """
        require_drafter(actor)
        now = self._clock.now()
        with self._database.write() as uow:
            draft = editable(uow, actor, key, revision)
            close(uow, draft)
            record(uow, (actor, now), "sop_draft.discarded", draft)

    def _opened(
        self,
        uow: UnitOfWork,
        actor: Actor,
        key: ProcessKey,
        now: datetime,
        origin: DraftOrigin = DraftOrigin.VERSION,
    ) -> OpenDraft:
        known = live(uow, key)
        if known is not None:
            return with_files(uow, known)
        base = uow.definitions.latest(key)
        if base is None:
            raise ProcessNotFoundError(key=key)
        files = files_of(base)
        fresh = new(key, base.name, origin, actor, now)
        draft = begin(uow, replace(fresh, base_version=base.version), files)
        record(uow, (actor, now), "sop_draft.opened", draft)
        return OpenDraft(draft=draft, files=files)

    def _read(self, key: ProcessKey, files: SopFiles) -> str:
        """Return how the diagram calls the SOP; refuse what is not of it."""
        files.require_storable()
        diagram = self._reader.read(files.diagram, f"{key}.bpmn")
        names = {process.id: process.name for process in diagram.processes}
        if key not in names:
            raise DraftMisfitError(key=key, found=", ".join(names)[:200])
        return names[key]
