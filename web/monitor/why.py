"""Mengapa terlambat: the time of one case, for whoever may see the case."""

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date
from flask import Blueprint, render_template
from markupsafe import Markup

from engine.domain.clocks import ClockKind
from engine.domain.values import InstanceId
from engine.services.monitoring.case import CaseRound, CaseTime, Stretch, covered
from engine.services.monitoring.charts import Band, Lane, TimelineWords, timeline
from engine.services.monitoring.charts.svg import Named
from web.asking import Visit, actor, office, visit
from web.case_words import Pill
from web.presenting import ZONE, instant_words, number_words, span_words

MOST = 5  # stretches that are named as those that cost the time
blueprint = Blueprint("waktu-berkas", __name__, url_prefix="/berkas")


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundRow:
    """A round in the table; spans are words, empty for none."""

    name: str
    note: str
    officer: str
    waiting: str
    working: str
    paused: str
    standard: str
    over: str
    pill: Pill
    stretches: tuple[tuple[str, datetime, datetime, str], ...]
    signs: tuple[tuple[datetime, str], ...]


@blueprint.get("/<case>/waktu")
def why(case: str) -> str:
    """Show where the time of a case went."""
    found = office().case_times.of(InstanceId(case), actor())
    return render_template("monitor/why.html", **why_page(found, visit()))


def why_page(found: CaseTime, visit: Visit) -> dict[str, object]:
    """Return what the template shows."""
    case = found.case
    return {
        "case": case,
        "number": visit.say("cases.number", n=case.number),
        "sop": found.sop,
        "until": found.until,
        "picture": _picture(found, visit),
        "sums": _sums(found, visit),
        "costs": _costs(found, visit),
        "rows": [_row(one, visit) for one in found.rounds],
        "late": sum(1 for one in found.rounds if one.late),
    }


def _sums(found: CaseTime, visit: Visit) -> list[tuple[str, str, str]]:
    """Return key, words and class of each sum of the case."""
    sums = [
        ("total", found.total, ""),
        ("waiting", found.spent(ClockKind.WAITING), "waiting"),
        ("working", found.spent(ClockKind.WORKING), "working"),
        ("paused", found.spent(ClockKind.PAUSED), "paused"),
        ("repeated", found.repeated, ""),
        ("idle", found.idle, ""),
        ("closed", found.closed, ""),
    ]
    return [
        (key, span_words(seconds, visit.language), css)
        for key, seconds, css in sums
        if seconds or key == "total"
    ]


def _costs(found: CaseTime, visit: Visit) -> list[tuple[str, str, str]]:
    """Return what took most: step, what it was, and how long.

    Rounds of a step side by side count once, so no part exceeds the whole.
    """
    parts: dict[tuple[str, ClockKind], list[tuple[Stretch, CaseRound]]] = {}
    for each in found.rounds:
        for stretch in each.stretches:
            key = (each.task.element, stretch.kind)
            parts.setdefault(key, []).append((stretch, each))
    longest = sorted(
        (
            (covered(one for one, _ in each), kind, each)
            for (_, kind), each in parts.items()
        ),
        key=lambda one: -one[0],
    )
    return [
        (
            each[0][1].task.name,
            visit.say(f"monitor.was_{kind.value}", who=_people(each)),
            _share(seconds, found.total, visit),
        )
        for seconds, kind, each in longest[:MOST]
        if seconds
    ]


def _people(parts: list[tuple[Stretch, CaseRound]]) -> str:
    return ", ".join(dict.fromkeys(_who(each) for _, each in parts))


def _share(seconds: int, total: int, visit: Visit) -> str:
    span = span_words(seconds, visit.language)
    share = number_words(round(seconds * 100 / max(total, 1)), visit.language)
    return visit.say("monitor.span_of_case", span=span, share=share)


def _who(one: CaseRound) -> str:
    return one.task.assignee_name or one.task.lane


