# ruff: noqa: ARG002 - blocks share two verbs and not every block needs all of them
"""The blocks with a scope or a clock: guarded steps, races, sub-processes."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.domain.diagram import EventKind, Repetition, TimerText
from tests.adapters.spiff.algebra import (
    AtOnce,
    Block,
    Entry,
    InOrder,
    Running,
    Scope,
    Task,
    Waiting,
)
from tests.adapters.spiff.building import Sketch


class Guarding(Running):
    """An activity with a timer on it."""

    def __init__(self, block: "Guarded", scope: Scope) -> None:
        self.block, self.scope = block, scope
        self.main = block.activity.begin(scope)
        self.timer = Waiting(Entry(block.name, timer=True))
        self.rest: Running | None = None
        self.done = self.main.done

    def entries(self) -> Iterator[Entry]:
        if self.rest is not None:
            yield from self.rest.entries()
        elif not self.done:
            yield from self.main.entries()
            yield from self.timer.entries()

    def take(self, entry: Entry, choice: str | None) -> bool:
        if self.done:
            return False
        if self.rest is not None:
            taken = self.rest.take(entry, choice)
            self.done = self.rest.done
            return taken
        if self.timer.take(entry, choice):
            aside = self.block.aside.begin(self.scope)
            if self.block.interrupting:
                self.rest = aside
            else:
                self.scope.parts.append(aside)
            return True
        taken = self.main.take(entry, choice)
        self.done = self.main.done
        return taken


@dataclass
class Guarded(Block):
    """A step or sub-process with a boundary timer and what comes of it."""

    name: str
    activity: "Task | Sub"
    aside: Block
    interrupting: bool

    def begin(self, scope: Scope) -> Running:
        return Guarding(self, scope)

    def draw(self, to: Sketch, entry: str, parent: str | None) -> str:
        host = self.activity.draw(to, entry, parent)
        to.timer(self.name, on=host, parent=parent, interrupting=self.interrupting)
        merge = to.node(f"{self.name}.merge", "exclusiveGateway", parent=parent)
        to.flow(host, merge)
        last = self.aside.draw(to, self.name, parent)
        if self.interrupting:
            to.flow(last, merge)
        else:
            to.flow(last, to.end(f"{self.name}.end", parent=parent))
        return merge


@dataclass
class Race(Block):
    name: str

    def begin(self, scope: Scope) -> Running:
        return Waiting(
            Entry(f"{self.name}.word", scope.index),
            Entry(f"{self.name}.time", timer=True),
        )

    def draw(self, to: Sketch, entry: str, parent: str | None) -> str:
        to.flow(entry, to.node(self.name, "eventBasedGateway", parent=parent))
        merge = to.node(f"{self.name}.merge", "exclusiveGateway", parent=parent)
        to.path(
            self.name,
            to.event(f"{self.name}.word", EventKind.SIGNAL, parent=parent),
            merge,
        )
        text = TimerText(date="2025-03-07")
        time = to.timer(f"{self.name}.time", timer=text, parent=parent)
        to.path(self.name, time, merge)
        return merge


@dataclass
class Sub(Block):
    """A sub-process, perhaps repeated, perhaps with a step that terminates it."""

    name: str
    body: Block
    how: Repetition | None = None
    killer: str | None = None

    def begin(self, scope: Scope) -> Running:
        if self.how is None:
            return OneSub(self, scope.index).begin(scope)
        ones: list[Block] = [
            OneSub(self, index) for index in range(int(self.how.cardinality or 0))
        ]
        if self.how.sequential:
            return InOrder(ones, scope)
        return AtOnce([one.begin(scope) for one in ones])

    def draw(self, to: Sketch, entry: str, parent: str | None) -> str:
        to.node(self.name, "subProcess", parent=parent, repetition=self.how)
        to.flow(entry, self.name)
        first = to.start(f"{self.name}.start", parent=self.name)
        if self.killer is not None:
            split = to.node(f"{self.name}.fork", "parallelGateway", parent=self.name)
            to.path(first, split, to.task(self.killer, parent=self.name))
            to.flow(self.killer, to.terminate(f"{self.killer}.x", parent=self.name))
            first = split
        last = self.body.draw(to, first, self.name)
        to.flow(last, to.end(f"{self.name}.end", parent=self.name))
        return self.name


@dataclass
class OneSub(Block):
    sub: Sub
    index: int | None

    def begin(self, scope: Scope) -> Running:
        inner = Scope(self.index)
        inner.parts.append(self.sub.body.begin(inner))
        if self.sub.killer is None:
            inner.settle()
            return inner
        return Killable(inner, Entry(self.sub.killer, self.index))


class Killable(Running):
    def __init__(self, inner: Scope, killer: Entry) -> None:
        self.inner, self.killer = inner, killer

    def entries(self) -> Iterator[Entry]:
        if not self.done:
            yield from self.inner.entries()
            yield self.killer

    def take(self, entry: Entry, choice: str | None) -> bool:
        if not self.done and entry == self.killer:
            self.done = True
            return True
        return not self.done and self.inner.take(entry, choice)
