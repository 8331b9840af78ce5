"""How a trial is played inside its own office: begun, looked at, moved on."""

from dataclasses import dataclass, field
from datetime import datetime

from engine.domain.definitions import ProcessDefinition
from engine.domain.durations import WorkDuration
from engine.domain.identity import MACHINE, Actor
from engine.domain.instances import Instance
from engine.domain.layout import Layout
from engine.domain.tasks import Task
from engine.domain.values import InstanceId, JsonObject, TaskId
from engine.errors import InvalidError, MutuBakuError
from engine.services.cases.task_detail import TaskDetail
from engine.services.deployment import DeployOrder, SourceFile
from engine.services.drafting.keeping import OpenDraft
from engine.services.drafting.trial_files import TrialOffice
from engine.services.execution.starting import StartOrder
from engine.services.execution.submissions import Completion
from engine.services.simulation.played import PlayedCase, played_case

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


def begun(office: TrialOffice, draft: OpenDraft) -> Instance:
    """Deploy a draft in its trial office and start the case; the clock begins to work."""
    files, key = draft.files, draft.draft.key
    source = SourceFile(name=f"{key}.bpmn", content=files.diagram)
    order = DeployOrder(
        files=[source],
        forms=files.forms,
        templates=files.templates,
        tables=files.tables,
        replace=True,
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


def looked(office: TrialOffice, wanted: TaskId | None) -> Trial:
    """Return how a trial stands, showing one of its tasks."""
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


def complete(office: TrialOffice, step: TrialStep) -> None:
    """Let the officer of a task complete it, after the timers that are due before."""
    with office.database.read() as uow:
        task = uow.tasks.get(step.task)
        calendar_key = uow.instances.get(task.instance).calendar
        now = office.clock.now()
        calendar = office.desk.schedule.calendar(uow, calendar_key, now=now)
    task.require_open()
    officer = claimed(office, task.id)
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


def advance(office: TrialOffice) -> None:
    """Move the clock to the next timer, if there is one, and let it fire."""
    _, timers = _situation(office)
    if timers:
        _wake(office, *min(timers))
        _make_documents(office)


def claimed(office: TrialOffice, task_id: TaskId) -> Actor:
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
