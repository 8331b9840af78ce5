"""Statistics of measured times: whole working seconds in, plain numbers out.

Quantiles go by nearest rank: the smallest measured time that at least the named
share of the sample does not exceed. So every figure on the board is a time that
was really measured, and the cases behind it can be shown. Times are counted in
working seconds; a share is of the rounds that had a standard to keep.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MEDIAN = 50
MOST = 90
SUGGESTED = 80
_MINUTE, _HOUR = 60, 3600
# Up to the first bound, people speak of times in steps of the second number.
_SPOKEN = (
    (5 * _MINUTE, _MINUTE),
    (30 * _MINUTE, 5 * _MINUTE),
    (_HOUR, 15 * _MINUTE),
    (4 * _HOUR, 30 * _MINUTE),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """How many rounds had a standard, and how many of them kept it."""

    judged: int = 0
    on_time: int = 0

    @property
    def late(self) -> int:
        """How many rounds did not keep their standard."""
        return self.judged - self.on_time

    @property
    def on_time_share(self) -> float | None:
        """Return the share that kept the standard, 0 to 1; None without one."""
        return self.on_time / self.judged if self.judged else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Totals(Kept):
    """Rounds of steps that have no time in common, only counts."""

    count: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally(Kept):
    """Facts of one step, added up.

    Attributes:
        elapsed: every measured time, shortest first.
        waiting, working, paused: sums of seconds over all rounds.
    """

    elapsed: Sequence[int] = ()
    waiting: int = 0
    working: int = 0
    paused: int = 0

    @property
    def count(self) -> int:
        """How many rounds were completed."""
        return len(self.elapsed)

    def quantile(self, percent: int) -> int | None:
        """Return a quantile of the measured times; None where there are none."""
        return quantile(self.elapsed, percent) if self.elapsed else None


def quantile(ordered: Sequence[int], percent: int) -> int:
    """Return the quantile by nearest rank.

    Args:
        ordered: shortest first, at least one.
        percent: 1 to 100.
    """
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(rank, 1) - 1]


def added(tallies: Iterable[Tally]) -> Tally:
    """Return several tallies as one."""
    found = list(tallies)
    if len(found) == 1:
        return found[0]
    elapsed: list[int] = []
    for one in found:
        elapsed += one.elapsed
    # Sorting what is sorted in runs already is a merge, and a fast one.
    elapsed.sort()
    return Tally(
        elapsed=elapsed,
        judged=sum(one.judged for one in found),
        on_time=sum(one.on_time for one in found),
        waiting=sum(one.waiting for one in found),
        working=sum(one.working for one in found),
        paused=sum(one.paused for one in found),
    )


def totals(tallies: Iterable[Tally]) -> Totals:
    """Return the counts of several steps' tallies."""
    found = list(tallies)
    return Totals(
        count=sum(one.count for one in found),
        judged=sum(one.judged for one in found),
        on_time=sum(one.on_time for one in found),
    )


def spoken(seconds: int, *, day_seconds: int) -> int:
    """Return a time rounded up to one that people say: 10 minutes, 2 hours, 3 days.

    Args:
        seconds: of working time, above zero.
        day_seconds: working seconds of a common day; from there on in whole days.
    """
    if seconds > day_seconds:
        return _up(seconds, day_seconds)
    step = next((step for most, step in _SPOKEN if seconds <= most), _HOUR)
    return min(_up(max(seconds, 1), step), day_seconds)


def _up(seconds: int, step: int) -> int:
    return -(-seconds // step) * step
