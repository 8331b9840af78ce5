"""What a move does to each case, in an officer's words."""

from dataclasses import dataclass
from datetime import datetime

from engine.domain.moving import Obstacle
from engine.domain.values import ElementId
from engine.services.versions.moving import MoveOrder, MovePlan
from engine.services.versions.plans import CasePlan, MovedTask, MovedTimer
from engine.services.versions.service import VersionsPage
from web.asking import Visit
from web.case_words import standard_words
from web.versions.presenters import PATH, tabs

MAPPED = "peta-"
_GONE = frozenset({"moving.element_gone"})


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskRow:
    """An open task: from where to where, and its clock.

    Attributes:
        moved: its due instant changes.
        standards: old and new one in words, where they differ.
    """

    before: str
    after: str
    holder: str
    due_before: datetime | None
    due_after: datetime | None
    moved: bool
    standards: tuple[str, str] | None
    told: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseRow:
    """A case in the plan."""

    id: str
    number: int
    title: str
    path: str
    version: int
    may_move: bool
    tasks: tuple[TaskRow, ...]
    standing: tuple[str, ...]
    told: tuple[str, ...]
    obstacles: tuple[str, ...]


def moving_page(
    plan: MovePlan, order: MoveOrder, known: VersionsPage, visit: Visit
) -> dict[str, object]:
    """Return what the template of a plan shows."""
    rows = [_case(one, visit) for one in plan.cases]
    able = sum(1 for one in rows if one.may_move)
    targets = [one.summary for one in known.lines if one.summary.retired_at is None]
    return {
        "name": plan.target.definition.name,
        "key": order.process,
        "path": f"{PATH}/{order.process}",
        "tabs": tabs(order.process, "pindah", visit),
        "version": order.version,
        "targets": [one.version for one in targets],
        "rows": rows,
        "hidden": plan.left,
        "able": able,
        "stuck": len(rows) - able,
        "gone": _gone(plan, order),
        "steps": [
            (step.element, step.name) for step in plan.target.definition.steps.values()
        ],
        "mapped": [
            (f"{MAPPED}{old}", new) for old, new in order.names.elements.items()
        ],
    }


def _gone(plan: MovePlan, order: MoveOrder) -> list[tuple[str, str, str]]:
    """Return the steps that need another: field, name, and what was chosen."""
    found: dict[ElementId, str] = {}
    for case in plan.cases:
        for obstacle, names in case.obstacles:
            if obstacle.reason in _GONE:
                found.setdefault(obstacle.element, names[0])
        for element, name in case.standing:
            if element in order.names.elements:
                found.setdefault(element, name)
    chosen = order.names.elements
    return [
        (f"{MAPPED}{element}", name, chosen.get(element, ""))
        for element, name in found.items()
    ]


def _case(plan: CasePlan, visit: Visit) -> CaseRow:
    told = [_timer(one, visit) for one in plan.timers]
    told += [visit.say("versions.new_wait", name=name) for name in plan.opened]
    told += [visit.say("versions.call_stays", name=name) for name in plan.calls]
    return CaseRow(
        id=plan.case,
        number=plan.number,
        title=plan.title,
        path=f"/berkas/{plan.case}",
        version=plan.version,
        may_move=plan.may_move,
        tasks=tuple(_task(one, visit) for one in plan.tasks),
        standing=tuple(name for _, name in plan.standing),
        told=tuple(told),
        obstacles=tuple(_obstacle(one, names, visit) for one, names in plan.obstacles),
    )


def _task(one: MovedTask, visit: Visit) -> TaskRow:
    before, after = one.before, one.after
    told = []
    if before.lane != after.lane or before.role != after.role:
        told.append(
            visit.say("versions.lane_changes", before=before.lane, after=after.lane)
        )
    if one.other_form:
        told.append(visit.say("versions.form_changes"))
    if one.lost:
        told.append(visit.say("versions.typed_lost", names=", ".join(one.lost)))
    old, new = (standard_words(each, visit) for each in one.standards)
    return TaskRow(
        before=before.name,
        after=after.name if after.name != before.name else "",
        holder=before.assignee_name,
        due_before=before.due_at,
        due_after=after.due_at,
        moved=before.due_at != after.due_at,
        standards=(old or "–", new or "–") if old != new else None,
        told=tuple(told),
    )


def _timer(one: MovedTimer, visit: Visit) -> str:
    if one.after is None:
        return visit.say("versions.timer_gone", name=one.name)
    key = "versions.timer_new" if one.before is None else "versions.timer_moves"
    return visit.say(key, name=one.name)


def _obstacle(one: Obstacle, names: tuple[str, ...], visit: Visit) -> str:
    where = ", ".join(f"«{name}»" for name in names)
    return f"{where}: {visit.say(one.reason)}"
