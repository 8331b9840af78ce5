"""The script engine of the kernel: the safe expression language, nothing else.

SpiffWorkflow's own engine evaluates texts as Python. This one computes over the
case's data, which it holds for one step only, and the items of the repetitions
a token stands in.
"""

from collections.abc import Mapping
from typing import Any, NoReturn

from SpiffWorkflow.bpmn.script_engine import (
    BasePythonScriptEngineEnvironment,
    PythonScriptEngine,
)

from engine.adapters.spiff.items import item_value
from engine.domain.expressions import compile_expression, truth
from engine.domain.values import CaseData, JsonObject, JsonValue
from engine.errors import ExpressionFailedError, ExpressionInvalidError, KernelError


class _Environment(BasePythonScriptEngineEnvironment):
    """Computes expressions; SpiffWorkflow's base refuses scripts and services."""

    def evaluate(
        self, expression: str, context: Any, external_context: Any = None
    ) -> Any:
        names = {**(external_context or {}), **context}
        return compile_expression(expression).evaluate(names)


class SafeEngine(PythonScriptEngine):
    """Computes expressions of the diagram over the case's data and a token's items."""

    def __init__(self, data: CaseData) -> None:
        super().__init__(_Environment({}))
        self._data = data

    def evaluate(
        self, task: Any, expression: str, external_context: Any = None
    ) -> JsonValue:
        """Return the value of an expression for a token.

        Raises:
            KernelError: `expression`, with the element and the expression's own
                reason in `why`.
        """
        names = {**items_of(task), **(external_context or {})}
        try:
            value: JsonValue = self.environment.evaluate(expression, names, self._data)
        except (ExpressionInvalidError, ExpressionFailedError) as error:
            raise KernelError(
                reason="kernel.expression",
                element=task.task_spec.element,
                expression=error.facts["expression"],
                why=error.facts["reason"],
                name=error.facts.get("name"),
            ) from error
        return value

    def names_of(self, task: Any) -> dict[str, JsonValue]:
        """Return everything that an expression at a token can read."""
        return {**self._data, **items_of(task)}

    def learn(self, values: JsonObject) -> None:
        """Let what follows in this step read values that were not there before."""
        self._data = {**self._data, **values}

    def holds(
        self, task: Any, condition: str, names: Mapping[str, JsonValue] | None = None
    ) -> bool:
        """Return whether a condition holds for a token; more `names` may be given."""
        return truth(self.evaluate(task, condition, names))

    def execute(self, task: Any, *_: Any, **__: Any) -> NoReturn:
        """Refuse a script."""
        raise KernelError(reason="kernel.script", element=task.task_spec.element)

    def call_service(self, task: Any, **_: Any) -> NoReturn:
        """Refuse a service."""
        raise KernelError(reason="kernel.script", element=task.task_spec.element)


def items_of(token: Any) -> dict[str, JsonValue]:
    """Return the items a token stands in, by name; the inmost wins."""
    names: dict[str, JsonValue] = {}
    for inner in token.workflow.around(token):
        own = inner.internal_data
        if "index" not in own:
            continue
        names.setdefault("loopCounter", own["index"])
        if inner.task_spec.item_name and "item" in own:
            names.setdefault(inner.task_spec.item_name, item_value(own["item"]))
    return names
