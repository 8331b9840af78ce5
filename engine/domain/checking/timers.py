"""Timers: standards are cut out and kept, all others must state a readable time."""

from dataclasses import replace

from engine.domain.checking.draft import Draft
from engine.domain.checking.times import (
    duration_in,
    is_instant,
    suggestion,
    unquoted,
    written,
)
from engine.domain.diagram import EventKind, Node, TimerText, WaitKind
from engine.domain.sla import ClockStart, Standard
from engine.domain.values import ElementId


def cut_standards(draft: Draft) -> dict[ElementId, Standard]:
    """Take the standards out of the flow and return them by step.

    A non-interrupting boundary timer without a flow out says how long a step may
    take; it is no token (docs/adr/0005).
    """
    found: dict[ElementId, list[Node]] = {}
    for timer in draft.of_kind("boundaryEvent"):
        if _is_standard(draft, timer) and timer.attached_to is not None:
            found.setdefault(timer.attached_to, []).append(timer)
            draft.drop(timer.id)
    standards = {}
    for step, timers in found.items():
        standard = _standard(draft, draft.nodes[step], timers)
        if standard is not None:
            standards[step] = standard
    return standards | _foreign_standards(draft)


def check_times(draft: Draft) -> None:
    """Refuse a real timer whose time is missing or cannot be read."""
    for node in draft.of_kind("boundaryEvent", "intermediateCatchEvent"):
        if node.event is EventKind.TIMER and node.id not in draft.refused:
            read = _readable(node.timer)
            if read is None:
                _tell_unreadable(draft, node)
            else:
                draft.change(node.id, timer=read)


def check_clocks(draft: Draft) -> None:
    """Refuse a clock that starts at a moment which does not exist."""
    known = {clock.value for clock in ClockStart}
    for node in draft.of_kind("userTask"):
        if node.clock is not None and node.clock not in known:
            draft.found.error("clock_unknown", node, clock=node.clock)


def missing_standards(draft: Draft, standards: dict[ElementId, Standard]) -> None:
    """Tell which steps have neither a standard nor a due date.

    In a file that speaks our language, or where other steps have one, it is
    likely forgotten; anybody else's diagram is only told.
    """
    expected = bool(standards) or draft.process.uses_own_words
    tell = draft.found.warning if expected else draft.found.info
    for node in draft.of_kind("userTask"):
        if node.wait is WaitKind.USER and node.id not in standards and not node.due:
            tell("standard_time_missing", node)


def _is_standard(draft: Draft, node: Node) -> bool:
    return (
        node.event is EventKind.TIMER
        and not node.interrupting
        and not draft.outgoing(node.id)
        and node.id not in draft.refused
    )


def _standard(draft: Draft, step: Node, timers: list[Node]) -> Standard | None:
    if step.wait is None:
        draft.found.warning("standard_not_on_step", step)
        return None
    if len(timers) > 1:
        draft.found.error("two_standards", step)
    if step.due and not step.due_is_foreign:
        draft.found.error("due_and_standard", step)
    timer = timers[0]
    text = timer.timer.duration if timer.timer else None
    duration = duration_in(text)
    if duration is None:
        _tell_standard(draft, step, timer)
        return None
    clock = ClockStart.CLAIMED if step.clock == "claimed" else ClockStart.READY
    return Standard(duration=duration, clock=clock)


def _foreign_standards(draft: Draft) -> dict[ElementId, Standard]:
    """Return due dates of other products that are durations, as standards."""
    standards = {}
    for node in draft.of_kind("userTask"):
        duration = duration_in(node.due) if node.due_is_foreign else None
        if duration is not None:
            standards[node.id] = Standard(duration=duration)
            draft.change(node.id, due=None, due_is_foreign=False)
    return standards


def _tell_standard(draft: Draft, step: Node, timer: Node) -> None:
    text = written(timer.timer)
    facts = {"suggestion": suggestion(text, timer.name), "text": text}
    code = "standard_unreadable" if text else "standard_without_time"
    draft.found.error(code, replace(step, line=timer.line), **facts)


def _readable(timer: TimerText | None) -> TimerText | None:
    if timer is None:
        return None
    if timer.duration and duration_in(timer.duration) is not None:
        return TimerText(duration=unquoted(timer.duration))
    if timer.date and is_instant(timer.date):
        return TimerText(date=unquoted(timer.date))
    return None


def _tell_unreadable(draft: Draft, node: Node) -> None:
    text = written(node.timer)
    proposed = suggestion(text, node.name)
    if not text:
        draft.found.error("timer_without_time", node, suggestion=proposed)
    elif node.timer is not None and node.timer.cycle:
        draft.found.error("timer_cycle_here", node, text=text, suggestion=proposed)
    else:
        draft.found.error("timer_unreadable", node, text=text, suggestion=proposed)
