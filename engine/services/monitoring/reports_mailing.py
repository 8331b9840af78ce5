"""The monthly report by mail: planned once a month, made when it is sent.

Planned when the office first opens in a month, for the month gone by, once per
person however many tickers look: month and person make the message's id. The PDF
is made outside any transaction; who supervises no more gets none.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.domain.identity import Actor, Right, User
from engine.domain.months import first_day, month_of
from engine.domain.notices import Channel, Delivery
from engine.domain.values import CalendarKey, JsonObject, UserId
from engine.domain.worktime import DEFAULT_CALENDAR_KEY
from engine.errors import OfficeInvalidError
from engine.ports import Attachment
from engine.services.monitoring.reports import ReportService
from engine.services.monitoring.view import Asked, processes, require_supervisor
from engine.services.transactions.changes import Changes
from engine.services.transactions.desk import Desk
from engine.services.transactions.telling import Ways, planned_delivery
from engine.store.database import UnitOfWork

SETTING = "reports"


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """Somebody who supervises, and whether the report is sent to them."""

    user: User
    chosen: bool


class ReportMailing:
    """Plans monthly reports, and makes what is attached to them."""

    def __init__(self, *, desk: Desk, ways: Ways, reports: ReportService) -> None:
        self._desk = desk
        self._ways = ways
        self._reports = reports
        self._planned = 0

    @property
    def sends_mail(self) -> bool:
        """Whether the office sends mail at all."""
        return self._ways.mail

    def tick(self, now: datetime) -> int:
        """Plan the reports of the month gone by; return how many."""
        if not self._ways.mail:
            return 0
        with self._desk.database.read() as uow:
            key = CalendarKey(DEFAULT_CALENDAR_KEY)
            calendar = self._desk.schedule.calendar(uow, key, now=now)
        current = month_of(now.astimezone(calendar.zone).date())
        if current == self._planned or not calendar.is_working_instant(now):
            return 0
        facts: JsonObject = {"month": f"{first_day(current - 1):%Y-%m}"}
        with self._desk.database.write() as uow:
            planned = [
                replace(_delivery(one.user.id, facts, now), facts=facts)
                for one in _recipients(uow, now)
                if one.chosen and one.user.email
            ]
            uow.deliveries.add_all(planned)
        self._planned = current
        return len(planned)

    def recipients(self, actor: Actor) -> tuple[Recipient, ...]:
        """Return who may get the report, by name.

        Raises:
            RefusedError: the actor is no supervisor.
        """
        require_supervisor(actor)
        with self._desk.database.read() as uow:
            return tuple(_recipients(uow, self._desk.clock.now()))

    def choose(self, actor: Actor, chosen: frozenset[UserId]) -> None:
        """Let the report be sent to these from the next month on.

        Raises:
            RefusedError: the actor is no supervisor.
            OfficeInvalidError: one of them supervises nothing.
        """
        require_supervisor(actor)
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            known = {one.user.id for one in _recipients(uow, now)}
            if not chosen <= known:
                raise OfficeInvalidError(errors={"penerima": "office.needed"})
            names = sorted(chosen)
            uow.office.put(SETTING, {"recipients": [*names]})
            changes = Changes(uow=uow, now=now, actor=actor)
            changes.record("reports.recipients_chosen", facts={"users": [*names]})
            changes.write()

    def attachments(self, delivery: Delivery) -> tuple[Attachment, ...]:
        """Return a report per SOP for a planned delivery; none for who may not see it."""
        if delivery.user is None:
            return ()
        now = self._desk.clock.now()
        month = str((delivery.facts or {}).get("month", ""))
        with self._desk.database.read() as uow:
            actor = uow.people.actor_of(delivery.user, now)
            language = uow.people.user(delivery.user).language
            sops = processes(uow)
        if actor is None or not actor.has(Right.SUPERVISE):
            return ()
        return tuple(
            Attachment(
                name=f"laporan-{key}-{month}.pdf",
                media_type="application/pdf",
                content=self._reports.pdf(
                    actor, Asked(process=key, period=month), language
                ),
            )
            for key, _, _ in sops
        )


def _delivery(user: UserId, facts: JsonObject, now: datetime) -> Delivery:
    return planned_delivery(Channel.REPORT, user, str(facts["month"]), now=now)


def _recipients(uow: UnitOfWork, now: datetime) -> list[Recipient]:
    stored = uow.office.get(SETTING)
    listed = stored.get("recipients") if isinstance(stored, dict) else None
    chosen = set(listed) if isinstance(listed, list) else set()
    found: dict[UserId, User] = {}
    for role in uow.people.roles():
        if Right.SUPERVISE in role.rights:
            found |= {user.id: user for user, _ in uow.people.holders(role.key, now)}
    people = sorted(found.values(), key=lambda one: one.name)
    return [Recipient(user=one, chosen=one.id in chosen) for one in people]