def _row(one: CaseRound, visit: Visit) -> RoundRow:
    language, task = visit.language, one.task
    notes = []
    if task.round > 1:
        notes.append(visit.say("monitor.round", n=task.round))
    if one.returned:
        notes.append(visit.say("monitor.returned"))
    over = one.elapsed - one.standard if one.standard is not None else 0
    standard = "" if one.standard is None else span_words(one.standard, language)
    return RoundRow(
        name=_name(one),
        note=" · ".join(notes),
        officer=_who(one),
        waiting=_span(one.spent(ClockKind.WAITING), language),
        working=_span(one.spent(ClockKind.WORKING), language),
        paused=_span(one.spent(ClockKind.PAUSED), language),
        standard=standard,
        over=span_words(over, language) if one.late and over > 0 else "",
        pill=_pill(one, visit),
        stretches=tuple(
            (
                visit.say(f"monitor.{stretch.kind.value}"),
                stretch.start,
                stretch.end,
                span_words(stretch.seconds, language),
            )
            for stretch in one.stretches
        ),
        signs=tuple((at, words) for at, words in _signs(one, visit)),
    )


def _name(one: CaseRound) -> str:
    name = f"{one.number}. {one.task.name}" if one.number else one.task.name
    return f"{name} – {one.item}" if one.item else name


def _span(seconds: int, language: str) -> str:
    return span_words(seconds, language) if seconds else ""


def _pill(one: CaseRound, visit: Visit) -> Pill:
    if one.late:
        words = visit.say("monitor.late")
        return Pill(words=words, icon="clock-exclamation", state="late")
    if one.standard is None:
        return Pill(words=visit.say("monitor.no_standard"), icon="clock", state="none")
    if one.task.is_open:
        return Pill(words=visit.say("monitor.in_time"), icon="clock", state="fine")
    return Pill(words=visit.say("monitor.kept"), icon="circle-check", state="fine")


def _signs(one: CaseRound, visit: Visit) -> list[tuple[datetime, str]]:
    found = [
        (each.at, visit.say(f"monitor.told_{each.kind.value}", n=each.people))
        for each in one.escalated
    ]
    if one.returned and one.task.ended_at is not None:
        found.append((one.task.ended_at, visit.say("monitor.sent_back")))
    return found


def _picture(found: CaseTime, visit: Visit) -> Markup:
    days = tuple(
        (second, format_date(at.astimezone(ZONE), "d MMM", locale=visit.language))
        for second, at in found.days
    )
    late = [one for one in found.rounds if one.late]
    named = Named(
        key="waktu",
        title=visit.say("monitor.time_of", title=found.case.title),
        description=visit.say(
            "monitor.time_told",
            n=len(found.rounds),
            late=len(late),
            span=span_words(found.total, visit.language),
        ),
    )
    words = TimelineWords(named=named, days=days, due=visit.say("monitor.due"))
    lanes = [_lane(one, found, visit) for one in found.rounds]
    return timeline(lanes, found.total, words)


def _lane(one: CaseRound, found: CaseTime, visit: Visit) -> Lane:
    bands = tuple(
        Band(
            start=stretch.begins,
            end=stretch.ends,
            css=stretch.kind.value,
            said=_said(one, stretch.kind.value, stretch.seconds, visit),
        )
        for stretch in one.stretches
    )
    ends = [stretch for stretch in one.stretches if stretch.ends]
    last = ends[-1].ends if ends else 0
    signs = tuple(
        (
            _second(one, at, last),
            f"{words}, {instant_words(at, visit.language, short=True)}",
        )
        for at, words in _signs(one, visit)
    )
    name = _name(one)
    due = one.due if one.due is not None and one.due <= found.total else None
    return Lane(name=name, bands=bands, due=due, late=one.late, signs=signs)


def _second(one: CaseRound, at: datetime, last: int) -> int:
    """Return the working second of an instant by the stretch that it lies in."""
    for stretch in one.stretches:
        if stretch.start <= at < stretch.end:
            whole = (stretch.end - stretch.start).total_seconds()
            part = (at - stretch.start).total_seconds() / whole
            return stretch.begins + int(part * stretch.seconds)
    return last


def _said(one: CaseRound, kind: str, seconds: int, visit: Visit) -> str:
    words = visit.say(f"monitor.was_{kind}", who=_who(one))
    return f"{one.task.name}: {words}, {span_words(seconds, visit.language)}"
