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


@st.composite
def _node(draw, number, ids):
    kind = draw(st.one_of(st.sampled_from(COMMON), st.sampled_from(KINDS)))
    about = draw(EVENTS) if kind.endswith("Event") else EventKind.NONE
    return Node(
        id=f"n{number}",
        kind="startEvent" if number == 0 else kind,
        name=draw(TEXTS),
        parent=draw(st.sampled_from([None, None, None, None, *ids])),
        lane=draw(st.sampled_from([None, "l1", "l1", "l2"])),
        attached_to=draw(st.sampled_from(ids)) if kind == "boundaryEvent" else None,
        interrupting=draw(st.booleans()),
        event=about if number else EventKind.NONE,
        event_ref=draw(TEXTS) or None,
        timer=TimerText(duration=draw(TIMES)) if about is EventKind.TIMER else None,
        default_flow=draw(st.sampled_from([None, None, "f1", "f2"])),
        called=draw(st.sampled_from([None, "p", "q"])),
        repetition=draw(LOOPS) if kind.endswith("Task") else None,
        performer=draw(st.sampled_from([None, None, "kasi", "=x", "=("])),
        due=draw(st.sampled_from([None, None, None, "batas", "(("])),
        form=draw(st.sampled_from([None, None, "f"])),
    )


@st.composite
def processes(draw, identifier="p"):
    """Draw a process; sub-processes and boundary events may point anywhere."""
    count = draw(st.integers(2, 12))
    ids = [f"n{number}" for number in range(1, count)]
    nodes = [draw(_node(number, ids)) for number in range(count)]
    containers = {node.id for node in nodes if node.kind == "subProcess"}
    kept = [_placed(node, containers) for node in nodes]
    # A spine makes reaching everything likely, so that some are accepted.
    ends = [(f"n{number}", f"n{number + 1}") for number in range(count - 1)]
    anywhere = st.sampled_from(["", *(node.id for node in nodes)])
    ends += draw(st.lists(st.tuples(anywhere, anywhere), max_size=4))
    flows = [
        Flow(
            id=f"f{number}",
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


def _placed(node, containers):
    """Nest a node only in a sub-process that comes before it, as XML does."""
    before = node.parent in containers and int(node.parent[1:]) < int(node.id[1:])
    return node if before else replace(node, parent=None)


diagrams = st.builds(
    Diagram,
    file=st.just("x.bpmn"),
    processes=st.tuples(processes()) | st.tuples(processes(), processes("q")),
)
