# ruff: noqa: ARG002 - blocks share two verbs and not every block needs all of them
"""Block diagrams and what they mean, said a second time without any kernel.

A block can draw itself into a sketch and can begin: it then says where it waits
and takes one event after another. Walks compare both after every event.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.domain.diagram import Repetition
from tests.adapters.spiff.building import Sketch


@dataclass(frozen=True)
class Entry:
    """Something that can happen: an element, its item's index, its choices."""

    element: str
    index: int | None = None
    choices: tuple[str, ...] = ()
    timer: bool = False


class Running:
    """A block under way. `take` returns whether the entry was one of its own."""

    done = False

    def entries(self) -> Iterator[Entry]:
        yield from ()

    def take(self, entry: Entry, choice: str | None) -> bool:
        return False


class Waiting(Running):
    def __init__(self, *entries: Entry) -> None:
        self.own = entries

    def entries(self) -> Iterator[Entry]:
        if not self.done:
            yield from self.own

    def take(self, entry: Entry, choice: str | None) -> bool:
        if self.done or entry not in self.own:
            return False
        self.done = True
        return True


class Scope(Running):
    """A main block and what it left behind to end by itself."""

    def __init__(self, index: int | None) -> None:
        self.index = index
        self.parts: list[Running] = []

    def entries(self) -> Iterator[Entry]:
        for part in self.parts:
            yield from part.entries()

    def take(self, entry: Entry, choice: str | None) -> bool:
        taken = any(part.take(entry, choice) for part in self.parts)
        self.settle()
        return taken

    def settle(self) -> None:
        self.parts = [part for part in self.parts if not part.done]
        self.done = not self.parts


class InOrder(Running):
    """Blocks one after another; each begins when the one before is done."""

    def __init__(self, blocks: list["Block"], scope: Scope) -> None:
        self.ahead = list(blocks)
        self.scope = scope
        self.now: Running | None = None
        self.advance()

    def advance(self) -> None:
        while (self.now is None or self.now.done) and self.ahead:
            self.now = self.ahead.pop(0).begin(self.scope)
        self.done = self.now is None or self.now.done

    def entries(self) -> Iterator[Entry]:
        if self.now is not None:
            yield from self.now.entries()

    def take(self, entry: Entry, choice: str | None) -> bool:
        taken = self.now is not None and self.now.take(entry, choice)
        self.advance()
        return taken


class AtOnce(Running):
    def __init__(self, parts: list[Running]) -> None:
        self.parts = parts
        self.done = all(part.done for part in parts)

    def entries(self) -> Iterator[Entry]:
        for part in self.parts:
            yield from part.entries()

    def take(self, entry: Entry, choice: str | None) -> bool:
        taken = any(part.take(entry, choice) for part in self.parts)
        self.done = all(part.done for part in self.parts)
        return taken


class Block:
    """A piece of a diagram with one way in and one way out."""

    def begin(self, scope: Scope) -> Running:
        raise AssertionError

    def draw(self, to: Sketch, entry: str, parent: str | None) -> str:
        raise AssertionError


@dataclass
class Task(Block):
    name: str
    how: Repetition | None = None

    def times(self) -> int:
        if self.how is None:
            return 1
        if self.how.is_loop:
            return self.how.maximum or 1
        return int(self.how.cardinality or 0)

    def begin(self, scope: Scope) -> Running:
        if self.how is None or self.how.is_loop:
            once = Task(self.name)
            if self.how is None:
                return Waiting(Entry(self.name, scope.index))
            return InOrder([once] * self.times(), scope)
        items = [Item(self.name, index) for index in range(self.times())]
        if self.how.sequential:
            return InOrder([*items], scope)
        return AtOnce([item.begin(scope) for item in items])

    def draw(self, to: Sketch, entry: str, parent: str | None) -> str:
        to.flow(entry, to.task(self.name, parent=parent, repetition=self.how))
        return self.name


@dataclass
class Item(Block):
    name: str
    index: int

    def begin(self, scope: Scope) -> Running:
        return Waiting(Entry(self.name, self.index))


@dataclass
class Sequence(Block):
    blocks: list[Block]

    def begin(self, scope: Scope) -> Running:
        return InOrder(self.blocks, scope)

    def draw(self, to: Sketch, entry: str, parent: str | None) -> str:
        for block in self.blocks:
            entry = block.draw(to, entry, parent)
        return entry


