"""The only reader of machine time.

Rules take `now` as an argument; a service reads the clock once per use case.
"""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant."""

    def now(self) -> datetime:
        """Return the present as an aware UTC instant, whole seconds."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's instant, fractions of a second dropped."""
        return datetime.now(UTC).replace(microsecond=0)


class FixedClock:
    """A clock that stands still until it is moved: for tests and `run`."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        """Return the instant at which the clock stands."""
        return self._now

    def set(self, now: datetime) -> None:
        """Put the clock to an aware instant, earlier or later."""
        self._now = now.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move the clock forward by elapsed time, not working time."""
        self._now += by
