"""Canonical definitions in a few words, and a case that is easy to drive."""

import hashlib
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.adapters.spiff.kernel import SpiffKernel
from engine.domain.definitions import ProcessDefinition
from engine.domain.diagram import (
    EventKind,
    Flow,
    Node,
    Process,
    Repetition,
    SopIdentity,
    TimerText,
    WaitKind,
)
from engine.domain.values import DefinitionId, ElementId, FlowId, ProcessKey
from engine.errors import KernelError
from engine.ports import KernelStep, OpenedCall, OpenedTimer, OpenedWait, Passed


class Sketch:
    """Collects nodes and arrows; a node's id is its name, an arrow's `a>b`."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []

    def node(self, name: str, kind: str, **more: Any) -> str:
        self.nodes.append(Node(id=ElementId(name), kind=kind, name=name, **more))
        return name

    def start(self, name: str = "start", **more: Any) -> str:
        return self.node(name, "startEvent", **more)

    def end(self, name: str = "end", **more: Any) -> str:
        return self.node(name, "endEvent", **more)

    def terminate(self, name: str, **more: Any) -> str:
        return self.node(name, "endEvent", event=EventKind.TERMINATE, **more)

    def task(self, name: str, wait: WaitKind = WaitKind.USER, **more: Any) -> str:
        return self.node(name, "userTask", wait=wait, **more)

    def timer(self, name: str, on: str | None = None, **more: Any) -> str:
        text = more.pop("timer", TimerText(duration="PT1H"))
        kind = "intermediateCatchEvent" if on is None else "boundaryEvent"
        return self.node(
            name, kind, event=EventKind.TIMER, timer=text, attached_to=on, **more
        )

    def event(self, name: str, event: EventKind, on: str | None = None, **more) -> str:
        kind = "intermediateCatchEvent" if on is None else "boundaryEvent"
        return self.node(name, kind, event=event, attached_to=on, **more)

    def flow(
        self, source: str, target: str, name: str | None = None, **more: Any
    ) -> str:
        made = Flow(
            id=FlowId(name or f"{source}>{target}"),
            source=ElementId(source),
            target=ElementId(target),
            **more,
        )
        self.flows.append(made)
        return made.id

    def path(self, *ids: str) -> None:
        for source, target in itertools.pairwise(ids):
            self.flow(source, target)

    def definition(self, key: str = "p") -> ProcessDefinition:
        process = Process(id=key, nodes=tuple(self.nodes), flows=tuple(self.flows))
        return definition_of(process)


def definition_of(process: Process) -> ProcessDefinition:
    """Return a definition that holds what the kernel reads of one."""
    checksum = hashlib.sha256(repr(process).encode()).hexdigest()
    return ProcessDefinition(
        id=DefinitionId(process.id),
        key=ProcessKey(process.id),
        version=1,
        name=process.id,
        canonical=process,
        steps={},
        lanes=(),
        cycles=(),
        calls=(),
        identity=SopIdentity(),
        checksum=checksum,
    )


def each(collection: str = "items", **more: Any) -> Repetition:
    """Return a multi-instance over a list of the case's data."""
    return Repetition(collection=collection, item="item", **more)


def refused(take: Callable[[], object]) -> dict[str, Any]:
    """Return the facts with which the kernel refuses a step."""
    try:
        take()
    except KernelError as error:
        return error.facts
    message = "the kernel did not refuse"
    raise AssertionError(message)


def passed(element: str, flow: str | None = None, **more: Any) -> Passed:
    """Return that a case went through an element."""
    taken = None if flow is None else FlowId(flow)
    return Passed(element=ElementId(element), flow=taken, **more)


@dataclass
class Case:
    """A case in the hands of a test: every step thaws in a kernel that knows nothing."""

    definition: ProcessDefinition
    data: dict[str, Any] = field(default_factory=dict)
    compacting: bool = True
    open: dict[str, Any] = field(default_factory=dict)
    snapshot: bytes = b""
    ended: bool = False
    kernel: SpiffKernel | None = None
    told: list[str] = field(default_factory=list)

    def _kernel(self) -> SpiffKernel:
        return self.kernel or SpiffKernel(compacting=self.compacting)

    def start(self) -> KernelStep:
        return self._took(self._kernel().start(self.definition, self.data))

    def _took(self, step: KernelStep, *done: str) -> KernelStep:
        for token in done:
            self.open.pop(token, None)
        for closed in step.closed:
            del self.open[closed.token]
        everything: list[OpenedWait | OpenedTimer | OpenedCall]
        everything = [*step.opened, *step.timers, *step.calls]
        for opened in everything:
            assert opened.token not in self.open
            self.open[opened.token] = opened
        self.snapshot, self.ended = step.snapshot, step.ended
        self.told.append(repr(replace(step, snapshot=b"")))
        assert step.ended == (not self.open)
        return step

    def tokens(self, element: str) -> list[Any]:
        return [t for t, o in self.open.items() if o.element == element]

    def standing(self) -> list[str]:
        """The elements where tokens wait, sorted, once per token."""
        return sorted(opened.element for opened in self.open.values())

    def complete(
        self,
        element: str,
        decision: Any = None,
        nth: int = 0,
        token: Any = None,
        **data: Any,
    ) -> KernelStep:
        self.data.update(data)
        token = token or self.tokens(element)[nth]
        step = self._kernel().complete(
            self.definition, self.snapshot, token, self.data, decision
        )
        return self._took(step, token)

    def wake(self, *elements: str) -> KernelStep:
        tokens = [self.tokens(element)[0] for element in elements]
        return self.wake_tokens(tokens)

    def wake_tokens(self, tokens: Sequence[Any]) -> KernelStep:
        step = self._kernel().wake(self.definition, self.snapshot, tokens, self.data)
        return self._took(step, *tokens)

    def restart(self, element: str, at: Any) -> KernelStep:
        token = self.tokens(element)[0]
        step = self._kernel().restart_at(
            self.definition, self.snapshot, token, at, self.data
        )
        return self._took(step)
