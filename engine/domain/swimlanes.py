"""A simple drawing for a process that has none: lanes as rows, time to the right.

A step stands one column right of the last step before it; arrows that lead back
do not count. Lines run in the channels between columns and along the edges of
rows, so that they never cross a step.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from engine.domain.diagram import Flow, Node, Process, Repetition
from engine.domain.layout import Box, Edge, Layout, Point, Repeated, Shape
from engine.domain.ranks import ranks_of

HEAD = 30.0
COLUMN = 160.0
CHANNEL = 80.0
ROW = 170.0
MARGIN = 20.0
_SIZES = {"Event": (36.0, 36.0), "Gateway": (50.0, 50.0)}
_TASK = (150.0, 96.0)
_TRACKS = 8
_TRACK = 7.0


def swimlanes(process: Process) -> Layout:
    """Return a drawing of the process's own level; sub-processes stay closed."""
    nodes = [node for node in process.nodes if node.parent is None]
    flows = _between(nodes, process.flows)
    hosts: dict[str, str] = {
        node.id: node.attached_to for node in nodes if node.attached_to
    }
    placed = [node for node in nodes if node.id not in hosts]
    rank = ranks_of(
        [node.id for node in placed],
        [(hosts.get(one.source, one.source), one.target) for one in flows],
    )
    grid = _Grid(process=process, rank=rank)
    boxes = grid.place(placed)
    boxes |= _on_borders(nodes, boxes)
    frame = _frame(process, grid)
    labels = {
        node.id: _named(node, boxes[node.id]) for node in nodes if _is_small(node)
    }
    shapes = [_shape(node, boxes[node.id], labels.get(node.id)) for node in nodes]
    edges = _Lines(grid=grid, boxes=boxes, hosts=hosts).of(flows)
    return Layout(shapes=(*frame, *shapes), edges=tuple(edges), generated=True)


@dataclass(kw_only=True)
class _Grid:
    """Which column and row each step has; a lane is one row or more."""

    process: Process
    rank: Mapping[str, int]
    row: dict[str, int] = field(default_factory=dict)
    first_row: dict[str, int] = field(default_factory=dict)
    rows: int = 0

    def __post_init__(self) -> None:
        self.left = HEAD * (2 if self.lanes else 1) + MARGIN

    @property
    def lanes(self) -> list[str]:
        """The innermost lanes, in the order of the document."""
        outer = {lane.parent for lane in self.process.lanes}
        return [lane.id for lane in self.process.lanes if lane.id not in outer]

    @property
    def columns(self) -> int:
        """How many columns there are, one at least."""
        return max(self.rank.values(), default=0) + 1

    def place(self, nodes: Sequence[Node]) -> dict[str, Box]:
        """Return the box of each step, lane by lane."""
        known = self.lanes
        by_lane: dict[str, list[Node]] = defaultdict(list)
        for node in nodes:
            by_lane[node.lane if node.lane in known else ""].append(node)
        without = [""] if by_lane[""] or not known else []
        for lane in (*known, *without):
            self.first_row[lane] = self.rows
            self.rows += self._stack(by_lane[lane])
        return {node.id: self._box(node) for node in nodes}

    def line(self, element: str) -> float:
        """Return the y through the middle of a step's row."""
        return self.row[element] * ROW + ROW / 2

    def channel(self, column: int, track: int) -> float:
        """Return an x in the channel left of a column."""
        shift = (track % _TRACKS) * _TRACK
        return self.left + column * (COLUMN + CHANNEL) - CHANNEL / 2 - 24 + shift

    def corridor(self, row: int, track: int) -> float:
        """Return a y at the lower edge of a row, below its steps."""
        return (row + 1) * ROW - 3 - (track % 3) * 5

    def _stack(self, nodes: Sequence[Node]) -> int:
        """Give each step of a lane the first row that is free in its column."""
        used: Counter[int] = Counter()
        for node in nodes:
            column = self.rank[node.id]
            self.row[node.id] = self.rows + used[column]
            used[column] += 1
        return max(used.values(), default=1)

    def _box(self, node: Node) -> Box:
        width, height = _size(node)
        start = self.left + self.rank[node.id] * (COLUMN + CHANNEL)
        return Box(
            x=start + (COLUMN - width) / 2,
            y=self.line(node.id) - height / 2,
            width=width,
            height=height,
        )


