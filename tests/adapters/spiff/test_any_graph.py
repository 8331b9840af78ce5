"""Graphs that nobody checked: the kernel runs them or refuses, and never breaks."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.diagram import EventKind, Repetition, TimerText, WaitKind
from engine.errors import KernelError
from tests.adapters.spiff.building import Case, Sketch

KINDS = [
    "userTask",
    "userTask",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "eventBasedGateway",
    "subProcess",
    "callActivity",
    "intermediateThrowEvent",
    "intermediateCatchEvent",
    "boundaryEvent",
    "startEvent",
    "endEvent",
]
EVENTS = [
    EventKind.NONE,
    EventKind.TIMER,
    EventKind.MESSAGE,
    EventKind.SIGNAL,
    EventKind.TERMINATE,
]
TEXTS = [None, "x", "not x", "items", "2", "item", "gone", "1 +"]
REPETITIONS = st.builds(
    Repetition,
    sequential=st.booleans(),
    cardinality=st.sampled_from(TEXTS),
    collection=st.sampled_from(TEXTS),
    item=st.sampled_from([None, "item", "x"]),
    loop_condition=st.sampled_from(TEXTS),
    is_loop=st.booleans(),
    test_before=st.booleans(),
    maximum=st.sampled_from([None, 0, 2]),
    completion_condition=st.sampled_from(TEXTS),
)


@st.composite
def sketches(draw) -> Sketch:
    sketch = Sketch()
    sketch.start("n0")
    count = draw(st.integers(2, 9))
    names = [f"n{number}" for number in range(count)]
    for name in names[1:]:
        sketch.node(
            name,
            draw(st.sampled_from(KINDS)),
            parent=draw(st.sampled_from([None, None, None, *names])),
            attached_to=draw(st.sampled_from([None, *names])),
            event=draw(st.sampled_from(EVENTS)),
            wait=draw(st.sampled_from([None, *WaitKind])),
            timer=TimerText(duration="PT1H"),
            interrupting=draw(st.booleans()),
            repetition=draw(st.none() | REPETITIONS),
            performer=draw(st.sampled_from([None, "role", "=item", "=x"])),
            due=draw(st.sampled_from([None, "item", "x"])),
            default_flow=draw(st.sampled_from([None, "f1", "f2"])),
        )
    for number in range(draw(st.integers(1, 2 * count))):
        sketch.flow(
            draw(st.sampled_from(names)),
            draw(st.sampled_from(names)),
            name=f"f{number}",
            condition=draw(st.sampled_from([None, None, *TEXTS])),
            chosen_at=draw(st.sampled_from([None, None, *names])),
        )
    return sketch


def walk(case, choices) -> None:
    case.start()
    for _ in range(8):
        if not case.open:
            break
        token = choices.draw(st.sampled_from(sorted(case.open)))
        if choices.draw(st.booleans()):
            case.wake_tokens([token])
        else:
            decision = choices.draw(st.sampled_from([None, "f0", "f1", "f2"]))
            case.complete(case.open[token].element, decision=decision)


def refusal_of(act) -> str | None:
    try:
        act()
    except KernelError as error:
        return str(error.facts["reason"])
    return None


@settings(max_examples=150, deadline=None)
@given(sketch=sketches(), choices=st.data())
def test_any_graph_runs_or_is_refused(sketch, choices):
    case = Case(sketch.definition(), {"x": True, "items": [1, {"a": 2}]})

    reason = refusal_of(lambda: walk(case, choices))

    assert reason is None or reason.startswith("kernel.")
    assert reason != "kernel.engine"
