"""Pools and lanes: which role a node stands in, the innermost lane winning."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from engine.adapters.bpmn.looking import (
    children,
    line_of,
    name_of,
    one_line,
    own,
)
from engine.domain.diagram import Lane, Oddity
from engine.domain.values import ElementId


@dataclass(kw_only=True, slots=True)
class LaneReading:
    """The lanes of a process and the lane of each node."""

    lanes: list[Lane] = field(default_factory=list)
    lane_of: dict[str, str] = field(default_factory=dict)
    oddities: list[Oddity] = field(default_factory=list)
    _depth_of: dict[str, int] = field(default_factory=dict)

    def enter(
        self, element: etree._Element, node: str, name: str, *, depth: int
    ) -> None:
        """Put a node into a lane; the deepest lane that lists it wins."""
        lane = element.get("id") or ""
        before = self._depth_of.get(node)
        if before == depth and self.lane_of[node] != lane:
            self.oddities.append(
                Oddity(
                    code="step_in_two_lanes",
                    element=node,
                    name=name,
                    line=line_of(element),
                )
            )
        elif before is None or before < depth:
            self.lane_of[node] = lane
            self._depth_of[node] = depth


def read_lanes(process: etree._Element, nodes: Mapping[str, str]) -> LaneReading:
    """Return the lanes of a process at every depth.

    Args:
        process: the process element.
        nodes: ids of the nodes that exist in the file, with their names.
    """
    reading = LaneReading()
    waiting: list[tuple[etree._Element, str | None, int]] = [
        (lane, None, 0)
        for lane_set in children(process, "laneSet")
        for lane in children(lane_set, "lane")
    ]
    waiting.reverse()
    while waiting:
        element, parent, depth = waiting.pop()
        lane = _lane(element, parent, reading, nodes, depth)
        reading.lanes.append(lane)
        inner: list[tuple[etree._Element, str | None, int]] = [
            (child, lane.id, depth + 1)
            for lane_set in children(element, "childLaneSet")
            for child in children(lane_set, "lane")
        ]
        waiting.extend(reversed(inner))
    return reading


def _lane(
    element: etree._Element,
    parent: str | None,
    reading: LaneReading,
    nodes: Mapping[str, str],
    depth: int,
) -> Lane:
    members: list[ElementId] = []
    missing = False
    for reference in children(element, "flowNodeRef"):
        node = one_line(reference.text)
        node = node if node in nodes else node.rsplit(":", 1)[-1]
        if node in nodes:
            members.append(ElementId(node))
            reading.enter(element, node, nodes[node], depth=depth)
        else:
            missing = True
    if missing:
        reading.oddities.append(
            Oddity(
                code="lane_member_missing",
                element=element.get("id"),
                name=name_of(element),
                line=line_of(element),
            )
        )
    return Lane(
        id=element.get("id") or f"lane-line-{line_of(element)}",
        name=name_of(element),
        role=own(element, "role"),
        parent=parent,
        members=tuple(members),
        line=line_of(element),
    )
