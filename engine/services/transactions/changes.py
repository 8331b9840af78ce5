"""What one transaction changes, gathered first and written at its end.

A completion can start cases, end them and complete their callers; gathering
keeps it at one statement per table and writes every row once. The audit chain
is written last: its head is one row of the whole office, and whoever waits for
anything else must not hold it.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from engine.domain.audit import AuditEvent
from engine.domain.documents import Document, DocumentState
from engine.domain.identity import Actor, AssignmentKind
from engine.domain.instances import Instance
from engine.domain.tasks import Task
from engine.domain.timers import Timer
from engine.domain.values import (
    DocumentId,
    InstanceId,
    JsonObject,
    JsonValue,
    RoleKey,
    TaskId,
    TokenId,
)
from engine.ports import Job
from engine.services.transactions.following import following
from engine.store.database import UnitOfWork


def new_id() -> str:
    """Return a random name of a row, 80 bits in hex."""
    return secrets.token_hex(10)


@dataclass(kw_only=True)
class Changes:
    """The pending writes of one unit of work.

    Attributes:
        now: the one instant of the use case.
        actor: who caused it.
        role: the role in which the actor acts, for the log.
        gone: tokens that a step of this transaction took away.
    """

    uow: UnitOfWork
    now: datetime
    actor: Actor
    role: RoleKey | None = None
    gone: set[tuple[InstanceId, TokenId]] = field(default_factory=set)
    _known: dict[InstanceId, Instance] = field(default_factory=dict)
    _instances: dict[InstanceId, Instance] = field(default_factory=dict)
    _fresh: set[InstanceId] = field(default_factory=set)
    _tasks: dict[TaskId, Task] = field(default_factory=dict)
    _opened: dict[TaskId, Task] = field(default_factory=dict)
    _timers: dict[TokenId, Timer] = field(default_factory=dict)
    _stopped: set[TokenId] = field(default_factory=set)
    _documents: list[Document] = field(default_factory=list)
    _events: list[AuditEvent] = field(default_factory=list)
    _jobs: list[Job] = field(default_factory=list)
    _owed: list[DocumentId] = field(default_factory=list)

    def know(self, *instances: Instance) -> None:
        """Take note of instances that this transaction has locked."""
        self._known.update({one.id: one for one in instances})

    def keep(self, instance: Instance, *, fresh: bool = False) -> None:
        """Change an instance, its newest state; `fresh` ones are inserted."""
        self._known[instance.id] = self._instances[instance.id] = instance
        if fresh:
            self._fresh.add(instance.id)

    def instance(self, instance_id: InstanceId) -> Instance:
        """Return the newest state of an instance, locking it where it is unknown."""
        if instance_id not in self._known:
            self._known[instance_id] = self.uow.instances.lock(instance_id)
        return self._known[instance_id]

    def newest(self, instance: InstanceId, stored: list[Task]) -> list[Task]:
        """Return an instance's stored tasks as changed here, and its new ones."""
        changed = [self._tasks.get(task.id, task) for task in stored]
        new = [task for task in self._opened.values() if task.instance == instance]
        return changed + new

    def open(self, task: Task) -> None:
        """Add a task."""
        self._opened[task.id] = task

    def save(self, task: Task) -> None:
        """Change a task, of the store or of this transaction."""
        target = self._opened if task.id in self._opened else self._tasks
        target[task.id] = task

    def wait_for(self, timer: Timer) -> None:
        """Add a timer."""
        self._timers[timer.token] = timer

    def stop(self, token: TokenId) -> None:
        """Take away the timer of a token, if it has one."""
        if self._timers.pop(token, None) is None:
            self._stopped.add(token)

    def add_document(self, document: Document) -> None:
        """Add a document."""
        self._documents.append(document)

    def void(self, document: Document, reason: str) -> None:
        """Mark a document void; a number that it drew stays drawn."""
        if document.state is not DocumentState.VOID:
            self.uow.documents.save(replace(document, state=DocumentState.VOID))
            facts: JsonObject = {"document": document.id, "number": document.number}
            self.record(
                "document.voided",
                instance=document.instance,
                task=document.task,
                facts=facts | {"reason": reason},
            )

    def owe(self, documents: list[DocumentId]) -> None:
        """Let documents be made after the commit, by the one job that follows."""
        self._owed += documents

    def enqueue(self, job: Job) -> None:
        """Add a job, seen by workers after the commit only."""
        self._jobs.append(job)

    def record(
        self,
        kind: str,
        *,
        instance: InstanceId | None = None,
        task: TaskId | None = None,
        facts: Mapping[str, JsonValue] | None = None,
    ) -> None:
        """Add an audit event of this instant and actor."""
        self._events.append(
            AuditEvent(
                kind=kind,
                at=self.now,
                actor=self.actor.user,
                actor_name=self.actor.name,
                on_behalf=self._on_behalf(),
                instance=instance,
                task=task,
                facts=dict(facts or {}),
            )
        )

    def write(self) -> None:
        """Write everything; the commit is the unit of work's."""
        for instance in self._instances.values():
            if instance.id in self._fresh:
                self.uow.instances.add(instance)
            else:
                self.uow.instances.save(instance)
        self._write_tasks()
        if self._stopped:
            self.uow.timers.remove(sorted(self._stopped))
        if self._timers:
            self.uow.timers.add_all(list(self._timers.values()))
        if self._documents:
            self.uow.documents.add_all(self._documents)
        opened = [task for task in self._opened.values() if task.is_open]
        after = following(self._owed, [one.id for one in opened if not one.simulated])
        for job in (*self._jobs, *after):
            self.uow.enqueue(job)
        if self._events:
            self.uow.events.append(self._events)

    def _write_tasks(self) -> None:
        if self._tasks:
            self.uow.tasks.save_all(list(self._tasks.values()))
        if self._opened:
            self.uow.tasks.add_all(list(self._opened.values()))

    def _on_behalf(self) -> str:
        if self.role is None:
            return ""
        kind = self.actor.acts_as(self.role)
        return "" if kind is AssignmentKind.HOLDER else f"{kind.value}:{self.role}"
