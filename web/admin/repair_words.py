"""A case under repair, and what a repair would do, in words."""

from engine.domain.instances import InstanceState
from engine.domain.tasks import Task
from engine.domain.values import TaskId
from engine.services.execution.repairs import Bench, Foreseen
from engine.translations import sentence
from web.asking import Visit
from web.case_words import state_pill

PATH = "/perbaikan"


def bench_page(bench: Bench, visit: Visit) -> dict[str, object]:
    """Return what both pages of a repair show of the case."""
    case = bench.case
    state = case.state
    resumable = state in {InstanceState.SUSPENDED, InstanceState.FAILED}
    return {
        "case": case,
        "sop": bench.sop,
        "case_path": f"/berkas/{case.id}",
        "path": f"{PATH}/{case.id}",
        "pill": state_pill(state, visit),
        "running": state is InstanceState.RUNNING,
        "resumable": resumable and case.parent is None,
        "called": case.parent is not None,
        "tasks": [_task(bench, one) for one in bench.open],
        "steps": [
            (one.element, f"{one.number}. {one.name}" if one.number else one.name)
            for one in bench.steps
        ],
        "officers": bench.names,
        "incidents": [
            sentence(f"error.{one.code}", visit.language, {"reason": "", **one.facts})
            for one in bench.incidents
        ],
        "timers": [one.due_at for one in bench.timers],
    }


def foreseen_words(
    bench: Bench, given: dict[str, str], foreseen: Foreseen | None, visit: Visit
) -> dict[str, object]:
    """Return what a repair would do, as sentences, the task first."""
    task = next((one for one in bench.open if one.id == given["task"]), None)
    name = task.name if task else ""
    sentences: list[str] = []
    if given["deed"] == "alihkan":
        heir = dict(bench.names).get(given["to"], "")
        facts = {"task": name, "name": heir}
        sentences.append(visit.say("admin.will_reassign", **facts))
    if foreseen is not None:
        sentences += [
            visit.say("admin.will_cancel", task=_with_holder(one, visit))
            for one in foreseen.cancelled
        ]
        sentences += [
            visit.say("admin.will_stand", step=one) for one in foreseen.opened
        ]
        sentences += [visit.say("admin.will_wait")] if foreseen.waits else []
        sentences += [visit.say("admin.will_end")] if foreseen.ends else []
    return {"task_name": name, "sentences": sentences}


def _task(bench: Bench, task: Task) -> dict[str, object]:
    step = bench.step(task.element)
    decision = step.decision if step else None
    return {
        "task": task,
        "path": f"/tugas/{task.id}",
        "ways": [
            (one.label, one.leads_back, one.target_name) for one in decision.choices
        ]
        if decision
        else [],
        "element": task.element,
        "id": TaskId(task.id),
    }


def _with_holder(task: Task, visit: Visit) -> str:
    if not task.assignee_name:
        return task.name
    return visit.say("admin.task_of", task=task.name, name=task.assignee_name)
