"""Telling signers that a document waits for them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from engine.domain.documents import Document
from engine.domain.identity import User
from engine.domain.notices import Notice, NoticeKind, notice_id
from engine.domain.signing import Signature, SignatureState
from engine.domain.values import CalendarKey, TaskId
from engine.domain.worktime import DEFAULT_CALENDAR_KEY
from engine.services.transactions.schedule import Schedule
from engine.services.transactions.telling import Telling, Ways
from engine.store.database import UnitOfWork


class SigningCalls:
    """Calls signers, at the bell and over the ways that they chose."""

    def __init__(self, *, schedule: Schedule, ways: Ways) -> None:
        self._schedule = schedule
        self._ways = ways

    def call(
        self,
        uow: UnitOfWork,
        document: Document,
        signatures: Iterable[Signature],
        now: datetime,
    ) -> None:
        """Tell everybody whose signature a document waits for, each once."""
        waiting = [one for one in signatures if one.state is SignatureState.WAITING]
        if not waiting:
            return
        key = CalendarKey(DEFAULT_CALENDAR_KEY)
        calendar = self._schedule.calendar(uow, key, now=now)
        telling = Telling(uow, ways=self._ways, now=now)
        case = uow.instances.get(document.instance)
        for signature in waiting:
            for user in _signers(uow, signature, now):
                notice = Notice(
                    id=notice_id(signature.id, NoticeKind.SIGNATURE.value, user.id),
                    user=user.id,
                    kind=NoticeKind.SIGNATURE,
                    at=now,
                    task=TaskId(signature.id),
                    instance=document.instance,
                    facts={"document": document.name, "number": case.number},
                )
                telling.call(notice, user, calendar)
        telling.write()


def void_waiting(uow: UnitOfWork, document: Document, now: datetime) -> None:
    """Let nobody sign a document that no longer stands."""
    for signature in uow.signatures.of_document(document.id):
        if signature.state is SignatureState.WAITING:
            uow.signatures.save(replace(signature, state=SignatureState.VOID))
            settle(uow, signature, now)


def settle(uow: UnitOfWork, signature: Signature, now: datetime) -> None:
    """Let nobody be called any more by what was signed or is void."""
    uow.notices.settle(TaskId(signature.id), now=now)


def _signers(uow: UnitOfWork, signature: Signature, now: datetime) -> list[User]:
    if signature.signer is not None:
        return [uow.people.user(signature.signer)]
    return [user for user, _ in uow.people.holders(signature.role, now) if user.active]
