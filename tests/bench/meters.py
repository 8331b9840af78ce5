"""Measuring: CPU of our own process, wall time, and what a budget says of it.

CPU is the honest figure on a machine that others use as well. It is the
process's own: what a PostgreSQL server computes for us is not in it.
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import fmean


@dataclass(kw_only=True)
class Meter:
    """Times of repetitions of one piece of work, in seconds."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    @contextmanager
    def once(self) -> Iterator[None]:
        """Measure one repetition."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.cpu.append(time.process_time() - cpu)
        self.wall.append(time.perf_counter() - wall)

    def cpu_ms(self) -> float:
        """Return the mean CPU time."""
        return fmean(self.cpu) * 1000

    def cpu_ms_at(self, share: float) -> float:
        """Return the CPU time that a share of the repetitions stays within."""
        return quantile(self.cpu, share) * 1000

    def wall_ms(self, share: float) -> float:
        """Return the wall time that a share of the repetitions stays within."""
        return quantile(self.wall, share) * 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One line of the table; `budget` is the most that was promised, if any."""

    name: str
    value: float
    unit: str
    budget: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the budget is kept; empty without one."""
        if self.budget is None:
            return ""
        return "ok" if self.value <= self.budget else "OVER"


def repeated(work: Callable[[], object], *, times: int, warm_up: int = 3) -> Meter:
    """Measure a piece of work many times over, after a few unmeasured times."""
    for _ in range(warm_up):
        work()
    meter = Meter()
    for _ in range(times):
        with meter.once():
            work()
    return meter


def quantile(values: list[float], share: float) -> float:
    """Return a value that was really seen: the nearest rank."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
