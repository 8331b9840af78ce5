"""The charts of an SOP, each with its table."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from engine.domain.statistics import MEDIAN, MOST
from engine.services.charts import Bar, BoxRow, Point, bars, boxes, lines
from engine.services.charts.svg import Named
from engine.services.monitoring_figures import Figures, Stage, StepFigures
from web.asking import Visit
from web.monitor.asked import month_words
from web.monitor.heat import standard_seconds
from web.monitor.presenters import parts_of, share_words
from web.monitor.tables import Cell, Table
from web.presenting import number_words, span_words

NAMES = ("durations", "trend", "throughput", "flow", "officers")
AIM = 0.9
_PARTS = ("waiting", "working", "paused")


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """A chart on the page."""

    name: str
    picture: Markup
    table: Table
    note: str


def drawn(figures: Figures, visit: Visit) -> list[Drawn]:
    """Return every chart that has something to say."""
    makers = {
        "durations": _durations,
        "trend": _trend,
        "throughput": _throughput,
        "flow": _flow,
        "officers": _officers,
    }
    found = []
    for name, make in makers.items():
        table = tables(figures, visit)[name]
        if table.rows:
            named = Named(
                key=name, title=table.title, description=_description(table, visit)
            )
            note = visit.say(f"monitor.chart_{name}_note")
            found.append(
                Drawn(
                    name=name,
                    picture=make(figures, named, visit),
                    table=table,
                    note=note,
                )
            )
    return found


def tables(figures: Figures, visit: Visit) -> dict[str, Table]:
    """Return the table of each chart by its name."""
    return {
        "durations": _durations_table(figures, visit),
        "trend": _stages_table(figures, visit, "trend"),
        "throughput": _stages_table(figures, visit, "throughput"),
        "flow": _flow_table(figures, visit),
        "officers": _officers_table(figures, visit),
    }


def _description(table: Table, visit: Visit) -> str:
    """Return a table's first two columns in a sentence each, up to twenty."""
    told = [f"{row[0]}: {row[-1]}" for row in table.shown[:20]]
    return visit.say("monitor.chart_told", told="; ".join(told))


def _durations(figures: Figures, named: Named, visit: Visit) -> Markup:
    rows = [
        BoxRow(
            name=_name(one),
            ratios=one.ratios,
            told=share_words(one.line.tally.on_time_share, visit),
            said=visit.say(
                "monitor.heat_note",
                share=share_words(one.line.tally.on_time_share, visit),
                median=_span(one.line.tally.quantile(MEDIAN), visit),
                standard=_span(standard_seconds(one.line.standard), visit),
                n=one.line.tally.count,
            ),
        )
        for one in figures.steps
        if one.ratios
    ]
    return boxes(rows, named, standard=visit.say("monitor.standard"))


def _trend(figures: Figures, named: Named, visit: Visit) -> Markup:
    points = [
        Point(
            name=_stage(one, visit, short=True),
            share=one.share,
            said=f"{_stage(one, visit)}: {share_words(one.share, visit)}",
        )
        for one in figures.stages
    ]
    aim = visit.say("monitor.aim", share=share_words(AIM, visit))
    return lines(points, named, limit=AIM, aim=aim)


def _throughput(figures: Figures, named: Named, visit: Visit) -> Markup:
    rows = [
        Bar(
            name=_stage(one, visit),
            parts=((one.on_time, "keep"), (one.judged - one.on_time, "miss"),
                   (one.count - one.judged, "waiting")),
            told=number_words(one.count, visit.language),
            said=f"{_stage(one, visit)}: {one.count}",
        )
        for one in figures.stages
    ]  # fmt: skip
    return bars(rows, named)


def _flow(figures: Figures, named: Named, visit: Visit) -> Markup:
    rows = []
    for one in figures.steps:
        tally = one.line.tally
        if not tally.count:
            continue
        parts = tuple((getattr(tally, part) / tally.count, part) for part in _PARTS)
        mean = sum(size for size, _ in parts)
        rows.append(
            Bar(
                name=_name(one),
                parts=parts,
                told=_span(int(mean), visit),
                said=", ".join(
                    visit.say(f"monitor.part_{part.name}", share=round(part.width / 10))
                    for part in parts_of(tally)
                ),
            )
        )
    return bars(rows, named)


