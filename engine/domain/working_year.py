"""One year's working windows as sums, so that questions are binary searches.

A year of an office has some 470 windows. They are laid out once, in seconds
since 1970; each is found by bisection, and the work done until an instant is
one subtraction away. Years are apart so that a question about 2031 does not
compute the years before it.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from itertools import accumulate


class WorkingYear:
    """The windows of the days of one year, in order of time.

    Attributes:
        days: ordinals of the days that have working time.
        total: working seconds of the year.
    """

    __slots__ = ("_closes", "_done", "_opens", "days", "total")

    def __init__(self, windows: Iterable[tuple[date, int, int]]) -> None:
        """Lay out windows (day, opening second, closing second), sorted."""
        listed = list(windows)
        self._opens = array("q", (opens for _, opens, _ in listed))
        self._closes = array("q", (closes for _, _, closes in listed))
        lengths = (closes - opens for _, opens, closes in listed)
        # _done[i] is the work of the year before window i opens.
        self._done = array("q", accumulate(lengths, initial=0))
        self.days = array("q", sorted({day.toordinal() for day, _, _ in listed}))
        self.total = self._done[-1]

    def worked_until(self, second: int) -> int:
        """Return the working seconds of the year that lie before a second."""
        after = bisect_right(self._opens, second)
        if not after:
            return 0
        window = after - 1
        end = min(second, self._closes[window])
        return self._done[window] + end - self._opens[window]

    def first_from(self, second: int) -> int | None:
        """Return the first working second that is not before a second."""
        window = bisect_right(self._closes, second)
        if window == len(self._closes):
            return None
        return max(second, self._opens[window])

    def earliest_after(self, work: int) -> int:
        """Return the earliest second at which work of the year has passed.

        Args:
            work: working seconds since the year began, above 0, at most `total`.
        """
        window = bisect_left(self._done, work) - 1
        return self._opens[window] + work - self._done[window]
