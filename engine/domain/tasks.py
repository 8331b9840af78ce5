"""Tasks: a person's step of a case, from ready to its end.

ready ──claim──▶ claimed ──complete──▶ completed
  ▲──release──────┘    interrupted, cancelled: taken away by the case

A return is a completion over an arrow that leads back; a pause is an interval
of the clock, no state.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from engine.domain.diagram import WaitKind
from engine.domain.identity import Actor, AssignmentKind, Right
from engine.domain.pausing import PausedBy, PauseRule
from engine.domain.values import (
    ElementId,
    InstanceId,
    JsonObject,
    JsonValue,
    ProcessKey,
    RoleKey,
    TaskId,
    TokenId,
    UserId,
)
from engine.errors import (
    RefusedError,
    TaskNotClaimedError,
    TaskNotOpenError,
    TaskPausedError,
    TaskTakenError,
)


class TaskState(StrEnum):
    """The five states; the first two are open."""

    READY = "ready"
    CLAIMED = "claimed"
    COMPLETED = "completed"
    INTERRUPTED = "interrupted"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """A step of a case that waits, or waited, for a person.

    Attributes:
        role: who may do it; the lane's role or what its performer gave.
        item, item_index: this item of a multi-instance and its place in the
            case's answers from 0, else None.
        round: visit of this element (and item) from 1.
        due_at: instant at which the standard has passed, or None.
        standard_seconds: working seconds from the clock's start to due_at.
        warn_at: when somebody is next told how it stands, or, in a pause, when
            the pause ends by itself; None where nothing is awaited.
        paused_at: since when the clock is paused, or None.
        paused_seconds: working seconds of ended pauses.
        assignee_kind: in which way the assignee has the role.
        submission: what was sent on completion, whole.
        decision: label of the arrow taken, reason of a return.
        completion_key: digests of the completing call's Idempotency-Key and of
            its request, or None.
        simulated: of a simulated case.
    """

    id: TaskId
    instance: InstanceId
    process: ProcessKey
    element: ElementId
    token: TokenId
    name: str
    kind: WaitKind
    lane: str
    role: RoleKey
    state: TaskState
    ready_at: datetime
    round: int = 1
    item: JsonValue = None
    item_index: int | None = None
    due_at: datetime | None = None
    standard_seconds: int | None = None
    warn_at: datetime | None = None
    assignee: UserId | None = None
    assignee_name: str = ""
    assignee_kind: AssignmentKind = AssignmentKind.HOLDER
    claimed_at: datetime | None = None
    ended_at: datetime | None = None
    paused_at: datetime | None = None
    paused_seconds: int = 0
    submission: JsonObject | None = None
    decision: str | None = None
    reason: str = ""
    completion_key: str | None = None
    simulated: bool = False
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether the task still waits for a person."""
        return self.state in {TaskState.READY, TaskState.CLAIMED}

    def require_open(self) -> None:
        """Raise TaskNotOpenError where the task has ended."""
        if not self.is_open:
            raise TaskNotOpenError(
                task=self.id,
                state=self.state.value,
                by=self.assignee_name or None,
                at=self.ended_at,
            )


def may_do(task: Task, actor: Actor) -> bool:
    """Tell whether the actor may claim and complete the task at all."""
    return actor.machine or task.role in actor.roles or task.assignee == actor.user


def claim(task: Task, actor: Actor, *, now: datetime) -> Task:
    """Return the task held by the actor.

    Raises:
        TaskNotOpenError: it has ended.
        TaskTakenError: somebody else holds it.
        RefusedError: the actor does not have its role.
    """
    task.require_open()
    if task.state is TaskState.CLAIMED:
        if task.assignee == actor.user:
            return task
        raise TaskTakenError(task=task.id, by=task.assignee_name)
    if not may_do(task, actor):
        raise RefusedError(action="claim", subject=task.id)
    return _held(task, actor, now=now)


