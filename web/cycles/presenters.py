"""Cycles as their pages show them: when, what, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from engine.domain.cycles import CycleStart, Missed, StartState
from engine.domain.identity import MACHINE
from engine.domain.periods import period_of_text
from engine.services.cycles.board import Coming, CycleBoard, Gone
from engine.services.cycles.plans import CyclePlan
from web.asking import Visit
from web.presenting import clock_words, day_words

PATH = "/siklus"
_PILLS = {
    StartState.STARTED: ("fine", "circle-check"),
    StartState.SKIPPED: ("none", "x"),
    StartState.MISSED: ("risk", "clock-exclamation"),
    StartState.FAILED: ("late", "alert-triangle"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Pill:
    """A state in word, colour and icon."""

    words: str
    state: str
    icon: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ComingRow:
    """A case that will start.

    Attributes:
        moved: from which closed day it was moved, or empty.
        start, skip: where somebody decides; empty where nobody may.
        case: path of a case that was started early, or empty.
    """

    day: str
    clock: str
    at: datetime
    about: str
    title: str
    cycle: str
    moved: str
    pill: Pill
    why: str
    case: str
    start: str
    skip: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GoneRow:
    """What became of an occurrence."""

    about: str
    title: str
    cycle: str
    due: datetime
    at: datetime
    by: str
    pill: Pill
    why: str
    case: str
    start: str
    skip: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleRow:
    """How the cycles of an SOP run."""

    sop: str
    cycles: str
    words: str
    runs: bool
    path: str


def board_page(board: CycleBoard, visit: Visit) -> dict[str, Any]:
    """Return what the page about cycles shows."""
    may = board.may_change
    return {
        "coming": [_coming(one, visit, may=may) for one in board.coming],
        "missed": [_gone(one, visit, may=may) for one in board.waiting],
        "gone": [_gone(one, visit, may=False) for one in board.gone.items],
        "rules": _rules(board, visit),
        "is_shortened": board.more,
        "may": may,
        "more": f"{PATH}?c={board.gone.next}" if board.gone.next else "",
    }


def asked_page(found: Coming, visit: Visit) -> dict[str, Any]:
    """Return what a page shows that asks before something is decided."""
    zone = _zone(found.plan)
    due = found.occurrence.due_at
    return {
        "title": found.title,
        "sop": found.plan.loaded.definition.name,
        "about": _about(found.occurrence.key, visit),
        "day": day_words(due.astimezone(zone).date(), visit.language),
        "clock": clock_words(due, visit.language, zone=zone),
        "path": _path(
            found.plan.process, found.plan.cycle.element, found.occurrence.key
        ),
    }


def rule_page(plans: list[CyclePlan], visit: Visit) -> dict[str, Any]:
    """Return what the page shows on which an SOP's rule is chosen."""
    rule = plans[0].rule
    return {
        "sop": plans[0].loaded.definition.name,
        "path": f"{PATH}/{quote(plans[0].process, safe='')}/aturan",
        "runs": rule.runs,
        "choices": [
            (one.value, visit.say(f"cycles.missed_{one.value}"), one is rule.missed)
            for one in Missed
        ],
    }


def _coming(one: Coming, visit: Visit, *, may: bool) -> ComingRow:
    zone = _zone(one.plan)
    due, planned = (
        at.astimezone(zone) for at in (one.occurrence.due_at, one.occurrence.planned_at)
    )
    moved = ""
    if due.date() != planned.date():
        day = day_words(planned.date(), visit.language)
        moved = visit.say("cycles.moved", day=day)
    decided = one.start is not None
    started = one.start is not None and one.start.state is StartState.STARTED
    path = _path(one.plan.process, one.plan.cycle.element, one.occurrence.key)
    return ComingRow(
        day=day_words(due.date(), visit.language),
        clock=clock_words(due, visit.language, zone=zone),
        at=one.occurrence.due_at,
        about=_about(one.occurrence.key, visit),
        title=one.title,
        cycle=f"{one.plan.loaded.definition.name} · {one.plan.cycle.name}",
        moved=moved,
        pill=_planned(one, visit),
        why=one.start.reason if one.start else "",
        case=f"/berkas/{one.start.instance}" if one.start and started else "",
        start=f"{path}/mulai" if may and not started else "",
        skip=f"{path}/lewati" if may and not decided else "",
    )


def _planned(one: Coming, visit: Visit) -> Pill:
    if one.start is not None:
        return _pill(one.start, visit)
    if not one.plan.rule.runs:
        words = visit.say("cycles.stopped")
        return Pill(words=words, state="risk", icon="player-pause")
    return Pill(words=visit.say("cycles.planned"), state="none", icon="clock")


def _gone(one: Gone, visit: Visit, *, may: bool) -> GoneRow:
    start = one.start
    path = _path(start.process, start.element, start.key)
    is_machine = start.by == MACHINE.user
    reason = start.reason
    if start.state is StartState.FAILED:
        reason = visit.say("cycles.failed_why", code=start.reason)
    return GoneRow(
        about=_about(start.key, visit),
        title=one.case.title if one.case else f"{one.sop} – {start.key}",
        cycle=f"{one.sop} · {one.cycle}",
        due=start.due_at,
        at=start.at,
        by=visit.say("cycles.by_itself") if is_machine else start.by_name,
        pill=_pill(start, visit),
        why=reason,
        case=f"/berkas/{one.case.id}" if one.case else "",
        start=f"{path}/mulai" if may else "",
        skip=f"{path}/lewati" if may else "",
    )


def _pill(start: CycleStart, visit: Visit) -> Pill:
    state, icon = _PILLS[start.state]
    is_early = start.state is StartState.STARTED and start.at < start.due_at
    word = "early" if is_early else start.state.value
    return Pill(words=visit.say(f"cycles.is_{word}"), state=state, icon=icon)


def _rules(board: CycleBoard, visit: Visit) -> list[RuleRow]:
    by_sop: dict[str, list[CyclePlan]] = {}
    for plan in board.plans:
        by_sop.setdefault(plan.process, []).append(plan)
    rows = []
    for process, plans in by_sop.items():
        rule = plans[0].rule
        word = f"missed_{rule.missed.value}_short" if rule.runs else "rule_stopped"
        rows.append(
            RuleRow(
                sop=plans[0].loaded.definition.name,
                cycles=", ".join(plan.cycle.name for plan in plans),
                words=visit.say(f"cycles.{word}"),
                runs=rule.runs,
                path=f"{PATH}/{quote(process, safe='')}/aturan",
            )
        )
    return rows


def _about(key: str, visit: Visit) -> str:
    """Return what an occurrence is about: its period, else its day and hour."""
    period = period_of_text(key)
    if period is not None:
        return period.label
    planned = datetime.fromisoformat(key)
    day = day_words(planned.date(), visit.language)
    return f"{day} {planned:%H.%M}"


def _zone(plan: CyclePlan) -> ZoneInfo:
    return ZoneInfo(str(plan.calendar.zone))


def _path(process: str, element: str, key: str) -> str:
    return "/".join([PATH, *(quote(one, safe="") for one in (process, element, key))])
