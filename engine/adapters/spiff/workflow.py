"""The running case: tokens on a SpiffWorkflow workflow.

A token is a SpiffWorkflow task right under the root. What a token must know it
keeps in `internal_data`: its scope (the token of the sub-process or repetition
around it), the arrow it came by, the activity whose boundary it guards, the
event gateway it belongs to, its item. Nothing ever looks at finished tasks.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.adapters.spiff.expressions import SafeEngine
from engine.domain.values import ElementId, FlowId
from engine.errors import KernelError
from engine.ports import ClosedReason, Passed

STEP_BUDGET = 10_000
_ROOT = "root"

# The state of a case's tokens; all else is history.
LIVE = TaskState.FUTURE | TaskState.WAITING | TaskState.READY | TaskState.STARTED


@dataclass(kw_only=True, slots=True)
class StepRecord:
    """What one call asked for and what happened in it.

    Attributes:
        decision: the arrow that the completing person chose, or None.
        decided_at: the step that person completed, or None.
        closed: why tokens were taken away, by number.
        steps: elements entered so far; the budget bounds them.
        touched: scopes in which tokens came or went; joins elsewhere are as before.
    """

    decision: FlowId | None = None
    decided_at: ElementId | None = None
    passed: list[Passed] = field(default_factory=list)
    closed: dict[int, ClosedReason] = field(default_factory=dict)
    steps: int = 0
    touched: set[int | None] = field(default_factory=set)


class CaseWorkflow(BpmnWorkflow):
    """One case while a step of it is taken.

    Attributes:
        seed: makes the token ids of this case unlike those of any other.
        last: number of the newest token.
        live: tokens that are neither done nor taken away, oldest first.
    """

    def __init__(self, spec: Any, engine: SafeEngine, *, seed: str, last: int) -> None:
        # The engine comes first: without one SpiffWorkflow takes its own, which
        # evaluates whatever text it meets.
        super().__init__(spec, script_engine=engine, deserializing=True)
        self.seed = seed
        self.last = last
        self.live: dict[int, Any] = {}
        self.agenda: deque[Any] = deque()
        self.record = StepRecord()
        self.task_tree = Task(self, spec.start, state=TaskState.COMPLETED, id=_ROOT)

    def enter(
        self, spec: Any, *, scope: int | None, flow: FlowId | None = None, **own: Any
    ) -> Any:
        """Put a new token at an element and let it be what it is there.

        Args:
            spec: the element.
            scope: number of the token whose scope it stands in, None at the top.
            flow: the arrow it came by, None where there is none.
            own: more of what this token must know.
        """
        self._spend(spec.element)
        self.last += 1
        token = self.place(spec, number=self.last, state=TaskState.FUTURE)
        token.internal_data.update(own)
        if scope is not None:
            token.internal_data["scope"] = scope
        if flow is not None and spec.joins:
            token.internal_data["flow"] = flow
        self.record.touched.add(scope)
        spec._update(token)
        if token.id in self.live:
            for guard in spec.boundary:
                self.enter(guard, scope=scope, host=token.id)
        return token

    def place(self, spec: Any, *, number: int, state: int) -> Any:
        """Hang a token into the tree as it is; `enter` is for new ones."""
        token = Task(self, spec, self.task_tree, state=state, id=number)
        if state & LIVE:
            self.live[number] = token
        return token

    def forget(self, token: Any) -> None:
        """Count a token as live no longer; it stays in the tree as history."""
        self.live.pop(token.id, None)
        self.record.touched.add(token.internal_data.get("scope"))

    def take_away(self, token: Any, reason: ClosedReason) -> None:
        """Cancel a token with everything in its scope and on its boundary."""
        doomed = [token]
        for one in doomed:
            doomed.extend(self._depending_on(one.id))
        for one in doomed:
            if one.id in self.live:
                self.forget(one)
                one._set_state(TaskState.CANCELLED)
                one.task_spec._on_cancel(one)
                self.record.closed[one.id] = reason

    def _depending_on(self, number: int) -> list[Any]:
        return [
            other
            for other in self.live.values()
            if other.internal_data.get("scope") == number
            or other.internal_data.get("host") == number
        ]

    def among(self, key: str, number: int | None) -> list[Any]:
        """Return the live tokens of a scope, of a host or of an event gateway."""
        return [t for t in self.live.values() if t.internal_data.get(key) == number]

    def around(self, token: Any) -> Iterator[Any]:
        """Return a token and the tokens whose scopes it stands in, inmost first."""
        inner: Any | None = token
        while inner is not None:
            yield inner
            inner = self.live.get(inner.internal_data.get("scope"))

    def trigger(self, token: Any) -> None:
        """Let a token that waits go on, at its turn."""
        token._set_state(TaskState.READY)
        self.agenda.append(token)

    def run_on(self) -> None:
        """Run until only people, time and other cases can go on.

        Raises:
            KernelError: `step_budget`, `stuck`, or what an element raised.
        """
        while True:
            while self.agenda:
                token = self.agenda.popleft()
                if token.id in self.live:
                    token.run()
            if not self._synchronise():
                return

    def _spend(self, element: ElementId) -> None:
        # Every element that is run was entered first, so entering is what counts;
        # tokens that stay are bounded too, lest many steps pile them up.
        self.record.steps += 1
        if max(self.record.steps, len(self.live)) > STEP_BUDGET:
            raise KernelError(
                reason="kernel.step_budget", element=element, most=STEP_BUDGET
            )

    def _synchronise(self) -> bool:
        """Let a join go on for which no token can come any more.

        Raises:
            KernelError: `stuck` where a join needs such a token.
        """
        awaited = {
            token.id: token.task_spec.awaited(token)
            for token in self.live.values()
            if token.task_spec.joins
            and token.state == TaskState.WAITING
            and token.internal_data.get("scope") in self.record.touched
        }
        over = [self.live[number] for number in _without_hope(awaited)]
        if not over:
            return False
        # A join that nothing stands before goes first; else joins wait for each
        # other in a ring, and the oldest that can do with less opens it.
        ready = [token for token in over if token.task_spec.joins_at_rest]
        if not ready:
            raise KernelError(reason="kernel.stuck", element=over[0].task_spec.element)
        first = next((token for token in ready if not awaited[token.id]), ready[0])
        first.task_spec.fire(first)
        return True

    def _task_completed_notify(self, task: Any) -> None:
        # SpiffWorkflow updates every waiting task here and looks for its own end
        # event; our tokens wait for what they are told, and a case ends when no
        # token is left.
        self.last_task = task
        scope = task.internal_data.get("scope")
        owner = self.live.get(scope)
        if (
            owner is not None
            and owner.task_spec.ends_when_empty
            and not self.among("scope", scope)
        ):
            self.trigger(owner)
        self.completed = not self.live

    def compact(self) -> None:
        """Drop finished history: nothing but the live tokens is needed again."""
        kept: dict[Any, Any] = {_ROOT: self.task_tree, **self.live}
        self.tasks = kept
        self.task_tree._children = list(self.live)
        self.last_task = None


def _without_hope(awaited: dict[int, list[Any]]) -> list[int]:
    """Return the joins for which no token can come, not even after another join.

    Args:
        awaited: for each token that waits at a join, the tokens that can come.
    """
    hopeful: set[int] = set()
    found = True
    while found:
        found = False
        for number, tokens in awaited.items():
            if number not in hopeful and any(
                token.id not in awaited or token.id in hopeful for token in tokens
            ):
                hopeful.add(number)
                found = True
    return [number for number in awaited if number not in hopeful]
