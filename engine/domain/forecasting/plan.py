"""What a forecast assumes; everything a person may change is here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.domain.values import ElementId, RoleKey

DAY_SECONDS = 27_000
"""A common working day: 37 hours 30 minutes in five days."""
ENOUGH = 5
"""Measured times below which a step's standard is taken instead."""
UNKNOWN = 1_800
"""Seconds of a step that has neither measured times nor a standard."""
MOST_CASES = 1_000
MOST_PER_DAY = 500
MOST_OFFICERS = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Assumptions:
    """What is assumed.

    Attributes:
        cases: how many are played.
        per_day: how many begin on a working day, on average.
        returns: percent of decisions that send the work back, where they can.
        officers: how many people hold a role; one where it is not named.
        measured: working seconds of real rounds, by step.
    """

    cases: int = MOST_CASES
    per_day: float = 1.0
    returns: int = 20
    officers: Mapping[RoleKey, int] = field(default_factory=dict)
    measured: Mapping[ElementId, tuple[int, ...]] = field(default_factory=dict)
    seed: int = 1

    def people(self, role: RoleKey) -> int:
        """Return how many people hold a role, one at least."""
        return min(max(self.officers.get(role, 1), 1), MOST_OFFICERS)
