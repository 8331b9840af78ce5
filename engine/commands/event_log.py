"""`export-log`: the event log as XES (IEEE 1849-2016) or CSV."""

import csv
import re
from argparse import Namespace
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import quoteattr

from engine.bootstrap import build_engine
from engine.commands.database import prepared
from engine.commands.terminal import DONE, Terminal
from engine.domain.tasks import Task
from engine.domain.values import ProcessKey
from engine.errors import FileUnreadableError
from engine.services.cases.event_log import Happened, LoggedCase

COLUMNS = (
    *("case", "number", "process", "version", "period", "instance", "element", "name"),
    *("lane", "role", "resource", "acting", "round", "item", "state", "ready_at"),
    *("claimed_at", "ended_at", "due_at", "standard_seconds", "paused_seconds"),
    *("decision",),
)
Resource = Callable[[Task], str]
_SITE = "http://www.xes-standard.org"
_EXTENSIONS = ("Concept", "Time", "Lifecycle", "Organizational")
_PREFIXES = ("concept", "time", "lifecycle", "org")
_UNSAFE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export(terminal: Terminal, words: Namespace) -> int:
    """Write the log to a file or to stdout."""
    office = prepared(build_engine(terminal.settings))
    process = ProcessKey(words.process) if words.process else None
    write = _csv if words.format == "csv" else _xes
    resource = _name if words.names else _id
    try:
        cases = office.event_log.cases(process)
        if words.out is None:
            count = write(terminal.out, cases, resource)
        else:
            with Path(words.out).open("w", encoding="utf-8", newline="") as target:
                count = write(target, cases, resource)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileUnreadableError(file=words.out, reason=reason) from error
    finally:
        office.close()
    if words.out is not None:
        terminal.say("cli.exported", count=count, file=words.out)
        terminal.answer({"cases": count, "file": words.out})
    return DONE


def _id(task: Task) -> str:
    return task.assignee or ""


def _name(task: Task) -> str:
    return task.assignee_name


def _csv(target: TextIO, cases: Iterable[LoggedCase], resource: Resource) -> int:
    rows = csv.writer(target, lineterminator="\n")
    rows.writerow(COLUMNS)
    count = 0
    for case in cases:
        count += 1
        one = case.instance
        for visit in case.visits:
            task = visit.task
            acting = task.assignee_kind.value if task.assignee else ""
            rows.writerow(
                _safe(value)
                for value in (
                    *(one.id, one.number, one.process, case.version, one.period),
                    *(task.id, task.element, task.name, task.lane, task.role),
                    *(resource(task), acting, task.round, task.item_index),
                    *(task.state.value, task.ready_at, task.claimed_at, task.ended_at),
                    *(task.due_at, task.standard_seconds, task.paused_seconds),
                    task.decision,
                )
            )
    return count


def _safe(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _xes(target: TextIO, cases: Iterable[LoggedCase], resource: Resource) -> int:
    target.write(_head())
    count = 0
    for case in cases:
        count += 1
        target.write(" <trace>\n")
        target.write(_text("concept:name", case.instance.id, depth=2))
        target.write(_text("process", case.instance.process, depth=2))
        target.write(_number("version", case.version, depth=2))
        target.write(_text("period", case.instance.period, depth=2))
        target.write(_text("state", case.instance.state.value, depth=2))
        target.writelines(_event(one, resource) for one in case.happened)
        target.write(" </trace>\n")
    target.write("</log>\n")
    return count


def _head() -> str:
    """Return what stands before the first trace."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<log xes.version="1849.2016" xes.features="" xmlns="{_SITE}/">',
    ]
    lines += [
        f' <extension name="{name}" prefix="{prefix}" uri="{_SITE}/{prefix}.xesext"/>'
        for name, prefix in zip(_EXTENSIONS, _PREFIXES, strict=True)
    ]
    lines += [
        ' <global scope="trace"><string key="concept:name" value=""/></global>',
        ' <global scope="event"><string key="concept:name" value=""/>'
        '<string key="concept:instance" value=""/>'
        '<string key="lifecycle:transition" value="complete"/>'
        '<string key="org:role" value=""/>'
        '<date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/></global>',
        ' <classifier name="Step" scope="event" keys="concept:name"/>',
        ' <classifier name="Transition" scope="event"'
        ' keys="concept:name lifecycle:transition"/>',
        ' <string key="lifecycle:model" value="standard"/>',
    ]
    return "\n".join(lines) + "\n"


def _event(one: Happened, resource: Resource) -> str:
    task, transition = one.visit.task, one.transition
    parts = [
        "  <event>\n",
        _text("concept:name", task.name),
        _text("concept:instance", task.id),
        _text("lifecycle:transition", transition),
        _text("org:role", task.role),
        _date("time:timestamp", one.at),
        _text("element", task.element),
        _number("round", task.round),
    ]
    if transition != "schedule" and resource(task):
        parts.append(_text("org:resource", resource(task)))
        parts.append(_text("acting", task.assignee_kind.value))
    if task.item_index is not None:
        parts.append(_number("item", task.item_index))
    if task.standard_seconds is not None:
        parts.append(_number("standard", task.standard_seconds))
    if task.due_at is not None:
        parts.append(_date("due", task.due_at))
    if transition == "complete" and task.decision is not None:
        parts.append(_text("decision", task.decision))
    if transition == "ate_abort" and one.visit.moved_to:
        parts.append(_text("moved_to", one.visit.moved_to))
    return "".join([*parts, "  </event>\n"])


def _text(key: str, value: str, *, depth: int = 3) -> str:
    shown = quoteattr(_UNSAFE.sub("\ufffd", value))
    return f'{" " * depth}<string key="{key}" value={shown}/>\n'


def _number(key: str, value: int, *, depth: int = 3) -> str:
    return f'{" " * depth}<int key="{key}" value="{value}"/>\n'


def _date(key: str, value: datetime) -> str:
    return f'   <date key="{key}" value="{value.isoformat()}"/>\n'
