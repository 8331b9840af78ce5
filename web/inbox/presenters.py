"""The inbox in an officer's words: piles, rows, filters, and what happens next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from engine.domain.durations import WorkDuration
from engine.domain.identity import Actor
from engine.domain.instances import InstanceState
from engine.domain.tasks import TaskState
from engine.services.cases.task_clock import TaskClock
from engine.services.cases.task_detail import Outcome
from engine.services.cases.worklist import (
    MOST_COUNTED,
    Choices,
    Pile,
    Wanted,
    WorkItem,
    Worklist,
)
from web.asking import Visit
from web.presenting import Lateness, lateness, span_words

PATH = "/kotak-masuk"
TABS: Mapping[str, Pile] = {
    "milik": Pile.MINE,
    "bersama": Pile.SHARED,
    "selesai": Pile.DONE,
}
# A step with a due date instead of a standard is at risk in its last four hours.
_RISK_WITHOUT_STANDARD = 4 * 4 * 3600


@dataclass(frozen=True, kw_only=True, slots=True)
class Tab:
    """One of the piles; `count` is capped («99+»)."""

    name: str
    path: str
    label: str
    count: str
    current: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A task in the list.

    Attributes:
        left: seconds until it is due while its clock runs, else None; a script
            counts them down until `runs_until` (an epoch second).
        note: paused, round, or how it ended; pairs of icon and words.
    """

    id: str
    path: str
    name: str
    case: str
    sop: str
    lane: str
    received: datetime
    ended: datetime | None
    standard: str
    late: Lateness
    left: int | None
    runs_until: int | None
    notes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Empty:
    """What an empty pile says: icon, heading, and what happens next."""

    icon: str
    title: str
    words: str
    path: str = ""
    action: str = ""


def inbox_page(
    found: Worklist, wanted: Wanted, choices: Choices, visit: Visit
) -> dict[str, object]:
    """Return what the template of the inbox shows."""
    tab = next(name for name, pile in TABS.items() if pile is wanted.pile)
    query = _query(wanted)
    return {
        "tab": tab,
        "tabs": _tabs(found, tab, visit),
        "rows": [_row(item, visit) for item in found.items],
        "wanted": wanted,
        "filtered": bool(query),
        "choices": choices,
        "back": _path({"tab": tab, **query}),
        "more": _path({"tab": tab, **query, "c": found.next}) if found.next else "",
        "empty": _empty(found, wanted, visit, filtered=bool(query)),
        "late": min(found.counts.late, MOST_COUNTED),
    }


