"""Facts of finished steps: what one round of a task took, against its standard.

A fact follows from the log, the diagram and the calendar alone. What is stored
of it is an index that can be made anew and compared at any time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.domain.clocks import ClockKind, Moment, Span, spans, spent
from engine.domain.definitions import Step
from engine.domain.sla import (
    Pause,
    SlaFacts,
    clock_start,
    due_at,
    elapsed,
    is_late,
    standard_seconds,
)
from engine.domain.tasks import Task, TaskState
from engine.domain.values import (
    DefinitionId,
    ElementId,
    InstanceId,
    ProcessKey,
    RoleKey,
    TaskId,
    UserId,
)
from engine.domain.working_calendar import WorkingCalendar


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasuredStep:
    """A step of one version, to which facts point by its number.

    Attributes:
        id: number of the office's own; the same step of another version has
            another one.
        version: of the process, from 1.
        place: in the SOP's table from 1, or None.
    """

    id: int
    definition: DefinitionId
    process: ProcessKey
    version: int
    element: ElementId
    name: str
    lane: str
    place: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepFact:
    """One ended round of a task of a real case.

    Attributes:
        step: id of its `MeasuredStep`.
        role: who was asked; the section's own role where a section was.
        performer: who held it last; None where nobody took it.
        outcome: completed, interrupted or cancelled.
        returned: completed over an arrow that leads back.
        due_at, standard_seconds: None without a standard (or due date).
        waiting_seconds, working_seconds, paused_seconds: working time; together
            all working time from `ready_at` to `ended_at`.
        elapsed_seconds: working time since the standard's clock started, pauses
            left out: what is held against `standard_seconds`.
        late: ended after `due_at`.
    """

    task: TaskId
    instance: InstanceId
    step: int
    role: RoleKey
    performer: UserId | None
    round: int
    item_index: int | None
    outcome: TaskState
    returned: bool
    ready_at: datetime
    claimed_at: datetime | None
    ended_at: datetime
    due_at: datetime | None
    standard_seconds: int | None
    waiting_seconds: int
    working_seconds: int
    paused_seconds: int
    elapsed_seconds: int
    late: bool


def fact_of(
    task: Task,
    step: Step | None,
    moments: Sequence[Moment],
    calendar: WorkingCalendar,
    *,
    measured: int,
) -> StepFact:
    """Return the fact of an ended task.

    Its events come in the order of the log; `step` is None for a wait that no step
    stands for, `measured` the id of its `MeasuredStep`. An open task is a ValueError.
    """
    if task.ended_at is None:
        raise ValueError(f"an open task has no fact yet: {task.id}")
    stretches = spans(task.ready_at, moments, task.ended_at)
    time = spent(stretches, calendar)
    due, standard, ran = _against(task, step, stretches, calendar)
    return StepFact(
        task=task.id,
        instance=task.instance,
        step=measured,
        role=task.role,
        performer=task.assignee,
        round=task.round,
        item_index=task.item_index,
        outcome=task.state,
        returned=is_return(task, step),
        ready_at=task.ready_at,
        claimed_at=task.claimed_at,
        ended_at=task.ended_at,
        due_at=due,
        standard_seconds=standard,
        waiting_seconds=time.waiting,
        working_seconds=time.working,
        paused_seconds=time.paused,
        elapsed_seconds=time.waiting + time.working if ran is None else ran,
        late=due is not None and is_late(task.ended_at, due),
    )


def is_return(task: Task, step: Step | None) -> bool:
    """Tell whether a task was completed over an arrow that leads back."""
    if step is None or step.decision is None or task.state is not TaskState.COMPLETED:
        return False
    return any(
        choice.leads_back
        for choice in step.decision.choices
        if choice.label == task.decision
    )


def _against(
    task: Task,
    step: Step | None,
    stretches: Sequence[Span],
    calendar: WorkingCalendar,
) -> tuple[datetime | None, int | None, int | None]:
    """Return when the task was due, its standard and what it took, in seconds."""
    if step is None or step.standard is None:
        return task.due_at, None, None
    facts = SlaFacts(
        ready_at=task.ready_at,
        claimed_at=task.claimed_at,
        ended_at=task.ended_at,
        pauses=tuple(
            Pause(start=one.start, end=one.end)
            for one in stretches
            if one.kind is ClockKind.PAUSED
        ),
    )
    start = clock_start(step.standard, facts)
    if start is None:
        return None, None, 0
    ended = task.ended_at or start
    ran = elapsed(step.standard, facts, calendar, ended)
    return (
        due_at(step.standard, facts, calendar),
        standard_seconds(step.standard, start, calendar),
        int(ran.total_seconds()),
    )
