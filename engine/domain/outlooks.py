"""Forecasts of open cases: how long ended ones still took from where these stand.

Nothing is assumed of the flow: returns, parallel branches and waiting are in what
was measured. Of a case that has stood at a step for a while only those count that
stood there at least as long. How far forecasts can be trusted is measured too: each
ended case is forecast from those alone that had ended before it began.
"""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.domain.statistics import quantile
from engine.domain.values import ElementId

ENOUGH = 10  # ended cases below which nothing is foretold
LOW, LIKELY, HIGH = 10, 50, 90  # percent: four of five cases end between the outer two
BANDS = (20, 40, 60, 80, 100)  # percent of risk, upper bounds


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Arrival:
    """A case's first arrival at a step, in working seconds.

    Attributes:
        stayed: time until the round ended.
        left: time until the case ended.
        after: time since the case began.
    """

    stayed: int
    left: int
    after: int
    element: ElementId


@dataclass(frozen=True, kw_only=True, slots=True)
class EndedCase:
    """An ended case; `began` and `ended` put cases in order (seconds since 1970)."""

    began: int
    ended: int
    total: int
    arrivals: tuple[Arrival, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """What is foretold of a case, in working seconds from now.

    Attributes:
        risk: share of like cases that would miss the total standard, 0 to 1; None
            where the SOP has none.
        like: how many ended cases it rests on.
    """

    low: int
    likely: int
    high: int
    risk: float | None
    like: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """Forecasts of about the same risk: how many, and how many really missed."""

    upto: int
    count: int
    missed: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """How forecasts of ended cases came true.

    Attributes:
        count: forecasts that were tried.
        inside: of them, the end lay between the outer bounds.
        error: median of how far the likely end was off, in percent of what was left.
    """

    count: int
    inside: int
    error: int | None
    bands: tuple[Band, ...]


Known = Mapping[ElementId, Sequence[Arrival]]


def known_of(cases: Iterable[EndedCase]) -> dict[ElementId, list[Arrival]]:
    """Return the arrivals of ended cases by step, the shortest stays first."""
    found: dict[ElementId, list[Arrival]] = defaultdict(list)
    for case in cases:
        for arrival in case.arrivals:
            insort(found[arrival.element], arrival)
    return dict(found)


def outlook(
    known: Known,
    element: ElementId,
    *,
    stood: int,
    so_far: int,
    standard: int | None,
) -> Outlook | None:
    """Return what is foretold of a case that stands at a step, None of too few.

    Args:
        known: arrivals of ended cases by step, the shortest stays first.
        element: the step.
        stood: working seconds for which it has stood there.
        so_far: working seconds since it began.
        standard: working seconds that the whole SOP may take, or None.
    """
    like = _like(known.get(element, ()), stood)
    if len(like) < ENOUGH:
        return None
    left = sorted(max(one.left - stood, 0) for one in like)
    return _outlook(left, so_far, standard)


def later(one: Outlook | None, other: Outlook | None) -> Outlook | None:
    """Return the outlook that ends later; a case is as late as its last branch."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda each: each.likely)


def calibration(cases: Sequence[EndedCase], standard: int | None) -> Calibration:
    """Return how forecasts would have come true, each from its own past alone."""
    # What has just arrived has stood nowhere, so how long others stayed is no matter.
    known: dict[ElementId, list[int]] = defaultdict(list)
    past = sorted(cases, key=lambda one: one.ended)
    place, inside = 0, 0
    errors: list[int] = []
    bands = {upto: [0, 0] for upto in BANDS}
    for case in sorted(cases, key=lambda one: one.began):
        while place < len(past) and past[place].ended <= case.began:
            for arrival in past[place].arrivals:
                insort(known[arrival.element], arrival.left)
            place += 1
        for one in case.arrivals:
            left = known[one.element]
            if len(left) < ENOUGH:
                continue
            told = _outlook(left, one.after, standard)
            inside += told.low <= one.left <= told.high
            errors.append(abs(told.likely - one.left) * 100 // max(one.left, 1))
            if told.risk is not None and standard is not None:
                band = bands[_band(told.risk)]
                band[0] += 1
                band[1] += case.total > standard
    return Calibration(
        count=len(errors),
        inside=inside,
        error=quantile(sorted(errors), 50) if errors else None,
        bands=tuple(
            Band(upto=upto, count=count, missed=missed)
            for upto, (count, missed) in bands.items()
            if count
        ),
    )


def _outlook(left: Sequence[int], so_far: int, standard: int | None) -> Outlook:
    """Return the outlook of times that like cases still took, shortest first."""
    risk = None
    if standard is not None:
        kept = bisect_right(left, standard - so_far)
        risk = (len(left) - kept) / len(left)
    return Outlook(
        low=quantile(left, LOW),
        likely=quantile(left, LIKELY),
        high=quantile(left, HIGH),
        risk=risk,
        like=len(left),
    )


def _like(arrivals: Sequence[Arrival], stood: int) -> Sequence[Arrival]:
    """Return those that stayed at least so long; all where they are too few."""
    first = bisect_left(arrivals, stood, key=lambda one: one.stayed)
    longer = arrivals[first:]
    return longer if len(longer) >= ENOUGH else arrivals


def _band(risk: float) -> int:
    return next(upto for upto in BANDS if risk * 100 <= upto)
