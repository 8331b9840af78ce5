"""`export-log`: the event log as XES (IEEE 1849-2016) or CSV."""

import csv
from argparse import Namespace
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import quoteattr

from engine.bootstrap import build_engine
from engine.commands.database import prepared
from engine.commands.terminal import DONE, Terminal
from engine.domain.values import ProcessKey
from engine.errors import FileUnreadableError
from engine.services.event_log import LoggedCase, moments

COLUMNS = (
    *("case", "number", "process", "version", "period", "element", "name"),
    *("lane", "role", "round", "item", "state", "ready_at", "claimed_at"),
    *("ended_at", "due_at", "standard_seconds", "paused_seconds", "decision"),
)
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xmlns="http://www.xes-standard.org/">
 <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
 <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
 <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
 <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
"""


def export(terminal: Terminal, words: Namespace) -> int:
    """Write the log to a file or to stdout."""
    office = prepared(build_engine(terminal.settings))
    process = ProcessKey(words.process) if words.process else None
    write = _csv if words.format == "csv" else _xes
    try:
        cases = office.event_log.cases(process)
        if words.out is None:
            count = write(terminal.out, cases)
        else:
            with Path(words.out).open("w", encoding="utf-8", newline="") as target:
                count = write(target, cases)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileUnreadableError(file=words.out, reason=reason) from error
    finally:
        office.close()
    if words.out is not None:
        terminal.say("cli.exported", count=count, file=words.out)
        terminal.answer({"cases": count, "file": words.out})
    return DONE


def _csv(target: TextIO, cases: Iterable[LoggedCase]) -> int:
    rows = csv.writer(target, lineterminator="\n")
    rows.writerow(COLUMNS)
    count = 0
    for case in cases:
        count += 1
        one = case.instance
        for visit in case.visits:
            rows.writerow(
                _safe(value)
                for value in (
                    *(one.id, one.number, one.process, case.version, one.period),
                    *(visit.element, visit.name, visit.lane, visit.role, visit.round),
                    *(visit.item_index, visit.state.value, visit.ready_at),
                    *(visit.claimed_at, visit.ended_at, visit.due_at),
                    *(visit.standard_seconds, visit.paused_seconds, visit.decision),
                )
            )
    return count


def _safe(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _xes(target: TextIO, cases: Iterable[LoggedCase]) -> int:
    target.write(_HEAD)
    count = 0
    for case in cases:
        count += 1
        target.write(" <trace>\n")
        target.write(_text("concept:name", case.instance.id, depth=2))
        target.write(_text("process", case.instance.process, depth=2))
        target.write(f'  <int key="version" value="{case.version}"/>\n')
        happened = [
            (at, transition, visit)
            for visit in case.visits
            for transition, at in moments(visit)
        ]
        for at, transition, visit in sorted(happened, key=lambda one: one[0]):
            target.write("  <event>\n")
            target.write(_text("concept:name", visit.name))
            target.write(_text("concept:instance", visit.id))
            target.write(_text("lifecycle:transition", transition))
            target.write(_text("org:role", visit.role))
            target.write(f'   <date key="time:timestamp" value="{at.isoformat()}"/>\n')
            target.write(_text("element", visit.element))
            target.write(f'   <int key="round" value="{visit.round}"/>\n')
            target.write("  </event>\n")
        target.write(" </trace>\n")
    target.write("</log>\n")
    return count


def _text(key: str, value: str, *, depth: int = 3) -> str:
    return f'{" " * depth}<string key="{key}" value={quoteattr(value)}/>\n'
