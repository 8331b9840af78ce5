"""`calendar due` and `calendar elapsed`, for one question or many."""

from argparse import Namespace
from collections.abc import Callable

import orjson

from engine.adapters.holidays import pinned_holidays
from engine.commands.place import is_missing
from engine.commands.terminal import DONE, REFUSED, WRONG_USAGE, Terminal
from engine.domain.durations import parse_duration, parse_instant
from engine.domain.values import CalendarKey
from engine.domain.working_calendar import WorkingCalendar
from engine.domain.worktime import (
    DEFAULT_CALENDAR_KEY,
    calendar_from_dict,
    default_calendar,
)
from engine.errors import CalendarNotFoundError, MutuBakuError, QuestionInvalidError
from engine.translations import sentence_of

Question = Callable[[WorkingCalendar, str, str], dict[str, object]]


def due(terminal: Terminal, words: Namespace) -> int:
    """Print the instant at which working time has passed."""
    return _answered(terminal, words, _due)


def elapsed(terminal: Terminal, words: Namespace) -> int:
    """Print the working seconds between two instants."""
    return _answered(terminal, words, _elapsed)


def _due(calendar: WorkingCalendar, start: str, duration: str) -> dict[str, object]:
    begun = parse_instant(start, calendar.zone)
    reached = calendar.add_working_time(begun, parse_duration(duration))
    return {"due_at": reached.astimezone(calendar.zone).isoformat()}


def _elapsed(calendar: WorkingCalendar, start: str, end: str) -> dict[str, object]:
    first, last = (parse_instant(text, calendar.zone) for text in (start, end))
    working = calendar.working_time_between(first, last)
    return {"working_seconds": int(working.total_seconds())}


def _answered(terminal: Terminal, words: Namespace, question: Question) -> int:
    given: list[str] = words.words
    if given == ["-"]:
        return _many(terminal, words, question)
    if len(given) != 2:
        terminal.warn("cli.calendar.two_words")
        return WRONG_USAGE
    answer = question(_calendar(terminal, words.calendar), *given)
    terminal.answer(answer)
    if not terminal.json:
        terminal.line(str(next(iter(answer.values()))))
    return DONE


def _many(terminal: Terminal, words: Namespace, question: Question) -> int:
    """Answer one question per line; a line that cannot be read gets its error."""
    calendar = _calendar(terminal, words.calendar)
    status = DONE
    for line in terminal.into:
        parts = line.split()
        if not parts:
            continue
        try:
            if len(parts) != 2:
                raise QuestionInvalidError(text=line.strip()[:80])
            answer = question(calendar, *parts)
        except MutuBakuError as error:
            status = REFUSED
            told = sentence_of(error, terminal.language)
            answer = {"error": {"code": error.code, "message": told}}
        if terminal.json:
            terminal.line(orjson.dumps(answer).decode())
        else:
            value = next(iter(answer.values()))
            terminal.line(value["message"] if isinstance(value, dict) else str(value))
    return status


def _calendar(terminal: Terminal, key: str) -> WorkingCalendar:
    """Return the office's calendar; before there is an office, the default one."""
    if is_missing(terminal.settings.database_url):
        if key != DEFAULT_CALENDAR_KEY:
            raise CalendarNotFoundError(calendar=key)
        return default_calendar(pinned_holidays)
    from engine.store.database import Database  # noqa: PLC0415 - loads SQLAlchemy

    database = Database(terminal.settings.database_url)
    try:
        with database.read() as uow:
            stored = uow.calendars.get(CalendarKey(key))
    finally:
        database.close()
    if stored is None:
        raise CalendarNotFoundError(calendar=key)
    return calendar_from_dict(stored, pinned_holidays)
