"""Coba: a draft played without deploying it, in an office of its own.

A trial is a small office in a file: the people, calendars and SOPs of the real one
are copied, the draft is deployed there, and a case runs through the same services
on a clock that whoever tries it moves. Nothing of it reaches the real office:
docs/adr/0023-trials.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from engine.domain.definitions import ProcessDefinition
from engine.domain.documents import Document
from engine.domain.durations import WorkDuration
from engine.domain.identity import MACHINE, Actor
from engine.domain.instances import Instance
from engine.domain.layout import Layout
from engine.domain.tasks import Task
from engine.domain.values import (
    DocumentId,
    InstanceId,
    JsonObject,
    ProcessKey,
    TaskId,
)
from engine.errors import DraftNotFoundError, InvalidError, MutuBakuError
from engine.services.deployment import DeployOrder, SourceFile
from engine.services.draft_keeping import OpenDraft, require_drafter
from engine.services.played import PlayedCase, played_case
from engine.services.sop_drafts import SopDraftService
from engine.services.starting import StartOrder
from engine.services.submissions import Completion
from engine.services.task_detail import TaskDetail
from engine.services.trial_files import TrialFiles, TrialOffice

MOST_WAKES = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """An open task of a trial and the officer who does it."""

    task: Task
    officer: Actor


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """How a trial stands.

    Attributes:
        now: its virtual clock.
        revision: of the draft that is tried.
        waits: open tasks, in the order in which they became ready.
        shown: the one of them that is shown, with `detail` as its officer reads it.
        next_timer: when the case goes on by itself, or None.
        paper_error: the last documents could not be made, for this reason.
    """

    now: datetime
    revision: int
    instance: Instance
    definition: ProcessDefinition
    layout: Layout
    played: PlayedCase
    waits: tuple[Waiting, ...]
    shown: Waiting | None
    detail: TaskDetail | None
    next_timer: datetime | None
    paper_error: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TrialStep:
    """What the officer of a task does.

    Attributes:
        took: working time until the task is completed.
    """

    task: TaskId
    data: JsonObject
    took: WorkDuration = field(default_factory=WorkDuration)
    decision: str = ""
    reason: str = ""


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
            case = _begun(office, draft)
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
            return None if office is None else _looked(office, task)

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
                _complete(office, step)
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
            _, timers = _situation(office)
            if timers:
                _wake(office, *min(timers))
                _make_documents(office)
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
            officer = _claimed(office, task)
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


def _begun(office: TrialOffice, draft: OpenDraft) -> Instance:
    files, key = draft.files, draft.draft.key
    source = SourceFile(name=f"{key}.bpmn", content=files.diagram)
    order = DeployOrder(
        files=[source], forms=files.forms, templates=files.templates, replace=True
    )
    office.deployment.deploy(order, MACHINE)
    now = office.clock.now()
    with office.database.read() as uow:
        loaded = office.desk.library.latest(uow, key)
        calendar = office.desk.schedule.calendar(uow, loaded.calendar, now=now)
    office.clock.set(calendar.next_working_instant(now))
    order_ = StartOrder(process=key, title=draft.draft.name, simulated=True)
    return office.services.runtime.start(order_, MACHINE)


def _situation(
    office: TrialOffice,
) -> tuple[list[Task], list[tuple[datetime, InstanceId]]]:
    """Return the open tasks and the timers of the case and of those it called."""
    with office.database.read() as uow:
        family, place = [uow.instances.get(office.case)], 0
        while place < len(family):
            family.extend(uow.instances.children(family[place].id))
            place += 1
        alive = [one for one in family if one.ended_at is None]
        tasks = [task for one in alive for task in uow.tasks.open_of(one.id)]
        timers = [
            (timer.due_at, one.id)
            for one in alive
            for timer in uow.timers.of_instance(one.id)
        ]
    tasks.sort(key=lambda one: (one.ready_at, one.element, one.item_index or 0))
    return tasks, timers


def _looked(office: TrialOffice, wanted: TaskId | None) -> Trial:
    tasks, timers = _situation(office)
    performer = office.services.stand_ins.performer
    waits = [Waiting(task=one, officer=performer(one.role, one.lane)) for one in tasks]
    chosen = [one for one in waits if one.task.id == wanted] or waits[:1]
    shown = chosen[0] if chosen else None
    played = played_case(office.desk, office.case)
    with office.database.read() as uow:
        definition = office.desk.library.of(uow, played.instance.definition).definition
        layout = office.drawings.of(uow, played.instance.definition)
    return Trial(
        now=office.clock.now(),
        revision=office.revision,
        instance=played.instance,
        definition=definition,
        layout=layout,
        played=played,
        waits=tuple(waits),
        shown=shown,
        detail=office.details.detail(shown.task.id, shown.officer) if shown else None,
        next_timer=min(timers)[0] if timers else None,
        paper_error=office.paper_error,
    )


def _complete(office: TrialOffice, step: TrialStep) -> None:
    with office.database.read() as uow:
        task = uow.tasks.get(step.task)
        calendar_key = uow.instances.get(task.instance).calendar
        now = office.clock.now()
        calendar = office.desk.schedule.calendar(uow, calendar_key, now=now)
    task.require_open()
    officer = _claimed(office, task.id)
    done_at = calendar.add_working_time(now, step.took)
    for _ in range(MOST_WAKES):
        due = [one for one in _situation(office)[1] if one[0] < done_at]
        if not due:
            break
        _wake(office, *min(due))
    before = office.clock.now()
    office.clock.set(max(done_at, before))
    completion = Completion(
        data=step.data, decision=step.decision or None, reason=step.reason
    )
    try:
        office.services.inbox.complete(task.id, officer, completion)
    except MutuBakuError:
        office.clock.set(before)
        raise
    _make_documents(office)


def _claimed(office: TrialOffice, task_id: TaskId) -> Actor:
    """Return the officer of a task, who holds it from now on."""
    with office.database.read() as uow:
        task = uow.tasks.get(task_id)
    officer = office.services.stand_ins.performer(task.role, task.lane)
    if task.assignee is None:
        office.services.inbox.claim(task_id, officer)
    return officer


def _wake(office: TrialOffice, at: datetime, instance: InstanceId) -> None:
    office.clock.set(max(at, office.clock.now()))
    office.services.deadlines.wake(instance, office.clock.now())


def _make_documents(office: TrialOffice) -> None:
    """Make what is to be made; a template that does not fit is told, not more."""
    try:
        office.services.documents.make_pending(office.case)
    except InvalidError as error:
        office.remember(paper=str(error))
    else:
        office.remember(paper="")
