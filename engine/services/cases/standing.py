"""How a case stands at each element of its diagram, out of its tasks.

Only what people did is recorded, so gateways show nothing; a start has been
passed, and an end where the case came to it and the diagram has only one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.domain.definitions import ProcessDefinition, Step
from engine.domain.instances import Instance, InstanceState
from engine.domain.tasks import Task, TaskState
from engine.domain.timers import Timer
from engine.domain.values import ElementId


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How a case stands at one element.

    Attributes:
        times: how often it was begun; of a repeated step, the most of an item.
        here: tasks, timers or called cases that are open there.
        left: open ones of several items, for «2 dari 5».
        returned: it was completed by sending the case back.
        late: an open task is overdue.
    """

    done: bool = False
    here: bool = False
    returned: bool = False
    late: bool = False
    times: int = 0
    left: int = 0
    items: int = 0


def standings(
    definition: ProcessDefinition,
    instance: Instance,
    tasks: Sequence[Task],
    beside: tuple[Sequence[Timer], Mapping[str, bool]],
    now: datetime,
) -> dict[str, Standing]:
    """Return how a case stands, by the element ids of the file.

    Args:
        definition: of the case.
        instance: the case.
        tasks: all of its tasks.
        beside: its timers, and by call activity whether a called case is open.
        now: aware, for what is late.
    """
    timers, calls = beside
    stands_for = {
        node.id: node.stands_for or node.id for node in definition.canonical.nodes
    }
    by_element: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        by_element[stands_for.get(task.element, task.element)].append(task)
    found = {
        element: _of_tasks(of_it, definition.steps, now)
        for element, of_it in by_element.items()
    }
    hosts = {node.id: node.attached_to for node in definition.canonical.nodes}
    for timer in timers:
        if hosts.get(timer.element) is None:
            found[timer.element] = Standing(here=True)
    for element, is_open in calls.items():
        found[element] = Standing(here=is_open, done=not is_open, times=1)
    found.update(_ends(definition, instance))
    return _with_containers(definition, found)


def was_returned(task: Task, steps: Mapping[ElementId, Step]) -> bool:
    """Tell whether a task was completed over an arrow that leads back."""
    step = steps.get(task.element)
    if step is None or step.decision is None or task.decision is None:
        return False
    return any(
        choice.leads_back and choice.label == task.decision
        for choice in step.decision.choices
    )


def _of_tasks(
    tasks: Sequence[Task], steps: Mapping[ElementId, Step], now: datetime
) -> Standing:
    open_ones = [task for task in tasks if task.is_open]
    completed = [task for task in tasks if task.state is TaskState.COMPLETED]
    latest = max(task.round for task in tasks)
    items = {task.item_index for task in tasks if task.item_index is not None}
    ended = [task for task in completed if task.ended_at is not None]
    last = max(ended, key=lambda task: task.ended_at or now, default=None)
    return Standing(
        done=bool(completed) and not open_ones,
        here=bool(open_ones),
        returned=last is not None and was_returned(last, steps) and not open_ones,
        late=any(task.due_at is not None and task.due_at < now for task in open_ones),
        times=latest,
        left=len(open_ones),
        items=len(items),
    )


def _ends(definition: ProcessDefinition, instance: Instance) -> dict[str, Standing]:
    nodes = [node for node in definition.canonical.nodes if node.parent is None]
    passed = Standing(done=True, times=1)
    starts = [node for node in nodes if node.kind == "startEvent"]
    found = {str(starts[0].id): passed} if starts else {}
    ends = [node for node in nodes if node.kind == "endEvent"]
    if instance.state is InstanceState.COMPLETED and len(ends) == 1:
        found[ends[0].id] = passed
    return found


def _with_containers(
    definition: ProcessDefinition, found: Mapping[str, Standing]
) -> dict[str, Standing]:
    """Return the same with each sub-process standing as what is in it does."""
    parents = {node.id: node.parent for node in definition.canonical.nodes}
    whole = dict(found)
    for element in found:
        above = parents.get(element)  # type: ignore[call-overload]
        while above is not None:
            whole[above] = _joined(whole.get(above), found[element])
            above = parents.get(above)
    return whole


def _joined(outer: Standing | None, inner: Standing) -> Standing:
    if outer is None:
        return Standing(done=inner.done, here=inner.here, late=inner.late)
    here = outer.here or inner.here
    return replace(
        outer,
        here=here,
        late=outer.late or inner.late,
        done=(outer.done or inner.done) and not here,
    )


def open_calls(
    called: Iterable[tuple[str, Instance]],
) -> dict[str, bool]:
    """Return by call activity whether one of its cases has not ended."""
    found: dict[str, bool] = {}
    for element, child in called:
        found[element] = found.get(element, False) or child.ended_at is None
    return found
