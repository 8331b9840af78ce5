"""Pauses that end by themselves, where the SOP says how long one may last."""

from datetime import datetime

from engine.domain.identity import MACHINE
from engine.errors import ConflictError, NotFoundError
from engine.services.execution.inbox import InboxService
from engine.services.transactions.desk import Desk

BATCH = 200


class PauseService:
    """Lets clocks run on."""

    def __init__(self, *, desk: Desk, inbox: InboxService) -> None:
        self._desk = desk
        self._inbox = inbox

    def tick(self, now: datetime) -> int:
        """End every pause that has lasted as long as it may.

        A server that was off ends them when it comes back: what stood meanwhile is
        given back as well.

        Returns:
            How many clocks run again.
        """
        with self._desk.database.read() as uow:
            over = uow.warnings.paused_until(now, limit=BATCH)
        ended = 0
        for task in over:
            try:
                self._inbox.resume(task, MACHINE)
            except (ConflictError, NotFoundError):
                continue  # its case stands still, or somebody was faster
            ended += 1
        return ended