@dataclass(kw_only=True)
class _Lines:
    """Routes arrows: the first way out goes right, the next down, the third up."""

    grid: _Grid
    boxes: Mapping[str, Box]
    hosts: Mapping[str, str]
    taken: Counter[tuple[str, int]] = field(default_factory=Counter)
    ways: Counter[tuple[str, str]] = field(default_factory=Counter)

    def of(self, flows: Iterable[Flow]) -> list[Edge]:
        """Return the arrows, with a place for the name of each."""
        return [
            Edge(
                element=flow.id,
                kind="sequenceFlow",
                points=points,
                name=flow.name,
                label=label if flow.name else None,
            )
            for flow in flows
            for points, label in (self._routed(flow),)
        ]

    def _routed(self, flow: Flow) -> tuple[tuple[Point, ...], Box]:
        source, target = self.boxes[flow.source], self.boxes[flow.target]
        end = Point(x=target.x, y=target.middle.y)
        start = Point(x=source.right, y=source.middle.y)
        before = self.grid.rank[flow.target]
        is_next = (
            flow.source not in self.hosts
            and self.grid.rank[flow.source] + 1 == before
            and not self.ways[flow.source, "right"]
        )
        if not is_next:
            return self._along_the_row(flow, end)
        self.ways[flow.source, "right"] += 1
        label = Box(x=start.x + 2, y=start.y - 16, width=70, height=14)
        if start.y == end.y:
            return (start, end), label
        x = self.grid.channel(before, self._track("column", before))
        return (start, Point(x=x, y=start.y), Point(x=x, y=end.y), end), label

    def _along_the_row(self, flow: Flow, end: Point) -> tuple[tuple[Point, ...], Box]:
        """Leave down or up, along the edge of the row, in from the left."""
        source = self.boxes[flow.source]
        row = self.grid.row[self.hosts.get(flow.source, flow.source)]
        down = self.ways[flow.source, "down"]
        upwards = down == 1 and not self.ways[flow.source, "up"]
        self.ways[flow.source, "up" if upwards else "down"] += 1
        edge = source.y if upwards else source.bottom
        y = self.grid.corridor(row - upwards, self._track("row", row - upwards))
        if upwards:
            y += 16
        before = self.grid.rank[flow.target]
        x = self.grid.channel(before, self._track("column", before))
        middle = source.middle.x
        points = (
            Point(x=middle, y=edge),
            Point(x=middle, y=y),
            Point(x=x, y=y),
            Point(x=x, y=end.y),
            end,
        )
        first = edge - 30 if upwards else edge + 6 + 13 * max(down - 1, 0)
        return points, Box(x=middle + 6, y=first, width=70, height=14)

    def _track(self, kind: str, place: int) -> int:
        self.taken[kind, place] += 1
        return self.taken[kind, place]


def _between(nodes: Sequence[Node], flows: Iterable[Flow]) -> list[Flow]:
    known = {node.id for node in nodes}
    return [one for one in flows if one.source in known and one.target in known]


def _on_borders(nodes: Sequence[Node], boxes: Mapping[str, Box]) -> dict[str, Box]:
    """Return boxes for boundary events, from the right along the lower edge."""
    sitting: Counter[str] = Counter()
    found: dict[str, Box] = {}
    for node in nodes:
        host = boxes.get(node.attached_to or "")
        if host is None or node.attached_to is None:
            continue
        x = host.right - 40 - 40 * sitting[node.attached_to]
        sitting[node.attached_to] += 1
        found[node.id] = Box(x=x, y=host.bottom - 18, width=36, height=36)
    return found


def _frame(process: Process, grid: _Grid) -> list[Shape]:
    """Return the pool and its lanes around the rows."""
    width = grid.left + grid.columns * (COLUMN + CHANNEL)
    pool = Box(x=0, y=0, width=width, height=grid.rows * ROW)
    frame = [
        Shape(
            element=f"{process.id}#pool",
            kind="participant",
            name=process.pool or process.name,
            box=pool,
        )
    ]
    names = {lane.id: lane.name for lane in process.lanes}
    starts = [*grid.first_row.items(), ("", grid.rows)]
    for (lane, first), (_, following) in pairwise(starts):
        if lane:
            box = Box(
                x=HEAD,
                y=first * ROW,
                width=width - HEAD,
                height=(following - first) * ROW,
            )
            frame.append(Shape(element=lane, kind="lane", name=names[lane], box=box))
    return frame


def _shape(node: Node, box: Box, label: Box | None) -> Shape:
    timer = node.timer
    return Shape(
        element=node.id,
        kind=node.kind,
        name=node.name,
        box=box,
        label=label,
        expanded=False,
        event=node.event,
        interrupting=node.interrupting,
        timer=(timer.duration or timer.date or timer.cycle or "") if timer else "",
        repeated=_repeated(node.repetition),
        compensation=node.compensation,
        by_event=node.triggered_by_event,
    )


def _repeated(repetition: Repetition | None) -> Repeated:
    if repetition is None:
        return Repeated.NO
    if repetition.is_loop:
        return Repeated.LOOP
    return Repeated.SEQUENTIAL if repetition.sequential else Repeated.PARALLEL


def _size(node: Node) -> tuple[float, float]:
    return next(
        (size for ending, size in _SIZES.items() if node.kind.endswith(ending)), _TASK
    )


def _is_small(node: Node) -> bool:
    return bool(node.name) and node.kind.endswith(("Event", "Gateway"))


def _named(node: Node, box: Box) -> Box:
    """Return a place for a name: under an event, above a gateway's ways."""
    if node.kind.endswith("Event"):
        return Box(x=box.middle.x - 65, y=box.bottom + 3, width=130, height=26)
    return Box(x=box.middle.x - 55, y=box.y - 28, width=110, height=26)
