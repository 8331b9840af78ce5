"""Coba: a draft played without deploying it, in an office of its own.

A trial is a small office in a file: the people, calendars and SOPs of the real one
are copied, the draft is deployed there, and a case runs through the same services
on a clock that whoever tries it moves. Nothing of it reaches the real office:
docs/adr/0023-trials.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from engine.domain.documents import Document
from engine.domain.identity import MACHINE, Actor
from engine.domain.values import DocumentId, ProcessKey, TaskId
from engine.errors import DraftNotFoundError
from engine.services.drafting.keeping import require_drafter
from engine.services.drafting.service import SopDraftService
from engine.services.drafting.trial_files import TrialFiles, TrialOffice
from engine.services.drafting.trial_playing import (
    Trial,
    TrialStep,
    Waiting,
    advance,
    begun,
    claimed,
    complete,
    looked,
)

__all__ = ["Trial", "TrialService", "TrialStep", "Waiting"]


class TrialService:
    """Plays drafts, one trial per person and SOP; needs the right to draft."""

    def __init__(self, *, drafts: SopDraftService, files: TrialFiles) -> None:
        self._drafts = drafts
        self._files = files

    def begin(self, actor: Actor, key: ProcessKey) -> None:
        """Begin a trial of a draft as it is now; an earlier one of it is forgotten.

        Raises:
            RefusedError: the actor may not draft SOPs.
            DraftNotFoundError: there is no draft.
            DiagramInvalidError: the draft cannot run; its problems say why.
            FormInvalidError: a form of it cannot be used.
        """
        require_drafter(actor)
        draft = self._drafts.current(actor, key)
        with self._files.fresh(actor.user, key) as office:
            case = begun(office, draft)
            office.remember(case=case.id, revision=draft.draft.revision)

    def look(
        self, actor: Actor, key: ProcessKey, task: TaskId | None = None
    ) -> Trial | None:
        """Return how a trial stands, None where there is none.

        Args:
            actor: who tries.
            key: of the SOP.
            task: that is shown; the first open one where it is None or gone.

        Raises:
            RefusedError: the actor may not draft SOPs.
        """
        require_drafter(actor)
        with self._files.opened(actor.user, key) as office:
            return None if office is None else looked(office, task)

    def complete(self, actor: Actor, key: ProcessKey, step: TrialStep) -> None:
        """Let the officer of a task complete it after a while.

        Timers that are due until then fire first, as they would.

        Raises:
            RefusedError: the actor may not draft SOPs.
            DraftNotFoundError: there is no trial.
            TaskNotFoundError, TaskNotOpenError: the task is gone, maybe by a timer.
            SubmissionInvalidError, DecisionInvalidError, ReasonMissingError: as
                for an officer; the clock stays at the last timer.
        """
        require_drafter(actor)
        with self._open(actor, key) as office:
            try:
                complete(office, step)
            finally:
                office.remember()

    def advance(self, actor: Actor, key: ProcessKey) -> None:
        """Move the clock to the next timer and let it fire.

        Raises:
            RefusedError: the actor may not draft SOPs.
            DraftNotFoundError: there is no trial.
        """
        require_drafter(actor)
        with self._open(actor, key) as office:
            advance(office)
            office.remember()

    def document(
        self, actor: Actor, key: ProcessKey, document: DocumentId
    ) -> tuple[Document, bytes]:
        """Return a document of a trial with its content.

        Raises:
            RefusedError: the actor may not draft SOPs.
            DraftNotFoundError: there is no trial.
            DocumentNotFoundError: the trial made none of that id.
        """
        require_drafter(actor)
        with self._open(actor, key) as office:
            return office.services.documents.content(document, MACHINE)

    def attach(
        self, actor: Actor, key: ProcessKey, task: TaskId, name: str, content: bytes
    ) -> Document:
        """Keep a file that the officer of a task adds.

        Raises:
            RefusedError: the actor may not draft SOPs.
            DraftNotFoundError: there is no trial.
            InvalidError: the office takes no such file.
        """
        require_drafter(actor)
        with self._open(actor, key) as office:
            officer = claimed(office, task)
            return office.uploads.add(task, officer, name=name, content=content)

    def end(self, actor: Actor, key: ProcessKey) -> None:
        """Forget a trial.

        Raises:
            RefusedError: the actor may not draft SOPs.
        """
        require_drafter(actor)
        self._files.throw_away(actor.user, key)

    @contextmanager
    def _open(self, actor: Actor, key: ProcessKey) -> Iterator[TrialOffice]:
        with self._files.opened(actor.user, key) as office:
            if office is None:
                raise DraftNotFoundError(key=key)
            yield office
