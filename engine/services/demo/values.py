"""What the demo office reached: believable figures of any period, each made up.

A figure depends on its indicator and period alone, so that the history of cases
and whoever checks it come to the same. Quarters and years follow from their
months: amounts are summed, times averaged, the rest stands as in the last month.
"""

from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from zlib import crc32

from engine.domain.indicators import Aggregation, combined, grade_of
from engine.domain.periods import Period
from engine.domain.wording import rounded_half_up
from engine.services.demo.plan import INDICATORS, YEARS, plan_of

_BY_CODE = MappingProxyType({one.indicator.code: one.indicator for one in INDICATORS})
_SPREAD = 1_000  # of the noise, a whole number from 0 up to here


@dataclass(frozen=True, kw_only=True, slots=True)
class _Course:
    """How an indicator goes: a level, its growth, its swing, its noise.

    Attributes:
        ends: at the end of each of `YEARS`.
        start: at the beginning of the first.
        noise: largest distance from the straight line.
        most: which is never exceeded.
    """

    start: str
    ends: tuple[str, str, str]
    noise: str
    digits: int = 2
    least: str = "0"
    most: str = "1000000"

    def at(self, code: str, month: Period) -> Decimal:
        """Return the level of a month."""
        place = min(max(month.year - YEARS[0], 0), len(YEARS) - 1)
        levels = [Decimal(self.start), *map(Decimal, self.ends)]
        before, after = levels[place], levels[place + 1]
        line = before + (after - before) * month.place / 12
        drawn = crc32(f"{code} {month.text}".encode()) % (2 * _SPREAD + 1) - _SPREAD
        value = line + Decimal(self.noise) * drawn / _SPREAD
        value = min(max(value, Decimal(self.least)), Decimal(self.most))
        return rounded_half_up(value, self.digits)


_COURSES = MappingProxyType(
    {
        "IKU-1": _Course(start="70", ends=("88", "92", "96"), noise="2", most="100"),
        "PRG-1": _Course(start="68", ends=("84", "93", "95"), noise="4", most="100"),
        "PRG-2": _Course(
            start="2.4", ends=("1.6", "1.9", "1.4"), noise="1.2", digits=0
        ),
        "IKU-2": _Course(start="90", ends=("90", "100", "100"), noise="0", digits=0),
        "IKU-3": _Course(start="74", ends=("79", "78", "83"), noise="3", most="100"),
        "PRG-3": _Course(start="80", ends=("99", "99", "100"), noise="2.5", most="100"),
        "IKU-4": _Course(start="81.5", ends=("85.1", "86.4", "87.2"), noise="0.6"),
        "PRG-4": _Course(
            start="21", ends=("16", "14.2", "12.4"), noise="1.1", digits=1
        ),
        "KEG-1": _Course(start="1", ends=("1.1", "1", "1.2"), noise="0.6", digits=0),
        "KEG-2": _Course(start="1", ends=("1", "1.1", "1"), noise="0.6", digits=0),
        "KEG-3": _Course(start="3", ends=("3.2", "2.8", "3.1"), noise="1", digits=0),
        "KEG-4": _Course(start="32", ends=("36", "37", "38"), noise="8", digits=0),
        "KEG-5": _Course(start="174", ends=("186", "196", "208"), noise="22", digits=0),
    }
)
# Evaluations come once a year; the office climbed from B to BB in its second year.
_GRADES = MappingProxyType({2024: Decimal(70), 2025: Decimal(80), 2026: Decimal(80)})


def value(code: str, period: Period) -> Decimal:
    """Return what an indicator of the demo reached.

    Args:
        code: one of the demo plan's.
        period: any of the demo's years; another year is like the nearest.

    Raises:
        KeyError: the demo has no such indicator.
    """
    indicator = _BY_CODE[code]
    months = [_month(code, month) for month in period.months]
    whole = combined(indicator, months) or Decimal()
    is_mean = indicator.aggregation is Aggregation.AVERAGE
    return rounded_half_up(whole, 1) if is_mean else whole


def answer(code: str, period: Period) -> int | float | str:
    """Return the same as a form takes it: a number, or the word of a grade."""
    found = value(code, period)
    if code == "IKU-5":
        return grade_of(found) or ""
    return int(found) if found == found.to_integral_value() else float(found)


def spent(section: str, period: Period) -> tuple[str, int, int]:
    """Return programme, ceiling and what a section spent since the year began.

    Args:
        section: role key; one without a budget has no programme and zeros.
        period: up to its end.
    """
    plan = plan_of(min(max(period.year, YEARS[0]), YEARS[-1]))
    line = next((one for one in plan.budget if one.section == section), None)
    if line is None:
        return "", 0, 0
    branch = plan.branch(line.branch)
    share = _absorbed(section, period.months[-1]) / 100
    return branch.name if branch else "", int(line.ceiling), int(line.ceiling * share)


def _month(code: str, month: Period) -> Decimal:
    if code == "IKU-5":
        return _GRADES.get(month.year, _GRADES[YEARS[-1]])
    if code == "PRG-5":
        return _absorbed("sekretariat", month)
    return _COURSES[code].at(code, month)


def _absorbed(section: str, month: Period) -> Decimal:
    """Return the share of a budget that is spent, in percent with two decimals.

    It never falls within a year: the noise is smaller than a month's growth.
    """
    drawn = crc32(f"{section} {month.text}".encode()) % _SPREAD
    grown = Decimal(month.place * 96) / 12 - 4 + Decimal(3 * drawn) / _SPREAD
    return rounded_half_up(max(grown, Decimal("1.5")))
