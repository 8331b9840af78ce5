"""How the demo office keeps what it promised: most in time, some late, none forgotten."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.domain.actions import Action
from engine.domain.durations import WorkDuration
from engine.domain.identity import Actor
from engine.domain.tasks import Task
from engine.domain.values import RoleKey
from engine.domain.working_calendar import WorkingCalendar
from engine.services.actions.board import ActionService
from engine.services.actions.cards import Told
from engine.services.transactions.desk import Desk

_KEPT = "Sudah dilaksanakan."
_ON_THE_WAY = "Sebagian sudah dilaksanakan; menunggu nagari."


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """That somebody tells how an action goes.

    Attributes:
        day: when; may be no working day.
        progress: percent; 100 ends it.
    """

    day: date
    text: str
    progress: int


def tellings(action: Action, period: str, *, is_new: bool) -> Iterator[Telling]:
    """Yield what is told of an action, in the order of time.

    Args:
        action: with the day it is due; of one without nothing is told.
        period: label of the case's period, so that the same promise of two months
            may go two ways.
        is_new: of the newest quarter; what was planned for an indicator still goes on.
    """
    if action.due is None:
        return
    if is_new and action.indicator:
        half_way = action.created_at.date() + timedelta(days=14)
        yield Telling(day=half_way, text=_ON_THE_WAY, progress=50)
        return
    # The id of an action is drawn anew each time; its words and period are not.
    drawn = zlib.crc32(f"{period}/{action.indicator}/{action.text}".encode()) % 10
    delay = timedelta(days={6: 4, 7: 9, 8: 30, 9: 60}.get(drawn, -2))
    if delay > timedelta():
        yield Telling(day=action.due, text=_ON_THE_WAY, progress=50)
    yield Telling(day=action.due + delay, text=_KEPT, progress=100)


class Promises:
    """Lets officers tell how it goes with what a step promised."""

    def __init__(
        self, desk: Desk, actions: ActionService, holder: Callable[[RoleKey], Actor]
    ) -> None:
        self._desk = desk
        self._actions = actions
        self._holder = holder

    def of(
        self, task: Task, period: str, calendar: WorkingCalendar, *, is_new: bool
    ) -> Iterator[tuple[datetime, Callable[[], None]]]:
        """Yield what is told of a completed task's actions, and when."""
        with self._desk.database.read() as uow:
            promised = uow.actions.of_instance(task.instance)
        for action in promised:
            if action.task == task.id:
                for one in tellings(action, period, is_new=is_new):
                    yield _morning(one.day, calendar), self._telling(action.id, one)

    def _telling(self, action: str, one: Telling) -> Callable[[], None]:
        def tell() -> None:
            with self._desk.database.read() as uow:
                found = uow.actions.get(action)
            teller = self._holder(found.role or RoleKey("sekretaris"))
            told = Told(text=one.text, progress=one.progress)
            self._actions.tell(action, teller, told, version=found.version)

        return tell


def _morning(day: date, calendar: WorkingCalendar) -> datetime:
    """Return the second working hour of a day, or of the next working day."""
    begins = datetime(day.year, day.month, day.day, tzinfo=calendar.zone)
    return calendar.add_working_time(begins, WorkDuration(time=timedelta(hours=1)))
