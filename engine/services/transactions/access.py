"""Who may see a case: docs/adr/0011-who-may-see-a-case.md.

Those who took part in it, those who hold a role of its lanes, supervisors and
administrators. For everybody else it is not there at all.
"""

from engine.domain.identity import Actor, Right
from engine.domain.instances import Instance
from engine.domain.tasks import Task, may_do
from engine.errors import (
    InstanceNotFoundError,
    RefusedError,
    TaskNotFoundError,
)
from engine.services.definitions.deployed import LoadedDefinition
from engine.store.database import UnitOfWork


def may_see(
    uow: UnitOfWork, actor: Actor, instance: Instance, loaded: LoadedDefinition
) -> bool:
    """Tell whether a case is the actor's to see; cheapest reasons first."""
    if actor.has(Right.SUPERVISE) or actor.has(Right.ADMINISTER):
        return True
    if instance.started_by == actor.user:
        return True
    lanes = {lane.role for lane in loaded.definition.lanes}
    if lanes & actor.roles:
        return True
    tasks = uow.tasks.of_instance(instance.id)
    return any(may_do(task, actor) for task in tasks)


def require_instance(
    uow: UnitOfWork, actor: Actor, instance: Instance, loaded: LoadedDefinition
) -> None:
    """Raise InstanceNotFoundError where the case is not the actor's to see."""
    if not may_see(uow, actor, instance, loaded):
        raise InstanceNotFoundError(instance=instance.id)


def require_task(
    uow: UnitOfWork,
    actor: Actor,
    task: Task,
    instance: Instance,
    loaded: LoadedDefinition,
) -> None:
    """Raise TaskNotFoundError where the task's case is not the actor's to see."""
    if may_do(task, actor):
        return
    if not may_see(uow, actor, instance, loaded):
        raise TaskNotFoundError(task=task.id)


def require_right(actor: Actor, right: Right, *, action: str, subject: str) -> None:
    """Raise RefusedError unless one of the actor's roles carries the right."""
    if not actor.has(right):
        raise RefusedError(action=action, subject=subject)