def release(task: Task, actor: Actor) -> Task:
    """Return the task to its lane; its holder or an administrator may.

    Raises:
        TaskNotOpenError: it has ended.
        TaskNotClaimedError: nobody holds it.
        TaskTakenError: somebody else holds it.
    """
    _require_holder(task, actor)
    if task.paused_at is not None:
        raise TaskPausedError(task=task.id)
    return replace(
        task,
        state=TaskState.READY,
        assignee=None,
        assignee_name="",
        assignee_kind=AssignmentKind.HOLDER,
        claimed_at=None,
    )


def reassign(task: Task, to: Actor, *, by: Actor, now: datetime) -> Task:
    """Return the task held by another user; a superior or administrator decides.

    Raises:
        TaskNotOpenError: it has ended.
        RefusedError: `by` has neither right.
    """
    task.require_open()
    if not (by.has(Right.ADMINISTER) or by.has(Right.SUPERVISE)):
        raise RefusedError(action="reassign", subject=task.id)
    return replace(_held(task, to, now=now), claimed_at=task.claimed_at or now)


def complete(
    task: Task,
    actor: Actor,
    *,
    submission: JsonObject,
    decision: str | None,
    reason: str,
    now: datetime,
) -> Task:
    """Return the task completed; a ready one is claimed by the way.

    Raises:
        TaskNotOpenError: it has ended.
        TaskTakenError: somebody else holds it.
        TaskPausedError: its clock is paused.
        RefusedError: the actor does not have its role.
    """
    held = claim(task, actor, now=now)
    if held.paused_at is not None:
        raise TaskPausedError(task=task.id)
    return replace(
        held,
        state=TaskState.COMPLETED,
        ended_at=now,
        submission=submission,
        decision=decision,
        reason=reason,
    )


def require_may_complete(task: Task, actor: Actor, *, now: datetime) -> None:
    """Raise what `complete` would raise, before anybody looks at the form."""
    if claim(task, actor, now=now).paused_at is not None:
        raise TaskPausedError(task=task.id)


def pause(
    task: Task,
    actor: Actor,
    *,
    now: datetime,
    until: datetime | None = None,
    superior: bool = False,
) -> Task:
    """Return the task with its clock stopped; its holder or an administrator may.

    Args:
        task: held by somebody.
        actor: who stops it.
        now: aware.
        until: when it runs on by itself, or None.
        superior: whoever supervises may, too.

    Raises:
        TaskNotOpenError, TaskNotClaimedError, TaskTakenError: as for `release`.
        TaskPausedError: its clock stands already.
    """
    _require_holder(task, actor, superior=superior)
    if task.paused_at is not None:
        raise TaskPausedError(task=task.id)
    return replace(task, paused_at=now, warn_at=until)


def resume(task: Task, actor: Actor, *, superior: bool = False) -> Task:
    """Return the task with its clock running; one that runs stays as it is.

    Raises:
        TaskNotOpenError, TaskNotClaimedError, TaskTakenError: as for `release`.
    """
    _require_holder(task, actor, superior=superior)
    return replace(task, paused_at=None)


def may_pause(task: Task, actor: Actor, rule: PauseRule) -> bool:
    """Tell whether an actor may stop a task's clock, as a page offers it."""
    if task.state is not TaskState.CLAIMED or not rule.allows(actor):
        return False
    return task.assignee == actor.user or rule.by is PausedBy.SUPERIOR


def taken_away(task: Task, state: TaskState, *, now: datetime) -> Task:
    """Return an open task interrupted or cancelled by its case."""
    return replace(task, state=state, ended_at=now, paused_at=None)


def _held(task: Task, actor: Actor, *, now: datetime) -> Task:
    return replace(
        task,
        state=TaskState.CLAIMED,
        assignee=actor.user,
        assignee_name=actor.name,
        assignee_kind=actor.acts_as(task.role),
        claimed_at=now,
    )


def _require_holder(task: Task, actor: Actor, *, superior: bool = False) -> None:
    task.require_open()
    if task.state is not TaskState.CLAIMED:
        raise TaskNotClaimedError(task=task.id)
    above = actor.has(Right.ADMINISTER) or (superior and actor.has(Right.SUPERVISE))
    if task.assignee != actor.user and not above:
        raise TaskTakenError(task=task.id, by=task.assignee_name)
