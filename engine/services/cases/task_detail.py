"""One task as its officer reads it: the step, its form, its case's story so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.domain.definitions import Choice, ProcessDefinition, Step
from engine.domain.documents import Document
from engine.domain.forms import FormDefinition
from engine.domain.identity import Actor, AssignmentKind
from engine.domain.instances import Instance, InstanceState
from engine.domain.sla import is_late
from engine.domain.tasks import Task, TaskState, may_do, may_pause
from engine.domain.values import JsonObject, TaskId
from engine.domain.working_calendar import WorkingCalendar
from engine.services.cases.task_clock import TaskClock, clock_of
from engine.services.definitions.bygone import version_of
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.execution.meant import meant_by
from engine.services.execution.submissions import named_item
from engine.services.notices.rules import pause_rule
from engine.services.office.directory import OfficeFacts, OfficeLists
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork
from engine.store.values import Comment, Draft


@dataclass(frozen=True, kw_only=True, slots=True)
class PastStep:
    """A step of the case that was done, or taken away, before.

    Attributes:
        item: this item of a repeated step in words, or empty.
        spent: working time from ready to its end, pauses left out.
        late: it ended after it was due.
    """

    task: Task
    step_number: int | None
    item: str
    spent: timedelta
    late: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """A decision's arrow and who gets the case over it.

    Attributes:
        lane: of the step it leads to, or empty.
        officer: who did that step last, or empty.
    """

    choice: Choice
    lane: str
    officer: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskDetail:
    """Everything that a task's page shows.

    Attributes:
        item: this item of a repeated step in words, or empty.
        known: the case's data with this item's name; expressions read it.
        lists: of the office, for choices.
        may_act: the actor may claim and complete it.
        may_pause: the actor may stop its clock and let it run on.
        acting: in which way the actor has the task's role.
        means: earlier tasks that the kelengkapan means.
        documents: of the case; uploads too.
        pause_reason: of the pause that stands.
    """

    task: Task
    instance: Instance
    sop: str
    step: Step
    form: FormDefinition
    item: str
    known: JsonObject
    lists: JsonObject
    clock: TaskClock
    may_act: bool
    may_pause: bool
    acting: AssignmentKind
    ways: tuple[Way, ...]
    means: tuple[Task, ...]
    documents: tuple[Document, ...]
    past: tuple[PastStep, ...]
    comments: tuple[Comment, ...]
    draft: Draft | None
    pause_reason: str
    now: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Next:
    """An open task of a case and who can do it."""

    task: Task
    officers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of a case after a task was completed."""

    task: Task
    case: InstanceState
    nexts: tuple[Next, ...]


class TaskDetailService:
    """Reads tasks."""

    def __init__(self, *, desk: Desk, lists: OfficeLists) -> None:
        self._desk = desk
        self._lists = lists

    def detail(self, task_id: TaskId, actor: Actor) -> TaskDetail:
        """Return a task with everything that its page shows.

        Raises:
            TaskNotFoundError: there is none, or it is not the actor's to see.
        """
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            task, instance, loaded = self._desk.seen_task(uow, task_id, actor)
            loaded = version_of(uow, self._desk.library, instance, task)
            return self._detail(uow, actor, (task, instance, loaded), now)

    def outcome(self, task_id: TaskId, actor: Actor) -> Outcome:
        """Return what became of a case after a task.

        Raises:
            TaskNotFoundError: there is none, or it is not the actor's to see.
        """
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            task, instance, _ = self._desk.seen_task(uow, task_id, actor)
            officers = self._lists.facts(uow, now=now).officers
            nexts = tuple(
                Next(
                    task=one,
                    officers=tuple(found.name for found in officers.get(one.role, ())),
                )
                for one in uow.tasks.open_of(instance.id)
            )
        return Outcome(task=task, case=instance.state, nexts=nexts)

    def _detail(
        self,
        uow: UnitOfWork,
        actor: Actor,
        found: tuple[Task, Instance, LoadedDefinition],
        now: datetime,
    ) -> TaskDetail:
        task, instance, loaded = found
        definition = loaded.definition
        step = definition.steps[task.element]
        form = loaded.form_of(step)
        calendar = self._desk.schedule.calendar(uow, instance.calendar, now=now)
        known = {**instance.data, **named_item(step, task.item)}
        facts = self._lists.facts(uow, now=now)
        all_tasks = uow.tasks.of_instance(instance.id)
        earlier = [one for one in all_tasks if not one.is_open and one.id != task.id]
        before = [one for one in earlier if (one.ended_at or now) <= task.ready_at]
        steps = tuple(definition.steps.values())
        return TaskDetail(
            task=task,
            instance=instance,
            sop=definition.name,
            step=step,
            form=form,
            item=facts.item_words(task.item),
            known=known,
            lists=self._lists.of(uow, form, known, now=now),
            clock=clock_of(task, step, calendar, now=now),
            may_act=may_do(task, actor),
            may_pause=may_pause(task, actor, pause_rule(uow, task.process)),
            acting=actor.acts_as(task.role),
            ways=_ways(step, loaded, all_tasks),
            means=meant_by(step.mutu_baku.kelengkapan, before, steps),
            documents=tuple(uow.documents.of_instance(instance.id)),
            past=tuple(_past(one, definition, facts, calendar) for one in earlier),
            comments=tuple(uow.comments.of_instance(instance.id)),
            draft=uow.drafts.get(task.id, actor.user),
            pause_reason=_pause_reason(uow, task),
            now=now,
        )


def _past(
    task: Task,
    definition: ProcessDefinition,
    facts: OfficeFacts,
    calendar: WorkingCalendar,
) -> PastStep:
    ended = task.ended_at or task.ready_at
    spent = calendar.working_time_between(task.ready_at, ended)
    step = definition.steps.get(task.element)
    return PastStep(
        task=task,
        step_number=step.number if step is not None else None,
        item=facts.item_words(task.item),
        spent=spent - timedelta(seconds=task.paused_seconds),
        late=task.due_at is not None and is_late(ended, task.due_at),
    )


def _ways(
    step: Step, loaded: LoadedDefinition, tasks: Sequence[Task]
) -> tuple[Way, ...]:
    if step.decision is None:
        return ()
    return tuple(_way(choice, loaded, tasks) for choice in step.decision.choices)


def _way(choice: Choice, loaded: LoadedDefinition, tasks: Sequence[Task]) -> Way:
    steps = loaded.definition.steps
    named = [one for one in steps.values() if one.name == choice.target_name]
    target = steps.get(choice.target) or next(iter(named), None)
    if target is None:
        return Way(choice=choice, lane="", officer="")
    did = [
        one.assignee_name
        for one in tasks
        if one.element == target.element and one.state is TaskState.COMPLETED
    ]
    # A repeated step is done by several; its lane says more than one of them.
    officer = did[-1] if did and not target.repeats else ""
    return Way(choice=choice, lane=target.lane, officer=officer)


def _pause_reason(uow: UnitOfWork, task: Task) -> str:
    if task.paused_at is None:
        return ""
    reason, cursor = "", None
    while True:
        page = uow.events.of_instance(task.instance, cursor=cursor)
        for chained in page.items:
            event = chained.event
            if event.task == task.id and event.kind == "task.paused":
                reason = str(event.facts.get("reason") or "")
        cursor = page.next
        if cursor is None:
            return reason
