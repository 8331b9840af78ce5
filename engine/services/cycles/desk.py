"""What people see and decide of cycles: coming, gone by, early, skipped."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from engine.domain.cycles import CycleRule, CycleStart, Occurrence, StartState
from engine.domain.identity import Actor, Right
from engine.domain.values import ElementId, InstanceId, JsonObject, ProcessKey
from engine.errors import (
    CycleNotFoundError,
    CycleTakenError,
    ReasonMissingError,
    RefusedError,
)
from engine.services.cycles.board import (
    Coming,
    CycleBoard,
    ahead,
    coming_of,
    is_open,
    told,
)
from engine.services.cycles.plans import CyclePlan, keep_rule, plans_of
from engine.services.cycles.scheduling import (
    CycleService,
    close_incident,
    start_of,
    title_of,
)
from engine.services.execution.submissions import MAX_REASON
from engine.services.transactions.changes import Changes
from engine.services.transactions.desk import Desk
from engine.store.pages import Page
from engine.store.unit_of_work import UnitOfWork

PAGE = 12


class CycleDesk:
    """What the Sekretaris decides of cycles."""

    def __init__(self, *, desk: Desk, cycles: CycleService) -> None:
        self._desk = desk
        self._cycles = cycles

    def board(self, actor: Actor, *, cursor: str | None = None) -> CycleBoard:
        """Return what comes and what has become of the rest.

        Raises:
            RefusedError: the actor neither supervises, starts cases nor administers.
            CursorInvalidError: the cursor is none of ours.
        """
        if not actor.has(Right.SUPERVISE):
            _require_starter(actor, "cycles")
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            plans = plans_of(uow, self._desk, now)
            coming, more = coming_of(uow, plans, now)
            names = {(p.process, p.cycle.element): p for p in plans}
            newest = uow.cycles.newest(limit=PAGE, cursor=cursor)
            settled = [one for one in newest.items if not is_open(one, now)]
            return CycleBoard(
                plans=tuple(plans),
                coming=coming,
                waiting=told(uow, uow.cycles.waiting(), names),
                gone=Page(items=told(uow, settled, names), next=newest.next),
                more=more,
                may_change=actor.has(Right.START) or actor.has(Right.ADMINISTER),
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
        _require_starter(actor, process)
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
        _require_starter(actor, process)
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
        _require_starter(actor, process)
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
        _require_starter(actor, process)
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            self._of(uow, process)
            keep_rule(uow, process, rule)
            changes = Changes(uow=uow, now=now, actor=actor)
            facts: JsonObject = {
                "process": process,
                "runs": rule.runs,
                "missed": rule.missed.value,
            }
            changes.record("cycle.rule_changed", facts=facts)
            changes.write()

    def plans(self, process: ProcessKey, actor: Actor) -> list[CyclePlan]:
        """Return the cycles of an SOP, at least one.

        Raises:
            RefusedError; CycleNotFoundError: the SOP has no cycle.
        """
        _require_starter(actor, process)
        with self._desk.database.read() as uow:
            return self._of(uow, process)

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

    def _of(self, uow: UnitOfWork, process: ProcessKey) -> list[CyclePlan]:
        plans = plans_of(uow, self._desk, self._desk.clock.now())
        found = [plan for plan in plans if plan.process == process]
        if not found:
            raise CycleNotFoundError(process=process, element="", key="")
        return found

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
                found = next((one for one in ahead(plan, now) if one.key == key), None)
            if found is not None:
                return plan, found
        raise CycleNotFoundError(process=process, element=element, key=key)


def _require_starter(actor: Actor, subject: str) -> None:
    if not (actor.has(Right.START) or actor.has(Right.ADMINISTER)):
        raise RefusedError(action="cycles", subject=subject)


def _taken(start: CycleStart) -> CycleTakenError:
    return CycleTakenError(key=start.key, by=start.by_name, instance=start.instance)
