"""What a token is at each element: events, a person's steps, calls, sub-processes.

Every spec of a case is a `TokenSpec`. It overrides what SpiffWorkflow's base
does with the tree (predicting the future, updating children) and keeps its life
cycle: a token is updated when it enters, ready when it may go on, then run,
then complete, and on completion it sends tokens along the arrows out.
"""

from enum import Enum
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from engine.domain.diagram import EventKind, Flow, Node, WaitKind
from engine.domain.values import ElementId
from engine.errors import KernelError
from engine.ports import ClosedReason, Passed


class Outlook(Enum):
    """From where a token waits to be told: a person, time, another case."""

    PERSON = "person"
    TIME = "time"
    CALL = "call"


class TokenSpec(BpmnSpecMixin):
    """An element as the kernel runs it.

    Attributes:
        element: the element of the diagram.
        node: the same with everything the diagram says of it.
        ways: arrows out, in the order of the document.
        targets: the spec each arrow leads to, by arrow.
        boundary: the boundary events on it.
        repeats: the repetition whose single item or round this is, or None.
        item_name: name of an item in expressions, or None.
    """

    outlook: Outlook | None = None
    kind: WaitKind | None = None
    joins = False
    joins_at_rest = False
    ends_when_empty = False

    def __init__(self, process: Any, name: str, node: Node) -> None:
        super().__init__(process, name, bpmn_name=node.name)
        self.bpmn_id = node.id
        self.node = node
        self.element: ElementId = node.id
        self.ways: tuple[Flow, ...] = ()
        self.targets: dict[str, TokenSpec] = {}
        self.boundary: tuple[TokenSpec, ...] = ()
        self.repeats: Any | None = None
        self.item_name: str | None = None

    def lead_to(self, flow: Flow, target: "TokenSpec") -> None:
        """Add an arrow out of this element."""
        self.ways = (*self.ways, flow)
        self.targets[flow.id] = target
        self.connect(target)

    # SpiffWorkflow's hooks, in the order in which a token meets them.

    def test(self) -> None:
        """Accept the spec: `building` made it and nothing else can."""

    def _predict(self, *_: Any, **__: Any) -> None:
        # Prediction recurses along the diagram; no rule of ours looks ahead.
        return

    def _update_hook(self, my_task: Any) -> bool:  # noqa: ARG002 - children use it
        return True

    def _on_ready_hook(self, my_task: Any) -> None:
        if not self.manual:
            my_task.workflow.agenda.append(my_task)

    def _on_complete_hook(self, my_task: Any) -> None:
        case = my_task.workflow
        case.forget(my_task)
        for guard in case.among("host", my_task.id) if self.boundary else ():
            case.take_away(guard, ClosedReason.CANCELLED)
        group = my_task.internal_data.get("group")
        for rival in case.among("group", group) if group is not None else ():
            case.take_away(rival, ClosedReason.INTERRUPTED)
        if self.repeats is not None:
            self.repeats.one_done(my_task)
        else:
            self.leave(my_task)

    def leave(self, my_task: Any) -> None:
        """Send a token along every arrow that is taken."""
        for flow in self.ways_taken(my_task):
            self.send(my_task, flow)

    def send(self, my_task: Any, flow: Flow) -> None:
        """Send a token along one arrow."""
        scope = my_task.internal_data.get("scope")
        my_task.workflow.enter(self.targets[flow.id], scope=scope, flow=flow.id)

    def ways_taken(self, my_task: Any) -> list[Flow]:
        """Return the arrows taken: all without a condition, and those that hold."""
        if not any(flow.condition for flow in self.ways):
            return list(self.ways)
        default = self.node.default_flow
        holds = my_task.workflow.script_engine.holds
        taken = [
            flow
            for flow in self.ways
            if flow.id != default
            and (flow.condition is None or holds(my_task, flow.condition))
        ]
        return taken or [self._default()]

    def _default(self) -> Flow:
        for flow in self.ways:
            if flow.id == self.node.default_flow:
                return flow
        raise KernelError(reason="kernel.no_way", element=self.element)


class Passing(TokenSpec):
    """A start event, or an event that only lets through or records a throw."""

    def leave(self, my_task: Any) -> None:
        """Record the passing, then go on."""
        passed = Passed(element=self.element, throws=self.node.throws)
        my_task.workflow.record.passed.append(passed)
        super().leave(my_task)


class Terminate(Passing):
    """An end event that takes away everything else in its scope."""

    def leave(self, my_task: Any) -> None:
        """Record the end, then end the scope."""
        super().leave(my_task)
        case = my_task.workflow
        for other in case.among("scope", my_task.internal_data.get("scope")):
            case.take_away(other, ClosedReason.CANCELLED)


class PersonStep(TokenSpec):
    """A user task, a question, or another wait that a person ends."""

    outlook = Outlook.PERSON

    def __init__(self, process: Any, name: str, node: Node) -> None:
        super().__init__(process, name, node)
        self.manual = True
        self.kind = node.wait or WaitKind.USER


class Call(TokenSpec):
    """A call activity: waits for the end of a case that the services start."""

    outlook = Outlook.CALL

    def __init__(self, process: Any, name: str, node: Node) -> None:
        super().__init__(process, name, node)
        self.manual = True


class Event(TokenSpec):
    """A timer, message or signal that is waited for, also on a boundary."""

    def __init__(self, process: Any, name: str, node: Node) -> None:
        super().__init__(process, name, node)
        self.outlook = Outlook.TIME if node.event is EventKind.TIMER else Outlook.PERSON
        if self.outlook is Outlook.PERSON:
            self.kind = WaitKind(node.event.value)

    def _update_hook(self, my_task: Any) -> bool:
        my_task._set_state(TaskState.WAITING)
        return False

    def leave(self, my_task: Any) -> None:
        """Take the guarded activity away where the event interrupts, then go on."""
        case = my_task.workflow
        if self.outlook is Outlook.TIME:
            case.record.passed.append(Passed(element=self.element))
        host = case.live.get(my_task.internal_data.get("host"))
        if host is not None and self.node.interrupting:
            case.take_away(host, ClosedReason.INTERRUPTED)
        super().leave(my_task)


class SubProcess(TokenSpec):
    """An embedded sub-process: a scope that ends when no token is left in it."""

    ends_when_empty = True
    start: TokenSpec

    def _update_hook(self, my_task: Any) -> bool:
        my_task._set_state(TaskState.STARTED)
        my_task.workflow.enter(self.start, scope=my_task.id)
        return False

    def leave(self, my_task: Any) -> None:
        """Record the passing, then go on."""
        my_task.workflow.record.passed.append(Passed(element=self.element))
        super().leave(my_task)