def standard_words(standard: WorkDuration | None, visit: Visit) -> str:
    """Return a standard as the SOP's table says it: «5 menit», «2 hari kerja»."""
    if standard is None:
        return ""
    parts = []
    if standard.days:
        parts.append(visit.say("inbox.days", n=standard.days))
    minutes = int(standard.time.total_seconds()) // 60
    if minutes and minutes < 60:
        parts.append(visit.say("inbox.minutes", n=minutes))
    elif minutes % 60 == 0 and minutes:
        parts.append(visit.say("inbox.hours", n=minutes // 60))
    elif minutes:
        parts.append(span_words(standard.time.total_seconds(), visit.language))
    return " ".join(parts)


def late_words(
    clock: TaskClock, standard_seconds: int | None, visit: Visit
) -> Lateness:
    """Return how a task stands, in words, icon and colour."""
    left = None if clock.left is None else clock.left.total_seconds()
    standard = standard_seconds or _RISK_WITHOUT_STANDARD
    return lateness(left, standard, visit.language)


def outcome_words(outcome: Outcome, actor: Actor, visit: Visit) -> dict[str, object]:
    """Return what the inbox says after a task was completed.

    Own next tasks come as links; those of others with their lane and names.
    """
    ended = outcome.case is InstanceState.COMPLETED
    title = visit.say("inbox.done_title", name=outcome.task.name)
    nexts: dict[str, dict[str, str]] = {}
    for one in outcome.nexts:
        words = visit.say("inbox.next_is", name=one.task.name, lane=one.task.lane)
        who = ", ".join(one.officers[:2]) or visit.say("inbox.nobody")
        known = nexts.setdefault(words, {"words": words, "who": "", "path": ""})
        # Several officers may do the same step side by side.
        known["who"] = f"{known['who']}; {who}" if known["who"] else who
        if one.task.role in actor.roles:
            known["path"] = f"/tugas/{one.task.id}"
    return {
        "title": title,
        "decision": outcome.task.decision or "",
        "nexts": list(nexts.values()),
        "ended": visit.say("inbox.case_ended") if ended else "",
        "case": f"/berkas/{outcome.task.instance}",
    }


def _tabs(found: Worklist, current: str, visit: Visit) -> list[Tab]:
    counts = found.counts
    numbers = {"milik": counts.mine, "bersama": counts.shared, "selesai": counts.ended}
    return [
        Tab(
            name=name,
            path=_path({"tab": name}),
            label=visit.say(f"inbox.tab_{name}"),
            count=f"{MOST_COUNTED - 1}+" if number >= MOST_COUNTED else str(number),
            current=name == current,
        )
        for name, number in numbers.items()
    ]


def _row(item: WorkItem, visit: Visit) -> Row:
    task, clock = item.task, item.clock
    runs = clock.runs_until is not None and clock.left is not None
    name = f"{task.name} · {item.item}" if item.item else task.name
    case = visit.say("inbox.case", number=item.case_number)
    return Row(
        id=task.id,
        path=f"/tugas/{task.id}",
        name=name,
        case=f"{case} · {item.case_title}",
        sop=item.sop,
        lane=task.lane,
        received=task.ready_at,
        ended=task.ended_at,
        standard=standard_words(clock.standard, visit),
        late=late_words(clock, task.standard_seconds, visit),
        left=int(clock.left.total_seconds()) if runs and clock.left else None,
        runs_until=int(clock.runs_until.timestamp()) if clock.runs_until else None,
        notes=_notes(item, visit),
    )


def _notes(item: WorkItem, visit: Visit) -> tuple[tuple[str, str, str], ...]:
    task = item.task
    notes = []
    if item.clock.paused:
        notes.append(("clock-pause", visit.say("inbox.paused"), "risk"))
    if task.round > 1:
        notes.append(("refresh", visit.say("inbox.round", n=task.round), "none"))
    if task.state in {TaskState.INTERRUPTED, TaskState.CANCELLED}:
        notes.append(("x", visit.say(f"inbox.was_{task.state.value}"), "none"))
    elif task.decision:
        notes.append(("route", task.decision, "none"))
    return tuple(notes)


def _empty(found: Worklist, wanted: Wanted, visit: Visit, *, filtered: bool) -> Empty:
    if filtered:
        tab = next(name for name, pile in TABS.items() if pile is wanted.pile)
        return _said("search", "filtered", visit, _path({"tab": tab}))
    if wanted.pile is Pile.MINE and found.counts.shared:
        return _said("inbox", "mine_but_shared", visit, _path({"tab": "bersama"}))
    icons = {Pile.MINE: "checks", Pile.SHARED: "users-group", Pile.DONE: "history"}
    return _said(icons[wanted.pile], wanted.pile.value, visit)


def _said(icon: str, which: str, visit: Visit, path: str = "") -> Empty:
    return Empty(
        icon=icon,
        title=visit.say(f"inbox.empty_{which}"),
        words=visit.say(f"inbox.empty_{which}_next"),
        path=path,
        action=visit.say(f"inbox.empty_{which}_go") if path else "",
    )


def _query(wanted: Wanted) -> dict[str, str]:
    query = {
        "sop": wanted.process or "",
        "jalur": wanted.lane or "",
        "lewat": "1" if wanted.late else "",
        "cari": wanted.text,
    }
    return {name: value for name, value in query.items() if value}


def _path(query: Mapping[str, str | None]) -> str:
    return (
        f"{PATH}?{urlencode({name: value for name, value in query.items() if value})}"
    )
