"""Random diagrams walked at random: what waits is what the diagram means.

Three runs go side by side and must agree after every event: the kernel, the
kernel that keeps all history, and the meaning said a second time in `algebra`.
"""

import itertools
import re
from dataclasses import replace

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from engine.domain.diagram import Repetition
from tests.adapters.spiff.algebra import (
    Block,
    Branches,
    Decision,
    Entry,
    InOrder,
    Rework,
    Scope,
    Sequence,
    Task,
)
from tests.adapters.spiff.algebra_scopes import Guarded, Race, Sub
from tests.adapters.spiff.building import Case, Sketch

MOST_EVENTS = 60


class Names:
    """Gives every block of one diagram a name of its own."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)

    def __call__(self, letter: str) -> str:
        return f"{letter}{next(self.numbers)}"


def repetitions(draw) -> Repetition | None:
    kind = draw(st.sampled_from(["none", "none", "parallel", "sequence", "loop"]))
    if kind == "none":
        return None
    count = draw(st.integers(0, 3))
    if kind == "loop":
        return Repetition(is_loop=True, maximum=max(count, 1))
    return Repetition(cardinality=str(count), sequential=kind == "sequence")


def guarded(draw, new: Names, depth: int, *, plain: bool) -> Block:
    interrupting = draw(st.booleans())
    aside = Task(new("aside"))
    if depth > 0 and draw(st.booleans()):
        body = Sub(new("sub"), block(draw, new, depth - 1))
        return Guarded(new("timer"), body, aside, interrupting)
    step = Task(new("task"), repetitions(draw))
    return Guarded(new("timer"), step, aside, interrupting)


def sub(draw, new: Names, depth: int, *, plain: bool) -> Block:
    killer = new("kill") if draw(st.booleans()) else None
    if draw(st.booleans()):
        return Sub(new("sub"), block(draw, new, depth - 1), killer=killer)
    how = Repetition(
        cardinality=str(draw(st.integers(0, 3))), sequential=draw(st.booleans())
    )
    # Items are told apart by one index, and timers carry none: so no repetition
    # and no timer inside a repetition. The tables of cases have those.
    body = block(draw, new, depth - 1, plain=True)
    return Sub(new("sub"), body, how=how, killer=killer)


def branches(draw, new: Names, depth: int, *, plain: bool) -> Block:
    some = [block(draw, new, depth - 1, plain=plain) for _ in range(2)]
    some += [Task(new("task")) for _ in range(draw(st.integers(0, 1)))]
    taken = None
    if draw(st.booleans()):
        drawn = [draw(st.booleans()) for _ in some]
        taken = tuple(drawn) if any(drawn) else None
    return Branches(new("block"), some, taken)


def order(draw, new: Names, depth: int, *, plain: bool) -> Block:
    return Sequence([block(draw, new, depth - 1, plain=plain) for _ in range(2)])


def decision(draw, new: Names, depth: int, *, plain: bool) -> Block:
    ways = [block(draw, new, depth - 1, plain=plain) for _ in range(2)]
    return Decision(new("decide"), ways)


def rework(draw, new: Names, depth: int, *, plain: bool) -> Block:
    return Rework(new("rework"), block(draw, new, depth - 1, plain=plain))


def task(draw, new: Names, depth: int, *, plain: bool) -> Block:
    return Task(new("task"), None if plain else repetitions(draw))


def race(draw, new: Names, depth: int, *, plain: bool) -> Block:
    return Race(new("race"))


def block(draw, new: Names, depth: int, *, plain: bool = False) -> Block:
    """Draw a block; a plain one has no repetition and no timer."""
    kinds = [task]
    kinds += [order, branches, decision, rework] if depth > 0 else []
    kinds += [sub, sub] if depth > 0 and not plain else []
    kinds += [] if plain else [guarded, race]
    made: Block = draw(st.sampled_from(kinds))(draw, new, depth, plain=plain)
    return made


@st.composite
def blocks(draw) -> Block:
    new = Names()
    return Sequence([Task(new("task")), block(draw, new, 3)])


def definition_of(whole: Block):
    sketch = Sketch()
    sketch.flow(whole.draw(sketch, sketch.start(), None), sketch.end())
    return sketch.definition()


def key(entry: Entry) -> tuple[str, int]:
    return entry.element, -1 if entry.index is None else entry.index


def standing(case: Case) -> list[tuple[str, int]]:
    found = []
    for opened in case.open.values():
        index = getattr(opened, "item_index", None)
        found.append((opened.element, -1 if index is None else index))
    return sorted(found)


def happen(case: Case, entry: Entry, choice: str | None):
    nth = next(
        number
        for number, token in enumerate(case.tokens(entry.element))
        if getattr(case.open[token], "item_index", None) == entry.index
    )
    if entry.timer:
        return case.wake_tokens([case.tokens(entry.element)[nth]])
    return case.complete(entry.element, decision=choice, nth=nth)


def without_seed(step) -> str:
    told = repr(replace(step, snapshot=b""))
    return re.sub(r"'[0-9a-f]{16}\.(\d+)'", r"\1", told)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(whole=blocks(), choices=st.data())
def test_a_walk_waits_where_the_diagram_means_with_history_or_without(whole, choices):
    definition = definition_of(whole)
    lean, full = Case(definition), Case(definition, compacting=False)
    meant = Scope(None)
    meant.parts.append(InOrder([whole], meant))

    assert without_seed(lean.start()) == without_seed(full.start())

    for _ in range(MOST_EVENTS):
        assert standing(lean) == sorted(map(key, meant.entries()))
        assert lean.ended == meant.done
        if lean.ended:
            break
        entry = choices.draw(st.sampled_from(list(meant.entries())))
        choice = choices.draw(st.sampled_from(entry.choices)) if entry.choices else None
        note(f"{entry.element} {entry.index} {choice}")
        steps = [happen(case, entry, choice) for case in (lean, full)]
        meant.take(entry, choice)
        assert without_seed(steps[0]) == without_seed(steps[1])

    assert len(lean.snapshot) <= len(full.snapshot)
