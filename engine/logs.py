"""Structured logs: one line per event, for machines or for a person at a screen.

Modules write `structlog.get_logger()` events whose name is a fact in the past
tense and whose fields are ids, counts and codes. What an officer is called or
wrote never reaches a log: such fields are withheld here, and of an exception
only its kind and place are shown, because its message may quote data.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import Processor

from engine.clock import Clock
from engine.errors import MutuBakuError
from engine.settings import Settings

WITHHELD = "(withheld)"
PERSONAL = frozenset(
    {
        "address",
        "answers",
        "comment",
        "cookie",
        "data",
        "email",
        "full_name",
        "name",
        "nip",
        "note",
        "password",
        "phone",
        "reason",
        "secret_key",
        "submission",
        "title",
        "token",
        "variables",
    }
)
_FRAMES = 6

Event = MutableMapping[str, Any]


def configure_logs(
    settings: Settings, clock: Clock, stream: TextIO | None = None
) -> None:
    """Send all logs, other libraries' too, to one stream in the chosen form.

    Args:
        settings: `log_format` (text: key=value, json: JSON lines) and `log_level`.
        clock: gives each line its instant `at`, RFC 3339 in UTC.
        stream: standard error when None; standard output is for results.
    """
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        _InstantOf(clock),
        _place_of_exception,
        withhold_personal_data,
    ]
    target = logging.StreamHandler(stream if stream is not None else sys.stderr)
    target.setFormatter(_formatter(shared, settings.log_format))
    root = logging.getLogger()
    root.handlers[:] = [target]
    root.setLevel(settings.log_level.upper())
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def withhold_personal_data(_logger: object, _method: str, event: Event) -> Event:
    """Replace the value of every field that can tell of a person."""
    for field in PERSONAL & event.keys():
        event[field] = WITHHELD
    return event


class _InstantOf:
    """Puts the clock's present instant into an event."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def __call__(self, _logger: object, _method: str, event: Event) -> Event:
        event["at"] = self._clock.now().isoformat()
        return event


def _place_of_exception(_logger: object, _method: str, event: Event) -> Event:
    """Replace an exception by its kind, its code and the places it came through."""
    given = event.pop("exc_info", None)
    raised = sys.exc_info()[1] if given is True else given
    error = raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["raised_at"] = _places(error.__traceback__)
        if isinstance(error, MutuBakuError):
            event["code"] = error.code
    return event


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-_FRAMES:]
    return " > ".join(f"{frame.name}:{frame.lineno}" for frame in frames)


def _formatter(shared: list[Processor], log_format: str) -> logging.Formatter:
    """Write our events and other libraries' records the same way."""
    formatter = structlog.stdlib.ProcessorFormatter
    return formatter(
        foreign_pre_chain=shared,
        processors=[formatter.remove_processors_meta, _renderer(log_format)],
    )


def _renderer(log_format: str) -> Processor:
    if log_format == "json":
        return structlog.processors.JSONRenderer(sort_keys=True, default=str)
    return structlog.processors.KeyValueRenderer(
        key_order=["at", "level", "event"], drop_missing=True
    )
