"""How the demo's two years went: who is quick, who is late, who was away.

Everything is drawn from the names of period, step, item and round, so that the
same office at the same hour has the same history.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from types import MappingProxyType
from zlib import crc32

from engine.domain.periods import Period
from engine.domain.tasks import Task

MONTHS = 24
SECTIONS = (
    "kasi_pemerintahan",
    "kasi_trantib",
    "kasi_pemberdayaan",
    "kasi_kesos",
    "kasi_pelayanan",
    "sekretariat",
)
SLOW = frozenset({"kasi_trantib", "kasi_kesos"})
"""Sections that keep the newest monthly case waiting."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Habit:
    """How a step usually goes.

    Attributes:
        pace: median of what it takes, as a share of its standard.
        ends: the same at the end of the two years.
        waits: share of that in which nobody has taken it.
        returns: how often it sends the case back, when it may.
        pauses: how often somebody has to wait for data.
    """

    pace: float
    ends: float
    waits: float = 0.35
    returns: float = 0.0
    pauses: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """How one round of a step goes; times are working seconds.

    Attributes:
        pauses_after: worked until the pause, or None without one.
        paused: how long it lasts.
    """

    waits: int
    works: int
    back: bool = False
    returned_to: str = ""
    pauses_after: int | None = None
    paused: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Absence:
    """An officer who was away; months count back from the newest month."""

    role: str
    stand_in: str
    months_ago: int
    first: int
    last: int
    letter: str

    def days(self, newest: date) -> tuple[date, date]:
        """Return the first and the last day."""
        month = newest.year * 12 + newest.month - 1 - self.months_ago
        year, place = divmod(month, 12)
        return date(year, place + 1, self.first), date(year, place + 1, self.last)


ABSENCES = (
    Absence(
        role="sekretaris",
        stand_in="kasubag.perencanaan",
        months_ago=17,
        first=1,
        last=12,
        letter="800/041/contoh",
    ),
    Absence(
        role="camat",
        stand_in="sekretaris",
        months_ago=9,
        first=2,
        last=14,
        letter="800/017/contoh",
    ),
    Absence(
        role="kasubag_umum",
        stand_in="kasubag.perencanaan",
        months_ago=4,
        first=3,
        last=13,
        letter="800/062/contoh",
    ),
)

_HABITS = MappingProxyType(
    {
        "Activity_Perintah": Habit(pace=0.7, ends=0.55),
        "Activity_Format": Habit(pace=0.75, ends=0.7),
        "Activity_Sampaikan": Habit(pace=0.6, ends=0.6),
        "Activity_Undangan": Habit(pace=0.8, ends=0.65),
        "Activity_Rapat": Habit(pace=0.85, ends=0.8, waits=0.15, returns=0.06),
        "Activity_Himpun": Habit(
            pace=1.05, ends=0.8, waits=0.5, returns=0.3, pauses=0.2
        ),
        "Activity_Analisis": Habit(pace=0.95, ends=0.9, returns=0.05, pauses=0.15),
        "Activity_Konsep": Habit(pace=0.8, ends=0.75, pauses=0.1),
        "Activity_Koreksi": Habit(pace=0.75, ends=0.7, waits=0.6, returns=0.2),
        "Activity_Ajukan": Habit(pace=0.6, ends=0.6),
        "Activity_TandaTangan": Habit(pace=0.9, ends=0.65, waits=0.7, returns=0.15),
        "Activity_SuratPengantar": Habit(pace=1.15, ends=0.7),
        "Activity_Gandakan": Habit(pace=0.65, ends=0.7),
        "Activity_Arsip": Habit(pace=0.5, ends=0.5),
    }
)
_PLAIN = Habit(pace=0.7, ends=0.7)
_SPREAD = 0.35
_HOUR = 3600
_DAY = 27_000  # working seconds of a day, about
_NEVER = 400 * _DAY


def course_of(task: Task, period: Period, *, progress: float, stalls: bool) -> Course:
    """Return how a round of a step goes.

    Args:
        task: that has become ready.
        period: of its case.
        progress: of the two years, 0 to 1.
        stalls: its case is the one that waits for two sections.
    """
    said = f"{period.text}/{task.element}/{task.role}/{task.round}"
    chance = Random(crc32(said.encode()))  # noqa: S311 - a story, no secret
    if task.standard_seconds is None:
        return _filled(task, chance, stalls=stalls)
    habit = _HABITS.get(task.element, _PLAIN)
    pace = habit.pace + (habit.ends - habit.pace) * progress
    takes = int(task.standard_seconds * pace * chance.lognormvariate(0, _SPREAD)) + 20
    back = task.round == 1 and chance.random() < habit.returns
    works = max(int(takes * (1 - habit.waits)), 10)
    paused = chance.random() < habit.pauses
    return Course(
        waits=int(takes * habit.waits),
        works=works,
        back=back,
        returned_to=chance.choice(SECTIONS) if back else "",
        pauses_after=works // 3 if paused else None,
        paused=int(chance.uniform(1, 9) * _HOUR),
    )


def progress_at(day: date, newest: date) -> float:
    """Return how far a day lies in the two years, 0 to 1."""
    span = timedelta(days=MONTHS * 30.5)
    return min(max(1 - (newest - day) / span, 0.0), 1.0)


def _filled(task: Task, chance: Random, *, stalls: bool) -> Course:
    """Return how a section fills in its data: some are always late."""
    if stalls and task.role in SLOW:
        return Course(waits=_NEVER, works=_HOUR)
    slow = 1.9 if task.role in SLOW else 0.9
    return Course(
        waits=int(chance.uniform(0.1, slow) * _DAY),
        works=int(chance.uniform(0.4, 1.4) * _HOUR),
    )
