"""A snapshot of one version rewritten for another: a pure function.

Numbers and seed of the tokens stay, so that tasks and timers of the case are
still theirs; nothing is predicted and nothing is run. Timers and messages on the
edge of a step come and go with the edge of the step in the new version.
"""

from collections import defaultdict
from typing import Any

from engine.adapters.spiff.building import CaseSpec
from engine.adapters.spiff.expressions import SafeEngine
from engine.adapters.spiff.markings import Place, resting_states
from engine.adapters.spiff.outcome import stands, token_id
from engine.adapters.spiff.sameness import REPEATED, difference, raced, shape
from engine.adapters.spiff.snapshot import freeze, thaw
from engine.adapters.spiff.specs import TokenSpec
from engine.adapters.spiff.workflow import CaseWorkflow
from engine.domain.moving import MovedCase, Obstacle, Renaming, Standing
from engine.domain.values import CaseData, ElementId, FlowId, TokenId
from engine.errors import KernelError


def moved(
    snapshot: bytes, old: CaseSpec, new: CaseSpec, data: CaseData, names: Renaming
) -> MovedCase:
    """Return a case as it goes on in another version, or what is in the way.

    Args:
        snapshot: of the case in the old version.
        old: the version it runs in.
        new: the version it shall go on in.
        data: the case's, for performers and due dates of the new version.
        names: which element stands for which.

    Raises:
        KernelError: the snapshot cannot be read.
    """
    case = thaw(snapshot, old, SafeEngine(data))
    move = _Move(case, new, names)
    obstacles = move.obstacles()
    if obstacles:
        return MovedCase(obstacles=tuple(obstacles))
    return move.result(data)


