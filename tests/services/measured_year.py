"""The year that `test_measured_year` looks at: who reports what, and when."""

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.domain.identity import Assignment, AssignmentKind
from engine.domain.periods import month_of, quarter_of
from engine.domain.values import RoleKey
from engine.services.performance.achievement import Reporting
from tests.services.measured import MeasuringHouse

YEAR = 2025
CODES = ("IKU-1", "PRG-2", "IKU-3", "PRG-3", "PRG-4")
CORRECTED = "18"  # what was reported of March, before September
HERE = Path(__file__).parent / "performance"


def table(name):
    """Return the rows of a table by period."""
    found = defaultdict(list)
    with (HERE / name).open(encoding="utf-8") as source:
        for row in csv.DictReader(source):
            found[row["periode"]].append(row)
    return found


FIGURES = table("year_2025.csv")
BUDGETS = table("year_2025_budget.csv")


class Year:
    """Plays the year and keeps what each document was made from."""

    def __init__(self, house: Any) -> None:
        self.house = house
        self.measuring = MeasuringHouse(house)
        self.contexts: dict[str, Any] = {}
        self.cases: dict[str, Any] = {}

    def play(self) -> None:
        """Measure every month on the first of the next, quarters on the second."""
        for place in range(1, 13):
            month = month_of(YEAR, place)
            day = month.last + timedelta(days=1)
            self._before(place)
            self._measure(month, day, returned=place == 2, late=place == 5)
            if place % 3 == 0:
                quarter = quarter_of(YEAR, place // 3)
                self._measure(quarter, day + timedelta(days=1))

    def _before(self, place: int) -> None:
        """What happens before a month is measured."""
        if place == 7:
            self._revise()
        if place == 9:
            self.measuring.office.realisations.correct(
                "PRG-4",
                month_of(YEAR, 3),
                "20",
                "Register dihitung ulang",
                self.measuring.actors["kasubag.perencanaan"],
            )
        if place == 10:
            self.at(datetime.fromisoformat("2025-10-28T09:00:00+07:00"))
            self._stand_in()

    def _measure(self, period, day, *, returned=False, late=False) -> None:
        self.at(datetime.fromisoformat(f"{day}T08:00:00+07:00"))
        rows = FIGURES[period.text]
        values = {row["kode"]: self._given(row) for row in rows}
        formats = self.measuring.rows(*CODES, year=YEAR)
        for row in formats:
            wanted = next(one for one in rows if one["kode"] == row["kode"])
            row["target"] = float(wanted["target"])
        deadline = (day + timedelta(days=3)).isoformat()
        case = self.measuring.start(period, formats, batas_pengisian=deadline)
        self.cases[period.text] = case
        for section in list(self.measuring.waiting(case)):
            if late and section == "kasi_kesos":
                self._see_late(period)
            wrong = returned and section == "kasi_pemerintahan"
            self._report(case, period, section, values, wrong=wrong)
        if returned:
            self.measuring.check(case, back={"kasi_pemerintahan": "Bukan persen"})
            self._report(case, period, "kasi_pemerintahan", values)
        self.measuring.check(case)
        self.house.office.documents.make_pending(case)
        self.contexts[period.text] = self.house.renderer.contexts[-1]

    def _given(self, row) -> float | None:
        """Return what a section reports: of March, what it believed then."""
        text = row["realisasi"]
        return float(text) if text else None

    def _report(self, case, period, section, values, *, wrong=False) -> None:
        budget = next(row for row in BUDGETS[period.text] if row["seksi"] == section)
        given = {**values, "IKU-1": 8} if wrong else values
        self.measuring.report(
            case,
            section,
            given,
            program="Program seksi",
            anggaran_pagu=int(budget["pagu"]),
            anggaran_realisasi=int(budget["realisasi"]),
        )

    def _see_late(self, period) -> None:
        self.at(self.house.clock.now() + timedelta(days=6))
        camat = self.measuring.actors["camat"]
        sheet = self.house.office.performance.sheet(period, camat)
        states = {one.section: one.state for one in sheet.sections}
        assert states["kasi_kesos"] is Reporting.LATE
        # Its activity is planned, too, and no part of these cases.
        assert states["kasi_trantib"] is Reporting.PARTLY

    def _revise(self) -> None:
        plans, planner = self.house.office.plans, self.measuring.actors["sekretaris"]
        plans.revise(YEAR, "Pos keamanan bertambah", planner)
        draft = plans.view(YEAR, planner).revision
        planned = draft.plan.indicator("PRG-2")
        targets = {0: 30, 1: 6, 2: 6, 3: 9, 4: 9}
        targets |= {100 + n: 2 if n < 7 else 3 for n in range(1, 13)}
        changed = replace(
            planned, targets={key: Decimal(value) for key, value in targets.items()}
        )
        self.house.office.plan_editing.put(
            YEAR, changed, planner, version=draft.version, replaces="PRG-2"
        )
        camat = self.measuring.actors["camat"]
        plans.sign(YEAR, plans.view(YEAR, planner).revision.version, camat)

    def _stand_in(self) -> None:
        now = self.house.clock.now()
        self.house.office.accounts.assign(
            Assignment(
                id="plh",
                user=self.measuring.actors["sekretaris"].user,
                role=RoleKey("camat"),
                kind=AssignmentKind.PLH,
                title="Camat Silaut",
                letter="800/41/Silaut/2025",
                letter_date="2025-10-27",
                valid_from=now,
                valid_until=now + timedelta(days=10),
            ),
            self.house.admin,
        )

    def at(self, instant) -> None:
        self.house.clock.set(instant)
        self.house.office.lists.forget()
