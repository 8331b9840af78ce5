"""A business rule task: a decision table answers, between two steps of people."""

from typing import Any

from engine.adapters.spiff.specs import TokenSpec
from engine.domain.decisions import (
    TableFailedError,
    answer_of,
    compile_table,
    decided,
)
from engine.domain.diagram import Node
from engine.errors import KernelError
from engine.ports import Passed


class Ruling(TokenSpec):
    """Asks its table over the case's data and goes on; nobody waits here."""

    def __init__(self, process: Any, name: str, node: Node) -> None:
        super().__init__(process, name, node)
        compiled = None if node.table is None else compile_table(node.table)[0]
        if compiled is None or node.asks is None:
            raise KernelError(
                reason="kernel.unsupported", element=node.id, kind=node.kind
            )
        self.table = compiled
        self.asks = node.asks

    def leave(self, my_task: Any) -> None:
        """Put the answer into the data that later elements read, then go on."""
        case = my_task.workflow
        engine = case.script_engine
        try:
            answer = answer_of(self.table, engine.names_of(my_task))
            found = decided(self.asks, self.table.table, answer)
        except TableFailedError as error:
            raise KernelError(
                reason=error.reason, element=self.element, **error.facts
            ) from error
        engine.learn(found.values)
        case.record.passed.append(Passed(element=self.element, decided=found))
        super().leave(my_task)
