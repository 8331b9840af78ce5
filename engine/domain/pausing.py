"""Who may stop a step's clock, and for how long: a rule of each SOP."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from engine.domain.durations import WorkDuration
from engine.domain.identity import Actor, Right
from engine.domain.values import JsonObject
from engine.domain.working_calendar import WorkingCalendar

MOST_HOURS = 400  # working hours, about two months


class PausedBy(StrEnum):
    """Who may pause: who holds the task, or only somebody above."""

    HOLDER = "holder"
    SUPERIOR = "superior"


@dataclass(frozen=True, kw_only=True, slots=True)
class PauseRule:
    """A rule about pauses.

    Attributes:
        hours: working hours after which a pause ends by itself, 1 to
            `MOST_HOURS`, or None.
    """

    by: PausedBy = PausedBy.HOLDER
    hours: int | None = None

    def allows(self, actor: Actor) -> bool:
        """Tell whether an actor may pause at all, were the task theirs."""
        if self.by is PausedBy.HOLDER:
            return True
        return actor.has(Right.SUPERVISE) or actor.has(Right.ADMINISTER)

    def ends_at(self, start: datetime, calendar: WorkingCalendar) -> datetime | None:
        """Return when a pause ends by itself, None where a person ends it."""
        if self.hours is None:
            return None
        longest = WorkDuration(time=timedelta(hours=self.hours))
        return calendar.add_working_time(start, longest)

    def plain(self) -> JsonObject:
        """Return the rule as the office keeps it."""
        return {"by": self.by.value, "hours": self.hours}


def pause_rule_of(setting: object, process: str) -> PauseRule:
    """Return the rule of an SOP.

    Args:
        setting: `{"process key": {"by": "holder", "hours": 8}}` as the office keeps
            it; whatever cannot be read is as if nothing had been set.
        process: key of the SOP.
    """
    named = setting.get(process) if isinstance(setting, dict) else None
    if not isinstance(named, dict):
        return PauseRule()
    by, hours = named.get("by"), named.get("hours")
    return PauseRule(
        by=PausedBy(str(by)) if by in set(PausedBy) else PausedBy.HOLDER,
        hours=hours if isinstance(hours, int) and 1 <= hours <= MOST_HOURS else None,
    )
