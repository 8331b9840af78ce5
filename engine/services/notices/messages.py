"""What a message says: one notice, or the morning's list, in its reader's language.

Mail passes through foreign hands: it names the step, the case's number and the
time, and leads into the office; what a case is about stays there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from types import MappingProxyType
from typing import TypedDict
from zoneinfo import ZoneInfo

from engine.domain.identity import Right, User
from engine.domain.notices import (
    Channel,
    Delivery,
    MailChoice,
    Notice,
    NoticeKind,
    Preferences,
)
from engine.domain.tasks import Task
from engine.domain.values import JsonObject, TaskId
from engine.domain.worktime import DEFAULT_ZONE
from engine.errors import IncidentNotFoundError, TaskNotFoundError
from engine.ports import Message
from engine.services.office.report_words import Tongue
from engine.store.unit_of_work import UnitOfWork
from engine.translations import sentence

MOST_LINES = 50
INCIDENT = "incident"  # kind of what is told of an incident
REPAIRS = "/pekerjaan"
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


ACTIONS = frozenset(
    {NoticeKind.ACTION, NoticeKind.ACTION_NEARING, NoticeKind.ACTION_LATE}
)
_SUBJECTS = {
    **dict.fromkeys(NoticeKind, "notice.subject"),
    **dict.fromkeys(ACTIONS, "notice.action_subject"),
    NoticeKind.SUBMITTED: "notice.submitted_subject",
    NoticeKind.SIGNATURE: "notice.signature_subject",
}


class _Written(TypedDict):
    """What a message says, twice."""

    text: str
    html: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of a message: words, and the path they lead to."""

    words: str
    path: str


class MessageWriter:
    """Writes messages.

    Args:
        origin: public address of the office; without it nothing is linked.
        channels: addresses of the office's own channels by their keys.
        language: in which the channels are written to.
    """

    def __init__(
        self,
        *,
        origin: str | None,
        channels: Mapping[str, str] = MappingProxyType({}),
        language: str = "id",
    ) -> None:
        self._origin = (origin or "").rstrip("/")
        self._channels = channels
        self._language = language

    def message(
        self, uow: UnitOfWork, delivery: Delivery, now: datetime
    ) -> Message | None:
        """Return what a delivery says now, None where there is nothing to say.

        Nobody is written to who left, chose otherwise meanwhile, or whose task
        is done; no channel that is no longer set.
        """
        if delivery.user is None:
            return self._announcement(uow, delivery, now)
        return self._letter(uow, delivery, uow.people.user(delivery.user), now)

    def _letter(
        self, uow: UnitOfWork, delivery: Delivery, user: User, now: datetime
    ) -> Message | None:
        chosen = uow.preferences.get(user.id) or Preferences(user=user.id)
        to = _address(delivery.channel, user, chosen)
        if not user.active or not to:
            return None
        own = {Channel.DIGEST: self._digest, Channel.REPORT: self._report}
        write = own.get(delivery.channel)
        if write is not None:
            return write(uow, delivery, user, now)
        notice = uow.notices.get(delivery.notice) if delivery.notice else None
        if notice is None or not _is_wanted(uow, notice):
            return None
        words = notice_words(notice, user.language)
        line = Line(words=words, path=notice_path(notice))
        subject = sentence(_SUBJECTS[notice.kind], user.language, notice.facts)
        written = self._written(user.language, words, [line])
        return Message(id=delivery.id, to=to, subject=subject, at=now, **written)

    def _digest(
        self, uow: UnitOfWork, delivery: Delivery, user: User, now: datetime
    ) -> Message | None:
        actor = uow.people.actor_of(user.id, now)
        if actor is None:
            return None
        page = uow.tasks.inbox(actor.roles, user.id, limit=MOST_LINES)
        tasks = [entry.task for entry in page.items]
        if not tasks:
            return None
        late = [one for one in tasks if one.due_at is not None and one.due_at < now]
        facts: JsonObject = {"n": len(tasks), "late": len(late)}
        head = sentence("notice.digest", user.language, facts)
        lines = [_line(one, user.language, now) for one in tasks]
        written = self._written(user.language, head, lines)
        subject = sentence("notice.digest_subject", user.language, facts)
        return Message(
            id=delivery.id, to=user.email, subject=subject, at=now, **written
        )

    def _report(
        self, uow: UnitOfWork, delivery: Delivery, user: User, now: datetime
    ) -> Message | None:
        """Return the letter of a monthly report; its sender attaches the report."""
        actor = uow.people.actor_of(user.id, now)
        if actor is None or not actor.has(Right.SUPERVISE):
            return None
        month = str((delivery.facts or {}).get("month", ""))
        facts = {"period": Tongue(language=user.language).period(month)}
        words = sentence("report.mail_text", user.language, facts)
        line = Line(words=words, path=f"/pemantauan?periode={month}")
        subject = sentence("report.mail_subject", user.language, facts)
        written = self._written(user.language, subject, [line])
        return Message(
            id=delivery.id, to=user.email, subject=subject, at=now, **written
        )

    def _announcement(
        self, uow: UnitOfWork, delivery: Delivery, now: datetime
    ) -> Message | None:
        facts, language = delivery.facts or {}, self._language
        to = self._channels.get(str(facts.get("channel")))
        if to is None:
            return None
        if facts["kind"] == INCIDENT:
            if not _is_waiting(uow, str(facts["incident"])):
                return None
            subject, path = sentence("notice.incident_subject", language), REPAIRS
        elif not _is_open(uow, TaskId(str(facts["task"]))):
            return None
        else:
            subject = sentence("notice.subject", language, facts)
            path = f"/tugas/{facts['task']}"
        line = Line(words=_words(str(facts["kind"]), facts, language), path=path)
        written = self._written(language, line.words, [line])
        return Message(id=delivery.id, to=to, subject=subject, at=now, **written)

    def _written(self, language: str, head: str, lines: Sequence[Line]) -> _Written:
        """Return text and HTML of a message."""
        foot = sentence("notice.foot", language)
        links = [f"{self._origin}{one.path}" if self._origin else "" for one in lines]
        told = [
            f"- {one.words}" + (f"\n  {link}" if link else "")
            for one, link in zip(lines, links, strict=True)
        ]
        rows = "".join(
            f"<li>{_linked(one.words, link)}</li>"
            for one, link in zip(lines, links, strict=True)
        )
        html = (
            f'<!doctype html><html lang="{escape(language)}"><meta charset="utf-8">'
            f"<body><p>{escape(head)}</p><ul>{rows}</ul><hr>"
            f"<p><small>{escape(foot)}</small></p></body></html>"
        )
        return {"text": "\n\n".join([head, "\n".join(told), foot]), "html": html}


