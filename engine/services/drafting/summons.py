"""Telling those who may approve that an SOP waits for them."""

from collections.abc import Iterable
from datetime import datetime

from engine.domain.identity import User
from engine.domain.notices import Notice, NoticeKind, notice_id
from engine.domain.values import CalendarKey, InstanceId, TaskId
from engine.domain.versions import SopSubmission
from engine.domain.worktime import DEFAULT_CALENDAR_KEY
from engine.services.transactions.schedule import Schedule
from engine.services.transactions.telling import Telling, Ways
from engine.store.database import UnitOfWork


class Summons:
    """Calls approvers, at the bell and over the ways that they chose."""

    def __init__(self, *, schedule: Schedule, ways: Ways) -> None:
        self._schedule = schedule
        self._ways = ways

    def call(
        self,
        uow: UnitOfWork,
        submission: SopSubmission,
        people: Iterable[User],
        now: datetime,
    ) -> None:
        """Tell people, each of them once."""
        key = CalendarKey(DEFAULT_CALENDAR_KEY)
        calendar = self._schedule.calendar(uow, key, now=now)
        telling = Telling(uow, ways=self._ways, now=now)
        for user in people:
            notice = Notice(
                id=notice_id(submission.id, NoticeKind.SUBMITTED.value, user.id),
                user=user.id,
                kind=NoticeKind.SUBMITTED,
                at=now,
                task=TaskId(submission.id),
                instance=InstanceId(submission.id),
                facts={
                    "sop": submission.name,
                    "key": submission.key,
                    "who": submission.submitted_name,
                },
            )
            telling.call(notice, user, calendar)
        telling.write()

    def settle(self, uow: UnitOfWork, submission: SopSubmission, now: datetime) -> None:
        """Let nobody be called any more by what is decided."""
        uow.notices.settle(TaskId(submission.id), now=now)
