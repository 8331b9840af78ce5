"""Whether an answers file fits the processes that it would be run on."""

from collections.abc import Sequence

from engine.domain.definitions import Step
from engine.domain.values import ElementId, ProcessKey
from engine.errors import AnswersInvalidError, ProcessNotFoundError
from engine.services.definitions.deployed import DefinitionLibrary, LoadedDefinition
from engine.services.simulation.answers import Answers
from engine.store.database import UnitOfWork


def reachable_definitions(
    uow: UnitOfWork, library: DefinitionLibrary, key: ProcessKey
) -> list[LoadedDefinition]:
    """Return a process and every process that it may call, itself first.

    Raises:
        ProcessNotFoundError: nothing is deployed under the key.
    """
    found = {key: library.latest(uow, key)}
    waiting = [key]
    while waiting:
        for called in found[waiting.pop()].definition.calls:
            name = ProcessKey(called)
            if name in found:
                continue
            try:
                found[name] = library.latest(uow, name)
            except ProcessNotFoundError:
                continue
            waiting.append(name)
    return list(found.values())


def shown_element(loaded: LoadedDefinition, element: ElementId) -> str:
    """Return the id people know: of a question, that of its gateway."""
    for node in loaded.definition.canonical.nodes:
        if node.id == element:
            return node.stands_for or node.id
    return element


def require_known(answers: Answers, loaded: Sequence[LoadedDefinition]) -> None:
    """Refuse answers for steps or decisions that do not exist.

    Raises:
        AnswersInvalidError: names the first of them.
    """
    steps = _steps_by_name(loaded)
    for element, visits in answers.entries.items():
        found = steps.get(element)
        if found is None:
            raise AnswersInvalidError(where=element, reason="answers.no_such_element")
        for answer in (one for visit in visits for one in visit):
            if answer.decision is None:
                continue
            choices = [
                choice
                for step in found
                if step.decision is not None
                for choice in step.decision.choices
            ]
            taken = {name for one in choices for name in (one.label, one.flow)}
            if answer.decision.strip() not in taken:
                raise AnswersInvalidError(
                    where=element,
                    reason="answers.no_such_decision",
                    decision=answer.decision,
                    choices=[one.label for one in choices],
                )


def _steps_by_name(loaded: Sequence[LoadedDefinition]) -> dict[str, list[Step]]:
    steps: dict[str, list[Step]] = {}
    for one in loaded:
        for element, step in one.definition.steps.items():
            for name in {element, shown_element(one, element)}:
                steps.setdefault(name, []).append(step)
    return steps
