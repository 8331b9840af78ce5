"""Telling people of tasks within one transaction: notices, and what leaves for them.

Gathered first and written by one statement per table; roles and preferences are
read once, however many tasks are told of.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.domain.identity import Right, User
from engine.domain.notices import (
    Channel,
    Delivery,
    DeliveryState,
    Level,
    MailChoice,
    Notice,
    NoticeKind,
    Preferences,
    chain_of,
    may_be_sent,
    notice_id,
)
from engine.domain.tasks import Task
from engine.domain.values import JsonObject, JsonValue, RoleKey, UserId
from engine.domain.working_calendar import WorkingCalendar
from engine.errors import UserNotFoundError
from engine.store.unit_of_work import UnitOfWork
from engine.store.warnings import CaseHead

ESCALATION = "escalation"  # setting of the office: SOP to roles above its performers

_LATE = frozenset({NoticeKind.LATE, NoticeKind.REMINDED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Ways:
    """Over which ways the office can send.

    Attributes:
        channels: keys (`channel_key`) of the office's own channels, which are
            told of what is late and of what stands still.
    """

    mail: bool = False
    messenger: bool = False
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """A task to tell of, with its case and the case's calendar."""

    task: Task
    case: CaseHead
    calendar: WorkingCalendar


class Telling:
    """What one transaction tells; `write` puts it down."""

    def __init__(self, uow: UnitOfWork, *, ways: Ways, now: datetime) -> None:
        self._uow = uow
        self._ways = ways
        self._now = now
        self._notices: list[Notice] = []
        self._deliveries: list[Delivery] = []
        self._holders: dict[RoleKey, tuple[User, ...]] = {}
        self._users: dict[UserId, User | None] = {}
        self._chosen: Mapping[UserId, Preferences] | None = None
        self._superiors: tuple[User, ...] | None = None
        self._chains: JsonValue = None

    def tell(self, subject: Subject, level: Level, people: Iterable[User]) -> int:
        """Tell people of a task; each of them once per task and level.

        What is late is told to the office's channels too, whoever is there.
        """
        told = {user.id: user for user in people if user.active}
        for user in told.values():
            notice = Notice(
                id=notice_id(subject.task.id, level.key, user.id),
                user=user.id,
                kind=level.kind,
                at=self._now,
                task=subject.task.id,
                instance=subject.task.instance,
                facts=facts_of(subject, level),
            )
            self._notices.append(notice)
            self._deliver(notice, user, subject.calendar)
        if level.kind not in _LATE:
            return len(told)
        self._announce(subject, level)
        return len(told) + len(self._ways.channels)

    def call(self, notice: Notice, user: User, calendar: WorkingCalendar) -> None:
        """Tell one person of what is no task."""
        self._notices.append(notice)
        self._deliver(notice, user, calendar)

    def performers(self, task: Task) -> tuple[User, ...]:
        """Return who holds a task, or everybody who may take it."""
        if task.assignee is None:
            return self._of_role(task.role)
        if task.assignee not in self._users:
            self._users[task.assignee] = _user(self._uow, task.assignee)
        found = self._users[task.assignee]
        return () if found is None else (found,)

    def superiors(self, task: Task, days: int) -> tuple[User, ...]:
        """Return who is told that others are late: one rank more with every day.

        Without a chain of the SOP they are all who supervise.
        """
        if self._chains is None:
            self._chains = self._uow.office.get(ESCALATION) or {}
        chain = chain_of(self._chains, task.process)
        if chain:
            roles = chain[: days + 1]
            return tuple(user for role in roles for user in self._of_role(role))
        if self._superiors is None:
            self._superiors = tuple(
                user
                for role in self._uow.people.roles()
                if Right.SUPERVISE in role.rights
                for user in self._of_role(role.key)
            )
        return self._superiors

    def write(self) -> None:
        """Write everything; what was told before stays as it is."""
        self._uow.notices.add_all(self._notices)
        self._uow.deliveries.add_all(self._deliveries)

    def _deliver(self, notice: Notice, user: User, calendar: WorkingCalendar) -> None:
        chosen = self._choice(user.id)
        wanted = []
        if self._ways.mail and user.email and chosen.mail is MailChoice.EACH:
            wanted.append(Channel.MAIL)
        if self._ways.messenger and chosen.messenger:
            wanted.append(Channel.MESSENGER)
        for channel in wanted:
            planned = planned_delivery(channel, user.id, notice.id, now=self._now)
            send_at = may_be_sent(calendar, self._now)
            self._deliveries.append(replace(planned, notice=notice.id, send_at=send_at))

    def _announce(self, subject: Subject, level: Level) -> None:
        task = subject.task
        facts: JsonObject = {"kind": level.kind.value, "task": task.id}
        facts |= facts_of(subject, level)
        send_at = may_be_sent(subject.calendar, self._now)
        for channel in self._ways.channels:
            what = (task.id, level.key)
            planned = announcement(channel, what, facts, now=self._now)
            self._deliveries.append(replace(planned, send_at=send_at))

    def _choice(self, user: UserId) -> Preferences:
        if self._chosen is None:
            self._chosen = self._uow.preferences.all()
        return self._chosen.get(user) or Preferences(user=user)

    def _of_role(self, role: RoleKey) -> tuple[User, ...]:
        if role not in self._holders:
            held = self._uow.people.holders(role, self._now)
            self._holders[role] = tuple(user for user, _ in held)
        return self._holders[role]


def planned_delivery(
    channel: Channel, user: UserId, what: str, *, now: datetime
) -> Delivery:
    """Return a delivery; the same thing over the same way has the same id."""
    return Delivery(
        id=notice_id(channel.value, what, user),
        user=user,
        channel=channel,
        state=DeliveryState.PENDING,
        send_at=now,
        created_at=now,
    )


def channel_key(address: str) -> str:
    """Return what stands for a channel of the office where its secrets must not."""
    return notice_id(Channel.OFFICE.value, address)


def announcement(
    channel: str, what: Iterable[str], facts: JsonObject, *, now: datetime
) -> Delivery:
    """Return a delivery to a channel of the office; `what` makes it another one."""
    return Delivery(
        id=notice_id(Channel.OFFICE.value, channel, *what),
        user=None,
        channel=Channel.OFFICE,
        state=DeliveryState.PENDING,
        send_at=now,
        created_at=now,
        facts=facts | {"channel": channel},
    )


def facts_of(subject: Subject, level: Level) -> JsonObject:
    """Return what the sentence of a notice names."""
    task, case = subject.task, subject.case
    return {
        "step": task.name,
        "case": case.title,
        "number": case.number,
        "who": task.assignee_name or task.lane,
        "due": None if task.due_at is None else task.due_at.isoformat(),
        "zone": subject.calendar.zone.key,
        "percent": level.percent,
        "days": level.days,
    }


def _user(uow: UnitOfWork, user: UserId) -> User | None:
    try:
        return uow.people.user(user)
    except UserNotFoundError:
        return None
