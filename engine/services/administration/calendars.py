"""The office's working calendars."""

from collections.abc import Callable

from engine.clock import Clock
from engine.domain.identity import MACHINE, Actor, Right
from engine.domain.values import CalendarKey, JsonObject
from engine.domain.working_calendar import WorkingCalendar
from engine.domain.worktime import (
    DEFAULT_CALENDAR_KEY,
    HolidaySource,
    calendar_from_dict,
    calendar_to_dict,
    default_calendar,
)
from engine.services.execution.deadlines import DeadlineService
from engine.services.transactions import access
from engine.services.transactions.changes import Changes
from engine.services.transactions.schedule import Schedule
from engine.store.database import Database


class CalendarService:
    """Reads and changes calendars; open tasks follow a change."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        holidays: HolidaySource,
        schedule: Schedule,
        deadlines: Callable[[], DeadlineService],
    ) -> None:
        """Take the deadlines as a promise: only a change needs them, and a kernel."""
        self._database = database
        self._clock = clock
        self._holidays = holidays
        self._schedule = schedule
        self._deadlines = deadlines

    def ensure_default(self) -> None:
        """Add the calendar `kantor` to an office that has none."""
        key = CalendarKey(DEFAULT_CALENDAR_KEY)
        with self._database.write() as uow:
            if uow.calendars.get(key) is None:
                uow.calendars.put(
                    key, calendar_to_dict(default_calendar(self._holidays))
                )

    def calendar(self, key: str) -> WorkingCalendar:
        """Return a calendar.

        Raises:
            CalendarNotFoundError: there is none of that key.
        """
        with self._database.read() as uow:
            return self._schedule.calendar(uow, CalendarKey(key), now=self._clock.now())

    def put(
        self,
        calendar: WorkingCalendar,
        actor: Actor = MACHINE,
        *,
        note: str = "",
        seen: int | None = None,
    ) -> int:
        """Write a calendar and return how many open tasks moved.

        Args:
            calendar: as it shall be.
            actor: an administrator.
            note: why, for the log.
            seen: the stored version that was changed, None for whichever stands.

        Raises:
            RefusedError: the actor may not administer.
            CalendarHasNoWorkingTimeError: nothing would ever be due by it.
            VersionConflictError: somebody else changed it at the same moment.
        """
        access.require_right(
            actor, Right.ADMINISTER, action="calendar", subject=calendar.key
        )
        key, now = CalendarKey(calendar.key), self._clock.now()
        calendar.next_working_instant(now)
        with self._database.write() as uow:
            changes = Changes(uow=uow, now=now, actor=actor)
            version = seen or uow.calendars.version(key)
            stored = uow.calendars.get(key)
            uow.calendars.put(key, calendar_to_dict(calendar), version=version)
            facts: JsonObject = {"calendar": key, "note": note}
            changes.record("calendar.changed", facts=facts)
            changes.write()
        before = None if stored is None else self.read(stored)
        return self._deadlines().recompute_due(key, now, before=before)

    def read(self, stored: JsonObject) -> WorkingCalendar:
        """Return a calendar of what a form sent.

        Raises:
            CalendarInvalidError: names the entry that cannot be used.
        """
        return calendar_from_dict(stored, self._holidays)
