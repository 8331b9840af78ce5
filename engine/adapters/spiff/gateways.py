"""Gateways: which arrows are taken, and what a join waits for.

A token that waits at a join knows the arrow it came by. Joins count these, so
that surplus tokens stay for the next round, a block inside a loop is no special
case, and the history above a token never matters.
"""

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.adapters.spiff.specs import TokenSpec
from engine.domain.diagram import Flow
from engine.domain.values import FlowId
from engine.errors import KernelError
from engine.ports import Passed


class _Deciding(TokenSpec):
    """A gateway that chooses among its arrows and says which it took."""

    def send(self, my_task: Any, flow: Flow) -> None:
        """Record the arrow, then send a token along it."""
        passed = Passed(element=self.element, flow=flow.id)
        my_task.workflow.record.passed.append(passed)
        super().send(my_task, flow)

    def _chosen(self, my_task: Any) -> Flow | None:
        record = my_task.workflow.record
        for flow in self.ways:
            if flow.id == record.decision and flow.chosen_at == record.decided_at:
                return flow
        return None

    def _conditional(self) -> list[Flow]:
        return [
            flow
            for flow in self.ways
            if flow.condition is not None and flow.id != self.node.default_flow
        ]

    def _otherwise(self) -> Flow:
        """Return the default arrow where nobody was to be asked.

        Raises:
            KernelError: `decision_missing` with the `choices`, or `no_way`.
        """
        choices = [flow.id for flow in self.ways if flow.chosen_at is not None]
        if choices:
            raise KernelError(
                reason="kernel.decision_missing", element=self.element, choices=choices
            )
        return self._default()


class Exclusive(_Deciding):
    """One arrow: the person's choice, else the first condition that holds."""

    def ways_taken(self, my_task: Any) -> list[Flow]:
        """Return the one arrow taken."""
        if len(self.ways) == 1 and self.ways[0].condition is None:
            return list(self.ways)
        chosen = self._chosen(my_task)
        if chosen is not None:
            return [chosen]
        holds = my_task.workflow.script_engine.holds
        for flow in self._conditional():
            if holds(my_task, flow.condition):
                return [flow]
        return [self._otherwise()] if self.ways else []


class _Joining(TokenSpec):
    """A gateway that may wait for tokens on several arrows."""

    joins = True

    def __init__(self, process: Any, name: str, node: Any) -> None:
        super().__init__(process, name, node)
        self.arrows_in: frozenset[FlowId] = frozenset()

    def _update_hook(self, my_task: Any) -> bool:
        if len(self.arrows_in) < 2:
            return True
        my_task._set_state(TaskState.WAITING)
        if not self.joins_at_rest and len(self.arrived(my_task)) == len(self.arrows_in):
            self.fire(my_task)
        return False

    def arrived(self, my_task: Any) -> dict[FlowId, Any]:
        """Return the oldest waiting token of each arrow in, in this scope."""
        oldest: dict[FlowId, Any] = {}
        scope = my_task.internal_data.get("scope")
        for token in my_task.workflow.among("scope", scope):
            if token.task_spec is self and token.state == TaskState.WAITING:
                oldest.setdefault(token.internal_data["flow"], token)
        return oldest

    def awaited(self, my_task: Any) -> list[Any]:
        """Return the other tokens of the scope that can come by an empty arrow."""
        case = my_task.workflow
        came = self.arrived(my_task)
        upstream = case.spec.upstream(self.element, self.arrows_in - came.keys())
        return [
            token
            for token in case.among("scope", my_task.internal_data.get("scope"))
            if token.task_spec is not self and token.task_spec.element in upstream
        ]

    def fire(self, my_task: Any) -> None:
        """Make one token of those that came, one per arrow, and let it go on."""
        tokens = list(self.arrived(my_task).values())
        for merged in tokens[1:]:
            my_task.workflow.forget(merged)
            merged._set_state(TaskState.CANCELLED)
        my_task.workflow.trigger(tokens[0])


class Parallel(_Joining):
    """Waits for a token on every arrow in, sends one along every arrow out."""

    def ways_taken(self, my_task: Any) -> list[Flow]:
        """Return all arrows."""
        my_task.workflow.record.passed.append(Passed(element=self.element))
        return list(self.ways)


class Inclusive(_Deciding, _Joining):
    """Waits for every token that can still come, sends along all arrows that hold."""

    joins_at_rest = True

    def ways_taken(self, my_task: Any) -> list[Flow]:
        """Return all arrows that are chosen or hold, else the default."""
        if len(self.ways) == 1 and self.ways[0].condition is None:
            return list(self.ways)
        chosen = self._chosen(my_task)
        holds = my_task.workflow.script_engine.holds
        conditional = self._conditional()
        taken = [
            flow
            for flow in self.ways
            if flow is chosen
            or (flow in conditional and holds(my_task, flow.condition))
        ]
        return taken or ([self._otherwise()] if self.ways else [])


class EventBased(TokenSpec):
    """Waits for all events behind it at once; the first takes the others away."""

    def leave(self, my_task: Any) -> None:
        """Put a token at every event; they know each other by this token."""
        case = my_task.workflow
        case.record.passed.append(Passed(element=self.element))
        scope = my_task.internal_data.get("scope")
        for flow in self.ways:
            target = self.targets[flow.id]
            case.enter(target, scope=scope, flow=flow.id, group=my_task.id)
