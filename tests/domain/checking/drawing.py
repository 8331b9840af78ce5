"""Small diagrams written down in a line or two.

An arrow is `a>b`, with a label `a>b:Ya`, with a condition `a>b?x > 1`, with
both `a>b:Ya?x > 1`; a loose end is `a>`. Its id is `a>b`. Nodes that the
arrows name and nobody drew are steps; `s` is the start and `e` the end.
"""

from dataclasses import replace
from typing import Any

from engine.domain.checking import CheckedProcess, CheckReport, Known, check
from engine.domain.diagram import (
    Diagram,
    EventKind,
    Flow,
    Lane,
    Node,
    Oddity,
    Process,
    TimerText,
)
from engine.domain.problems import Problem
from engine.domain.values import ElementId, FlowId


def node(identifier, kind="userTask", **more):
    """Return a node; its name is its id unless told."""
    given = {"name": identifier.capitalize(), "line": 7} | more
    return Node(id=ElementId(identifier), kind=kind, **given)


def gateway(identifier, kind="exclusive", **more):
    return node(identifier, f"{kind}Gateway", **more)


def event(identifier, kind, about="none", **more):
    return node(identifier, kind, event=EventKind(about), **more)


def timer(identifier, kind="intermediateCatchEvent", *, text=None, **more):
    """Return a timer event; a text is its duration."""
    time = TimerText(duration=text)
    given = {"timer": time} | more
    return event(identifier, kind, "timer", **given)


def standard(step, text="PT30M", identifier=None):
    """Return the boundary timer that is a step's standard."""
    return timer(
        identifier or f"{step}-standard",
        "boundaryEvent",
        text=text,
        attached_to=ElementId(step),
        interrupting=False,
    )


def arrow(text, number=0):
    """Return a flow from its short form."""
    ends, _, condition = text.partition("?")
    ends, _, label = ends.partition(":")
    source, _, target = ends.partition(">")
    return Flow(
        id=FlowId(ends if not number else f"{ends}#{number}"),
        source=ElementId(source),
        target=ElementId(target),
        name=label,
        condition=condition or None,
        line=9,
    )


def process(arrows, *nodes, lanes=True, **more):
    """Return a process of arrows in short form and of nodes that are special."""
    texts = arrows.split("|") if arrows else []
    flows = [arrow(text.strip(), number) for number, text in _numbered(texts)]
    drawn = {one.id: one for one in nodes}
    for flow in flows:
        for end in (flow.source, flow.target):
            if end and end not in drawn:
                drawn[end] = _usual(end)
    given: dict[str, Any] = {"id": "p", "name": "Proses", "executable": True} | more
    lane = Lane(id="lane-1", name="Petugas", members=tuple(drawn), line=3)
    placed = tuple(
        replace(one, lane=one.lane or ("lane-1" if lanes is True else None))
        for one in drawn.values()
    )
    return Process(
        nodes=placed,
        flows=tuple(flows),
        lanes=(lane,) if lanes is True else tuple(lanes or ()),
        **given,
    )


def _numbered(texts):
    seen: dict[str, int] = {}
    for text in texts:
        ends = text.partition("?")[0].partition(":")[0].strip()
        seen[ends] = seen.get(ends, -1) + 1
        yield seen[ends], text


def _usual(identifier):
    kinds = {"s": "startEvent", "e": "endEvent"}
    return node(identifier, kinds.get(identifier, "userTask"))


def diagram(*processes, oddities=()):
    return Diagram(file="x.bpmn", processes=processes, oddities=tuple(oddities))


def odd(code, **facts):
    """Return an oddity of the reader."""
    pairs = tuple((name, str(value)) for name, value in facts.items())
    return Oddity(code=code, element="a", name="A", line=5, facts=pairs)


def report(arrows, *nodes, known=None, **more) -> CheckReport:
    """Return what the check says of one process."""
    return check(diagram(process(arrows, *nodes, **more)), known=known or Known())


def problem(found: CheckReport, code) -> Problem:
    """Return the one problem of a code."""
    hits = [one for one in found.problems if one.code == code]
    assert len(hits) == 1, f"{code}: {[one.code for one in found.problems]}"
    return hits[0]


def codes(found: CheckReport):
    return {one.code for one in found.problems}


def running(arrows, *nodes, known=None, **more) -> CheckedProcess:
    """Return the one process of a diagram that the check accepts."""
    found = report(arrows, *nodes, known=known, **more)
    assert found.processes[0].canonical is not None, found.problems
    return found.processes[0]


def canonical(checked: CheckedProcess) -> Process:
    """Return the canonical process of one that was accepted."""
    assert checked.canonical is not None
    return checked.canonical
