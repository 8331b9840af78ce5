"""Plays two years of the demo office through its services, in the order of time.

Cycles start the cases as they would have; officers claim, pause, return and
complete on a moving clock, several cases side by side. What would happen after
`until` has not happened yet: the office is met at work. Documents are drawn up
and numbered at their time; those of the newest quarter are made at once, the
others by the worker after the first start.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from engine.clock import FixedClock
from engine.domain.durations import WorkDuration
from engine.domain.forms import default_submission
from engine.domain.identity import MACHINE, Actor, AssignmentKind
from engine.domain.instances import Instance
from engine.domain.measuring import case_period
from engine.domain.periods import Period, Span
from engine.domain.tasks import Task
from engine.domain.values import InstanceId, JsonObject, ProcessKey, RoleKey, TaskId
from engine.domain.working_calendar import WorkingCalendar
from engine.services.actions.board import ActionService
from engine.services.cycles.desk import CycleDesk
from engine.services.cycles.plans import plans_of
from engine.services.cycles.scheduling import CycleService
from engine.services.demo.answers import Filling, data_of, reason_of
from engine.services.demo.office import OFFICERS
from engine.services.demo.promises import Promises
from engine.services.demo.story import (
    ABSENCES,
    MONTHS,
    Absence,
    Course,
    course_of,
    progress_at,
)
from engine.services.documents.making import DocumentService
from engine.services.execution.inbox import InboxService
from engine.services.execution.submissions import Completion, named_item
from engine.services.office.directory import OfficeLists
from engine.services.people.acting import Order
from engine.services.people.staffing import StaffingService
from engine.services.transactions.desk import Desk

_ACTING_FIRST = (AssignmentKind.PLH, AssignmentKind.PLT, AssignmentKind.HOLDER)
_PAUSED = "Menunggu data dari nagari"


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryServices:
    """What the story is told through; `clock` is the one they all read."""

    desk: Desk
    clock: FixedClock
    cycles: CycleService
    cycle_desk: CycleDesk
    inbox: InboxService
    documents: DocumentService
    staffing: StaffingService
    lists: OfficeLists
    actions: ActionService


@dataclass(kw_only=True)
class _Case:
    """A case of the story; `stalls` where it waits for two sections."""

    id: InstanceId
    period: Period
    stalls: bool
    planned: set[TaskId] = field(default_factory=set)


def beginning(until: datetime) -> datetime:
    """Return when the story begins: the first of a month, two years before."""
    month = until.year * 12 + until.month - 1 - MONTHS
    year, place = divmod(month, 12)
    return until.replace(year=year, month=place + 1, day=1, hour=0, minute=5, second=0)


class DemoHistory:
    """The story of one SOP."""

    def __init__(self, services: HistoryServices, process: ProcessKey) -> None:
        self._services = services
        self._process = process
        self._promises = Promises(services.desk, services.actions, self._actor)
        self._happenings: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()
        self._cases: dict[InstanceId, _Case] = {}
        self._until = self._now

    def play(self, until: datetime) -> list[InstanceId]:
        """Play from the clock's present on; it stands at `until` afterwards.

        Returns:
            The cases, oldest first.
        """
        self._until = until
        for absence in ABSENCES:
            self._announce(absence)
        with self._services.desk.database.read() as uow:
            plans = plans_of(uow, self._services.desk, self._now)
        for plan in plans:
            for one in plan.occurrences():
                if one.due_at > until:
                    break
                self._at(one.due_at, self._start)
        while self._happenings:
            at, _, happens = heappop(self._happenings)
            self._services.clock.set(max(at, self._now))
            happens()
        self._services.clock.set(until)
        self._early()
        return list(self._cases)

    @property
    def _now(self) -> datetime:
        return self._services.clock.now()

    def _at(self, at: datetime, happens: Callable[[], None]) -> None:
        if at <= self._until:
            heappush(self._happenings, (at, next(self._order), happens))

    def _start(self) -> None:
        """Let the scheduler look, and take note of what it started."""
        started = self._services.cycles.tick(self._now)
        with self._services.desk.database.read() as uow:
            newest = uow.cycles.newest(limit=max(started, 1)).items[:started]
            cases = [uow.instances.get(one.instance) for one in newest if one.instance]
        for case in cases:
            self._follow(case)

    def _early(self) -> None:
        """Let the Sekretaris start the next period's case early, just now."""
        actor = self._actor(RoleKey("sekretaris"))
        coming = self._services.cycle_desk.board(actor).coming
        one = next((c for c in coming if c.start is None), None)
        if one is not None:
            case = self._services.cycle_desk.start(
                one.plan.process, one.plan.cycle.element, one.occurrence.key, actor
            )
            with self._services.desk.database.read() as uow:
                self._follow(uow.instances.get(case))

    def _follow(self, case: Instance) -> None:
        period = case_period(case.data)
        if period is None:
            return
        is_newest = self._until - self._now < timedelta(days=32)
        stalls = is_newest and period.span is Span.MONTH
        self._cases[case.id] = _Case(id=case.id, period=period, stalls=stalls)
        self._look(self._cases[case.id])

    def _look(self, case: _Case) -> None:
        """Plan every step of a case that has become ready."""
        with self._services.desk.database.read() as uow:
            waiting = uow.tasks.open_of(case.id)
        for task in waiting:
            if task.id in case.planned:
                continue
            case.planned.add(task.id)
            progress = progress_at(self._now.date(), self._until.date())
            course = course_of(task, case.period, progress=progress, stalls=case.stalls)
            self._at(self._after(course.waits), self._taking(case, task, course))

    def _taking(self, case: _Case, task: Task, course: Course) -> Callable[[], None]:
        def take() -> None:
            actor = self._actor(task.role)
            self._services.inbox.claim(task.id, actor)
            if course.pauses_after is not None:
                pausing = self._pausing(case, task, course, actor)
                self._at(self._after(course.pauses_after), pausing)
            else:
                done = self._completing(case, task, course, actor)
                self._at(self._after(course.works), done)

        return take

    def _pausing(
        self, case: _Case, task: Task, course: Course, actor: Actor
    ) -> Callable[[], None]:
        def resume() -> None:
            self._services.inbox.resume(task.id, actor)
            done = self._completing(case, task, course, actor)
            self._at(self._after(course.works), done)

        def pause() -> None:
            self._services.inbox.pause(task.id, actor, reason=_PAUSED)
            self._at(self._after(course.paused), resume)

        return pause

    def _completing(
        self, case: _Case, task: Task, course: Course, actor: Actor
    ) -> Callable[[], None]:
        def complete() -> None:
            self._services.inbox.complete(
                task.id, actor, self._completion(case, task, course)
            )
            is_new = case.period.last > self._until.date() - timedelta(days=92)
            if is_new:
                self._make(case, task)
            told = self._promises.of(
                task, case.period.label, self._calendar(), is_new=is_new
            )
            for at, tell in told:
                self._at(max(at, self._now), tell)
            self._look(case)

        return complete

    def _make(self, case: _Case, task: Task) -> None:
        """Make a document at once where somebody is going to look at it."""
        if case.period.span is Span.QUARTER and task.round >= 1:
            self._services.documents.make_pending(case.id)

    def _completion(self, case: _Case, task: Task, course: Course) -> Completion:
        desk = self._services.desk
        with desk.database.read() as uow:
            found = uow.instances.get(case.id)
            loaded = desk.library.of(uow, found.definition)
            step = loaded.definition.steps[task.element]
            known: JsonObject = found.data | named_item(step, task.item)
            form = loaded.form_of(step)
            lists = self._services.lists.of(uow, form, known, now=self._now)
            zone = self._calendar().zone
        back = None
        if course.back and step.decision is not None:
            back = next((c for c in step.decision.choices if c.leads_back), None)
        filling = Filling(
            period=case.period,
            today=self._now.astimezone(zone).date(),
            defaults=default_submission(form, case_data=known, options=lists),
            section=task.role,
            returned_to=course.returned_to if back else "",
            back=back is not None,
        )
        decision = back or (step.decision.default if step.decision else None)
        return Completion(
            data=data_of(task.element, filling),
            decision=decision.label if decision else None,
            reason=reason_of(task.element, filling) if back else "",
        )

    def _actor(self, role: RoleKey) -> Actor:
        """Return who does a step now: who acts for somebody comes first."""
        with self._services.desk.database.read() as uow:
            held = uow.people.holders(role, now=self._now)
            held.sort(key=lambda pair: _ACTING_FIRST.index(pair[1].kind))
            actor = uow.people.actor_of(held[0][0].id, now=self._now)
        return actor or MACHINE

    def _announce(self, absence: Absence) -> None:
        first, last = absence.days(self._until.date())
        zone = self._calendar().zone
        morning = datetime(first.year, first.month, first.day, 0, 1, tzinfo=zone)

        def order() -> None:
            with self._services.desk.database.read() as uow:
                stand_in = uow.people.user_by_login(absence.stand_in)
            title = next(o.title for o in OFFICERS if absence.role in o.roles[:1])
            if stand_in is not None:
                self._services.staffing.assign(
                    Order(
                        user=stand_in.id,
                        role=absence.role,
                        kind=AssignmentKind.PLH,
                        title=title,
                        letter=absence.letter,
                        letter_date=first.isoformat(),
                        first=first,
                        last=last,
                    ),
                    MACHINE,
                )

        if morning >= self._now:
            self._at(morning, order)

    def _after(self, seconds: int) -> datetime:
        wait = WorkDuration(time=timedelta(seconds=seconds))
        return self._calendar().add_working_time(self._now, wait)

    def _calendar(self) -> WorkingCalendar:
        desk = self._services.desk
        with desk.database.read() as uow:
            loaded = desk.library.latest(uow, self._process)
            return desk.schedule.calendar(uow, loaded.calendar, now=self._now)
