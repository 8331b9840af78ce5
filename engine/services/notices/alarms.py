"""Alarms: the office's channels hear of what failed for good and waits for a person."""

from datetime import datetime

from engine.domain.notices import Channel, may_be_sent
from engine.domain.values import CalendarKey, JsonObject
from engine.domain.worktime import DEFAULT_CALENDAR_KEY
from engine.services.notices.messages import INCIDENT
from engine.services.transactions.desk import Desk
from engine.services.transactions.telling import Ways, announcement
from engine.store.values import Incident


class AlarmService:
    """Plans what channels are told of incidents, each of them once."""

    def __init__(self, *, desk: Desk, ways: Ways) -> None:
        self._desk = desk
        self._ways = ways
        self._seen: frozenset[str] = frozenset()

    def tick(self, now: datetime) -> int:
        """Plan messages of incidents that opened since the last look; count them.

        Another process, or this one after a restart, plans the same rows.
        """
        if not self._ways.channels:
            return 0
        with self._desk.database.read() as uow:
            found = uow.incidents.open()
            key = CalendarKey(DEFAULT_CALENDAR_KEY)
            calendar = self._desk.schedule.calendar(uow, key, now=now)
        fresh = [one for one in found if one.id not in self._seen and _is_told(one)]
        if fresh:
            send_at = may_be_sent(calendar, now)
            with self._desk.database.write() as uow:
                uow.deliveries.add_all(
                    [
                        announcement(channel, [one.id], _facts(one), now=send_at)
                        for one in fresh
                        for channel in self._ways.channels
                    ]
                )
        self._seen = frozenset(one.id for one in found)
        return len(fresh)


def _is_told(incident: Incident) -> bool:
    # That a channel cannot be reached is not told over the channels: no end of it.
    return incident.facts.get("channel") != Channel.OFFICE.value


def _facts(incident: Incident) -> JsonObject:
    # Its own facts may name a person; the code alone may leave the house.
    return {"kind": INCIDENT, "incident": incident.id, "code": incident.code}
