"""Sending: one message at a time, outside any transaction, and what became of it.

A job may run twice, so the row decides: what was sent is not sent again. Only a
process that dies between the mail server's yes and our note of it makes a
message go out twice, and then both carry the same id.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from engine.domain.notices import Channel, Delivery, DeliveryState
from engine.domain.values import JsonObject
from engine.errors import DeliveryFailedError, DeliveryRefusedError
from engine.ports import Attachment, Job, Mailer, Message, Messenger
from engine.services.notices.messages import MessageWriter
from engine.services.transactions.changes import new_id
from engine.services.transactions.desk import Desk
from engine.store.unit_of_work import UnitOfWork
from engine.store.values import Incident

DELIVER = "delivery.send"
MOST_ROUNDS = 6
FIRST_PAUSE = timedelta(minutes=5)  # doubles with every round: five hours in all
_MESSENGERS = frozenset({Channel.MESSENGER, Channel.OFFICE})
_OVER = frozenset({DeliveryState.SENT, DeliveryState.EMPTY})


class SendingService:
    """Runs the jobs that send."""

    def __init__(
        self,
        *,
        desk: Desk,
        writer: MessageWriter,
        mailer: Mailer | None,
        messenger: Messenger,
        attachments: Callable[[Delivery], tuple[Attachment, ...]],
    ) -> None:
        """Without a mailer the office sends no mail: it is noted as empty.

        `attachments` makes the files of a report, outside any transaction.
        """
        self._attachments = attachments
        self._desk = desk
        self._writer = writer
        self._mailer = mailer
        self._messenger = messenger

    def deliver(self, payload: JsonObject) -> None:
        """Send what a job names, unless it was sent.

        Raises:
            DeliveryFailedError: it may be taken later; the job is tried again.
        """
        message, found = self._prepared(str(payload.get("delivery")))
        if message is None:
            return
        if found.channel is Channel.REPORT:
            message = replace(message, attachments=self._attachments(found))
            if not message.attachments:
                self._rest(message.id)
                return
        try:
            self._send(found.channel, message)
        except DeliveryRefusedError as error:
            self._give_up(message.id, str(error.facts["reason"]))
            return
        except DeliveryFailedError as error:
            self._note(message.id, error=str(error.facts["reason"]))
            raise
        self._note(message.id, sent_at=self._desk.clock.now())

    def park(self, payload: JsonObject, error: str) -> None:
        """Let a message rest that could not be sent, after some rounds for good."""
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            found = uow.deliveries.lock(str(payload.get("delivery")))
            if found.state in _OVER:
                return
            if found.rounds >= MOST_ROUNDS:
                _fail(uow, found, found.error or error, now)
                return
            later = replace(
                found,
                state=DeliveryState.PENDING,
                rounds=found.rounds + 1,
                send_at=now + FIRST_PAUSE * 2**found.rounds,
                error=found.error or error,
            )
            uow.deliveries.save_all([later])

    def _prepared(self, name: str) -> tuple[Message | None, Delivery]:
        """Return what to send now, None where there is nothing (any more)."""
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            found = uow.deliveries.lock(name)
            if found.state in _OVER:
                return None, found
            message = None
            if found.channel in _MESSENGERS or self._mailer is not None:
                message = self._writer.message(uow, found, now)
            tried = replace(found, attempts=found.attempts + 1)
            if message is None:
                tried = replace(found, state=DeliveryState.EMPTY)
            uow.deliveries.save_all([tried])
            return message, found

    def _rest(self, name: str) -> None:
        """Note that a delivery has nothing to say."""
        with self._desk.database.write() as uow:
            found = uow.deliveries.lock(name)
            uow.deliveries.save_all([replace(found, state=DeliveryState.EMPTY)])

    def _send(self, channel: Channel, message: Message) -> None:
        if channel in _MESSENGERS:
            self._messenger.send(message)
        elif self._mailer is not None:
            self._mailer.send(message)

    def _note(
        self, name: str, *, error: str = "", sent_at: datetime | None = None
    ) -> None:
        with self._desk.database.write() as uow:
            found = uow.deliveries.lock(name)
            state = found.state if sent_at is None else DeliveryState.SENT
            noted = replace(found, state=state, error=error, sent_at=sent_at)
            uow.deliveries.save_all([noted])

    def _give_up(self, name: str, error: str) -> None:
        with self._desk.database.write() as uow:
            found = uow.deliveries.lock(name)
            _fail(uow, found, error, self._desk.clock.now())


def delivering(delivery: Delivery) -> Job:
    """Return the job that sends a message; every round has a job of its own."""
    return Job(
        kind=DELIVER,
        key=f"{DELIVER}:{delivery.id}:{delivery.rounds}",
        payload={"delivery": delivery.id},
    )


def _fail(uow: UnitOfWork, found: Delivery, error: str, now: datetime) -> None:
    uow.deliveries.save_all([replace(found, state=DeliveryState.FAILED, error=error)])
    uow.incidents.add(
        Incident(
            id=new_id(),
            kind=DELIVER,
            key=found.id,
            code=DeliveryFailedError.code,
            facts={"reason": error, "channel": found.channel.value},
            opened_at=now,
            payload={"delivery": found.id},
        )
    )
