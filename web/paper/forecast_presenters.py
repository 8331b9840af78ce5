"""A forecast in words and charts: lead times, where cases wait, who is busy."""

from engine.domain.forecasting import DAY_SECONDS, Forecast, StepLoad
from engine.domain.forecasting.outcome import JAMMED
from engine.services.drafting.forecasts import ForecastPage
from engine.services.monitoring.charts import Bar, bars
from engine.services.monitoring.charts.svg import Named
from web.asking import Visit
from web.presenting import number_words, span_words

OFFICERS = "petugas_"


def forecast_page(found: ForecastPage, visit: Visit) -> dict[str, object]:
    """Return what the template of a forecast shows."""
    forecast, assumed = found.forecast, found.assumptions
    key, roles = found.definition.key, _roles(found)
    return {
        "name": found.definition.name,
        "path": f"/sop/{key}",
        "is_draft": found.is_draft,
        "cases": assumed.cases,
        "per_day": number_words(assumed.per_day, visit.language),
        "returns": assumed.returns,
        "officers": [
            {"field": f"{OFFICERS}{role}", "name": name, "people": assumed.people(role)}
            for role, name in found.roles.items()
        ],
        "tiles": [
            {"words": visit.say(f"paper.lead_{percent}"), "value": value}
            for percent in (50, 80, 95)
            for value in [_lead(forecast, percent, visit)]
        ],
        "unfinished": forecast.unfinished,
        "jam": _jam(forecast, visit),
        "full": [one["name"] for one in roles if one["is_full"]],
        "spread": _spread(forecast, visit),
        "steps": _steps(found, visit),
        "roles": roles,
        "measured": sum(step.is_measured for step in forecast.steps),
        "of": len(forecast.steps),
    }


def _roles(found: ForecastPage) -> list[dict[str, object]]:
    return [
        {
            "name": found.roles.get(one.role, one.role),
            "people": one.people,
            "busy": f"{round(one.busy * 100)} %",
            "longest": one.longest,
            "is_full": one.busy >= JAMMED,
        }
        for one in found.forecast.roles
    ]


def time_words(seconds: float, visit: Visit) -> str:
    """Return working time: «2,4 hari kerja» from a day on, else «1 j 35 m»."""
    if seconds < DAY_SECONDS:
        return span_words(seconds, visit.language)
    days = number_words(round(seconds / DAY_SECONDS, 1), visit.language)
    return visit.say("paper.working_days", n=days)


def _lead(forecast: Forecast, percent: int, visit: Visit) -> str:
    time = forecast.quantile(percent)
    return "–" if time is None else time_words(time, visit)


def _jam(forecast: Forecast, visit: Visit) -> str:
    step = forecast.jam
    if step is None:
        return visit.say("paper.no_jam")
    return visit.say(
        "paper.jam", step=step.name, time=time_words(step.waiting, visit), who=step.lane
    )


def _spread(forecast: Forecast, visit: Visit) -> dict[str, object]:
    rows = [
        (
            visit.say(
                "paper.bin",
                low=time_words(one.low, visit),
                high=time_words(one.high, visit),
            ),
            one.count,
        )
        for one in forecast.bins
    ]
    drawn = [
        Bar(
            name=name,
            parts=((count, "working"),),
            told=str(count),
            said=f"{name}: {count}",
        )
        for name, count in rows
    ]
    named = Named(
        key="sebaran",
        title=visit.say("paper.spread"),
        description=visit.say("paper.spread_told", n=len(forecast.lead_times)),
    )
    return {"picture": bars(drawn, named), "rows": rows}


def _steps(found: ForecastPage, visit: Visit) -> dict[str, object]:
    forecast, known = found.forecast, found.definition.steps
    drawn = [
        Bar(
            name=_called(step),
            parts=((step.waiting, "waiting"), (step.working, "working")),
            told=time_words(step.waiting + step.working, visit),
            said=visit.say(
                "paper.step_said",
                step=step.name,
                waiting=time_words(step.waiting, visit),
                working=time_words(step.working, visit),
            ),
        )
        for step in forecast.steps
    ]
    named = Named(
        key="langkah",
        title=visit.say("paper.by_step"),
        description=visit.say("paper.by_step_told", n=len(forecast.steps)),
    )
    rows = [
        {
            "number": step.number or "–",
            "name": step.name,
            "lane": step.lane,
            "rounds": number_words(step.rounds, visit.language),
            "waiting": time_words(step.waiting, visit),
            "working": time_words(step.working, visit),
            "basis": _basis(
                step, has_standard=known[step.element].standard is not None
            ),
        }
        for step in forecast.steps
    ]
    return {"picture": bars(drawn, named), "rows": rows}


def _basis(step: StepLoad, *, has_standard: bool) -> str:
    """Return the key of where a step's times are from."""
    if step.is_measured:
        return "paper.measured"
    return "paper.from_standard" if has_standard else "paper.from_nothing"


def _called(step: StepLoad) -> str:
    return f"{step.number}. {step.name}" if step.number else step.name
