"""How a trial stands, in words: its clock, the officer's step, the times, the picture."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.domain.definitions import Step
from engine.domain.documents import Document
from engine.domain.durations import WorkDuration
from engine.domain.forms import default_submission
from engine.domain.sop_drafts import SopDraft
from engine.domain.values import JsonObject
from engine.services.cases.task_detail import TaskDetail
from engine.services.documents.uploads import uploads_of
from engine.services.drafting.trials import Trial
from engine.services.simulation.played import PlayedStep
from web.asking import Visit
from web.case_words import standard_words, state_pill, timer_words
from web.diagrams import Chip, Mark, Words
from web.diagrams.showing import shown_diagram
from web.form_fields import ShownFile
from web.forms import Filling, shown_form
from web.presenting import number_words, span_words


@dataclass(frozen=True, kw_only=True, slots=True)
class Played:
    """What was typed for a step, and what is said about it.

    Attributes:
        data: None where nothing was typed: the form's defaults are shown.
        errors: sentence by path of a field; `problem` stands above the form.
        count: how long the step takes, in `unit`.
        way: the arrow that was chosen, with its `reason`.
    """

    data: JsonObject | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    count: str = ""
    unit: str = ""
    reason: str = ""
    way: str = ""


def trial_page(
    draft: SopDraft, trial: Trial | None, played: Played, visit: Visit
) -> dict[str, Any]:
    """Return what the template of a trial shows."""
    path = f"/sop/{draft.key}/coba"
    page: dict[str, Any] = {"draft": draft, "path": path, "trial": trial}
    if trial is None:
        return page
    standards = [
        (step, standard_words(_duration(step), visit))
        for step in trial.definition.steps.values()
    ]
    words = Words(
        title=visit.say("editor.trial_picture", name=draft.name),
        description=visit.say("editor.trial_picture_told"),
    )
    marks = _marks(trial, visit)
    return page | {
        "stale": trial.revision != draft.revision,
        "state": state_pill(trial.instance.state, visit),
        "diagram": shown_diagram(
            trial.layout, standards, words, lambda text: timer_words(text, visit), marks
        ),
        "rows": [_row(one, visit) for one in trial.played.steps],
        "papers": [
            {"name": one.name, "path": f"{path}/dokumen/{one.id}"}
            for one in trial.played.documents
            if one.template is not None
        ],
        "step": _step(trial, played, path, visit) if trial.detail else None,
    }


def _step(
    trial: Trial, played: Played, path: str, visit: Visit
) -> dict[str, Any] | None:
    detail, shown = trial.detail, trial.shown
    if detail is None or shown is None:
        return None
    data = played.data
    if data is None:
        known, lists = detail.known, detail.lists
        data = default_submission(detail.form, case_data=known, options=lists)
    filling = Filling(
        data=data,
        case_data=detail.known,
        options=detail.lists,
        errors=played.errors,
        files=_files(detail, path, visit),
        language=visit.language,
        row=visit.say("field.row"),
    )
    count, unit = _usual(detail.step)
    name = detail.task.name
    return {
        "task": detail.task,
        "title": f"{name} · {detail.item}" if detail.item else name,
        "officer": shown.officer.name,
        "norm": detail.step.mutu_baku,
        "standard": standard_words(_duration(detail.step), visit),
        "instructions": detail.step.instructions,
        "form": shown_form(detail.form, filling),
        "question": detail.step.decision.question if detail.step.decision else "",
        "forward": [one for one in detail.ways if not one.choice.leads_back],
        "back": [one for one in detail.ways if one.choice.leads_back],
        "decides": bool(detail.ways),
        "played": played,
        "count": played.count or ("" if played.data is not None else count),
        "unit": played.unit or unit,
    }


def _duration(step: Step) -> WorkDuration | None:
    return step.standard.duration if step.standard else None


def _usual(step: Step) -> tuple[str, str]:
    """Return how long a step takes by its standard, as number and unit."""
    duration = _duration(step)
    if duration is None:
        return "", "menit"
    if duration.days:
        return str(duration.days), "hari"
    minutes = int(duration.time.total_seconds()) // 60
    return (str(minutes // 60), "jam") if minutes % 60 == 0 else (str(minutes), "menit")


def _files(detail: TaskDetail, path: str, visit: Visit) -> dict[str, ShownFile]:
    return {
        name: _file(one, path, visit)
        for name, one in uploads_of(detail.documents).items()
    }


def _file(one: Document, path: str, visit: Visit) -> ShownFile:
    size = f"{number_words(max(1, round(one.size / 1000)), visit.language)} kB"
    address = f"{path}/dokumen/{one.id}"
    return ShownFile(id=one.id, name=one.name, size=size, address=address)


def _row(one: PlayedStep, visit: Visit) -> dict[str, Any]:
    task, language = one.task, visit.language
    seconds = task.standard_seconds
    return {
        "name": task.name,
        "number": one.number,
        "lane": task.lane,
        "round": task.round,
        "officer": task.assignee_name,
        "standard": span_words(seconds, language) if seconds is not None else "–",
        "took": (
            "–"
            if one.elapsed_seconds is None
            else span_words(one.elapsed_seconds, language)
        ),
        "late": one.late,
        "open": task.is_open,
        "ended_at": task.ended_at,
        "decision": task.decision,
        "reason": task.reason,
    }


def _marks(trial: Trial, visit: Visit) -> dict[str, Mark]:
    times: dict[str, list[PlayedStep]] = {}
    for one in trial.played.steps:
        times.setdefault(one.element, []).append(one)
    return {element: _mark(visits, visit) for element, visits in times.items()}


def _mark(visits: list[PlayedStep], visit: Visit) -> Mark:
    here = any(one.task.is_open for one in visits)
    rounds = max(one.task.round for one in visits)
    key = "editor.trial_here" if here else "editor.trial_done"
    words = visit.say(key)
    chips = [Chip(text=words, tone="here")] if here else []
    if rounds > 1:
        chips.append(Chip(text=visit.say("editor.trial_times", n=rounds)))
    classes = ("is-here",) if here else ("is-done",)
    sign = "" if here else "check"
    return Mark(classes=classes, chips=tuple(chips), sign=sign, note=words)
