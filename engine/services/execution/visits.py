"""How often a step was visited, and where the answers of its items stand."""

from dataclasses import replace

from engine.domain.definitions import Step
from engine.domain.values import ElementId, InstanceId
from engine.ports import OpenedWait
from engine.services.execution.submissions import place_of, reserved
from engine.services.transactions.changes import Changes


def counted_visit(
    changes: Changes, instance_id: InstanceId, step: Step, wait: OpenedWait
) -> tuple[int | None, int]:
    """Count a visit and return the place of its item, if any, and its round.

    A repeated step counts for itself when its first item opens, and per item.
    """
    instance = changes.instance(instance_id)
    data, visits = instance.data, dict(instance.visits)
    if not wait.item_index:
        visits[wait.element] = visits.get(wait.element, 0) + 1
    place, key = None, str(wait.element)
    if wait.item_index is not None:
        this = visits.get(wait.element, 0)
        seen = _last_visit(wait.element)
        taken = {
            int(key.removeprefix(seen))
            for key, visit in visits.items()
            if visit == this and key.startswith(seen)
        }
        place = place_of(data, step, wait.item, wait.item_index, taken=taken)
        data = reserved(data, step, wait.item, place)
        key = f"{wait.element}#{place}"
        visits[key] = visits.get(key, 0) + 1
        visits[f"{seen}{place}"] = this
    changes.keep(replace(instance, data=data, visits=visits))
    return place, visits[key]


def _last_visit(element: ElementId) -> str:
    """Return the beginning of the keys that tell in which visit a place was used.

    Equal items of one list are different items: each needs a place of its own.
    """
    return f"{element}!"
