"""Notices: who is told what about a task, when, and over which way.

A notice is one sentence for one person. It always stands under the bell; mail
and messengers are deliveries of it, which people may choose or leave. Warnings
come at 50, 75 and 100 % of the standard and on every working day after; each
is told to a person once.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from engine.domain.durations import WorkDuration
from engine.domain.sla import (
    DEFAULT_THRESHOLDS,
    ClockStart,
    Pause,
    SlaFacts,
    Standard,
    Thresholds,
    reminder_at,
    threshold_at,
)
from engine.domain.tasks import Task
from engine.domain.values import InstanceId, JsonObject, RoleKey, TaskId, UserId
from engine.domain.working_calendar import WorkingCalendar

WHOLE = 100  # percent


class NoticeKind(StrEnum):
    """What a notice says of a task, or of an SOP that waits for approval."""

    OPENED = "opened"
    NEARING = "nearing"
    LATE = "late"
    REMINDED = "reminded"
    SUBMITTED = "submitted"
    SIGNATURE = "signature"
    ACTION = "action"
    ACTION_NEARING = "action_nearing"
    ACTION_LATE = "action_late"


class MailChoice(StrEnum):
    """How somebody wants mail: not at all, each notice, or one each morning."""

    NONE = "none"
    EACH = "each"
    DIGEST = "digest"


class Channel(StrEnum):
    """A way out of the house."""

    MAIL = "mail"
    DIGEST = "digest"
    MESSENGER = "messenger"
    OFFICE = "office"
    REPORT = "report"


class DeliveryState(StrEnum):
    """How far a delivery is; `queued` has a job, `empty` had nothing to say."""

    PENDING = "pending"
    QUEUED = "queued"
    SENT = "sent"
    EMPTY = "empty"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """Something one person is told.

    Attributes:
        id: made of what is told to whom (`notice_id`), so that nothing is told
            to the same person twice.
        task: or the submission that waits for approval; `instance` too, then.
        facts: what its sentence names, as plain values.
        read_at: None while it counts at the bell.
    """

    id: str
    user: UserId
    kind: NoticeKind
    at: datetime
    task: TaskId
    instance: InstanceId
    facts: JsonObject = field(default_factory=dict)
    read_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """One message to one person, or to a channel of the office, and its fate.

    Attributes:
        id: made of what goes where (`notice_id`); it names the message outside
            too, so that a repeated one can be known.
        user: None where it goes to a channel of the office.
        notice: what it tells; None for a digest, which tells of its day.
        facts: what it tells a channel of the office, which has no notices.
        send_at: not before this instant: outside working time nothing is sent.
        attempts: tries so far; `rounds` counts those that were given up.
        error: of the last failed try.
    """

    id: str
    user: UserId | None
    channel: Channel
    state: DeliveryState
    send_at: datetime
    created_at: datetime
    notice: str | None = None
    facts: JsonObject | None = None
    attempts: int = 0
    rounds: int = 0
    error: str = ""
    sent_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Preferences:
    """What somebody chose.

    Attributes:
        mail: how mail comes, where the office sends any.
        messenger: address of a messenger as `apprise` writes it, or empty.
        feed: sha256 of the secret in the address of one's calendar, or None.
    """

    user: UserId
    mail: MailChoice = MailChoice.DIGEST
    messenger: str = ""
    feed: bytes | None = None
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """A warning that has come: a share of the standard, or a day after it.

    Attributes:
        days: whole working days since the task was due.
    """

    kind: NoticeKind
    percent: int = WHOLE
    days: int = 0

    @property
    def key(self) -> str:
        """What makes it another warning than the one before."""
        return f"late+{self.days}" if self.days else str(self.percent)


@dataclass(frozen=True, kw_only=True, slots=True)
class Watch:
    """What the warnings of an open task are computed from."""

    task: Task
    clock: ClockStart
    pauses: tuple[Pause, ...] = ()
    thresholds: Thresholds = DEFAULT_THRESHOLDS


def notice_id(*parts: str) -> str:
    """Return the id of what is told: the same parts, the same 80 bits in hex."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


def reached(watch: Watch, calendar: WorkingCalendar, now: datetime) -> Level | None:
    """Return the highest warning whose time has come, None before the first."""
    due = watch.task.due_at
    if due is not None and due <= now:
        days = _days_late(due, calendar, now)
        kind = NoticeKind.REMINDED if days else NoticeKind.LATE
        return Level(kind=kind, days=days)
    come = [percent for percent, at in _shares(watch, calendar) if at <= now]
    return Level(kind=NoticeKind.NEARING, percent=max(come)) if come else None


def next_warning(
    watch: Watch, calendar: WorkingCalendar, now: datetime
) -> datetime | None:
    """Return the first instant after now at which a warning comes.

    None while the clock stands: paused, not started, without standard and due
    date, or ended.
    """
    task = watch.task
    if task.due_at is None or task.paused_at is not None or not task.is_open:
        return None
    if task.due_at <= now:
        days = _days_late(task.due_at, calendar, now)
        return reminder_at(task.due_at, days + 1, calendar)
    coming = [at for _, at in _shares(watch, calendar) if at > now]
    return min([*coming, task.due_at])


def look_at(watch: Watch, calendar: WorkingCalendar, now: datetime) -> datetime | None:
    """Return when a task whose due instant has moved is to be looked at.

    At once where a warning has come already: whoever was told is not told again.
    """
    coming = next_warning(watch, calendar, now)
    if coming is None or reached(watch, calendar, now) is None:
        return coming
    return now


def may_be_sent(calendar: WorkingCalendar, now: datetime) -> datetime:
    """Return the first instant from now on at which messages may leave the house."""
    if calendar.is_working_instant(now):
        return now
    return calendar.next_working_instant(now)


def chain_of(setting: object, process: str) -> tuple[RoleKey, ...]:
    """Return the roles above the performer that an SOP names, nearest first.

    Args:
        setting: `{"process key": ["role", …], "*": […]}` as the office keeps it;
            anything else names nobody.
        process: key of the SOP; `*` serves those that are not named.
    """
    if not isinstance(setting, dict):
        return ()
    named = setting.get(process, setting.get("*"))
    if not isinstance(named, list):
        return ()
    return tuple(RoleKey(one) for one in named if isinstance(one, str))


def _shares(watch: Watch, calendar: WorkingCalendar) -> Iterable[tuple[int, datetime]]:
    """Yield the thresholds before the whole with their instants."""
    task = watch.task
    start = task.claimed_at if watch.clock is ClockStart.CLAIMED else task.ready_at
    if start is None or task.due_at is None:
        return
    seconds = task.standard_seconds
    if seconds is None:
        between = calendar.working_time_between(start, task.due_at)
        seconds = int(between.total_seconds())
    standard = Standard(duration=WorkDuration(time=timedelta(seconds=seconds)))
    facts = SlaFacts(ready_at=start, pauses=watch.pauses)
    for percent in (watch.thresholds.notice, watch.thresholds.risk):
        at = threshold_at(standard, facts, calendar, percent)
        if at is not None:
            yield percent, at


def _days_late(due: datetime, calendar: WorkingCalendar, now: datetime) -> int:
    # A working day takes a calendar day at least, so the answer lies in between.
    most = max((now - due).days + 1, 0)
    return bisect_right(
        range(1, most + 1), now, key=lambda days: reminder_at(due, days, calendar)
    )
