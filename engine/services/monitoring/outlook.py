"""Perkiraan: when open cases are likely to end, and how far that can be trusted."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.domain.definitions import ProcessDefinition
from engine.domain.durations import WorkDuration
from engine.domain.evaluations import seconds_of
from engine.domain.facts import StepFact
from engine.domain.identity import Actor
from engine.domain.office_hours import epoch_second
from engine.domain.outlooks import (
    Arrival,
    Calibration,
    EndedCase,
    Known,
    Outlook,
    calibration,
    known_of,
    later,
    outlook,
)
from engine.domain.values import ElementId, InstanceId, ProcessKey
from engine.domain.working_calendar import WorkingCalendar
from engine.services.monitoring.view import (
    Asked,
    View,
    open_now,
    processes,
    require_supervisor,
    view_of,
)
from engine.services.transactions.desk import Desk
from engine.store.outlooks import CaseSpan, ended_cases, rounds_of, spans_of
from engine.store.rounds import OpenRound
from engine.store.unit_of_work import UnitOfWork

SAMPLE = 200  # ended cases that count, the newest


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseForecast:
    """What is foretold of an open case; without an outlook too few ended like it.

    Attributes:
        rounds: its open tasks.
        low, likely, high: instants of its end; None without an outlook.
    """

    rounds: tuple[OpenRound, ...]
    so_far: int
    outlook: Outlook | None
    low: datetime | None
    likely: datetime | None
    high: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecasts:
    """The open cases of an SOP, those at greatest risk first.

    Attributes:
        standard: seconds that the whole SOP may take: its steps' standards together.
        sample: ended cases that the forecasts rest on.
    """

    definition: ProcessDefinition
    processes: tuple[tuple[ProcessKey, str], ...]
    standard: int | None
    sample: int
    cases: tuple[CaseForecast, ...]
    calibration: Calibration


class OutlookService:
    """Foretells the end of open cases, for supervisors."""

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk

    def forecasts(self, actor: Actor, process: ProcessKey | None) -> Forecasts | None:
        """Return the forecasts of an SOP, None where the office has none.

        Raises:
            RefusedError: the actor is no supervisor.
            ProcessNotFoundError: there is no such SOP.
        """
        require_supervisor(actor)
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            listed = processes(uow)
            if not listed and process is None:
                return None
            view = view_of(self._desk, uow, Asked(process=process), now)
            definition = view.loaded.definition
            standard = _standard(definition)
            ended = self._ended(uow, view, now)
            open_cases = self._open(uow, view, (known_of(ended), standard), now)
        return Forecasts(
            definition=definition,
            processes=tuple((key, name) for key, name, _ in listed),
            standard=standard,
            sample=len(ended),
            cases=tuple(sorted(open_cases, key=_by_risk)),
            calibration=calibration(ended, standard),
        )

    def _ended(self, uow: UnitOfWork, view: View, now: datetime) -> list[EndedCase]:
        steps = [one.id for one in view.steps]
        elements = {one.id: one.element for one in view.steps}
        spans = ended_cases(uow.connection, steps, limit=SAMPLE)
        rounds: dict[InstanceId, list[StepFact]] = defaultdict(list)
        for fact in rounds_of(uow.connection, [one.id for one in spans]):
            if fact.step in elements:
                rounds[fact.instance].append(fact)
        found = []
        for span in spans:
            calendar = self._desk.schedule.calendar(uow, span.calendar, now=now)
            found.append(_case(span, rounds[span.id], elements, calendar))
        return found

    def _open(
        self,
        uow: UnitOfWork,
        view: View,
        rules: tuple[Known, int | None],
        now: datetime,
    ) -> list[CaseForecast]:
        by_case: dict[InstanceId, list[OpenRound]] = defaultdict(list)
        for one, _ in open_now(self._desk, uow, view, now):
            by_case[one.instance].append(one)
        found = []
        for span in spans_of(uow.connection, sorted(by_case)):
            calendar = self._desk.schedule.calendar(uow, span.calendar, now=now)
            found.append(_forecast(span, by_case[span.id], rules, (calendar, now)))
        return found


def _standard(definition: ProcessDefinition) -> int | None:
    """Return the standards of all numbered steps together, None without any."""
    seconds = [
        seconds_of(step.standard.duration)
        for step in definition.steps.values()
        if step.number is not None and step.standard is not None
    ]
    return sum(seconds) or None


def _case(
    span: CaseSpan,
    rounds: Sequence[StepFact],
    elements: dict[int, ElementId],
    calendar: WorkingCalendar,
) -> EndedCase:
    end = span.ended_at or span.started_at
    total = _between(calendar, span.started_at, end)
    arrivals: dict[ElementId, Arrival] = {}
    for one in rounds:
        element = elements[one.step]
        if element not in arrivals:
            after = _between(calendar, span.started_at, one.ready_at)
            arrivals[element] = Arrival(
                element=element,
                stayed=one.waiting_seconds + one.working_seconds + one.paused_seconds,
                left=max(total - after, 0),
                after=after,
            )
    return EndedCase(
        began=epoch_second(span.started_at),
        ended=epoch_second(end),
        total=total,
        arrivals=tuple(arrivals.values()),
    )


def _forecast(
    span: CaseSpan,
    rounds: Sequence[OpenRound],
    rules: tuple[Known, int | None],
    time: tuple[WorkingCalendar, datetime],
) -> CaseForecast:
    (known, standard), (calendar, now) = rules, time
    so_far = _between(calendar, span.started_at, now)
    told: Outlook | None = None
    for one in rounds:
        stood = _between(calendar, one.ready_at, now)
        here = outlook(
            known, one.element, stood=stood, so_far=so_far, standard=standard
        )
        told = later(told, here)

    def at(seconds: int) -> datetime:
        duration = WorkDuration(time=timedelta(seconds=seconds))
        return calendar.add_working_time(now, duration)

    return CaseForecast(
        rounds=tuple(rounds),
        so_far=so_far,
        outlook=told,
        low=at(told.low) if told else None,
        likely=at(told.likely) if told else None,
        high=at(told.high) if told else None,
    )


def _between(calendar: WorkingCalendar, start: datetime, end: datetime) -> int:
    if end <= start:
        return 0
    return int(calendar.working_time_between(start, end).total_seconds())


def _by_risk(one: CaseForecast) -> tuple[float, int]:
    risk = one.outlook.risk if one.outlook else None
    return -(risk if risk is not None else -1.0), -one.so_far
