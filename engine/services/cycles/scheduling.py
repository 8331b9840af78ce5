"""Cases that start by themselves: one per cycle and period, and never two.

The start and its claim, a unique row, are one transaction: of several schedulers
the first one starts the case and the others meet its row. Between two looks a
tick asks the database nothing; the newest version of every SOP is looked at once
a minute, and whenever something is due.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from engine.domain.cycles import (
    CycleStart,
    Missed,
    Occurrence,
    StartState,
)
from engine.domain.identity import MACHINE, Actor
from engine.domain.measuring import data_of_period
from engine.domain.values import InstanceId, JsonObject
from engine.domain.wording import date_text
from engine.errors import MutuBakuError, UnavailableError, VersionConflictError
from engine.services.cycles.plans import CyclePlan, plans_of
from engine.services.execution.progress import NewCase, Progress
from engine.services.transactions.changes import Changes, new_id
from engine.services.transactions.desk import Desk
from engine.store.unit_of_work import UnitOfWork
from engine.store.values import Incident

CYCLE_INCIDENT = "cycle"
LOOK_AGAIN = timedelta(seconds=60)
GRACE = timedelta(hours=24)
"""A start that comes later than this after it was due was missed."""
MOST_AT_ONCE = 50
"""Of a cycle that was due more often than this, the oldest times are dropped."""


class CycleService:
    """Starts what is due."""

    def __init__(self, *, desk: Desk, progress: Progress) -> None:
        self._desk = desk
        self._progress = progress
        self._seen: datetime | None = None
        self._sleeps_until: datetime | None = None

    def tick(self, now: datetime) -> int:
        """Start every case whose time has come; what fails is parked.

        Args:
            now: aware. A clock that was set back starts nothing twice.

        Returns:
            How many cases were started.
        """
        if self._sleeps(now):
            return 0
        with self._desk.database.read() as uow:
            plans = plans_of(uow, self._desk, now)
        fresh = [plan.cursor for plan in plans if plan.is_fresh]
        if fresh:
            with self._desk.database.write() as uow:
                for cursor in fresh:
                    uow.cycles.put_cursor(cursor)
        started, soonest = 0, now + LOOK_AGAIN
        for plan in plans:
            count, upcoming = self._see_to(plan, now)
            started += count
            if upcoming is not None:
                soonest = min(soonest, upcoming)
        self._seen, self._sleeps_until = now, soonest
        return started

    def begin(
        self, changes: Changes, plan: CyclePlan, taken: CycleStart, one: Occurrence
    ) -> InstanceId:
        """Start the case of an occurrence that the transaction has taken."""
        case = self._progress.begin(
            changes,
            NewCase(
                loaded=plan.loaded,
                title=title_of(plan, one),
                calendar=plan.loaded.calendar,
                data=data_of_period(one.period.text) if one.period else {},
                period=one.period.text if one.period else "",
            ),
        )
        facts = _named(taken) | {"due_at": one.due_at.isoformat()}
        changes.record("cycle.started", instance=case, facts=facts)
        changes.write()
        changes.uow.cycles.save(
            replace(taken, state=StartState.STARTED, instance=case, reason="")
        )
        return case

    def _sleeps(self, now: datetime) -> bool:
        if self._sleeps_until is None or self._seen is None:
            return False
        return self._seen <= now < self._sleeps_until

    def _see_to(self, plan: CyclePlan, now: datetime) -> tuple[int, datetime | None]:
        """Start what a cycle has due; return how many, and when it is due next."""
        due: deque[Occurrence] = deque(maxlen=MOST_AT_ONCE)
        dropped, upcoming = 0, None
        for one in plan.occurrences():
            if one.due_at > now:
                upcoming = one.due_at
                break
            dropped += len(due) == MOST_AT_ONCE
            due.append(one)
        if not due:
            return 0, upcoming
        started = 0
        if plan.rule.runs:
            missed = missed_of(plan.rule.missed, due, now)
            for one in due:
                if one in missed:
                    self._note(plan, one, StartState.MISSED, now)
                else:
                    started += self._start(plan, one, now)
        with self._desk.database.write() as uow:
            uow.cycles.move_cursor(replace(plan.cursor, upto=due[-1].planned_at))
            if dropped and plan.rule.runs:
                changes = Changes(uow=uow, now=now, actor=MACHINE)
                facts: JsonObject = {
                    "process": plan.process,
                    "element": plan.cycle.element,
                    "count": dropped,
                }
                changes.record("cycle.dropped", facts=facts)
                changes.write()
        return started, upcoming

    def _start(self, plan: CyclePlan, one: Occurrence, now: datetime) -> int:
        try:
            with self._desk.database.write() as uow:
                taken = start_of(plan, one, StartState.STARTED, MACHINE, now)
                if not uow.cycles.claim(taken):
                    return 0
                changes = Changes(uow=uow, now=now, actor=MACHINE)
                self.begin(changes, plan, taken, one)
                return 1
        except (UnavailableError, VersionConflictError):
            raise  # nothing is decided yet; the next look tries again
        except MutuBakuError as error:
            self._note(plan, one, StartState.FAILED, now, error)
            return 0

    def _note(
        self,
        plan: CyclePlan,
        one: Occurrence,
        state: StartState,
        now: datetime,
        error: MutuBakuError | None = None,
    ) -> None:
        """Write down what will not start by itself any more."""
        reason = error.code if error is not None else ""
        noted = replace(start_of(plan, one, state, MACHINE, now), reason=reason)
        with self._desk.database.write() as uow:
            if not uow.cycles.claim(noted):
                return
            if error is not None:
                uow.incidents.add(incident_of(noted, error, now))
            changes = Changes(uow=uow, now=now, actor=MACHINE)
            changes.record(f"cycle.{state.value}", facts=_named(noted))
            changes.write()


def missed_of(
    rule: Missed, due: Iterable[Occurrence], now: datetime
) -> frozenset[Occurrence]:
    """Return which of the due occurrences are not started, as the SOP's rule says."""
    all_due = list(due)
    late = [one for one in all_due if now - one.due_at > GRACE]
    if rule is Missed.CATCH_UP:
        return frozenset()
    if rule is Missed.LATEST and len(late) == len(all_due):
        return frozenset(late[:-1])
    return frozenset(late)


