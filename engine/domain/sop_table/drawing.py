"""A table whose guesses were confirmed, as a process that can be drawn and run."""

from collections.abc import Iterator
from dataclasses import replace

from engine.domain.diagram import (
    EventKind,
    Flow,
    Lane,
    MutuBaku,
    Node,
    Process,
    TimerText,
)
from engine.domain.durations import format_duration_iso
from engine.domain.sop_table.plan import DraftStep, TableDraft
from engine.domain.values import ElementId, FlowId

_START, _END = ElementId("Event_Mulai"), ElementId("Event_Selesai")


def process_of(draft: TableDraft, key: str) -> Process:
    """Return the process of an SOP that was read from a table.

    Args:
        draft: complete; a step that nobody does stands in no lane.
        key: id of the process.
    """
    nodes = [*_nodes(draft)]
    lanes = tuple(
        Lane(
            id=f"Lane_{place + 1}",
            name=name,
            members=tuple(
                node.id for node in nodes if node.lane == f"Lane_{place + 1}"
            ),
        )
        for place, name in enumerate(draft.lanes)
    )
    return Process(
        id=key,
        name=draft.name,
        executable=True,
        uses_own_words=True,
        nodes=tuple(nodes),
        flows=tuple(_flows(draft)),
        lanes=lanes,
        identity=replace(draft.identity, judul=draft.identity.judul or draft.name),
    )


def _nodes(draft: TableDraft) -> Iterator[Node]:
    steps = draft.steps
    yield Node(id=_START, kind="startEvent", lane=_lane(steps[0]))
    for place, step in enumerate(steps):
        lane = _lane(step)
        activity = ElementId(f"Activity_{place + 1}")
        yield Node(
            id=activity,
            kind="userTask",
            name=step.uraian,
            lane=lane,
            mutu_baku=MutuBaku(
                kelengkapan=step.kelengkapan,
                output=step.output,
                keterangan=step.keterangan,
            ),
        )
        if step.standard is not None:
            yield Node(
                id=ElementId(f"Waktu_{place + 1}"),
                kind="boundaryEvent",
                lane=lane,
                attached_to=activity,
                interrupting=False,
                event=EventKind.TIMER,
                timer=TimerText(duration=format_duration_iso(step.standard)),
            )
        if step.back_to is not None:
            gateway = ElementId(f"Gateway_{place + 1}")
            name = step.question
            yield Node(id=gateway, kind="exclusiveGateway", name=name, lane=lane)
    yield Node(id=_END, kind="endEvent", lane=_lane(steps[-1]))


def _flows(draft: TableDraft) -> Iterator[Flow]:
    steps = draft.steps
    at, label = str(_START), ""
    for place, step in enumerate(steps, start=1):
        yield _flow(at, f"Activity_{place}", label)
        at, label = f"Activity_{place}", ""
        if step.back_to is not None:
            yield _flow(at, f"Gateway_{place}")
            at, label = f"Gateway_{place}", step.good
    yield _flow(at, str(_END), label)
    for place, step in enumerate(steps, start=1):
        if step.back_to is not None:
            yield _flow(f"Gateway_{place}", f"Activity_{step.back_to + 1}", step.bad)


def _flow(source: str, target: str, name: str = "") -> Flow:
    return Flow(
        id=FlowId(f"Flow_{source}__{target}"),
        source=ElementId(source),
        target=ElementId(target),
        name=name,
    )


def _lane(step: DraftStep) -> str | None:
    return None if step.lane is None else f"Lane_{step.lane + 1}"
