"""Notices: written after the commit that gave rise to them, read under the bell."""

import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.domain.identity import Actor
from engine.domain.instances import InstanceState
from engine.domain.notices import (
    Delivery,
    Level,
    MailChoice,
    Notice,
    NoticeKind,
    Preferences,
)
from engine.domain.tasks import Task
from engine.domain.values import DocumentId, JsonObject, JsonValue, TaskId, UserId
from engine.errors import (
    DeliveryFailedError,
    OfficeInvalidError,
    TaskNotFoundError,
    VersionConflictError,
)
from engine.ports import Job, Messenger
from engine.services.documents.paperwork import making
from engine.services.transactions.changes import Changes, new_id
from engine.services.transactions.desk import Desk
from engine.services.transactions.telling import Subject, Telling, Ways
from engine.store.pages import Page
from engine.store.unit_of_work import UnitOfWork
from engine.store.values import Incident

KEPT_FOR = timedelta(days=180)
SHOWN = 30
LONGEST_ADDRESS = 500
LONGEST_MAILBOX = 200
OPENED = Level(kind=NoticeKind.OPENED, percent=0)
_NAME = r"[^\s@<>\"(),:;\\\[\]\x00-\x1f\x7f]+"
_MAILBOX = re.compile(rf"{_NAME}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mailbox:
    """Where somebody's mail goes; empty for nowhere.

    Attributes:
        version: of the person's row, as it was seen.
    """

    address: str
    version: int


class NoticeService:
    """Tells officers of their tasks, and how each of them wants to be told."""

    def __init__(self, *, desk: Desk, ways: Ways, messenger: Messenger) -> None:
        self._desk = desk
        self._ways = ways
        self._messenger = messenger

    @property
    def ways(self) -> Ways:
        """Over which ways this office can send."""
        return self._ways

    def follow_up(self, payload: JsonObject) -> None:
        """Do what a commit left to do; doing it again changes nothing.

        Documents become a job of their own: neither waits for the other.
        """
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            for task, documents in _by_task(uow, _names(payload, "documents")).items():
                uow.enqueue(making(task, documents))
            self._tell_of_opened(uow, _names(payload, "tasks"), now)

    def park(self, job: Job, error: str) -> None:
        """Open an incident for what could not follow: a person decides."""
        with self._desk.database.write() as uow:
            uow.incidents.add(
                Incident(
                    id=new_id(),
                    kind=job.kind,
                    key=job.key,
                    code=DeliveryFailedError.code,
                    facts={"reason": error},
                    opened_at=self._desk.clock.now(),
                    payload=job.payload,
                )
            )

    def page(self, actor: Actor, *, cursor: str | None = None) -> Page[Notice]:
        """Return a page of one's notices, newest first.

        Raises:
            CursorInvalidError: the cursor is none of ours.
        """
        with self._desk.database.read() as uow:
            return uow.notices.of_user(actor.user, limit=SHOWN, cursor=cursor)

    def unread(self, actor: Actor) -> int:
        """Return how many notices wait for somebody's eye, at most 100."""
        with self._desk.database.read() as uow:
            return uow.notices.unread(actor.user)

    def read(self, actor: Actor, *, task: TaskId | None = None) -> None:
        """Mark one's notices read, all of them or those of one task."""
        with self._desk.database.write() as uow:
            uow.notices.read(actor.user, now=self._desk.clock.now(), task=task)

    def chosen(self, actor: Actor) -> Preferences:
        """Return how somebody wants to be told."""
        with self._desk.database.read() as uow:
            return _chosen(uow, actor.user)

    def sent(self, actor: Actor) -> list[Delivery]:
        """Return the last messages to somebody, newest first."""
        with self._desk.database.read() as uow:
            return uow.deliveries.of_user(actor.user)

    def mailbox(self, actor: Actor) -> Mailbox:
        """Return where somebody's mail goes, with the version that was seen."""
        with self._desk.database.read() as uow:
            user = uow.people.user(actor.user)
        return Mailbox(address=user.email, version=user.version)

    def choose(
        self,
        actor: Actor,
        *,
        mail: MailChoice,
        messenger: str,
        mailbox: Mailbox | None = None,
    ) -> Preferences:
        """Keep how somebody wants to be told, and where: both or neither.

        Args:
            actor: whose choice it is.
            mail: none, each notice, or one each morning.
            messenger: address as apprise writes it; empty for none.
            mailbox: where mail goes from now on; None leaves it as it is.

        Raises:
            OfficeInvalidError: messages cannot be sent to such an address.
            VersionConflictError: it changed since it was seen.
        """
        address = messenger.strip()
        errors = {}
        known = len(address) <= LONGEST_ADDRESS and self._messenger.knows(address)
        if address and not known:
            errors["messenger"] = "notice.messenger_unknown"
        if mailbox is not None and not is_mailbox(mailbox.address.strip()):
            errors["email"] = "notice.no_mailbox"
        if errors:
            raise OfficeInvalidError(errors=errors)
        with self._desk.database.write() as uow:
            if mailbox is not None:
                self._move(uow, actor, mailbox)
            chosen = replace(_chosen(uow, actor.user), mail=mail, messenger=address)
            uow.preferences.put(chosen)
            return chosen

    def open_feed(self, actor: Actor) -> str:
        """Return the secret of one's calendar, new; the one before opens nothing."""
        secret = secrets.token_urlsafe(32)
        self._keep_feed(actor, feed_hash(secret))
        return secret

    def close_feed(self, actor: Actor) -> None:
        """Let no address open one's calendar."""
        self._keep_feed(actor, None)

    def forget(self, now: datetime) -> None:
        """Throw away what nobody reads any more."""
        with self._desk.database.write() as uow:
            uow.notices.forget(before=now - KEPT_FOR)

    def _move(self, uow: UnitOfWork, actor: Actor, mailbox: Mailbox) -> None:
        user = uow.people.user(actor.user)
        if user.version != mailbox.version:
            raise VersionConflictError(what="users", id=user.id)
        email = mailbox.address.strip()
        if email == user.email:
            return
        uow.people.save_user(replace(user, email=email))
        changes = Changes(uow=uow, now=self._desk.clock.now(), actor=actor)
        facts: JsonObject = {"user": user.id, "name": user.name}
        changes.record("user.changed", facts=facts)
        changes.write()

    def _keep_feed(self, actor: Actor, digest: bytes | None) -> None:
        with self._desk.database.write() as uow:
            uow.preferences.put(replace(_chosen(uow, actor.user), feed=digest))

    def _tell_of_opened(self, uow: UnitOfWork, names: list[str], now: datetime) -> None:
        opened = [task for task in _found(uow, names) if task.is_open]
        cases = uow.warnings.cases({task.instance for task in opened})
        telling = Telling(uow, ways=self._ways, now=now)
        for task in opened:
            case = cases[task.instance]
            if task.simulated or case.state is not InstanceState.RUNNING:
                continue
            calendar = self._desk.schedule.calendar(uow, case.calendar, now=now)
            subject = Subject(task=task, case=case, calendar=calendar)
            telling.tell(subject, OPENED, telling.performers(task))
        telling.write()


def is_mailbox(address: str) -> bool:
    """Tell whether mail can be written to an address; to none at all as well."""
    if not address:
        return True
    fits = len(address) <= LONGEST_MAILBOX
    return fits and _MAILBOX.fullmatch(address) is not None


def feed_hash(secret: str) -> bytes:
    """Return the digest under which the secret of a calendar is kept."""
    return hashlib.sha256(secret.encode()).digest()


def _chosen(uow: UnitOfWork, user: UserId) -> Preferences:
    return uow.preferences.get(user) or Preferences(user=user)


def _names(payload: JsonObject, key: str) -> list[str]:
    named = payload.get(key)
    return [str(one) for one in named] if isinstance(named, list) else []


def _by_task(uow: UnitOfWork, documents: list[str]) -> dict[TaskId, list[JsonValue]]:
    owed: dict[TaskId, list[JsonValue]] = {}
    for one in documents:
        task = uow.documents.get(DocumentId(one)).task
        if task is not None:
            owed.setdefault(task, []).append(one)
    return owed


def _found(uow: UnitOfWork, names: list[str]) -> list[Task]:
    found = []
    for name in names:
        try:
            found.append(uow.tasks.get(TaskId(name)))
        except TaskNotFoundError:
            continue  # of an office that was restored from before it
    return found
