"""Diagrams as nobody would draw them, for laws that must hold all the same."""

from dataclasses import replace

from hypothesis import strategies as st

from engine.domain.diagram import (
    Diagram,
    EventKind,
    Flow,
    Lane,
    Node,
    Process,
    Repetition,
    TimerText,
)
from engine.domain.values import ElementId, FlowId

KINDS = [
    "task",
    "userTask",
    "serviceTask",
    "receiveTask",
    "scriptTask",
    "callActivity",
    "subProcess",
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "eventBasedGateway",
    "complexGateway",
]
COMMON = ["task", "userTask", "exclusiveGateway", "parallelGateway", "endEvent"]
TEXTS = st.sampled_from(["", "Ya", "Tidak", "ya", "→", "{elements}", "Periksa\u202e"])
CONDITIONS = st.sampled_from(
    [None, None, None, "x > 1", "${a}", "jika lengkap", "__import__('os')", "y", "("]
)
TIMES = st.sampled_from([None, "PT5M", "P1D", "15 Menit", "P1M", "x", "=now()"])
EVENTS = st.sampled_from([*EventKind, *[EventKind.NONE] * 6, *[EventKind.TIMER] * 3])
LOOPS = st.one_of(
    st.none(),
    st.builds(
        Repetition,
        is_loop=st.booleans(),
        loop_condition=CONDITIONS,
        cardinality=st.sampled_from([None, "3", "x", "1 +", "9999"]),
        collection=CONDITIONS,
        maximum=st.sampled_from([None, 3]),
        completion_condition=CONDITIONS,
    ),
)


WILD = {
    "kinds": st.one_of(st.sampled_from(COMMON), st.sampled_from(KINDS)),
    "events": EVENTS,
    "times": TIMES,
    "repetitions": LOOPS,
    "performers": st.sampled_from([*[None] * 8, "kasi", "=x", "=("]),
    "dues": st.sampled_from([None, None, None, "batas", "(("]),
}
TAME = {
    "kinds": st.sampled_from(
        [
            *["task", "userTask", "exclusiveGateway"] * 3,
            *["parallelGateway", "inclusiveGateway", "subProcess", "callActivity"],
            *["intermediateCatchEvent", "boundaryEvent", "receiveTask", "endEvent"],
        ]
    ),
    "events": st.sampled_from([EventKind.TIMER, EventKind.MESSAGE, EventKind.SIGNAL]),
    "times": st.sampled_from(["PT5M", "P1D"]),
    "repetitions": st.sampled_from(
        [
            *[None] * 4,
            Repetition(cardinality="3"),
            Repetition(collection="daftar", sequential=True, item="satu"),
            Repetition(is_loop=True, loop_condition="x > 1"),
            Repetition(is_loop=True),
        ]
    ),
    "performers": st.sampled_from([None, None, "kasi", "=peran"]),
    "dues": st.sampled_from([None, None, "batas"]),
}


@st.composite
def _node(draw, number, ids, pool):
    kind = draw(pool["kinds"]) if number else "startEvent"
    about = draw(pool["events"]) if kind in _EVENTFUL else EventKind.NONE
    return Node(
        id=ElementId(f"n{number}"),
        kind=kind,
        name=draw(TEXTS),
        parent=draw(st.sampled_from([None, None, None, None, *ids])),
        lane=draw(st.sampled_from([None, "l1", "l1", "l2"])),
        attached_to=draw(st.sampled_from(ids)) if kind == "boundaryEvent" else None,
        interrupting=draw(st.booleans()),
        event=about,
        event_ref=draw(TEXTS) or None,
        timer=(
            TimerText(duration=draw(pool["times"]))
            if about is EventKind.TIMER
            else None
        ),
        default_flow=draw(st.sampled_from([None, None, "f1", "f2"])),
        called=draw(st.sampled_from([None, *["lain"] * 8, "p", "q"])),
        repetition=draw(pool["repetitions"]) if kind.endswith("Task") else None,
        performer=draw(pool["performers"]),
        due=draw(pool["dues"]),
        form=draw(st.sampled_from([None, None, "f"])),
    )


_EVENTFUL = {"intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
_EVENTFUL |= {"startEvent", "endEvent"}


@st.composite
def processes(draw, identifier="p"):
    """Draw a process; in a wild one anything may point anywhere."""
    wild = draw(st.booleans())
    count = draw(st.integers(2, 12))
    ids = [f"n{number}" for number in range(1, count)]
    pool = WILD if wild else TAME
    nodes = [draw(_node(number, ids, pool)) for number in range(count)]
    nodes[0] = replace(nodes[0], event=EventKind.NONE, timer=None)
    if not wild:
        nodes = [_tamed(node) for node in nodes]
    containers = {node.id for node in nodes if node.kind == "subProcess"}
    kept = [_placed(node, containers) for node in nodes]
    ends = _spine(kept) if not wild else _spine(kept) + _any(draw, kept, loose=True)
    ends += _any(draw, kept, loose=False)
    flows = [
        Flow(
            id=FlowId(f"f{number}"),
            source=source,
            target=target,
            name=draw(TEXTS),
            condition=draw(CONDITIONS),
        )
        for number, (source, target) in enumerate(ends)
    ]
    lanes = (Lane(id="l1", name="Camat"), Lane(id="l2"))
    return Process(
        id=identifier,
        name=draw(TEXTS),
        nodes=tuple(kept),
        flows=tuple(flows),
        lanes=lanes if draw(st.booleans()) else (),
    )


def _tamed(node):
    if node.kind == "endEvent":
        return replace(node, event=EventKind.NONE, timer=None)
    if node.kind == "boundaryEvent" and node.attached_to == node.id:
        return replace(node, kind="task", attached_to=None, event=EventKind.NONE)
    return node


def _placed(node, containers):
    """Nest a node only in a sub-process that comes before it, as XML does."""
    before = node.parent in containers and int(node.parent[1:]) < int(node.id[1:])
    return node if before else replace(node, parent=None)


def _spine(nodes):
    """Lead from node to node of each scope, so that most things are reached."""
    ends = []
    for scope in {node.parent: None for node in nodes}:
        row = [n for n in nodes if n.parent == scope and n.kind != "boundaryEvent"]
        last = next((n.id for n in row if n.kind != "endEvent"), None)
        for node in row:
            if last is not None and node.id != last and node.kind != "startEvent":
                ends.append((last, node.id))
            last = last if node.kind == "endEvent" else node.id
    return ends


def _any(draw, nodes, *, loose):
    """Draw more flows: any at all, or only those that BPMN lets one draw."""
    if loose:
        anywhere = st.sampled_from(["", *(node.id for node in nodes)])
        return draw(st.lists(st.tuples(anywhere, anywhere), max_size=4))
    barred = {"startEvent", "boundaryEvent"}
    pairs = [
        (one.id, other.id)
        for one in nodes
        for other in nodes
        if one.parent == other.parent
        and one.kind != "endEvent"
        and other.kind not in barred
    ]
    return draw(st.lists(st.sampled_from(pairs), max_size=4)) if pairs else []


diagrams = st.builds(
    Diagram,
    file=st.just("x.bpmn"),
    processes=st.tuples(processes()) | st.tuples(processes(), processes("q")),
)
