"""Which states a diagram can come to rest in, whatever people and data decide.

A state is the tokens of one scope, as a sorted tuple of places: an element where
somebody or time is waited for, or a join with the arrow a token came by. The
game is the kernel's own without data: every decision goes every way.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, combinations

from engine.adapters.spiff.building import CaseSpec
from engine.adapters.spiff.gateways import EventBased, Exclusive, Inclusive, Parallel
from engine.adapters.spiff.repetition import Loop, MultiInstance
from engine.adapters.spiff.specs import SubProcess, Terminate, TokenSpec
from engine.domain.diagram import Flow
from engine.domain.values import ElementId, FlowId

Place = tuple[ElementId, str]
State = tuple[Place, ...]

MOST_STATES = 20_000
MOST_TOKENS = 60
MOST_WAYS = 6
"""Arrows of which every subset is tried; of more only each alone and all."""


@lru_cache(maxsize=64)
def resting_states(
    spec: CaseSpec, scope: ElementId | None
) -> tuple[frozenset[State], bool]:
    """Return the states in which a scope waits, and whether these are all.

    Args:
        spec: of the process.
        scope: a sub-process, None for the process itself.
    """
    start = spec.begin if scope is None else _start_of(spec, scope)
    game = _Game(spec)
    ahead = [game.entered((), start, "")]
    seen = set(ahead)
    resting: set[State] = set()
    while ahead:
        state = ahead.pop()
        if len(seen) > MOST_STATES or len(state) > MOST_TOKENS:
            return frozenset(resting), False
        following: Iterable[State] | None = game.automatic(state)
        if following is None:
            resting.add(state)
            following = game.events(state)
        for after in following:
            if after not in seen:
                seen.add(after)
                ahead.append(after)
    return frozenset(resting), True


def _start_of(spec: CaseSpec, scope: ElementId) -> TokenSpec:
    outer = spec.by_element[scope]
    inner = outer.inner if isinstance(outer, Loop | MultiInstance) else outer
    start: TokenSpec = inner.start
    return start


class _Game:
    """Moves tokens of one process about."""

    def __init__(self, spec: CaseSpec) -> None:
        self._spec = spec

    def entered(self, state: State, spec: TokenSpec, flow: str) -> State:
        came = flow if _is_join(spec) else ""
        guards = [(guard.element, "") for guard in spec.boundary]
        return _with(state, [(spec.element, came), *guards])

    def automatic(self, state: State) -> list[State] | None:
        """Return what follows by itself, or None where the state is at rest."""
        for place in dict.fromkeys(state):
            spec = self._spec.by_element[place[0]]
            if _is_join(spec):
                fired = self._joined(state, spec)
                if fired is not None:
                    return fired
            elif not _waits(spec):
                return self._left(_without(state, [place]), spec)
        return None

    def events(self, state: State) -> Iterator[State]:
        """Yield what follows when somebody or time does something."""
        for place in dict.fromkeys(state):
            spec = self._spec.by_element[place[0]]
            if not _is_join(spec):
                yield from self._happened(state, place, spec)

    def _happened(self, state: State, place: Place, spec: TokenSpec) -> Iterable[State]:
        gone = [place, *((guard.element, "") for guard in spec.boundary)]
        host = spec.node.attached_to
        if host is not None and spec.node.interrupting:
            gone += [one for one in state if one[0] == host]
            gone += [(one.element, "") for one in self._spec.by_element[host].boundary]
        if place[1]:
            gate = self._spec.by_element[ElementId(place[1])]
            gone += [(one.element, place[1]) for one in gate.targets.values()]
        return self._left(_without(state, gone), spec)

    def _joined(self, state: State, spec: TokenSpec) -> list[State] | None:
        arrows: frozenset[FlowId] = getattr(spec, "arrows_in", frozenset())
        came = {flow for element, flow in state if element == spec.element}
        if isinstance(spec, Inclusive):
            upstream = self._spec.upstream(spec.element, arrows - came)
            if any(one != spec.element and one in upstream for one, _ in state):
                return None
        elif came != arrows:
            return None
        taken = [(spec.element, flow) for flow in came]
        return self._left(_without(state, taken), spec)

    def _left(self, state: State, spec: TokenSpec) -> list[State]:
        if isinstance(spec, Terminate):
            return [()]
        if isinstance(spec, EventBased):
            raced = [(target.element, spec.element) for target in spec.targets.values()]
            return [_with(state, raced)]
        found = []
        for ways in _ways(spec):
            after = state
            for flow in ways:
                after = self.entered(after, spec.targets[flow.id], flow.id)
            found.append(after)
        return found


def _is_join(spec: TokenSpec) -> bool:
    arrows: frozenset[str] = getattr(spec, "arrows_in", frozenset())
    return spec.joins and len(arrows) > 1


def _waits(spec: TokenSpec) -> bool:
    return spec.outlook is not None or isinstance(
        spec, SubProcess | Loop | MultiInstance
    )


def _ways(spec: TokenSpec) -> list[tuple[Flow, ...]]:
    ways = spec.ways
    chooses = isinstance(spec, Inclusive) or any(flow.condition for flow in ways)
    if not ways or isinstance(spec, Parallel) or not (chooses or _decides(spec)):
        return [ways]
    alone: list[tuple[Flow, ...]] = [(flow,) for flow in ways]
    if _decides(spec):
        return alone
    if len(ways) > MOST_WAYS:
        return [*alone, ways]
    sizes = range(1, len(ways) + 1)
    return list(chain.from_iterable(combinations(ways, size) for size in sizes))


def _decides(spec: TokenSpec) -> bool:
    return isinstance(spec, Exclusive)


def _with(state: State, places: Iterable[Place]) -> State:
    return tuple(sorted((*state, *places)))


def _without(state: State, places: Iterable[Place]) -> State:
    left = list(state)
    for place in places:
        if place in left:
            left.remove(place)
    return tuple(left)
