"""A canonical process as places that a case goes through."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.domain.definitions import ProcessDefinition, Step
from engine.domain.diagram import EventKind, Flow, Node, Process, TimerText
from engine.domain.durations import WorkDuration, parse_duration
from engine.domain.forecasting.plan import DAY_SECONDS, ENOUGH, UNKNOWN, Assumptions
from engine.domain.values import ElementId, RoleKey
from engine.errors import DurationInvalidError

_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway", "eventBasedGateway"})
# A round takes from half to one and a half of its standard, most often a bit less.
_SPREAD = (0.5, 1.5, 0.9)
_NOBODY = RoleKey("")


class PlaceKind(StrEnum):
    """What happens to a case at a place."""

    PASS = "pass"  # noqa: S105 - a word, no secret
    WORK = "work"
    WAIT = "wait"
    CHOOSE = "choose"
    PARALLEL = "parallel"
    ENTER = "enter"
    END = "end"
    STOP = "stop"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A node of the process.

    Attributes:
        onwards: what follows, with the weight of each way where one is chosen.
        arrivals: how many arrows come in, for a join.
        scope: the sub-process around it, or None.
        role: who works; `copies`: how many at once.
        seconds: assumed working time of a round, or time to wait.
        measured: real rounds; taken instead where there are enough.
        repeats: percent of rounds that are done once more.
    """

    element: ElementId
    kind: PlaceKind
    onwards: tuple[tuple[ElementId, float], ...] = ()
    arrivals: int = 1
    scope: ElementId | None = None
    role: RoleKey = _NOBODY
    copies: int = 1
    seconds: int = 0
    measured: tuple[int, ...] = ()
    repeats: int = 0

    @property
    def spread(self) -> tuple[float, float, float]:
        """The shortest, longest and commonest assumed time of a round."""
        low, high, often = _SPREAD
        return low * self.seconds, high * self.seconds, often * self.seconds

    @property
    def is_measured(self) -> bool:
        """Tell whether real rounds are used."""
        return len(self.measured) >= ENOUGH


@dataclass(frozen=True, kw_only=True, slots=True)
class Network:
    """All places; cases begin at `start`."""

    start: ElementId
    places: Mapping[ElementId, Place]
    steps: Mapping[ElementId, Step]


def network_of(definition: ProcessDefinition, assumptions: Assumptions) -> Network:
    """Return the places of a definition.

    Boundary events and inclusive branches are left to what is usual: no step is
    taken away, and one way of several is gone.
    """
    process = definition.canonical
    arrows = _Arrows(process, assumptions)
    starts = {
        node.parent: node.id
        for node in reversed(process.nodes)
        if node.kind == "startEvent"
    }
    places = {}
    for node in process.nodes:
        inner = starts.get(node.id)
        kind = PlaceKind.ENTER if inner else _kind(node, definition)
        # A scope goes on where its sub-process does.
        leaves = node.parent if kind is PlaceKind.END and node.parent else node.id
        place = Place(
            element=node.id,
            kind=kind,
            onwards=((inner, 1.0),) if inner else arrows.onwards(leaves),
            arrivals=arrows.arriving.get(node.id, 1),
            scope=node.parent,
            seconds=_waiting(node.timer) if node.timer else 0,
        )
        step = definition.steps.get(node.id)
        places[node.id] = _worked(place, step, assumptions) if step else place
    return Network(start=starts[None], places=places, steps=definition.steps)


class _Arrows:
    """The ways out of each node, and how many come in."""

    def __init__(self, process: Process, assumptions: Assumptions) -> None:
        self._returns = assumptions.returns / 100
        self._leaving: dict[ElementId, list[Flow]] = {}
        self.arriving: dict[ElementId, int] = {}
        for flow in process.flows:
            self._leaving.setdefault(flow.source, []).append(flow)
            self.arriving[flow.target] = self.arriving.get(flow.target, 0) + 1

    def onwards(self, node: ElementId) -> tuple[tuple[ElementId, float], ...]:
        """Return the ways with their weights; returns share what is assumed of them."""
        flows = self._leaving.get(node, [])
        back = sum(flow.leads_back for flow in flows)
        forward = len(flows) - back
        sent_back = self._returns if forward else 1.0
        return tuple(
            (
                flow.target,
                sent_back / back
                if flow.leads_back
                else (1 - sent_back * bool(back)) / forward,
            )
            for flow in flows
        )


def seconds_of(duration: WorkDuration) -> int:
    """Return a standard in working seconds; a day has a common length."""
    return duration.days * DAY_SECONDS + int(duration.time.total_seconds())


def _kind(node: Node, definition: ProcessDefinition) -> PlaceKind:
    sits = node.attached_to is not None
    if node.kind == "endEvent":
        stops = node.event is EventKind.TERMINATE and node.parent is None
        kind = PlaceKind.STOP if stops else PlaceKind.END
    elif node.id in definition.steps and not sits:
        kind = PlaceKind.WORK
    elif node.timer is not None and not sits:
        kind = PlaceKind.WAIT
    elif node.kind in _CHOOSING:
        kind = PlaceKind.CHOOSE
    else:
        is_parallel = node.kind == "parallelGateway"
        kind = PlaceKind.PARALLEL if is_parallel else PlaceKind.PASS
    return kind


def _worked(place: Place, step: Step, assumptions: Assumptions) -> Place:
    """Return a place with who works there and for how long."""
    role = RoleKey(step.performer or "")
    if not role or role.startswith("="):
        role = step.role
    return replace(
        place,
        role=role,
        copies=assumptions.people(role) if step.repeats else 1,
        seconds=seconds_of(step.standard.duration) if step.standard else UNKNOWN,
        measured=assumptions.measured.get(place.element, ()),
        repeats=assumptions.returns if step.looped else 0,
    )


def _waiting(timer: TimerText) -> int:
    try:
        return seconds_of(parse_duration(timer.duration or ""))
    except DurationInvalidError:
        return 0