class _Move:
    """One case on its way; `spots` are the new specs of the tokens that stay."""

    def __init__(self, case: CaseWorkflow, new: CaseSpec, names: Renaming) -> None:
        self._case = case
        self._new = new
        self._names = names
        self._dropped: list[Any] = []
        self._flows: dict[int, FlowId] = {}
        self.spots: dict[int, TokenSpec] = {}

    def obstacles(self) -> list[Obstacle]:
        """Find a place for every token and return what is in the way."""
        found: list[Obstacle] = []
        for token in self._case.live.values():
            reason = self._settled(token)
            if reason is not None:
                found.append(Obstacle(reason=reason, element=token.task_spec.element))
        if not found:
            found = self._races() or self._states()
        return list(dict.fromkeys(found))

    def result(self, data: CaseData) -> MovedCase:
        """Return the case in the new version."""
        case = CaseWorkflow(
            self._new, SafeEngine(data), seed=self._case.seed, last=self._case.last
        )
        for number, spec in self.spots.items():
            before = self._case.live[number]
            token = case.place(spec, number=number, state=before.state)
            token.internal_data.update(before.internal_data)
            if number in self._flows:
                token.internal_data["flow"] = self._flows[number]
        for number in list(self.spots):
            self._guard(case, case.live[number])
        try:
            standing = tuple(self._standing(case, one) for one in _outward(case))
        except KernelError as error:
            at = ElementId(error.facts["element"])
            reason = Obstacle(reason="moving.expression", element=at)
            return MovedCase(obstacles=(reason,))
        dropped = [(token_id(case, one.id), one.task_spec) for one in self._dropped]
        return MovedCase(
            snapshot=freeze(case),
            standing=standing,
            dropped=tuple((token, spec.element) for token, spec in dropped),
        )

    def _settled(self, token: Any) -> str | None:
        """Find the new place of a token; return why there is none."""
        before: TokenSpec = token.task_spec
        prefix = before.name.partition(":")[0]
        name = f"{prefix}:{self._names.of(before.element)}"
        spec: TokenSpec | None = self._new.task_specs.get(name)
        if "host" in token.internal_data and self._is_dropped(token, spec):
            self._dropped.append(token)
            return None
        if spec is None:
            is_there = self._names.of(before.element) in self._new.by_element
            return "moving.repetition_changed" if is_there else "moving.element_gone"
        reason = difference(before, spec, self._names)
        if reason is None and "flow" in token.internal_data:
            reason = self._same_arrow(token, spec)
        self.spots[token.id] = spec
        return reason

    def _is_dropped(self, guard: Any, spec: TokenSpec | None) -> bool:
        host = self._case.live[guard.internal_data["host"]].task_spec
        before = guard.task_spec
        return (
            spec is None
            or spec.node.attached_to != self._names.of(host.element)
            or spec.node.event is not before.node.event
        )

    def _same_arrow(self, token: Any, join: TokenSpec) -> str | None:
        came: FlowId = token.internal_data["flow"]
        arrows: frozenset[FlowId] = getattr(join, "arrows_in", frozenset())
        if came in arrows:
            return None
        source = self._names.of(self._case.spec.sources[came])
        same = [one for one in arrows if self._new.sources[one] == source]
        if len(same) != 1:
            return "moving.join_changed"
        self._flows[token.id] = same[0]
        return None

    def _races(self) -> list[Obstacle]:
        """Return the events of one event gateway that the new version has not all."""
        groups: dict[int, list[Any]] = defaultdict(list)
        for number in self.spots:
            token = self._case.live[number]
            if "group" in token.internal_data:
                groups[token.internal_data["group"]].append(token)
        found = []
        for tokens in groups.values():
            here = {self.spots[one.id].element for one in tokens}
            if here not in raced(self._new).values():
                at = tokens[0].task_spec.element
                found.append(Obstacle(reason="moving.race_changed", element=at))
        return found

    def _states(self) -> list[Obstacle]:
        """Return the scopes whose tokens together are no state of the new version."""
        scopes: dict[int | None, list[Any]] = defaultdict(list)
        for number in self.spots:
            token = self._case.live[number]
            scopes[token.internal_data.get("scope")].append(token)
        found = []
        for within, tokens in scopes.items():
            owner = self._case.live[within].task_spec if within is not None else None
            if isinstance(owner, REPEATED):
                continue
            scope = owner.element if owner is not None else None
            obstacle = self._unknown_state(scope, tokens)
            if obstacle is not None:
                found.append(obstacle)
        return found

    def _unknown_state(
        self, scope: ElementId | None, tokens: list[Any]
    ) -> Obstacle | None:
        new_scope = None if scope is None else self._names.of(scope)
        if shape(self._case.spec, scope, self._names) == shape(self._new, new_scope):
            return None
        places = [self._place(token) for token in tokens]
        places += [
            (guard.element, "") for token in tokens for guard in self._added(token)
        ]
        known, complete = resting_states(self._new, new_scope)
        if tuple(sorted(places)) in known:
            return None
        elements = dict.fromkeys(token.task_spec.element for token in tokens)
        first, *others = elements
        reason = "moving.state_unknown" if complete else "moving.too_large"
        return Obstacle(reason=reason, element=first, others=tuple(others))

    def _place(self, token: Any) -> Place:
        spec = self.spots[token.id]
        own = token.internal_data
        if "flow" in own:
            return spec.element, self._flows.get(token.id, own["flow"])
        if "group" in own:
            group = {
                self.spots[one.id].element
                for one in self._case.among("group", own["group"])
            }
            gates = [gate for gate, one in raced(self._new).items() if one == group]
            return spec.element, gates[0]
        return spec.element, ""

    def _added(self, token: Any) -> list[TokenSpec]:
        """Return the edge events that the new version adds to a token's step."""
        known = {self._names.of(one.element) for one in token.task_spec.boundary}
        spec = self.spots[token.id]
        lost = {
            one.task_spec.element
            for one in self._dropped
            if one.internal_data["host"] == token.id
        }
        # One that changed its kind goes, and comes again as what it is now.
        known -= {self._names.of(one) for one in lost}
        return [one for one in spec.boundary if one.element not in known]

    def _guard(self, case: CaseWorkflow, token: Any) -> None:
        before = self._case.live[token.id]
        scope = token.internal_data.get("scope")
        for guard in self._added(before):
            case.enter(guard, scope=scope, host=token.id)

    def _standing(self, case: CaseWorkflow, token: Any) -> Standing:
        known = self._case.live.get(token.id)
        before = known.task_spec.element if known is not None else None
        host = token.internal_data.get("host")
        guarded: TokenId | None = None if host is None else token_id(case, host)
        return stands(token, before=before, host=guarded)


def _outward(case: CaseWorkflow) -> list[Any]:
    return [token for token in case.live.values() if token.task_spec.outlook]
