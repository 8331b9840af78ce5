"""A canonical process as places that a case goes through."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.domain.definitions import ProcessDefinition, Step
from engine.domain.diagram import EventKind, Flow, Node, TimerText
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
    leaving: dict[ElementId, list[Flow]] = {}
    arriving: dict[ElementId, int] = {}
    for flow in process.flows:
        leaving.setdefault(flow.source, []).append(flow)
        arriving[flow.target] = arriving.get(flow.target, 0) + 1
    starts = {
        node.parent: node.id
        for node in reversed(process.nodes)
        if node.kind == "startEvent"
    }
    places = {}
    for node in process.nodes:
        flows = leaving.get(node.id, [])
        inner = starts.get(node.id)
        place = Place(
            element=node.id,
            kind=PlaceKind.ENTER if inner else _kind(node, definition),
            onwards=((inner, 1.0),) if inner else _onwards(flows, assumptions),
            arrivals=arriving.get(node.id, 1),
            scope=node.parent,
            seconds=_waiting(node.timer) if node.timer else 0,
        )
        step = definition.steps.get(node.id)
        places[node.id] = _worked(place, step, assumptions) if step else place
    behind = {
        node.id: _onwards(leaving.get(node.id, []), assumptions)
        for node in process.nodes
        if node.id in starts
    }
    for place in [*places.values()]:
        if place.kind is PlaceKind.END and place.scope in behind:
            places[place.element] = Place(
                element=place.element,
                kind=PlaceKind.END,
                onwards=behind[place.scope],
                scope=place.scope,
            )
    return Network(start=starts[None], places=places, steps=definition.steps)


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


def _onwards(
    flows: list[Flow], assumptions: Assumptions
) -> tuple[tuple[ElementId, float], ...]:
    """Return the ways with their weights; returns share what is assumed of them."""
    back = [flow for flow in flows if flow.leads_back]
    forward = len(flows) - len(back)
    sent_back = assumptions.returns / 100 if forward else 1.0
    return tuple(
        (
            flow.target,
            sent_back / len(back)
            if flow.leads_back
            else (1 - sent_back * bool(back)) / forward,
        )
        for flow in flows
    )
