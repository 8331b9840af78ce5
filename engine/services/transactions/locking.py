"""Locks in one order everywhere: the calling case before the called one.

A parallel branch that took its own case first would wait for us while we wait
for it. Whether a case was called by another is only known from its row, so the
few that were are locked in a second try, from the outermost caller inwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from engine.domain.instances import Instance
from engine.domain.tasks import Task
from engine.domain.values import InstanceId, TaskId
from engine.store.database import Database, UnitOfWork


@dataclass(frozen=True, kw_only=True, slots=True)
class LockedTask:
    """A task and its case, locked in one unit of work, with the locked callers."""

    uow: UnitOfWork
    instance: Instance
    task: Task
    callers: tuple[Instance, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class LockedInstance:
    """A case, locked in one unit of work, with its locked callers."""

    uow: UnitOfWork
    instance: Instance
    callers: tuple[Instance, ...] = ()


@contextmanager
def locked_task(database: Database, task_id: TaskId) -> Iterator[LockedTask]:
    """Lock a task for one transaction, its case and calling cases first.

    Raises:
        TaskNotFoundError: there is none of that id.
    """
    with database.write() as uow:
        instance, task = uow.instances.lock_of_task(task_id)
        parent = instance.parent
        if parent is None:
            yield LockedTask(uow=uow, instance=instance, task=task)
            return
    with database.write() as uow:
        callers = _lock_outside_in(uow, parent)
        instance, task = uow.instances.lock_of_task(task_id)
        yield LockedTask(uow=uow, instance=instance, task=task, callers=callers)


@contextmanager
def locked_instance(
    database: Database, instance_id: InstanceId
) -> Iterator[LockedInstance]:
    """Lock a case for one transaction, calling cases first.

    Raises:
        InstanceNotFoundError: there is none of that id.
    """
    with database.write() as uow:
        instance = uow.instances.lock(instance_id)
        parent = instance.parent
        if parent is None:
            yield LockedInstance(uow=uow, instance=instance)
            return
    with database.write() as uow:
        callers = _lock_outside_in(uow, parent)
        instance = uow.instances.lock(instance_id)
        yield LockedInstance(uow=uow, instance=instance, callers=callers)


def _lock_outside_in(uow: UnitOfWork, nearest: InstanceId) -> tuple[Instance, ...]:
    line: list[InstanceId] = []
    wanted: InstanceId | None = nearest
    while wanted is not None:
        line.append(wanted)
        # Who called whom never changes, so it can be read before it is locked.
        wanted = uow.instances.get(wanted).parent
    return tuple(uow.instances.lock(one) for one in reversed(line))
