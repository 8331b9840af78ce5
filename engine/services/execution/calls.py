"""Called cases: what they are given and what they give back.

A called case starts with its caller's data. Back come only the names that were
written in it: its copies of the others may be older than the caller's. A
repeated call gives a list under the element's id, one object per item.
"""

from dataclasses import replace

from engine.domain.diagram import Node
from engine.domain.instances import Instance
from engine.domain.values import ElementId, JsonObject, JsonValue
from engine.ports import OpenedCall
from engine.services.definitions.bygone import version_of
from engine.services.definitions.deployed import DefinitionLibrary, LoadedDefinition
from engine.services.execution.submissions import canonical
from engine.services.transactions.changes import Changes


def call_node(loaded: LoadedDefinition, element: ElementId) -> Node:
    """Return the call activity of that id."""
    nodes = loaded.definition.canonical.nodes
    return next(node for node in nodes if node.id == element)


def place_of_call(
    parent: Instance, node: Node, call: OpenedCall
) -> tuple[JsonObject, Instance]:
    """Return what the called case is given, and the caller with a place kept."""
    given = dict(parent.data)
    if call.item_index is None:
        return given, parent
    name = node.repetition.item if node.repetition else None
    known = parent.data.get(node.id)
    answers: list[JsonValue] = list(known) if isinstance(known, list) else []
    place = call.item_index
    if name is not None:
        given[name] = call.item
        place = _known_place(answers, name, call.item)
    while len(answers) <= place:
        answers.append({} if name is None else {name: call.item})
    data = {**parent.data, node.id: answers}
    visits = {**parent.visits, f"{node.id}@{call.token}": place}
    return given, replace(parent, data=data, visits=visits)


def returned_data(
    changes: Changes, library: DefinitionLibrary, parent: Instance, child: Instance
) -> JsonObject:
    """Return the caller's data after a called case has ended."""
    names = _written(changes, library, child)
    result = {name: child.data[name] for name in names if name in child.data}
    mark = f"@{child.parent_token}"
    for key, place in parent.visits.items():
        if key.endswith(mark):
            element = key.removesuffix(mark)
            answers = parent.data[element]
            if isinstance(answers, list):
                # The item was put there when the call was opened.
                kept = answers[place]
                item = kept if isinstance(kept, dict) else {}
                filled = [*answers[:place], {**result, **item}, *answers[place + 1 :]]
                return {**parent.data, element: filled}
    return {**parent.data, **result}


def _known_place(answers: list[JsonValue], name: str, item: JsonValue) -> int:
    wanted = canonical(item)
    for place, answer in enumerate(answers):
        if isinstance(answer, dict) and canonical(answer.get(name)) == wanted:
            return place
    return len(answers)


def _written(
    changes: Changes, library: DefinitionLibrary, instance: Instance
) -> set[str]:
    """Return the names that a case's steps, and those of its own calls, wrote."""
    loaded = library.of(changes.uow, instance.definition)
    names: set[str] = set()
    stored = changes.uow.tasks.of_instance(instance.id)
    for task in changes.newest(instance.id, stored):
        step = loaded.definition.steps.get(task.element)
        if step is None:
            step = version_of(changes.uow, library, instance, task).definition.steps[
                task.element
            ]
        if task.item_index is not None:
            names |= {task.element, *step.fields}
        else:
            names |= set(task.submission or {})
    if loaded.definition.calls:
        names |= {key.partition("@")[0] for key in instance.visits if "@" in key}
        for child in changes.uow.instances.children(instance.id):
            names |= _written(changes, library, child)
    return names
