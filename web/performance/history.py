"""The page of an indicator: chart, points, versions with evidence, analysis."""

from typing import Any

from engine.domain.actions import ActionState
from engine.domain.indicators import Assessment
from engine.domain.periods import Span
from engine.services.actions.cards import ActionCard, Board
from engine.services.performance.history import (
    Analysis,
    FigureVersion,
    IndicatorHistory,
    Point,
)
from web.asking import Visit
from web.performance.chart import course_chart
from web.performance.presenters import PATH
from web.performance.words import Mark, figure, mark_of, percent, period_name

_ACTION_SIGNS = {
    "open": ("none", "clock"),
    "late": ("late", "clock-exclamation"),
    "done": ("fine", "circle-check"),
    "dropped": ("none", "x"),
}
_FACTS = ("definition", "calculation", "source")


def history_page(
    found: IndicatorHistory, year: int, span: Span, visit: Visit
) -> dict[str, Any]:
    """Return what the page of an indicator shows."""
    planned, indicator = found.planned, found.planned.indicator
    unit = indicator.unit
    return {
        "name": indicator.name,
        "code": indicator.code,
        "unit": unit,
        "section_name": found.section,
        "level": visit.say(f"performance.level_{indicator.level.value}"),
        "year": year,
        "per": "bulan" if span is Span.MONTH else "triwulan",
        "path": f"{PATH}/indikator/{indicator.code}",
        "way": [
            (visit.say(f"plans.kind_{one.kind.value}"), one.name) for one in found.way
        ],
        "facts": [
            (visit.say(f"plans.{name}"), getattr(planned, name))
            for name in _FACTS
            if getattr(planned, name)
        ],
        "rules": _rules(found, visit),
        "chart": course_chart(found.points, unit, visit),
        "points": [_point(one, unit, visit) for one in reversed(found.points)],
        "now": _numbers(found.year, unit, visit),
        "last_year": percent(
            found.last_year.achievement if found.last_year else None, visit.language
        ),
        "end_target": figure(planned.end_target, unit, visit.language),
        "end_percent": percent(found.end_percent, visit.language),
        "end_year": found.renstra[1],
        "versions": [_version(one, unit, visit) for one in found.versions],
        "analyses": [_analysis(one, visit) for one in found.analyses],
        "may_correct": found.may_correct,
    }


def action_rows(board: Board, code: str, visit: Visit) -> list[dict[str, Any]]:
    """Return an indicator's open actions, then what was done, as its page lists them."""
    return [
        {
            "path": f"/tindak-lanjut/{one.action.id}",
            "text": one.action.text,
            "officer": one.officer,
            "due": one.action.due,
            "progress": one.action.progress,
            "mark": _action_mark(one, visit),
        }
        for one in (*board.open, *board.ended)
        if one.action.indicator == code
    ]


def _action_mark(card: ActionCard, visit: Visit) -> Mark:
    state = card.action.state
    is_late = state is ActionState.OPEN and card.days is not None and card.days < 0
    key = "late" if is_late else state.value
    colour, icon = _ACTION_SIGNS[key]
    return Mark(words=visit.say(f"performance.action_{key}"), state=colour, icon=icon)


def _rules(found: IndicatorHistory, visit: Visit) -> list[str]:
    indicator = found.planned.indicator
    rules = [
        visit.say(f"plans.direction_{indicator.direction.value}"),
        visit.say(f"plans.aggregation_{indicator.aggregation.value}"),
    ]
    if indicator.direction.value == "turun":
        rules.append(visit.say(f"plans.formula_{indicator.formula.value}"))
    if indicator.cap is not None:
        cap = percent(indicator.cap, visit.language)
        rules.append(visit.say("plans.capped_at", cap=cap))
    return rules


def _point(point: Point, unit: str, visit: Visit) -> dict[str, Any]:
    name = period_name(point.period, visit)
    return {"period": name, **_numbers(point.assessment, unit, visit)}


def _numbers(found: Assessment, unit: str, visit: Visit) -> dict[str, Any]:
    return {
        "target": figure(found.target, unit, visit.language),
        "reached": figure(found.realisation, unit, visit.language),
        "percent": percent(found.achievement, visit.language),
        "mark": mark_of(found, visit),
    }


def _version(one: FigureVersion, unit: str, visit: Visit) -> dict[str, Any]:
    case = one.source.instance
    return {
        "period": period_name(one.period, visit),
        "value": figure(one.realisation.value, unit, visit.language),
        "number": one.realisation.version,
        "by": one.by,
        "at": one.source.at,
        "reason": one.source.reason,
        "remark": one.realisation.remark,
        "case": f"/berkas/{case}" if case else "",
        "evidence": [(file.name, f"/arsip/dokumen/{file.id}") for file in one.evidence],
        "correct": f"{PATH}/realisasi/{one.realisation.indicator}/{one.period.text}",
    }


def _analysis(one: Analysis, visit: Visit) -> dict[str, Any]:
    return {
        "period": period_name(one.period, visit),
        "title": one.title,
        "case": f"/berkas/{one.case}",
        "told": [
            (visit.say(f"performance.{key}"), text)
            for key, text in one.told.items()
            if text
        ],
        "officer": one.officer,
        "due": one.due,
    }
