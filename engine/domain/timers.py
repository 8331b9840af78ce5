"""Timers: tokens of a case that wait for time instead of a person."""

from dataclasses import dataclass
from datetime import datetime

from engine.domain.values import ElementId, InstanceId, TokenId


@dataclass(frozen=True, kw_only=True, slots=True)
class Timer:
    """A token that fires at an instant.

    Attributes:
        text: duration or instant as the diagram gave it, to compute `due_at`
            again when the calendar changes.
    """

    token: TokenId
    instance: InstanceId
    element: ElementId
    due_at: datetime
    text: str
