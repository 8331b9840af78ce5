"""What the parts cost for themselves: PDFs and working time."""

import os
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import fmean

from engine.adapters.pdf_process import RenderProcess
from engine.domain.documents import DocumentState
from engine.domain.durations import parse_duration
from engine.domain.worktime import DEFAULT_CALENDAR_KEY
from tests.bench.meters import Figure, Meter, repeated
from tests.bench.offices import Players, demo_office

TIMES = 2_000


def worktime_figures(url: str) -> list[Figure]:
    """Return what the office's calendar costs, over every hour of a year."""
    office = demo_office(url)
    try:
        calendar = office.calendars.calendar(DEFAULT_CALENDAR_KEY)
    finally:
        office.close()
    hours, duration = count(), parse_duration("PT7H30M")
    first = datetime(2024, 1, 1, tzinfo=UTC)

    def somewhen() -> datetime:
        return first + timedelta(hours=next(hours) * 37 % 8760)

    added = repeated(
        lambda: calendar.add_working_time(somewhen(), duration),
        times=TIMES, warm_up=8760,
    )  # fmt: skip
    end = first + timedelta(days=365)
    between = repeated(
        lambda: calendar.working_time_between(somewhen(), end), times=TIMES, warm_up=50
    )
    return [
        Figure(name="add working time, mean CPU", value=added.cpu_ms() * 1000,
               unit="µs", budget=20),
        Figure(name="working time within a year, mean CPU",
               value=between.cpu_ms() * 1000, unit="µs", budget=20),
    ]  # fmt: skip


def pdf_figures(url: str) -> list[Figure]:
    """Return what the documents of one real case cost, rendered as in production."""
    with RenderProcess() as renderer:
        renderer.warm()
        office = demo_office(url, renderer=renderer)
        try:
            players = Players(office)
            case = players.play(players.start().id)
            with office.database.read() as uow:
                made = uow.documents.of_instance(case.id)
            meter, child = Meter(), []
            for document in made:
                before = _cpu_seconds(renderer.child_pid)
                with meter.once():
                    ready = office.documents.make(document.id)
                child.append(_cpu_seconds(renderer.child_pid) - before)
                assert ready.state is DocumentState.READY
        finally:
            office.close()
    return [
        Figure(name="PDF, mean CPU of the renderer", value=fmean(child) * 1000,
               unit="ms"),
        Figure(name="PDF, most CPU of the renderer", value=max(child) * 1000,
               unit="ms"),
        Figure(name="PDF, mean CPU of our process", value=meter.cpu_ms(), unit="ms"),
        Figure(name="PDF, wall p50", value=meter.wall_ms(0.5), unit="ms"),
        Figure(name="PDFs of one case", value=len(made), unit=""),
    ]  # fmt: skip


def _cpu_seconds(process: int | None) -> float:
    """Return the CPU time that another process has used so far."""
    # After the name in parentheses, which may hold blanks: fields 14 and 15.
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
