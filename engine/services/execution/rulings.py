"""What decision tables answered on the way: into the case's data and its log."""

from engine.domain.values import InstanceId, JsonObject, JsonValue
from engine.ports import KernelStep, Passed
from engine.services.execution.submissions import canonical
from engine.services.transactions.changes import Changes

MOST_ROWS = 20
MOST_LETTERS = 500
"""Of an answer in the log; the whole of it stands in the case's data."""


def with_answers(data: JsonObject, step: KernelStep) -> JsonObject:
    """Return a case's data with what was answered in a step, the last one last."""
    for passed in step.passed:
        if passed.decided is not None:
            data = {**data, **passed.decided.values}
    return data


def tell_decided(changes: Changes, instance: InstanceId, passed: Passed) -> None:
    """Record an answer with the rows that it came from; nothing without one."""
    decided = passed.decided
    if decided is None:
        return
    rows: list[JsonValue] = list(decided.rows[:MOST_ROWS])
    facts: JsonObject = {
        "element": passed.element,
        "table": decided.table,
        "name": decided.name,
        "rows": rows,
        "answer": canonical(decided.values).decode()[:MOST_LETTERS],
    }
    changes.record("decision.made", instance=instance, facts=facts)
