"""Under which version a step of a case was done, where the case was moved since."""

from engine.domain.instances import Instance
from engine.domain.tasks import Task
from engine.services.definitions.deployed import DefinitionLibrary, LoadedDefinition
from engine.store.database import UnitOfWork
from engine.store.warnings import CaseHead


def version_of(
    uow: UnitOfWork,
    library: DefinitionLibrary,
    instance: Instance | CaseHead,
    task: Task,
) -> LoadedDefinition:
    """Return the version under which a task waits, or was ended."""
    current = library.of(uow, instance.definition)
    if task.is_open:
        return current
    moves = uow.versions.moves(instance.id)
    ended_at = task.ended_at
    then = [move.before for move in moves if ended_at and ended_at <= move.at]
    # Instants are whole seconds: of two things in one second the step decides.
    line = [*then, *(move.before for move in reversed(moves))]
    candidates = [library.of(uow, one) for one in dict.fromkeys(line)]
    ordered = [*candidates, current] if then else [current, *candidates]
    for one in ordered:
        if task.element in one.definition.steps:
            return one
    return current


def earlier_versions(
    uow: UnitOfWork, library: DefinitionLibrary, instance: Instance
) -> tuple[LoadedDefinition, ...]:
    """Return the versions that a case ran in before, the newest first."""
    moves = reversed(uow.versions.moves(instance.id))
    return tuple(
        library.of(uow, one) for one in dict.fromkeys(move.before for move in moves)
    )
