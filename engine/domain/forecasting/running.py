"""Plays cases through a network: an event at a time, officers first come first served."""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from heapq import heappop, heappush
from random import Random

from engine.domain.forecasting.network import Network, Place, PlaceKind
from engine.domain.forecasting.outcome import Forecast, RoleLoad, StepLoad
from engine.domain.forecasting.plan import DAY_SECONDS, Assumptions
from engine.domain.values import ElementId, RoleKey

MOST_EVENTS = 1_000_000


@dataclass(kw_only=True, slots=True)
class _Office:
    """The people of a role: how many are free, and what waits for them."""

    free: int
    people: int
    waiting: deque[tuple[float, "_Case", Place]] = field(default_factory=deque)
    busy: float = 0.0
    longest: int = 0


@dataclass(kw_only=True, slots=True)
class _Case:
    """A case: its tokens by scope, and what has arrived at joins and repetitions."""

    began: float
    ended: float | None = None
    tokens: dict[ElementId | None, int] = field(default_factory=dict)
    arrived: dict[ElementId, int] = field(default_factory=dict)


@dataclass(kw_only=True, slots=True)
class _Counted:
    rounds: int = 0
    waited: float = 0.0
    worked: float = 0.0


class Run:
    """One forecast; `forecast` plays it."""

    def __init__(self, network: Network, assumptions: Assumptions) -> None:
        self._network = network
        self._assumed = assumptions
        self._random = Random(assumptions.seed)  # noqa: S311 - no secret
        self._events: list[tuple[float, int, _Case, ElementId, bool]] = []
        self._number = 0
        self._steps: dict[ElementId, _Counted] = defaultdict(_Counted)
        self._offices: dict[RoleKey, _Office] = {}
        self._cases: list[_Case] = []

    def forecast(self) -> Forecast:
        """Return what the cases took."""
        at = 0.0
        for _ in range(self._assumed.cases):
            case = _Case(began=at, tokens={None: 1})
            self._cases.append(case)
            self._later(at, case, self._network.start)
            at += self._random.expovariate(self._assumed.per_day / DAY_SECONDS)
        now, count = 0.0, 0
        while self._events and count < MOST_EVENTS:
            now, _, case, element, is_done = heappop(self._events)
            count += 1
            place = self._network.places[element]
            if is_done:
                self._done(now, case, place)
            elif case.ended is None:
                self._arrive(now, case, place)
        return self._told(now)

    def _later(
        self, at: float, case: _Case, element: ElementId, *, done: bool = False
    ) -> None:
        self._number += 1
        heappush(self._events, (at, self._number, case, element, done))

    def _arrive(self, now: float, case: _Case, place: Place) -> None:
        if place.kind is PlaceKind.WORK:
            open_rounds = case.arrived.get(place.element, 0)
            case.arrived[place.element] = open_rounds + place.copies
            for _ in range(place.copies):
                self._ask(now, case, place)
        elif place.kind is PlaceKind.WAIT:
            self._later(now + place.seconds, case, place.element, done=True)
        elif place.kind is PlaceKind.PARALLEL:
            self._join(now, case, place)
        elif place.kind is PlaceKind.STOP:
            case.ended = now
        elif place.kind is PlaceKind.END:
            self._end(now, case, place)
        else:
            if place.kind is PlaceKind.ENTER:
                case.tokens[place.element] = 1
            self._leave(now, case, place)

    def _ask(self, now: float, case: _Case, place: Place) -> None:
        """Let an officer begin, or let the work wait for one."""
        office = self._office(place.role)
        if office.free:
            self._begin(now, now, case, place)
            return
        office.waiting.append((now, case, place))
        office.longest = max(office.longest, len(office.waiting))

    def _begin(self, now: float, asked: float, case: _Case, place: Place) -> None:
        office = self._office(place.role)
        office.free -= 1
        takes = self._takes(place)
        office.busy += takes
        counted = self._steps[place.element]
        counted.rounds += 1
        counted.waited += now - asked
        counted.worked += takes
        self._later(now + takes, case, place.element, done=True)

    def _takes(self, place: Place) -> float:
        if place.is_measured:
            return float(self._random.choice(place.measured))
        return self._random.triangular(*place.spread)

    def _done(self, now: float, case: _Case, place: Place) -> None:
        if place.kind is PlaceKind.WORK:
            office = self._office(place.role)
            office.free += 1
            while office.waiting and office.free:
                asked, other, wanted = office.waiting.popleft()
                if other.ended is None:
                    self._begin(now, asked, other, wanted)
            case.arrived[place.element] -= 1
            if case.arrived[place.element] % place.copies:
                return  # others of the same visit still work
            if self._random.random() * 100 < place.repeats:
                self._later(now, case, place.element)
                return
        if case.ended is None:
            self._leave(now, case, place)

    def _join(self, now: float, case: _Case, place: Place) -> None:
        arrived = case.arrived.get(place.element, 0) + 1
        case.arrived[place.element] = arrived
        if arrived < place.arrivals:
            return
        case.arrived[place.element] = 0
        ways = place.onwards
        case.tokens[place.scope] += len(ways) - place.arrivals
        for element, _ in ways:
            self._later(now, case, element)

    def _end(self, now: float, case: _Case, place: Place) -> None:
        case.tokens[place.scope] -= 1
        if case.tokens[place.scope]:
            return
        if place.scope is None:
            case.ended = now
        else:
            self._leave(now, case, place)

    def _leave(self, now: float, case: _Case, place: Place) -> None:
        """Go on along one way; along all of a place that does not choose."""
        ways = place.onwards
        if place.kind is PlaceKind.CHOOSE and len(ways) > 1:
            elements = [element for element, _ in ways]
            weights = [weight for _, weight in ways]
            (chosen,) = self._random.choices(elements, weights)
            self._later(now, case, chosen)
            return
        for element, _ in ways:
            self._later(now, case, element)

    def _office(self, role: RoleKey) -> _Office:
        if role not in self._offices:
            people = self._assumed.people(role)
            self._offices[role] = _Office(free=people, people=people)
        return self._offices[role]

    def _told(self, now: float) -> Forecast:
        steps = [
            StepLoad(
                element=element,
                name=step.name,
                lane=step.lane,
                number=step.number,
                rounds=counted.rounds,
                waiting=counted.waited / counted.rounds,
                working=counted.worked / counted.rounds,
                is_measured=self._network.places[element].is_measured,
            )
            for element, step in self._network.steps.items()
            for counted in [self._steps[element]]
            if counted.rounds
        ]
        roles = [
            RoleLoad(
                role=role,
                people=office.people,
                busy=office.busy / (office.people * now) if now else 0.0,
                longest=office.longest,
            )
            for role, office in self._offices.items()
        ]
        ended = sorted(
            round(case.ended - case.began)
            for case in self._cases
            if case.ended is not None
        )
        return Forecast(
            lead_times=tuple(ended),
            unfinished=len(self._cases) - len(ended),
            steps=tuple(steps),
            roles=tuple(roles),
        )
