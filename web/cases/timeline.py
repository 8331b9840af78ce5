"""A case's story in order: who did what, when, how long, and what came between."""

from dataclasses import dataclass
from datetime import datetime

from engine.domain.tasks import TaskState
from engine.services.cases.casebook import CaseFile, Deed
from engine.services.cases.chronicle import Happening
from web.asking import Visit
from web.case_words import acting_words, hand_over_path, standard_words
from web.cases.answers import Answer, answers_of
from web.presenting import span_words

# What a step's own entry says already needs no line of its own.
_SIGNS = {
    "instance.suspended": "player-pause",
    "instance.resumed": "player-play",
    "instance.cancelled": "x",
    "instance.completed": "circle-check",
    "instance.failed": "alert-triangle",
    "instance.moved": "route",
    "task.released": "arrow-back-up",
    "task.reassigned": "user-check",
    "task.paused": "clock-pause",
    "task.resumed": "clock",
    "task.skipped": "chevron-right",
    "task.moved": "arrow-back-up",
    "file.added": "paperclip",
    "file.removed": "trash",
    "timer.fired": "bell",
    "call.started": "folder",
    "decision.made": "list-check",
    "message.thrown": "send",
    "signal.thrown": "send",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of the story.

    Attributes:
        state: `done`, `returned`, `open`, `gone` or `event`.
        facts: icon, words and tone of each pill.
        path: of the open task, where the reader may do it.
        hand_over: where a superior gives the open task to somebody else.
    """

    state: str
    icon: str
    title: str
    at: datetime | None
    who: str = ""
    lane: str = ""
    number: int | None = None
    facts: tuple[tuple[str, str, str], ...] = ()
    decision: str = ""
    reason: str = ""
    path: str = ""
    hand_over: str = ""
    answers: tuple[Answer, ...] = ()


def timeline(file: CaseFile, visit: Visit) -> list[Entry]:
    """Return the story, oldest first; what is open comes last."""
    names = {str(deed.task.id): deed.task.name for deed in file.deeds}
    told = [(one.at, 0, _event(one, names, visit)) for one in file.happenings]
    told += [
        (deed.task.ended_at or deed.task.ready_at, 1, _deed(deed, visit))
        for deed in file.deeds
        if not deed.task.is_open
    ]
    begun = Entry(
        state="event",
        icon="player-play",
        title=visit.say("cases.event_started"),
        at=file.case.started_at,
        who=file.starter or visit.say("cases.by_itself"),
    )
    story = [entry for _, _, entry in sorted(told, key=lambda one: (one[0], -one[1]))]
    waiting = [_deed(deed, visit) for deed in file.deeds if deed.task.is_open]
    return [begun, *story, *waiting]


def _deed(deed: Deed, visit: Visit) -> Entry:
    task = deed.task
    state, icon = _state(deed)
    acting = acting_words(task.assignee_kind.value, visit)
    return Entry(
        state=state,
        icon=icon,
        title=task.name,
        at=task.ended_at,
        who=" ".join(part for part in (acting, task.assignee_name) if part),
        lane=task.lane,
        number=deed.step.number if deed.step else None,
        facts=tuple(_facts(deed, visit)),
        decision=task.decision or "",
        reason=task.reason,
        path=f"/tugas/{task.id}" if deed.mine else "",
        hand_over=hand_over_path(task, visit),
        answers=answers_of(deed, visit),
    )


def _state(deed: Deed) -> tuple[str, str]:
    if deed.task.is_open:
        return "open", "clock-exclamation" if deed.late else "clock"
    if deed.task.state is not TaskState.COMPLETED:
        return "gone", "x"
    return ("returned", "arrow-back-up") if deed.returned else ("done", "check")


def _facts(deed: Deed, visit: Visit) -> list[tuple[str, str, str]]:
    """Return time against the standard, round, item, pauses, as pills."""
    task, found = deed.task, list[tuple[str, str, str]]()
    seconds = deed.spent.total_seconds()
    # A minute begun counts where it made the step late: «1 j dari 1 jam» is not late.
    spent = span_words(-(-seconds // 60) * 60 if deed.late else seconds, visit.language)
    standard = (
        standard_words(deed.step.standard.duration, visit)
        if (deed.step and deed.step.standard)
        else ""
    )
    key = "cases.spent_of" if standard else "cases.spent"
    words = visit.say(key, spent=spent, standard=standard)
    if deed.late:
        late = visit.say("cases.late" if standard else "cases.past_due")
        found.append(("clock-exclamation", f"{words} · {late}", "late"))
    else:
        tone = "fine" if standard and not task.is_open else "none"
        found.append(("clock", words, tone))
    if task.round > 1:
        found.append(("refresh", visit.say("cases.round", n=task.round), "none"))
    if isinstance(task.item, str | int):
        found.append(("user", str(_item_words(deed)), "none"))
    if task.paused_at is not None:
        found.append(("clock-pause", visit.say("cases.stands"), "risk"))
    elif task.paused_seconds:
        paused = span_words(task.paused_seconds, visit.language)
        found.append(("clock-pause", visit.say("cases.paused", span=paused), "none"))
    if not task.is_open and task.state is not TaskState.COMPLETED:
        found.append(("x", visit.say(f"cases.task_{task.state.value}"), "none"))
    return found


def _item_words(deed: Deed) -> object:
    """Return an item by the label that the office's lists give it."""
    for one in deed.lists.values():
        for choice in one if isinstance(one, list) else []:
            if isinstance(choice, dict) and choice.get("value") == deed.task.item:
                return choice.get("label")
    return deed.task.item


def _event(one: Happening, names: dict[str, str], visit: Visit) -> Entry:
    kind = one.kind.replace(".", "_")
    facts = {key: value for key, value in one.facts.items() if isinstance(value, str)}
    step = names.get(str(one.task), "")
    to, name = facts.get("name", ""), facts.get("name", "")
    return Entry(
        state="event",
        icon=_SIGNS.get(one.kind, "info-circle"),
        title=visit.say(f"cases.event_{kind}", step=step, to=to, name=name),
        at=one.at,
        who=one.by,
        reason=facts.get("reason", ""),
    )
