"""What a forecast says: lead times, and where cases wait."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.domain.statistics import quantile
from engine.domain.values import ElementId, RoleKey

BINS = 12
JAMMED = 0.85
"""Share of working time from which a role has no time left for a busy day."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StepLoad:
    """A step: mean seconds that a round waited for an officer, and was worked on."""

    element: ElementId
    name: str
    lane: str
    number: int | None
    rounds: int
    waiting: float
    working: float
    is_measured: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleLoad:
    """A role: share of its people's working time, and its longest queue."""

    role: RoleKey
    people: int
    busy: float
    longest: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Bin:
    """Cases whose lead time lies from `low` up to `high`, in working seconds."""

    low: int
    high: int
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """All of it.

    Attributes:
        lead_times: working seconds from beginning to end, shortest first.
        unfinished: cases that came to no end.
        steps: in the order of the SOP; `roles`: as they were first asked.
    """

    lead_times: tuple[int, ...]
    unfinished: int
    steps: tuple[StepLoad, ...]
    roles: tuple[RoleLoad, ...]

    def quantile(self, percent: int) -> int | None:
        """Return a lead time that this share of the cases does not exceed."""
        return quantile(self.lead_times, percent) if self.lead_times else None

    @property
    def jam(self) -> StepLoad | None:
        """The step at which cases wait longest in all; None where nobody waits."""
        waited = [(step.waiting * step.rounds, step) for step in self.steps]
        longest = max(waited, key=lambda one: one[0], default=None)
        return longest[1] if longest and longest[0] > 0 else None

    @property
    def bins(self) -> tuple[Bin, ...]:
        """The lead times in bins of one width; what is far out is in the last."""
        return tuple(self._bins())

    def _bins(self) -> Iterator[Bin]:
        if not self.lead_times:
            return
        low = self.lead_times[0]
        usual = quantile(self.lead_times, 98)
        width = max((usual - low) // BINS + 1, 1)
        counts = [0] * BINS
        for time in self.lead_times:
            counts[min((time - low) // width, BINS - 1)] += 1
        for place, count in enumerate(counts):
            last = place == BINS - 1
            high = self.lead_times[-1] if last else low + (place + 1) * width
            yield Bin(low=low + place * width, high=high, count=count)