def start_of(
    plan: CyclePlan,
    one: Occurrence,
    state: StartState,
    actor: Actor,
    now: datetime,
) -> CycleStart:
    """Return the row that takes an occurrence."""
    return CycleStart(
        id=new_id(),
        process=plan.process,
        element=plan.cycle.element,
        key=one.key,
        state=state,
        planned_at=one.planned_at,
        due_at=one.due_at,
        at=now,
        by=actor.user,
        by_name=actor.name,
    )


def title_of(plan: CyclePlan, one: Occurrence) -> str:
    """Return what the case of an occurrence is called."""
    day = one.planned_at.astimezone(plan.calendar.zone).date()
    about = one.period.label if one.period else date_text(day)
    return f"{plan.loaded.definition.name} – {about}"


def incident_of(noted: CycleStart, error: MutuBakuError, now: datetime) -> Incident:
    """Return the incident of a start that failed."""
    return Incident(
        id=new_id(),
        kind=CYCLE_INCIDENT,
        key=incident_key(noted),
        code=error.code,
        facts={name: str(value) for name, value in error.facts.items()},
        payload=_named(noted),
        opened_at=now,
    )


def incident_key(start: CycleStart) -> str:
    """Return under which key the incident of an occurrence stands."""
    return f"{start.process}/{start.element}/{start.key}"


def close_incident(uow: UnitOfWork, start: CycleStart, changes: Changes) -> None:
    """Close the incident of an occurrence, if one is open."""
    for one in uow.incidents.open():
        if one.kind == CYCLE_INCIDENT and one.key == incident_key(start):
            uow.incidents.close(one, by=changes.actor.user, now=changes.now)


def _named(start: CycleStart) -> JsonObject:
    return {"process": start.process, "element": start.element, "key": start.key}
