"""Clock intervals: when a task waited, was worked on, or paused."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.domain.values import TaskId


class ClockKind(StrEnum):
    """waiting: ready to claimed; working: claimed to its end; paused: between both."""

    WAITING = "waiting"
    WORKING = "working"
    PAUSED = "paused"


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockInterval:
    """A closed interval of a task's clock.

    Attributes:
        working_seconds: working time between the two instants.
        reason: why the clock was paused, else empty.
    """

    task: TaskId
    kind: ClockKind
    started_at: datetime
    ended_at: datetime
    working_seconds: int
    reason: str = ""
