"""Telling officers of what they promised: at once, three days before, when late.

An idle look reads one entry of an index. Who is late is told to those above, too.
"""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.domain.actions import Action, ActionStage, next_day, stage
from engine.domain.identity import Right, User
from engine.domain.notices import Notice, NoticeKind, notice_id
from engine.domain.values import CalendarKey, TaskId
from engine.domain.worktime import DEFAULT_CALENDAR_KEY, DEFAULT_ZONE
from engine.services.actions.cards import morning_of
from engine.services.transactions.desk import Desk
from engine.services.transactions.telling import Telling, Ways
from engine.store.database import UnitOfWork

BATCH = 100
_ZONE = ZoneInfo(DEFAULT_ZONE)
_KINDS = {
    ActionStage.NEW: NoticeKind.ACTION,
    ActionStage.NEARING: NoticeKind.ACTION_NEARING,
    ActionStage.LATE: NoticeKind.ACTION_LATE,
}


class ActionReminders:
    """Tells of actions whose day has come; the ticker asks."""

    def __init__(self, *, desk: Desk, ways: Ways) -> None:
        self._desk = desk
        self._ways = ways

    def tick(self, now: datetime) -> int:
        """Tell of every action that is to be told of; return of how many."""
        with self._desk.database.read() as uow:
            if not uow.actions.waiting(now):
                return 0
        with self._desk.database.write() as uow:
            due = uow.actions.due(now, limit=BATCH)
            telling = Telling(uow, ways=self._ways, now=now)
            for action in due:
                self._tell(uow, telling, action, now)
            telling.write()
        return len(due)

    def _tell(
        self, uow: UnitOfWork, telling: Telling, action: Action, now: datetime
    ) -> None:
        today = now.astimezone(_ZONE).date()
        what = stage(action, today)
        calendar = self._desk.schedule.calendar(
            uow, CalendarKey(DEFAULT_CALENDAR_KEY), now=now
        )
        for user in _people(uow, action, what, now):
            notice = Notice(
                id=notice_id(action.id, what.value, today.isoformat(), user.id),
                user=user.id,
                kind=_KINDS[what],
                at=now,
                task=TaskId(action.id),
                instance=action.instance,
                facts={
                    "text": action.text[:200],
                    "day": f"{action.due:%d-%m-%Y}" if action.due else "–",
                    "who": action.responsible or (action.role or ""),
                    "progress": action.progress,
                },
            )
            telling.call(notice, user, calendar)
        day = next_day(action, today)
        uow.actions.save(
            replace(action, remind_at=morning_of(day) if day is not None else None)
        )


def _people(
    uow: UnitOfWork, action: Action, what: ActionStage, now: datetime
) -> list[User]:
    """Return who is told: the post, and those above it once it is late."""
    roles = [action.role] if action.role is not None else []
    if what is ActionStage.LATE:
        roles += [
            one.key for one in uow.people.roles() if Right.SUPERVISE in one.rights
        ]
    people = {
        user.id: user for role in roles for user, _ in uow.people.holders(role, now)
    }
    return [user for user in people.values() if user.active]
