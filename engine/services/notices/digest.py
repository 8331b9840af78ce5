"""The morning's list: one mail per working day for everybody who chose it.

Planned when the office opens, and once however many tickers look: the day and
the person make the message's id. A server that was off at opening plans it
when it comes up, while the office is open.
"""

from datetime import date, datetime

from engine.domain.notices import Channel, MailChoice, Preferences
from engine.domain.values import CalendarKey
from engine.domain.worktime import DEFAULT_CALENDAR_KEY
from engine.services.transactions.desk import Desk
from engine.services.transactions.telling import Ways, planned_delivery


class DigestService:
    """Plans digests; what they say is written when they are sent."""

    def __init__(self, *, desk: Desk, ways: Ways) -> None:
        self._desk = desk
        self._ways = ways
        self._planned: date | None = None

    def tick(self, now: datetime) -> int:
        """Plan the digests of a day that has begun; return how many."""
        if not self._ways.mail:
            return 0
        with self._desk.database.read() as uow:
            key = CalendarKey(DEFAULT_CALENDAR_KEY)
            calendar = self._desk.schedule.calendar(uow, key, now=now)
        today = now.astimezone(calendar.zone).date()
        if today == self._planned or not calendar.is_working_instant(now):
            return 0
        planned = self._plan(today, now)
        self._planned = today
        return planned

    def _plan(self, today: date, now: datetime) -> int:
        with self._desk.database.write() as uow:
            chosen = uow.preferences.all()
            wanting = [
                user.id
                for user in uow.people.users()
                if user.active
                and user.email
                and (chosen.get(user.id) or Preferences(user=user.id)).mail
                is MailChoice.DIGEST
            ]
            uow.deliveries.add_all(
                [
                    planned_delivery(Channel.DIGEST, user, today.isoformat(), now=now)
                    for user in wanting
                ]
            )
            return len(wanting)
