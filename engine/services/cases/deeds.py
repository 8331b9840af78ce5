"""The visits of a case's steps: who did each, how long it took, what was said."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.domain.definitions import Step
from engine.domain.forms import FormDefinition
from engine.domain.identity import Actor
from engine.domain.instances import Instance
from engine.domain.sla import ClockStart, is_late
from engine.domain.tasks import Task, may_do
from engine.domain.values import JsonObject
from engine.domain.working_calendar import WorkingCalendar
from engine.services.cases.standing import was_returned
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.execution.submissions import named_item
from engine.services.office.directory import OfficeLists
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork


@dataclass(frozen=True, kw_only=True, slots=True)
class Deed:
    """One visit of a step: who did it, for how long, what was said.

    Attributes:
        spent: working time since its clock started, pauses left out; of an open
            one until now.
        late: it ended, or is still open, after it was due.
        returned: it sent the case back.
        known, lists: what its form's choices read.
    """

    task: Task
    step: Step | None
    spent: timedelta
    late: bool
    returned: bool
    mine: bool
    form: FormDefinition
    known: JsonObject
    lists: JsonObject


class Deeds:
    """Tells the visits of a case."""

    def __init__(self, *, desk: Desk, lists: OfficeLists) -> None:
        self._desk = desk
        self._lists = lists

    def of(
        self,
        uow: UnitOfWork,
        actor: Actor,
        found: tuple[Instance, LoadedDefinition],
        tasks: list[Task],
        now: datetime,
    ) -> tuple[Deed, ...]:
        """Return each visit in the order in which it became ready."""
        case, loaded = found
        calendar = self._desk.schedule.calendar(uow, case.calendar, now=now)
        return tuple(
            self._deed(uow, actor, (case, loaded, calendar), task, now)
            for task in tasks
        )

    def _deed(
        self,
        uow: UnitOfWork,
        actor: Actor,
        found: tuple[Instance, LoadedDefinition, WorkingCalendar],
        task: Task,
        now: datetime,
    ) -> Deed:
        case, loaded, calendar = found
        step = loaded.definition.steps.get(task.element)
        form = loaded.form_of(step) if step else _NO_FORM
        known = {**case.data, **(named_item(step, task.item) if step else {})}
        until = task.ended_at or now
        return Deed(
            task=task,
            step=step,
            spent=_spent(task, step, calendar, until),
            late=task.due_at is not None and is_late(until, task.due_at),
            returned=was_returned(task, loaded.definition.steps),
            mine=task.is_open and may_do(task, actor),
            form=form,
            known=known,
            lists=self._lists.of(uow, form, known, now=now),
        )


_NO_FORM = FormDefinition.from_json("kosong", '{"type": "default", "components": []}')


def _spent(
    task: Task, step: Step | None, calendar: WorkingCalendar, until: datetime
) -> timedelta:
    standard = step.standard if step else None
    from_claim = standard is not None and standard.clock is ClockStart.CLAIMED
    start = task.claimed_at if from_claim else task.ready_at
    if start is None:
        return timedelta(0)
    end = min(until, task.paused_at or until)
    worked = calendar.working_time_between(start, end)
    return max(worked - timedelta(seconds=task.paused_seconds), timedelta(0))
