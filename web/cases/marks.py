"""How a case stands at each element, in class, chip and words for its diagram."""

from collections.abc import Mapping

from engine.services.cases.standing import Standing
from web.asking import Visit
from web.diagrams import Chip, Mark


def marks_of(standing: Mapping[str, Standing], visit: Visit) -> dict[str, Mark]:
    """Return the marks of a case's diagram."""
    return {element: _mark(one, visit) for element, one in standing.items()}


def _mark(standing: Standing, visit: Visit) -> Mark:
    classes, chips, notes = [], [], []
    if standing.here:
        key = "late" if standing.late else "here"
        classes += ["is-here", "is-late"] if standing.late else ["is-here"]
        chips.append(Chip(text=visit.say(f"cases.mark_{key}"), tone=key))
        notes.append(visit.say(f"cases.note_{key}"))
        if standing.items > 1:
            done = standing.items - standing.left
            items = visit.say("cases.mark_items", done=done, all=standing.items)
            chips.append(Chip(text=items))
            notes.append(items)
    elif standing.done:
        classes += ["is-done", "is-returned"] if standing.returned else ["is-done"]
        key = "returned" if standing.returned else "done"
        notes.append(visit.say(f"cases.note_{key}"))
    if standing.times > 1:
        chips.append(Chip(text=visit.say("cases.mark_times", n=standing.times)))
        notes.append(visit.say("cases.note_times", n=standing.times))
    sign = "" if standing.here else "back" if standing.returned else "check"
    return Mark(
        classes=tuple(classes),
        chips=tuple(chips),
        sign=sign if standing.done else "",
        note=", ".join(notes),
    )