def notice_path(notice: Notice) -> str:
    """Return the address of what a notice tells of."""
    if notice.kind is NoticeKind.SUBMITTED:
        return f"/sop/{notice.facts['key']}/persetujuan"
    if notice.kind is NoticeKind.SIGNATURE:
        return "/tanda-tangan"
    if notice.kind in ACTIONS:
        return f"/tindak-lanjut/{notice.task}"
    return f"/tugas/{notice.task}"


def notice_words(notice: Notice, language: str) -> str:
    """Return a notice's sentence."""
    return _words(notice.kind.value, notice.facts, language)


def _words(kind: str, facts: JsonObject, language: str) -> str:
    due = _instant(facts.get("due"), facts.get("zone"))
    # Of earlier versions they do not say of which case a document is.
    if kind == NoticeKind.SIGNATURE and "number" in facts:
        kind = "signature_of"
    return sentence(f"notice.{kind}", language, facts | {"due": due})


def _line(task: Task, language: str, now: datetime) -> Line:
    due = None if task.due_at is None else task.due_at.isoformat()
    is_late = task.due_at is not None and task.due_at < now
    key = "notice.line_late" if is_late else "notice.line"
    facts = {"step": task.name, "due": _instant(due, DEFAULT_ZONE)}
    return Line(words=sentence(key, language, facts), path=f"/tugas/{task.id}")


def _instant(text: object, zone: object) -> str:
    """Return an instant as a wall clock of its zone shows it, or a dash."""
    if not isinstance(text, str):
        return "–"
    name = zone if isinstance(zone, str) else DEFAULT_ZONE
    local = datetime.fromisoformat(text).astimezone(ZoneInfo(name))
    return f"{local:%d-%m-%Y %H.%M} {ZONES.get(name, local.tzname() or '')}".strip()


def _linked(words: str, link: str) -> str:
    if not link:
        return escape(words)
    return f'<a href="{escape(link)}">{escape(words)}</a>'


def _address(channel: Channel, user: User, chosen: Preferences) -> str:
    if channel is Channel.MESSENGER:
        return chosen.messenger
    if channel is Channel.REPORT:
        return user.email
    wanted = MailChoice.DIGEST if channel is Channel.DIGEST else MailChoice.EACH
    return user.email if chosen.mail is wanted else ""


def _is_waiting(uow: UnitOfWork, incident: str) -> bool:
    try:
        return uow.incidents.get(incident).closed_at is None
    except IncidentNotFoundError:
        return False


def _is_wanted(uow: UnitOfWork, notice: Notice) -> bool:
    """Tell whether what a notice tells of still waits for somebody."""
    if notice.kind is NoticeKind.SUBMITTED:
        return any(one.id == notice.task for one in uow.versions.waiting())
    if notice.kind is NoticeKind.SIGNATURE or notice.kind in ACTIONS:
        return notice.read_at is None  # what is done is settled for everybody
    return _is_open(uow, notice.task)


def _is_open(uow: UnitOfWork, task: TaskId) -> bool:
    try:
        return uow.tasks.get(task).is_open
    except TaskNotFoundError:
        return False