@dataclass
class Branches(Block):
    """A parallel block, or an inclusive one where only some branches are taken."""

    name: str
    blocks: list[Block]
    taken: tuple[bool, ...] | None = None

    def begin(self, scope: Scope) -> Running:
        taken = self.taken or (True,) * len(self.blocks)
        chosen = [b for b, is_taken in zip(self.blocks, taken, strict=True) if is_taken]
        return AtOnce([block.begin(scope) for block in chosen])

    def draw(self, to: Sketch, entry: str, parent: str | None) -> str:
        kind = "parallelGateway" if self.taken is None else "inclusiveGateway"
        to.flow(entry, to.node(f"{self.name}.split", kind, parent=parent))
        to.node(f"{self.name}.join", kind, parent=parent)
        for number, block in enumerate(self.blocks):
            first = to.node(
                f"{self.name}.{number}", "intermediateThrowEvent", parent=parent
            )
            holds = None if self.taken is None else str(self.taken[number]).lower()
            to.flow(f"{self.name}.split", first, condition=holds)
            to.flow(block.draw(to, first, parent), f"{self.name}.join")
        return f"{self.name}.join"


class Decided(Running):
    """A step whose completion chooses how to go on."""

    def __init__(self, decision: "Decision | Rework", scope: Scope) -> None:
        self.decision = decision
        self.scope = scope
        self.choices = tuple(decision.choices())
        self.entry = Entry(decision.name, scope.index, self.choices)
        self.rest: Running | None = None

    def entries(self) -> Iterator[Entry]:
        if self.rest is None:
            yield self.entry
        else:
            yield from self.rest.entries()

    def take(self, entry: Entry, choice: str | None) -> bool:
        if self.rest is not None:
            taken = self.rest.take(entry, choice)
        elif entry == self.entry:
            chosen = self.decision.after(self.choices.index(choice or ""))
            self.rest = InOrder(chosen, self.scope)
            taken = True
        else:
            return False
        self.done = self.rest.done
        return taken


@dataclass
class Decision(Block):
    """A step, then one of several blocks as its performer decides."""

    name: str
    blocks: list[Block]

    def choices(self) -> list[str]:
        return [f"{self.name}.{number}" for number in range(len(self.blocks))]

    def after(self, number: int) -> list[Block]:
        return [self.blocks[number]]

    def begin(self, scope: Scope) -> Running:
        return Decided(self, scope)

    def draw(self, to: Sketch, entry: str, parent: str | None) -> str:
        to.flow(entry, to.task(self.name, parent=parent))
        gateway = to.node(f"{self.name}?", "exclusiveGateway", parent=parent)
        to.flow(self.name, gateway)
        to.node(f"{self.name}.merge", "exclusiveGateway", parent=parent)
        for choice, block in zip(self.choices(), self.blocks, strict=True):
            first = to.node(f"{choice}.on", "intermediateThrowEvent", parent=parent)
            to.flow(gateway, first, name=choice, chosen_at=self.name)
            to.flow(block.draw(to, first, parent), f"{self.name}.merge")
        return f"{self.name}.merge"


@dataclass
class Rework(Block):
    """A block, then a step whose performer may send it back."""

    name: str
    body: Block

    def choices(self) -> list[str]:
        return [f"{self.name}.back", f"{self.name}.on"]

    def after(self, number: int) -> list[Block]:
        return [self] if number == 0 else []

    def begin(self, scope: Scope) -> Running:
        return InOrder([self.body, Decider(self)], scope)

    def draw(self, to: Sketch, entry: str, parent: str | None) -> str:
        top = to.node(f"{self.name}.top", "exclusiveGateway", parent=parent)
        to.flow(entry, top)
        to.flow(self.body.draw(to, top, parent), to.task(self.name, parent=parent))
        gateway = to.node(f"{self.name}?", "exclusiveGateway", parent=parent)
        to.flow(self.name, gateway)
        bottom = to.node(f"{self.name}.bottom", "exclusiveGateway", parent=parent)
        back, on = self.choices()
        to.flow(gateway, top, name=back, chosen_at=self.name, leads_back=True)
        to.flow(gateway, bottom, name=on, chosen_at=self.name)
        return bottom


@dataclass
class Decider(Block):
    rework: Rework

    def begin(self, scope: Scope) -> Running:
        return Decided(self.rework, scope)
