"""The charts of an SOP, each with its table: for pages and for reports.

Words are the engine's own, since a report is written without anybody asking.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from engine.domain.evaluations import seconds_of
from engine.domain.statistics import MEDIAN, MOST
from engine.services.monitoring.charts import Bar, BoxRow, Point, bars, boxes, lines
from engine.services.monitoring.charts.svg import Named
from engine.services.monitoring.figures import Figures, Stage, StepFigures
from engine.services.office.report_words import Cell, Table, Tongue

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


def drawn(figures: Figures, tongue: Tongue) -> list[Drawn]:
    """Return every chart that has something to say."""
    makers = {
        "durations": _durations,
        "trend": _trend,
        "throughput": _throughput,
        "flow": _flow,
        "officers": _officers,
    }
    known, found = tables(figures, tongue), []
    for name, make in makers.items():
        table = known[name]
        if not table.rows or not figures.board.tally.count:
            continue
        told = _description(table, tongue)
        named = Named(key=name, title=table.title, description=told)
        found.append(
            Drawn(
                name=name,
                picture=make(figures, named, tongue),
                table=table,
                note=tongue.say(f"report.chart_{name}_note"),
            )
        )
    return found


def tables(figures: Figures, tongue: Tongue) -> dict[str, Table]:
    """Return the table of each chart by its name."""
    return {
        "board": _board_table(figures, tongue),
        "durations": _durations_table(figures, tongue),
        "trend": _stages_table(figures, tongue, "trend"),
        "throughput": _stages_table(figures, tongue, "throughput"),
        "flow": _flow_table(figures, tongue),
        "officers": _officers_table(figures, tongue),
    }


def _description(table: Table, tongue: Tongue) -> str:
    """Return a table's first two columns in a sentence each, up to twenty."""
    told = [f"{row[0]}: {row[-1]}" for row in table.shown[:20]]
    return tongue.say("report.chart_told", told="; ".join(told))


def _durations(figures: Figures, named: Named, tongue: Tongue) -> Markup:
    rows = [
        BoxRow(
            name=_name(one),
            ratios=one.ratios,
            told=tongue.share(one.line.tally.on_time_share),
            said=tongue.say(
                "report.heat_note",
                share=tongue.share(one.line.tally.on_time_share),
                median=tongue.span(one.line.tally.quantile(MEDIAN)),
                standard=tongue.span(_standard(one)),
                n=one.line.tally.count,
            ),
        )
        for one in figures.steps
        if one.ratios
    ]
    return boxes(rows, named, standard=tongue.say("report.standard"))


def _trend(figures: Figures, named: Named, tongue: Tongue) -> Markup:
    points = [
        Point(
            name=_stage(one, tongue, short=True),
            share=one.share,
            said=f"{_stage(one, tongue)}: {tongue.share(one.share)}",
        )
        for one in figures.stages
    ]
    aim = tongue.say("report.aim", share=tongue.share(AIM))
    return lines(points, named, limit=AIM, aim=aim)


def _throughput(figures: Figures, named: Named, tongue: Tongue) -> Markup:
    rows = [
        Bar(
            name=_stage(one, tongue),
            parts=((one.on_time, "keep"), (one.judged - one.on_time, "miss"),
                   (one.count - one.judged, "waiting")),
            told=tongue.number(one.count),
            said=f"{_stage(one, tongue)}: {one.count}",
        )
        for one in figures.stages
    ]  # fmt: skip
    return bars(rows, named)


def _flow(figures: Figures, named: Named, tongue: Tongue) -> Markup:
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
                told=tongue.span(int(mean)),
                said=", ".join(
                    f"{tongue.say(f'report.{part}')} {tongue.span(int(size))}"
                    for size, part in parts
                    if size
                ),
            )
        )
    return bars(rows, named)


def _officers(figures: Figures, named: Named, tongue: Tongue) -> Markup:
    rows = [
        Bar(
            name=one.name,
            parts=((one.working, "working"),),
            told=tongue.span(one.working),
            said=f"{one.name}: {tongue.span(one.working)}",
        )
        for one in figures.officers
    ]
    return bars(rows, named)


