"""What people see and decide of cycles: coming, gone by, early, skipped."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from engine.domain.cycles import CycleRule, CycleStart, Occurrence, StartState
from engine.domain.identity import Actor, Right
from engine.domain.instances import Instance
from engine.domain.values import ElementId, InstanceId, JsonObject, ProcessKey
from engine.errors import CycleNotFoundError, CycleTakenError, ReasonMissingError
from engine.services import access
from engine.services.changes import Changes
from engine.services.cycle_plans import CyclePlan, keep_rule, plans_of
from engine.services.cycles import CycleService, close_incident, start_of, title_of
from engine.services.desk import Desk
from engine.services.submissions import MAX_REASON
from engine.store.pages import Page
from engine.store.unit_of_work import UnitOfWork

AHEAD = timedelta(days=366)
MOST_AHEAD = 24
"""Of a cycle that comes oftener within a year, only the next ones are shown."""
PAGE = 50
_WAITS = {StartState.MISSED, StartState.FAILED, StartState.SKIPPED}


@dataclass(frozen=True, kw_only=True, slots=True)
class Coming:
    """A case that will start, or would have.

    Attributes:
        title: what the case will be called.
        start: what somebody decided of it already, or None.
    """

    plan: CyclePlan
    occurrence: Occurrence
    title: str
    start: CycleStart | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Gone:
    """What became of an occurrence, with the names of its SOP, cycle and case."""

    start: CycleStart
    sop: str
    cycle: str
    case: Instance | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CycleBoard:
    """Everything of the page about cycles.

    Attributes:
        coming: within a year, soonest first.
        waiting: missed or failed; a person decides.
        gone: what became of the others, newest first.
        more: some cycle comes oftener than is shown.
    """

    plans: tuple[CyclePlan, ...]
    coming: tuple[Coming, ...]
    waiting: tuple[Gone, ...]
    gone: Page[Gone]
    more: bool
    may_change: bool
    now: datetime


class CycleDesk:
    """What the Sekretaris decides of cycles."""

    def __init__(self, *, desk: Desk, cycles: CycleService) -> None:
        self._desk = desk
        self._cycles = cycles

    def board(self, actor: Actor, *, cursor: str | None = None) -> CycleBoard:
        """Return what comes and what has become of the rest.

        Raises:
            RefusedError: the actor neither supervises nor starts cases.
            CursorInvalidError: the cursor is none of ours.
        """
        if not actor.has(Right.SUPERVISE):
            access.require_right(actor, Right.START, action="cycles", subject="cycles")
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            plans = plans_of(uow, self._desk, now)
            coming, more = self._coming(uow, plans, now)
            names = {(p.process, p.cycle.element): p for p in plans}
            newest = uow.cycles.newest(limit=PAGE, cursor=cursor)
            settled = [one for one in newest.items if not _is_open(one, now)]
            return CycleBoard(
                plans=tuple(plans),
                coming=coming,
                waiting=_told(uow, uow.cycles.waiting(), names),
                gone=Page(items=_told(uow, settled, names), next=newest.next),
                more=more,
                may_change=actor.has(Right.START),
                now=now,
            )

    def one(
        self, process: ProcessKey, element: ElementId, key: str, actor: Actor
    ) -> Coming:
        """Return an occurrence about which somebody is going to decide.

        Raises:
            RefusedError, CycleNotFoundError.
            CycleTakenError: its case runs already.
        """
        access.require_right(actor, Right.START, action="cycles", subject=process)
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            plan, found = self._found(uow, process, element, key, now)
            stored = uow.cycles.of_keys(process, [key]).get((element, key))
        if stored is not None and stored.state is StartState.STARTED:
            raise _taken(stored)
        title = title_of(plan, found)
        return Coming(plan=plan, occurrence=found, title=title, start=stored)

    def start(
        self, process: ProcessKey, element: ElementId, key: str, actor: Actor
    ) -> InstanceId:
        """Start the case of a period early, or one that was missed or failed.

        Raises:
            as for `one`; KernelError, InvalidError where it cannot start.
        """
        access.require_right(actor, Right.START, action="cycles", subject=process)
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            plan, found = self._found(uow, process, element, key, now)
            taken = start_of(plan, found, StartState.STARTED, actor, now)
            if not uow.cycles.claim(taken):
                known = uow.cycles.lock(process, element, key)
                if known.state is StartState.STARTED:
                    raise _taken(known)
                taken = replace(taken, id=known.id, version=known.version)
            changes = Changes(uow=uow, now=now, actor=actor)
            close_incident(uow, taken, changes)
            return self._cycles.begin(changes, plan, taken, found)

    def skip(
        self,
        process: ProcessKey,
        element: ElementId,
        key: str,
        actor: Actor,
        *,
        reason: str,
    ) -> None:
        """Let a period pass without a case.

        Raises:
            as for `one`; ReasonMissingError.
        """
        access.require_right(actor, Right.START, action="cycles", subject=process)
        words = reason.strip()[:MAX_REASON]
        if not words:
            raise ReasonMissingError(action="skip")
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            plan, found = self._found(uow, process, element, key, now)
            skipped = start_of(plan, found, StartState.SKIPPED, actor, now)
            skipped = replace(skipped, reason=words)
            changes = Changes(uow=uow, now=now, actor=actor)
            if not uow.cycles.claim(skipped):
                known = uow.cycles.lock(process, element, key)
                if known.state is StartState.STARTED:
                    raise _taken(known)
                uow.cycles.save(replace(skipped, id=known.id, version=known.version))
                close_incident(uow, known, changes)
            facts: JsonObject = {"process": process, "element": element, "key": key}
            changes.record("cycle.skipped", facts=facts | {"reason": words})
            changes.write()

    def rule(self, process: ProcessKey, rule: CycleRule, actor: Actor) -> None:
        """Decide whether an SOP's cycles run, and what becomes of missed periods.

        Raises:
            RefusedError; CycleNotFoundError: the SOP has no cycle.
        """
        access.require_right(actor, Right.START, action="cycles", subject=process)
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            plans = [p for p in plans_of(uow, self._desk, now) if p.process == process]
            if not plans:
                raise CycleNotFoundError(process=process, element="", key="")
            keep_rule(uow, process, rule)
            changes = Changes(uow=uow, now=now, actor=actor)
            facts: JsonObject = {
                "process": process,
                "runs": rule.runs,
                "missed": rule.missed.value,
            }
            changes.record("cycle.rule_changed", facts=facts)
            changes.write()

    def retry(self, payload: JsonObject, actor: Actor) -> None:
        """Start a case whose start failed, as its incident names it.

        Raises:
            as for `start`, but for one that runs already.
        """
        process = ProcessKey(str(payload["process"]))
        element = ElementId(str(payload["element"]))
        try:
            self.start(process, element, str(payload["key"]), actor)
        except CycleTakenError:
            return

    def _coming(
        self, uow: UnitOfWork, plans: Iterable[CyclePlan], now: datetime
    ) -> tuple[tuple[Coming, ...], bool]:
        coming: list[Coming] = []
        more = False
        for plan in plans:
            found = list(islice(_ahead(plan, now), MOST_AHEAD + 1))
            more = more or len(found) > MOST_AHEAD
            found = found[:MOST_AHEAD]
            known = uow.cycles.of_keys(plan.process, [one.key for one in found])
            for one in found:
                stored = known.get((plan.cycle.element, one.key))
                title = title_of(plan, one)
                coming.append(
                    Coming(plan=plan, occurrence=one, title=title, start=stored)
                )
        coming.sort(key=lambda one: (one.occurrence.due_at, one.title))
        return tuple(coming), more

    def _found(
        self,
        uow: UnitOfWork,
        process: ProcessKey,
        element: ElementId,
        key: str,
        now: datetime,
    ) -> tuple[CyclePlan, Occurrence]:
        for plan in plans_of(uow, self._desk, now):
            if (plan.process, plan.cycle.element) != (process, element):
                continue
            stored = uow.cycles.of_keys(process, [key]).get((element, key))
            if stored is not None:
                behind = plan.occurrences(stored.planned_at - timedelta(seconds=1))
                found = next(
                    (one for one in islice(behind, 40) if one.key == key), None
                )
            else:
                found = next((one for one in _ahead(plan, now) if one.key == key), None)
            if found is not None:
                return plan, found
        raise CycleNotFoundError(process=process, element=element, key=key)


def _ahead(plan: CyclePlan, now: datetime) -> Iterable[Occurrence]:
    """Yield what comes within a year, what is due and not yet seen to first."""
    for one in plan.occurrences():
        if one.due_at > now + AHEAD:
            return
        yield one


def _is_open(start: CycleStart, now: datetime) -> bool:
    """Tell whether an entry is shown elsewhere: it waits, or is still to come."""
    return start.state in _WAITS and (
        start.state is not StartState.SKIPPED or start.due_at > now
    )


def _told(
    uow: UnitOfWork,
    starts: Iterable[CycleStart],
    names: dict[tuple[ProcessKey, ElementId], CyclePlan],
) -> tuple[Gone, ...]:
    told = []
    for one in starts:
        plan = names.get((one.process, one.element))
        told.append(
            Gone(
                start=one,
                sop=plan.loaded.definition.name if plan else one.process,
                cycle=plan.cycle.name if plan else one.element,
                case=uow.instances.get(one.instance) if one.instance else None,
            )
        )
    return tuple(told)


def _taken(start: CycleStart) -> CycleTakenError:
    return CycleTakenError(key=start.key, by=start.by_name, instance=start.instance)
