"""Diagram panas: an SOP's drawing coloured by how its steps keep their standard."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from engine.domain.durations import WorkDuration
from engine.domain.evaluations import seconds_of
from engine.domain.statistics import MEDIAN
from engine.services.monitoring.board import BoardLine
from engine.services.monitoring.service import Heat
from web.asking import Visit, actor, office, visit
from web.case_words import standard_words, timer_words
from web.diagrams import Chip, Mark, Words
from web.diagrams.showing import shown_diagram
from web.monitor.asked import PATH, Question, period_choices, question, told_period
from web.monitor.presenters import filters, share_words, tone_of
from web.presenting import number_words, span_words

QUICK, FULL = 0.75, 1.0  # median ÷ standard up to which a step is fine, and at risk
COLOURS = ("tepat", "median")

blueprint = Blueprint("pemantauan-diagram", __name__, url_prefix=f"{PATH}/diagram")


@dataclass(frozen=True, kw_only=True, slots=True)
class HeatRow:
    """A step as the table tells it."""

    place: str
    name: str
    lane: str
    standard: str
    median: str
    ratio: str
    share: str
    done: str
    tone: str
    path: str


@blueprint.get("")
def heat() -> str:
    """Show the drawing of a version with its numbers."""
    asked = question()
    colour = request.args.get("warna", "")
    colour = colour if colour in COLOURS else COLOURS[0]
    found = office().monitoring.heat(actor(), asked.asked)
    if found is None:
        return render_template("monitor/board.html", has_sop=False, title="", period="")
    return render_template(
        "monitor/heat.html",
        **heat_page(found, colour, asked, visit()),
        question=asked,
        periods=period_choices(),
    )


def heat_page(
    heat: Heat, colour: str, question: Question, visit: Visit
) -> dict[str, object]:
    """Return what the template of the drawing shows."""
    board = heat.board
    definition = board.definition
    if definition is None:
        raise ValueError("a drawing belongs to a version")
    lines = {line.element: line for line in board.lines}
    nodes = {node.id: node.stands_for or node.id for node in definition.canonical.nodes}
    marks = {
        str(nodes.get(element, element)): _mark(line, colour, visit)
        for element, line in lines.items()
        if line.tally.count
    }
    period = told_period(board.months.text, visit)
    words = Words(
        title=visit.say("monitor.heat_of", title=definition.name, period=period),
        description=visit.say(f"monitor.heat_told_{colour}"),
    )
    steps = [
        (step, standard_words(step.standard.duration if step.standard else None, visit))
        for step in definition.steps.values()
    ]
    return {
        "title": definition.name,
        "period": period,
        "version": definition.version,
        "filters": filters(board, question, visit)
        | {"is_narrow": any(one in question.kept for one in ("seksi", "petugas"))},
        "colour": colour,
        "colours": [(one, question.path("/diagram", warna=one)) for one in COLOURS],
        "diagram": shown_diagram(
            heat.layout, steps, words, lambda text: timer_words(text, visit), marks
        ),
        "rows": [_row(line, colour, question, visit) for line in board.lines],
        "versions": board.choices.versions,
    }


def ratio_of(line: BoardLine) -> float | None:
    """Return the median time as a part of the standard, None without either."""
    median = line.tally.quantile(MEDIAN)
    seconds = standard_seconds(line.standard)
    return median / seconds if median is not None and seconds else None


def standard_seconds(standard: WorkDuration | None) -> int | None:
    """Return a standard in working seconds, None without one."""
    return None if standard is None else seconds_of(standard)


def _tone(line: BoardLine, colour: str) -> str:
    if colour == "tepat":
        return tone_of(line.tally.on_time_share)
    ratio = ratio_of(line)
    if ratio is None:
        return "none"
    return "fine" if ratio <= QUICK else "risk" if ratio <= FULL else "late"


def _mark(line: BoardLine, colour: str, visit: Visit) -> Mark:
    tone = _tone(line, colour)
    share = share_words(line.tally.on_time_share, visit)
    median = span_words(line.tally.quantile(MEDIAN) or 0, visit.language)
    note = visit.say(
        "monitor.heat_note",
        share=share,
        median=median,
        standard=standard_words(line.standard, visit) or "–",
        n=line.tally.count,
    )
    shown = share if colour == "tepat" else _ratio_words(line, visit)
    text = f"{median} · {shown}" if line.tally.judged else median
    return Mark(classes=(f"is-{tone}",), chips=(Chip(text=text, tone=tone),), note=note)


def _ratio_words(line: BoardLine, visit: Visit) -> str:
    ratio = ratio_of(line)
    if ratio is None:
        return "–"
    return f"{number_words(round(ratio * 100), visit.language)} %"


def _row(line: BoardLine, colour: str, question: Question, visit: Visit) -> HeatRow:
    median = line.tally.quantile(MEDIAN)
    return HeatRow(
        place="" if line.place is None else str(line.place),
        name=line.name,
        lane=line.lane,
        standard=standard_words(line.standard, visit) or "–",
        median="–" if median is None else span_words(median, visit.language),
        ratio=_ratio_words(line, visit),
        share=share_words(line.tally.on_time_share, visit),
        done=number_words(line.tally.count, visit.language),
        tone=_tone(line, colour),
        path=question.path("/berkas", langkah=line.element, apa="longest")
        if line.tally.count
        else "",
    )
