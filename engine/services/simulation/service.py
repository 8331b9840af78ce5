"""`run`: one case from start to end on a virtual clock, without a browser.

A real case through the real services. Each task is claimed when it is ready and
completed after its `work`; tasks that are ready together run side by side, and
timers fire at their instants in between. A completion at the very instant of a
timer comes first: work that ends when it is due is on time.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from engine.clock import FixedClock
from engine.domain.forms import default_submission
from engine.domain.identity import MACHINE, Actor
from engine.domain.instances import Instance, InstanceState
from engine.domain.tasks import Task
from engine.domain.values import InstanceId, ProcessKey, TaskId
from engine.errors import CaseStuckError, KernelError, MutuBakuError
from engine.services.documents.making import DocumentService
from engine.services.execution.deadlines import DeadlineService
from engine.services.execution.inbox import InboxService
from engine.services.execution.runtime import RuntimeService
from engine.services.execution.starting import StartOrder
from engine.services.execution.submissions import Completion, named_item
from engine.services.office.directory import OfficeLists
from engine.services.simulation.answers import Answer, Answers
from engine.services.simulation.rehearsal import (
    reachable_definitions,
    require_known,
    shown_element,
)
from engine.services.simulation.stand_ins import StandIns
from engine.services.transactions.desk import Desk

MOST_STEPS = 50_000
MOST_ROUNDS = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """What a run acts through, all on the same virtual clock."""

    runtime: RuntimeService
    inbox: InboxService
    deadlines: DeadlineService
    documents: DocumentService
    stand_ins: StandIns
    lists: OfficeLists


@dataclass(frozen=True, kw_only=True, slots=True)
class RunOrder:
    """What is run; `start` is an aware instant, None for the next working one."""

    process: ProcessKey
    answers: Answers
    start: datetime | None = None
    title: str = ""
    period: str = ""
    simulated: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class _Planned:
    """A claimed task and when it will be completed, by whom and how."""

    task: Task
    done_at: datetime
    actor: Actor
    answer: Answer
    order: int


@dataclass(kw_only=True)
class _Course:
    """A run under way."""

    root: InstanceId
    answers: Answers
    has_calls: bool
    planned: dict[TaskId, _Planned] = field(default_factory=dict)
    seen: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    steps: int = 0


class Simulation:
    """Plays cases."""

    def __init__(self, *, desk: Desk, clock: FixedClock, services: Services) -> None:
        """Use a clock that every one of the services reads."""
        self._desk = desk
        self._clock = clock
        self._services = services

    def run(self, order: RunOrder) -> Instance:
        """Play a case to its end.

        Raises:
            ProcessNotFoundError: nothing is deployed under the key.
            AnswersInvalidError: they name what does not exist.
            CaseStuckError: the case cannot reach its end; `cause` says why.
        """
        with self._desk.database.read() as uow:
            loaded = reachable_definitions(uow, self._desk.library, order.process)
            calendar = self._desk.schedule.calendar(
                uow, loaded[0].calendar, now=self._clock.now()
            )
        require_known(order.answers, loaded)
        first = order.start or calendar.next_working_instant(self._clock.now())
        self._clock.set(first)
        instance = self._services.runtime.start(
            StartOrder(
                process=order.process,
                title=order.title,
                period=order.period,
                simulated=order.simulated,
            ),
            MACHINE,
        )
        course = _Course(
            root=instance.id, answers=order.answers, has_calls=len(loaded) > 1
        )
        return self._play(course)

    def _play(self, course: _Course) -> Instance:
        while True:
            open_tasks, timers, root = self._situation(course)
            if root.state is not InstanceState.RUNNING:
                return root
            self._claim_new(course, open_tasks)
            planned = sorted(
                course.planned.values(), key=lambda one: (one.done_at, one.order)
            )
            course.steps += 1
            rounds = max((task.round for task, _ in open_tasks), default=0)
            if course.steps > MOST_STEPS or rounds > MOST_ROUNDS:
                raise _stuck(open_tasks, "run.endless")
            soonest = min(timers, default=None)
            if planned and (soonest is None or planned[0].done_at <= soonest[0]):
                self._complete(course, planned[0])
            elif soonest is not None:
                self._wake(*soonest)
            else:
                raise _stuck(open_tasks, "run.nothing_waits")

    def _situation(
        self, course: _Course
    ) -> tuple[
        list[tuple[Task, Instance]], list[tuple[datetime, InstanceId]], Instance
    ]:
        with self._desk.database.read() as uow:
            root = uow.instances.get(course.root)
            family, position = [root], 0
            while course.has_calls and position < len(family):
                family.extend(uow.instances.children(family[position].id))
                position += 1
            waiting = [one for one in family if one.ended_at is None]
            open_tasks = [
                (task, one) for one in waiting for task in uow.tasks.open_of(one.id)
            ]
            timers = [
                (timer.due_at, one.id)
                for one in waiting
                for timer in uow.timers.of_instance(one.id)
            ]
        return open_tasks, timers, root

    def _claim_new(
        self, course: _Course, open_tasks: list[tuple[Task, Instance]]
    ) -> None:
        still_open = {task.id for task, _ in open_tasks}
        course.planned = {
            key: one for key, one in course.planned.items() if key in still_open
        }
        new = [pair for pair in open_tasks if pair[0].id not in course.planned]
        for task, instance in sorted(new, key=_in_order):
            answer = self._answer(course, task, instance)
            actor = self._services.stand_ins.performer(task.role, task.lane)
            with _told(task):
                held = self._services.inbox.claim(task.id, actor)
            with self._desk.database.read() as uow:
                calendar = self._desk.schedule.calendar(
                    uow, instance.calendar, now=self._clock.now()
                )
            course.planned[task.id] = _Planned(
                task=held,
                done_at=calendar.add_working_time(self._clock.now(), answer.work),
                actor=actor,
                answer=answer,
                order=len(course.seen) + sum(course.seen.values()),
            )

    def _answer(self, course: _Course, task: Task, instance: Instance) -> Answer:
        visit = instance.visits.get(task.element, 1)
        counted = (instance.id, task.element, visit)
        rank = course.seen[counted]
        course.seen[counted] += 1
        element = self._shown(task, instance)
        position = task.item_index
        if position is not None and element not in course.answers.flat:
            position = rank
        return course.answers.of(element, visit=visit, position=position)

    def _shown(self, task: Task, instance: Instance) -> str:
        with self._desk.database.read() as uow:
            loaded = self._desk.library.of(uow, instance.definition)
        return shown_element(loaded, task.element)

    def _complete(self, course: _Course, planned: _Planned) -> None:
        task, answer = planned.task, planned.answer
        self._clock.set(max(planned.done_at, self._clock.now()))
        with self._desk.database.read() as uow:
            instance = uow.instances.get(task.instance)
            loaded = self._desk.library.of(uow, instance.definition)
            step = loaded.definition.steps[task.element]
            known = instance.data | named_item(step, task.item)
            form = loaded.form_of(step)
            lists = self._services.lists.of(uow, form, known, now=self._clock.now())
        filled = default_submission(form, case_data=known, options=lists)
        decision = answer.decision
        if decision is None and step.decision is not None:
            decision = step.decision.default.label
        with _told(task):
            self._services.inbox.complete(
                task.id,
                planned.actor,
                Completion(
                    data=filled | answer.data, decision=decision, reason=answer.reason
                ),
            )
            self._services.documents.make_pending(task.instance)
        del course.planned[task.id]

    def _wake(self, at: datetime, instance: InstanceId) -> None:
        self._clock.set(max(at, self._clock.now()))
        self._services.deadlines.wake(instance, self._clock.now())


class _told:  # noqa: N801 - used as a statement
    """Says of an error at which step of the run it happened."""

    def __init__(self, task: Task) -> None:
        self._task = task

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, kind: object, error: BaseException | None, trace: object
    ) -> None:
        if isinstance(error, MutuBakuError):
            raise CaseStuckError(
                element=self._task.element, name=self._task.name, cause=error
            ) from error


def _in_order(pair: tuple[Task, Instance]) -> tuple[datetime, str, int]:
    task, _ = pair
    return task.ready_at, task.element, task.item_index or 0


def _stuck(open_tasks: list[tuple[Task, Instance]], why: str) -> CaseStuckError:
    task = open_tasks[0][0] if open_tasks else None
    return CaseStuckError(
        element=task.element if task else "",
        name=task.name if task else "",
        cause=KernelError(reason=why, element=task.element if task else None),
    )