def _board_table(figures: Figures, tongue: Tongue) -> Table:
    rows: list[tuple[Cell, ...]] = []
    shown = []
    for one in figures.steps:
        line = one.line
        tally, now = line.tally, line.now
        counts = (now.open, now.late, now.risk, tally.count)
        standard, times = _standard(one), _times(one)
        share = _percent(tally.on_time_share)
        rows.append((_name(one), line.lane, standard, *counts, *times, share))
        shown.append(
            (
                _name(one),
                line.lane,
                tongue.span(standard),
                *(tongue.number(count) for count in counts),
                *(tongue.span(time) for time in times),
                tongue.share(tally.on_time_share),
            )
        )
    keys = ("step", "lane", "standard", "open", "late", "risk", "done")
    heads = _heads(tongue, *keys, "median", "most", "share")
    return _table("board", tongue, heads, (rows, shown))


def _durations_table(figures: Figures, tongue: Tongue) -> Table:
    found = [one for one in figures.steps if one.ratios]
    rows = [
        (
            _name(one),
            _standard(one),
            *_times(one),
            one.line.tally.count,
            _percent(one.line.tally.on_time_share),
        )
        for one in found
    ]
    shown = [
        (
            name,
            tongue.span(standard),
            tongue.span(median),
            tongue.span(most),
            tongue.number(count),
            tongue.share(None if share is None else share / 100),
        )
        for name, standard, median, most, count, share in rows
    ]
    heads = _heads(tongue, "step", "standard", "median", "most", "done", "share")
    return _table("durations", tongue, heads, (rows, shown))


def _stages_table(figures: Figures, tongue: Tongue, name: str) -> Table:
    rows = [
        (_stage(one, tongue), one.count, one.judged, one.on_time, _percent(one.share))
        for one in figures.stages
    ]
    shown = [
        (
            _stage(one, tongue),
            tongue.number(one.count),
            tongue.number(one.judged),
            tongue.number(one.on_time),
            tongue.share(one.share),
        )
        for one in figures.stages
    ]
    heads = _heads(tongue, "when", "done", "with_standard", "kept", "share")
    return _table(name, tongue, heads, (rows, shown))


def _flow_table(figures: Figures, tongue: Tongue) -> Table:
    rows = []
    for one in figures.steps:
        tally = one.line.tally
        if tally.count:
            means = [getattr(tally, part) // tally.count for part in _PARTS]
            rows.append((_name(one), *means, sum(means)))
    shown = [(row[0], *(tongue.span(int(one)) for one in row[1:])) for row in rows]
    heads = _heads(tongue, "step", "waiting", "working", "paused", "mean")
    return _table("flow", tongue, heads, (rows, shown))


def _officers_table(figures: Figures, tongue: Tongue) -> Table:
    rows = [(one.name, one.count, one.pace, one.working) for one in figures.officers]
    few = tongue.say("report.too_few")
    shown = [
        (
            name,
            tongue.number(count),
            few if pace is None else f"{tongue.number(pace)} %",
            tongue.span(working),
        )
        for name, count, pace, working in rows
    ]
    heads = _heads(tongue, "officer", "done", "pace", "working")
    return _table("officers", tongue, heads, (rows, shown))


def _table(
    name: str,
    tongue: Tongue,
    heads: tuple[str, ...],
    content: tuple[Sequence[Sequence[Cell]], Sequence[Sequence[str]]],
) -> Table:
    rows, shown = content
    title = tongue.say(f"report.chart_{name}")
    return Table(key=name, title=title, heads=heads, rows=rows, shown=shown)


def _heads(tongue: Tongue, *keys: str) -> tuple[str, ...]:
    return tuple(tongue.say(f"report.{key}") for key in keys)


def _name(one: StepFigures) -> str:
    return f"{one.line.place}. {one.line.name}" if one.line.place else one.line.name


def _stage(one: Stage, tongue: Tongue, *, short: bool = False) -> str:
    if short:
        return str(one.day or tongue.month(one.month, short=True))
    days = "–".join(str(day) for day in one.cut or (one.day,) if day)
    return f"{days} {tongue.month(one.month)}".lstrip()


def _standard(one: StepFigures) -> int | None:
    return None if one.line.standard is None else seconds_of(one.line.standard)


def _times(one: StepFigures) -> tuple[int | None, int | None]:
    return one.line.tally.quantile(MEDIAN), one.line.tally.quantile(MOST)


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 1)