def _officers(figures: Figures, named: Named, visit: Visit) -> Markup:
    rows = [
        Bar(
            name=one.name,
            parts=((one.working, "working"),),
            told=_span(one.working, visit),
            said=f"{one.name}: {_span(one.working, visit)}",
        )
        for one in figures.officers
    ]
    return bars(rows, named)


def _durations_table(figures: Figures, visit: Visit) -> Table:
    found = [one for one in figures.steps if one.ratios]
    rows = [
        (
            _name(one),
            standard_seconds(one.line.standard),
            one.line.tally.quantile(MEDIAN),
            one.line.tally.quantile(MOST),
            one.line.tally.count,
            _percent(one.line.tally.on_time_share),
        )
        for one in found
    ]
    shown = [
        (
            name,
            _span(standard, visit),
            _span(median, visit),
            _span(most, visit),
            number_words(count, visit.language),
            share_words(None if share is None else share / 100, visit),
        )
        for name, standard, median, most, count, share in rows
    ]
    heads = _heads(visit, "step", "standard", "median", "most", "done", "share")
    return _table("durations", visit, heads, (rows, shown))


def _stages_table(figures: Figures, visit: Visit, name: str) -> Table:
    rows = [
        (
            _stage(one, visit),
            one.count,
            one.judged,
            one.on_time,
            _percent(one.share),
        )
        for one in figures.stages
    ]
    shown = [
        (
            _stage(one, visit),
            number_words(one.count, visit.language),
            number_words(one.judged, visit.language),
            number_words(one.on_time, visit.language),
            share_words(one.share, visit),
        )
        for one in figures.stages
    ]
    heads = _heads(visit, "when", "done", "with_standard", "kept", "share")
    return _table(name, visit, heads, (rows, shown))


def _flow_table(figures: Figures, visit: Visit) -> Table:
    rows = []
    for one in figures.steps:
        tally = one.line.tally
        if tally.count:
            means = [getattr(tally, part) // tally.count for part in _PARTS]
            rows.append((_name(one), *means, sum(means)))
    shown = [(row[0], *(_span(int(one), visit) for one in row[1:])) for row in rows]
    heads = _heads(visit, "step", "waiting", "working", "paused", "mean")
    return _table("flow", visit, heads, (rows, shown))


def _officers_table(figures: Figures, visit: Visit) -> Table:
    rows = [(one.name, one.count, one.pace, one.working) for one in figures.officers]
    few = visit.say("monitor.too_few")
    shown = [
        (
            name,
            number_words(count, visit.language),
            few if pace is None else f"{number_words(pace, visit.language)} %",
            _span(working, visit),
        )
        for name, count, pace, working in rows
    ]
    heads = _heads(visit, "officer", "done", "pace", "working")
    return _table("officers", visit, heads, (rows, shown))


def _table(
    name: str,
    visit: Visit,
    heads: tuple[str, ...],
    content: tuple[Sequence[Sequence[Cell]], Sequence[Sequence[str]]],
) -> Table:
    rows, shown = content
    title = visit.say(f"monitor.chart_{name}")
    return Table(key=name, title=title, heads=heads, rows=rows, shown=shown)


def _heads(visit: Visit, *keys: str) -> tuple[str, ...]:
    return tuple(visit.say(f"monitor.{key}") for key in keys)


def _name(one: StepFigures) -> str:
    return f"{one.line.place}. {one.line.name}" if one.line.place else one.line.name


def _stage(one: Stage, visit: Visit, *, short: bool = False) -> str:
    if one.day:
        return str(one.day) if short else f"{one.day} {month_words(one.month, visit)}"
    return month_words(one.month, visit, short=short)


def _span(seconds: int | None, visit: Visit) -> str:
    return "–" if seconds is None else span_words(seconds, visit.language)


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 1)
