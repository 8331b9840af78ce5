"""Evaluating an SOP: the ministry's monitoring form, filled from measured times.

A step is judged well where the share that kept its standard reaches a limit of
the office; a person may judge otherwise, with a note. A new standard is suggested
from the time that four of five rounds took to work on, rounded up to what people
say, and only where it differs from the one in force.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from engine.domain.durations import WorkDuration
from engine.domain.statistics import SUGGESTED, Tally, quantile, spoken
from engine.domain.values import ElementId, ProcessKey, UserId

LIMIT = 80  # percent of rounds on time, unless the office says otherwise
ENOUGH = 5  # rounds below which nothing is judged or suggested
LONGEST = 2_000  # letters of a note
DAY_SECONDS = 27_000  # of a common working day: 37 hours 30 minutes in five days


class Judgement(StrEnum):
    """How a step is carried out."""

    WELL = "well"
    NOT_WELL = "not_well"
    UNJUDGED = "unjudged"


@dataclass(frozen=True, kw_only=True, slots=True)
class Evaluation:
    """What a person judged of a step in a half year.

    Attributes:
        half: `2024-S2`.
        note: what the evaluation found; `action`: what is to be done.
    """

    id: str
    process: ProcessKey
    half: str
    element: ElementId
    judgement: Judgement
    note: str
    action: str
    assessor: UserId
    assessor_name: str
    at: datetime
    version: int = 1


def judged(tally: Tally, limit: int) -> Judgement:
    """Return what measured times say of a step.

    Args:
        tally: of the half year.
        limit: percent of rounds that must have been on time.
    """
    if tally.judged < ENOUGH:
        return Judgement.UNJUDGED
    kept = tally.on_time * 100 >= limit * tally.judged
    return Judgement.WELL if kept else Judgement.NOT_WELL


def suggestion(
    working: Sequence[int], standard: WorkDuration | None
) -> WorkDuration | None:
    """Return a new standard, None where there is none to suggest.

    Args:
        working: seconds that each round was worked on, shortest first.
        standard: in force.
    """
    if standard is None or len(working) < ENOUGH:
        return None
    longest = max(quantile(working, SUGGESTED), 1)
    wanted = spoken(longest, day_seconds=DAY_SECONDS)
    if wanted == seconds_of(standard):
        return None
    if wanted > DAY_SECONDS:
        return WorkDuration(days=wanted // DAY_SECONDS)
    return WorkDuration(time=timedelta(seconds=wanted))


def seconds_of(standard: WorkDuration) -> int:
    """Return a standard in working seconds, its days as common ones."""
    return standard.days * DAY_SECONDS + int(standard.time.total_seconds())
