"""A diagram's drawing as plain shapes, for tests that look at it."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from lxml import etree

ROOT = Path(__file__).parents[2]
DIAGRAMS = sorted((ROOT / "bpmn").glob("*.bpmn"))
NAMES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "mutubaku": "https://mutubaku.id/schema/bpmn/1",
}


@dataclass(frozen=True)
class Box:
    """A rectangle; `name` is the id of what it shows."""

    name: str
    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Box") -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )


@dataclass(frozen=True)
class Line:
    """One flow as drawn."""

    name: str
    points: tuple[tuple[float, float], ...]

    def parts(self) -> list[Box]:
        """Each straight part as a thin box."""
        return [
            Box(
                self.name,
                min(x1, x2),
                min(y1, y2),
                abs(x1 - x2) or 0.01,
                abs(y1 - y2) or 0.01,
            )
            for (x1, y1), (x2, y2) in pairwise(self.points)
        ]


def tree(path: Path) -> Any:
    return etree.parse(path).getroot()


def found(root: Any, path: str) -> list[Any]:
    result = root.xpath(path, namespaces=NAMES)
    return list(result)


def _box(name: str, bounds: Any) -> Box:
    sides = (float(bounds.get(key)) for key in ("x", "y", "width", "height"))
    return Box(name, *sides)


def shapes(root: Any) -> dict[str, Box]:
    return {
        shape.get("bpmnElement"): _box(
            shape.get("bpmnElement"), found(shape, "./dc:Bounds")[0]
        )
        for shape in found(root, "//bpmndi:BPMNShape")
    }


def labels(root: Any) -> list[Box]:
    return [
        _box(label.getparent().get("bpmnElement"), found(label, "./dc:Bounds")[0])
        for label in found(root, "//bpmndi:BPMNLabel")
    ]


def lines(root: Any) -> dict[str, Line]:
    return {
        edge.get("bpmnElement"): Line(
            edge.get("bpmnElement"),
            tuple(
                (float(point.get("x")), float(point.get("y")))
                for point in found(edge, "./di:waypoint")
            ),
        )
        for edge in found(root, "//bpmndi:BPMNEdge")
    }
