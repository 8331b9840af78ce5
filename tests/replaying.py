"""A token game of its own: says whether a log may have come from a diagram.

Reads the BPMN file itself and knows nothing of the engine. What a log does not tell
(gateways, timers, the end of a list of items) is tried in every way that the standard
allows, so a state of the replay is the set of markings that the log leaves open; an
event that fits none of them is a misfit.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
TASKS = {"userTask", "manualTask", "task", "receiveTask"}
PASSED = {"intermediateCatchEvent", "intermediateThrowEvent", "callActivity"}
Fact = Mapping[str, str]


class MisfitError(AssertionError):
    """The log tells what the diagram does not allow."""


@dataclass(frozen=True)
class Activity:
    """An activity that a token is in.

    Attributes:
        begun: visits that became ready in it; `open` those that have not ended.
        fired: boundary events without interruption that let a token out already.
    """

    node: str
    begun: int = 0
    open: frozenset[str] = frozenset()
    fired: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Marking:
    """Tokens on flows, in order, and activities; visits that are to be taken away."""

    flows: tuple[str, ...] = ()
    active: tuple[Activity, ...] = ()
    dying: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.flows or self.active or self.dying)

    def put(self, flows: Iterable[str]) -> "Marking":
        return replace(self, flows=tuple(sorted((*self.flows, *flows))))

    def take(self, flows: Iterable[str]) -> "Marking":
        left = list(self.flows)
        for one in flows:
            left.remove(one)
        return replace(self, flows=tuple(left))

    def swap(self, old: Activity | None, new: Activity | None) -> "Marking":
        left = list(self.active)
        if old is not None:
            left.remove(old)
        if new is not None:
            left.append(new)
        left.sort(key=lambda one: (one.node, one.begun, sorted(one.open)))
        return replace(self, active=tuple(left))

    def kill(self, one: Activity, but: str = "") -> "Marking":
        gone = self.swap(one, None)
        return replace(gone, dying=gone.dying | (one.open - {but}))


class Diagram:
    """The drawn process."""

    def __init__(self, source: bytes) -> None:
        process = etree.fromstring(source).find(f".//{BPMN}process")
        assert process is not None
        self.kinds: dict[str, str] = {}
        self.out: dict[str, list[str]] = defaultdict(list)
        self.into: dict[str, list[str]] = defaultdict(list)
        self.target: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.repeated: set[str] = set()
        self.final: set[str] = set()
        self.boundary: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for node in process.iterchildren("*"):
            self._read(node)
        known = {*TASKS, *PASSED, "startEvent", "endEvent", "boundaryEvent"}
        known |= {f"{kind}Gateway" for kind in ("exclusive", "parallel", "inclusive")}
        assert set(self.kinds.values()) <= known, "the replay does not know them all"

    def _read(self, node: etree._Element) -> None:
        kind, key = etree.QName(node).localname, node.get("id", "")
        if kind == "sequenceFlow":
            self.out[node.get("sourceRef", "")].append(key)
            self.into[node.get("targetRef", "")].append(key)
            self.target[key] = node.get("targetRef", "")
            self.names[key] = node.get("name", "")
        elif kind.endswith(("Task", "task", "Event", "Gateway", "Activity")):
            self.kinds[key] = kind
            if kind == "boundaryEvent":
                stops = node.get("cancelActivity") != "false"
                self.boundary[node.get("attachedToRef", "")].append((key, stops))
            if node.find(f"{BPMN}terminateEventDefinition") is not None:
                self.final.add(key)
            loops = ("multiInstance", "standard")
            if any(node.find(f"{BPMN}{one}LoopCharacteristics") is not None
                   for one in loops):  # fmt: skip
                self.repeated.add(key)

    def begin(self) -> frozenset[Marking]:
        starts = [one for one, kind in self.kinds.items() if kind == "startEvent"]
        return self.closure(Marking().put(self.out[one]) for one in starts)

    def closure(self, markings: Iterable[Marking]) -> frozenset[Marking]:
        """Return these and all that come of them without a word in the log.

        What can only happen in one way happens at once.
        """
        found, seen, going = set(), set(), list(markings)
        while going:
            one = going.pop()
            if one in seen:
                continue
            seen.add(one)
            assert len(seen) < 3_000, "the diagram has too many ways"
            ways = next(filter(None, map(list, self._next(one))), None)
            if ways is None:
                found.add(one)
                going.extend(self._free(one))
            else:
                going.extend(ways)
        return frozenset(found)

    def _next(self, marking: Marking) -> Iterator[Iterator[Marking]]:
        """Yield the ways in which each token on a flow goes on, if it can."""
        for flow in dict.fromkeys(marking.flows):
            yield self._passed(marking, flow)
        for gateway, kind in self.kinds.items():
            if kind in ("parallelGateway", "inclusiveGateway"):
                yield self._joined(marking, gateway, kind)

    def _free(self, marking: Marking) -> Iterator[Marking]:
        """Yield what may happen, now or later."""
        for one in dict.fromkeys(marking.active):
            for event, stops in self.boundary[one.node]:
                if not stops and self.out[event] and event not in one.fired:
                    fired = replace(one, fired=one.fired | {event})
                    yield marking.swap(one, fired).put(self.out[event])
            if one.node in self.repeated and one.begun and not one.open:
                yield marking.swap(one, None).put(self.out[one.node])

    def _passed(self, marking: Marking, flow: str) -> Iterator[Marking]:
        node = self.target[flow]
        kind, after = self.kinds[node], marking.take([flow])
        if kind in TASKS:
            yield after.swap(None, Activity(node))
        elif kind in PASSED:
            yield after.put(self.out[node])
        elif kind == "exclusiveGateway":
            for way in self.out[node]:
                yield after.put([way])
        elif node in self.final:
            for one in after.active:
                after = after.kill(one)
            yield replace(after, flows=())
        elif kind == "endEvent":
            yield after

    def _joined(self, marking: Marking, node: str, kind: str) -> Iterator[Marking]:
        coming = [one for one in self.into[node] if one in marking.flows]
        if not coming:
            return
        after, ways = marking.take(coming), self.out[node]
        if kind == "parallelGateway":
            if len(coming) == len(self.into[node]):
                yield after.put(ways)
        elif not self._may_still_come(after, node, set(coming)):
            for count in range(1, len(ways) + 1):
                for some in combinations(ways, count):
                    yield after.put(some)

    def _may_still_come(self, marking: Marking, node: str, come: set[str]) -> bool:
        """Tell whether a join of several ways waits on, as BPMN 2.0.2, 13.4.3 says.

        It does while a token reaches a flow into it that has none yet, and none
        that has one.
        """
        places = [self.target[one] for one in marking.flows if one not in come]
        for place in [*places, *(one.node for one in marking.active)]:
            reached = self._reached(place, node)
            if reached - come and not reached & come:
                return True
        return False

    def _reached(self, start: str, join: str) -> set[str]:
        """Return the flows into a join to which a token at a node may come."""
        seen, going = set(), [start]
        while going:
            node = going.pop()
            if node not in seen and node != join:
                seen.add(node)
                going += [event for event, _ in self.boundary[node]]
                going += [self.target[one] for one in self.out[node]]
        return {
            one for one in self.into[join] for place in seen if one in self.out[place]
        }


class Replay:
    """A run of a diagram, as far as its log told."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram, self.markings = diagram, diagram.begin()

    def tell(self, event: Fact) -> None:
        """Go on by an event.

        Raises:
            MisfitError: the diagram does not allow it here.
        """
        tellers = {
            "schedule": self._scheduled,
            "complete": self._ended,
            "manualskip": self._ended,
            "ate_abort": self._taken_away,
            "pi_abort": self._cancelled,
        }
        teller = tellers.get(event["lifecycle:transition"], self._touched)
        found = [one for marking in self.markings for one in teller(marking, event)]
        if not found:
            raise MisfitError(f"misfit: {dict(event)} at {self.waiting}")
        self.markings = self.diagram.closure(found)

    @property
    def waiting(self) -> set[str]:
        """The activities in which a token may be."""
        return {one.node for marking in self.markings for one in marking.active}

    @property
    def may_have_ended(self) -> bool:
        return any(one.is_empty for one in self.markings)

    def may_wait_for(self, visits: set[str]) -> bool:
        """Tell whether exactly these visits may be open."""
        return any(
            not one.dying and {v for a in one.active for v in a.open} == visits
            for one in self.markings
        )

    def _scheduled(self, marking: Marking, event: Fact) -> Iterator[Marking]:
        for one in dict.fromkeys(marking.active):
            is_free = one.begun == 0 or one.node in self.diagram.repeated
            if one.node == event["element"] and is_free:
                visits = one.open | {event["concept:instance"]}
                yield marking.swap(one, replace(one, begun=one.begun + 1, open=visits))

    def _touched(self, marking: Marking, event: Fact) -> Iterator[Marking]:
        if self._activity(marking, event) is not None:
            yield marking

    def _ended(self, marking: Marking, event: Fact) -> Iterator[Marking]:
        one = self._activity(marking, event)
        if one is None:
            return
        left = one.open - {event["concept:instance"]}
        if one.node in self.diagram.repeated:
            yield marking.swap(one, replace(one, open=left))
            return
        for flows in self._decided(one.node, event.get("decision", "")):
            yield marking.swap(one, None).put(flows)

    def _decided(self, node: str, decision: str) -> Iterator[list[str]]:
        """Yield the flows after a task, past the gateway that a decision names."""
        (first, *others) = self.diagram.out[node]
        gateway = self.diagram.target[first]
        if not decision:
            yield [first, *others]
            return
        for way in self.diagram.out[gateway]:
            if self.diagram.names[way] == decision:
                yield [way, *others]

    def _taken_away(self, marking: Marking, event: Fact) -> Iterator[Marking]:
        visit = event["concept:instance"]
        if visit in marking.dying:
            yield replace(marking, dying=marking.dying - {visit})
        one = self._activity(marking, event)
        if one is None:
            return
        gone = marking.kill(one, but=visit)
        if "moved_to" in event:
            yield gone.swap(None, Activity(event["moved_to"]))
            return
        for boundary, stops in self.diagram.boundary[one.node]:
            if stops:
                yield gone.put(self.diagram.out[boundary])

    def _cancelled(self, marking: Marking, event: Fact) -> Iterator[Marking]:
        """Let a case that was cancelled lose its visits one by one."""
        visits = {visit for one in marking.active for visit in one.open}
        dying = marking.dying | visits
        if event["concept:instance"] in dying:
            yield Marking(dying=dying - {event["concept:instance"]})

    @staticmethod
    def _activity(marking: Marking, event: Fact) -> Activity | None:
        visit = event["concept:instance"]
        found = (one for one in marking.active if visit in one.open)
        return next((one for one in found if one.node == event["element"]), None)


def replayed(diagram: Diagram, trace: etree._Element) -> Replay:
    """Replay a trace of XES; a misfit says where.

    Raises:
        MisfitError: the diagram does not allow what the trace tells.
    """
    replay, open_visits = Replay(diagram), set()
    for event in trace.findall("{*}event"):
        facts = {one.get("key", ""): one.get("value", "") for one in event}
        replay.tell(facts)
        change = facts["lifecycle:transition"]
        if change == "schedule":
            open_visits.add(facts["concept:instance"])
        elif change not in ("start", "suspend", "resume"):
            open_visits.discard(facts["concept:instance"])
    state = next(one.get("value") for one in trace if one.get("key") == "state")
    fits = {
        "completed": replay.may_have_ended,
        "cancelled": not open_visits,
    }.get(state or "", replay.may_wait_for(open_visits))
    if not fits:
        raise MisfitError(f"misfit: {state}, but {replay.waiting} with {open_visits}")
    return replay
