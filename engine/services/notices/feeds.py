"""One's due tasks as a calendar (RFC 5545), behind a secret that can be taken back.

Calendar programs fetch it without signing in, so it tells no more than a mail
does: the step, the case's number, and when it is due.
"""

from datetime import UTC, datetime, timedelta

from engine.domain.tasks import Task
from engine.errors import NotFoundError
from engine.services.notices.service import feed_hash
from engine.services.transactions.desk import Desk
from engine.translations import sentence

MOST_TASKS = 200
SHOWN_FOR = timedelta(minutes=15)
LINE_BYTES = 75  # RFC 5545, 3.1
_ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,"}


class FeedService:
    """Gives calendars to whoever knows their secret."""

    def __init__(self, *, desk: Desk, origin: str | None) -> None:
        self._desk = desk
        self._origin = (origin or "").rstrip("/")

    def calendar(self, secret: str) -> str:
        """Return the calendar that a secret opens.

        Raises:
            NotFoundError: it opens none, or its owner has left.
        """
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            chosen = uow.preferences.by_feed(feed_hash(secret))
            actor = uow.people.actor_of(chosen.user, now) if chosen else None
            if actor is None:
                raise NotFoundError
            language = uow.people.user(actor.user).language
            page = uow.tasks.inbox(actor.roles, actor.user, limit=MOST_TASKS)
        tasks = [entry.task for entry in page.items]
        name = sentence("notice.feed_name", language, {"name": actor.name})
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Mutu Baku//Mutu Baku//ID",
            "CALSCALE:GREGORIAN",
            f"X-WR-CALNAME:{_escaped(name)}",
        ]
        for task in tasks:
            if task.due_at is not None:
                lines += self._event(task, task.due_at, language, now)
        lines.append("END:VCALENDAR")
        return "".join(f"{_folded(line)}\r\n" for line in lines)

    def _event(
        self, task: Task, due: datetime, language: str, now: datetime
    ) -> list[str]:
        words = sentence("notice.feed_task", language, {"step": task.name})
        lines = [
            "BEGIN:VEVENT",
            f"UID:{task.id}@mutubaku",
            f"SEQUENCE:{task.version}",
            f"DTSTAMP:{_utc(now)}",
            f"DTSTART:{_utc(due - SHOWN_FOR)}",
            f"DTEND:{_utc(due)}",
            f"SUMMARY:{_escaped(words)}",
        ]
        if self._origin:
            lines.append(f"URL:{self._origin}/tugas/{task.id}")
        return [*lines, "END:VEVENT"]


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """Return a text as a value: no line of it can begin another property."""
    plain = " ".join(text.split())
    return "".join(_ESCAPES.get(sign, sign) for sign in plain if sign.isprintable())


def _folded(line: str) -> str:
    """Return a line folded so that no part is longer than 75 bytes."""
    parts, part, room = [], "", LINE_BYTES
    for sign in line:
        size = len(sign.encode())
        if size > room:
            parts.append(part)
            part, room = "", LINE_BYTES - 1  # the blank that continues it
        part += sign
        room -= size
    return "\r\n ".join([*parts, part])
