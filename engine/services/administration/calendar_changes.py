"""What a changed calendar would move, computed before it is written."""

from dataclasses import dataclass
from datetime import datetime

from engine.domain.clocks import ClockKind
from engine.domain.identity import Actor, Right
from engine.domain.instances import Instance, InstanceState
from engine.domain.sla import Pause
from engine.domain.tasks import Task
from engine.domain.values import CalendarKey, JsonObject
from engine.domain.working_calendar import WorkingCalendar
from engine.domain.worktime import HolidaySource, calendar_from_dict
from engine.errors import CalendarNotFoundError
from engine.services.transactions import access
from engine.services.transactions.desk import Desk
from engine.services.transactions.schedule import task_due
from engine.store.database import UnitOfWork
from engine.store.instances import InstanceFilter

BATCH = 200
SHOWN = 100
_RUNNING = InstanceFilter(state=InstanceState.RUNNING)


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """A task whose due instant would change."""

    task: Task
    case: Instance
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Moves:
    """What a change would do to open tasks; `shown` are the first `SHOWN`."""

    shown: tuple[Move, ...]
    count: int


class CalendarChangeService:
    """Reads the stored calendar and foresees changes, for administrators."""

    def __init__(self, *, desk: Desk, holidays: HolidaySource) -> None:
        self._desk = desk
        self._holidays = holidays

    def stored(self, key: str, actor: Actor) -> tuple[JsonObject, int]:
        """Return a calendar as it is stored, with its version.

        Raises:
            CalendarNotFoundError, RefusedError.
        """
        _require(actor)
        with self._desk.database.read() as uow:
            content = uow.calendars.get(CalendarKey(key))
            version = uow.calendars.version(CalendarKey(key))
        if content is None or version is None:
            raise CalendarNotFoundError(calendar=key)
        return content, version

    def read(self, content: JsonObject) -> WorkingCalendar:
        """Return the calendar of stored or changed content.

        Raises:
            CalendarInvalidError: names the entry that cannot be used.
        """
        return calendar_from_dict(content, self._holidays)

    def moves(self, calendar: WorkingCalendar, actor: Actor) -> Moves:
        """Return which open tasks would be due at another time.

        Raises:
            RefusedError, CalendarHasNoWorkingTimeError.
        """
        _require(actor)
        found: list[Move] = []
        cursor = None
        with self._desk.database.read() as uow:
            while True:
                page = uow.instances.listing(_RUNNING, limit=BATCH, cursor=cursor)
                for case in page.items:
                    if case.calendar == calendar.key:
                        found += self._moved(uow, case, calendar)
                cursor = page.next
                if cursor is None:
                    return Moves(shown=tuple(found[:SHOWN]), count=len(found))

    def _moved(
        self, uow: UnitOfWork, case: Instance, calendar: WorkingCalendar
    ) -> list[Move]:
        steps = self._desk.library.of(uow, case.definition).definition.steps
        moved = []
        for task in uow.tasks.open_of(case.id):
            pauses = [
                Pause(start=one.started_at, end=one.ended_at)
                for one in uow.clocks.of_task(task.id)
                if one.kind is ClockKind.PAUSED
            ]
            due_at, _ = task_due(task, steps[task.element], pauses, calendar)
            if due_at != task.due_at:
                moved.append(Move(task=task, case=case, due_at=due_at))
        return moved


def _require(actor: Actor) -> None:
    access.require_right(actor, Right.ADMINISTER, action="calendar", subject="calendar")
