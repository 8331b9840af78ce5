"""A year of measurement: twelve months, four quarters, every number checked by hand.

`year_2025.csv` and `year_2025_budget.csv` were worked out apart from the engine:
R ÷ T × 100, where lower is better (2T - R) ÷ T × 100, half up; cumulated amounts as
sums, times as means, the rest by its last value. In the year a section reports
cardinals for percents and is sent back (February), one is late (May) and one has no
figure (June), the plan is revised in July, March is corrected in September, and in
November a Plh. stands in for the Camat.
"""

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.adapters.pdf import WeasyRenderer
from engine.domain.identity import Assignment, AssignmentKind
from engine.domain.periods import month_of, period_of_text, quarter_of
from engine.domain.values import RoleKey
from engine.services.performance.achievement import Reporting
from tests.services.measured import FORMS, MeasuringHouse

YEAR = 2025
CODES = ("IKU-1", "PRG-2", "IKU-3", "PRG-3", "PRG-4")
CORRECTED = "18"  # what was reported of March, before September
HERE = Path(__file__).parent


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


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    from tests.services.conftest import House  # noqa: PLC0415 - a fixture of its module

    house = House(f"sqlite:///{tmp_path_factory.mktemp('tahun') / 'kantor.db'}")
    played = Year(house)
    played.play()
    yield played
    house.office.close()


def figure(text):
    return None if text == "" else float(text)


@pytest.mark.parametrize("period", FIGURES)
def test_every_figure_of_a_document_is_that_of_the_table(year, period):
    context = year.contexts[period]
    measured = {row["kode"]: row for row in context["indikator"]}
    whole = {row["kode"]: row for row in context["kinerja"]["baris"]}

    assert list(measured) == list(dict.fromkeys(measured))
    for row in FIGURES[period]:
        own, told = measured[row["kode"]], whole[row["kode"]]
        for name in ("target", "realisasi", "capaian"):
            assert own[name] == told[name] == figure(row[name]), (row["kode"], name)
            cumulated = told[f"{name}_kumulatif"]
            wanted = figure(row[f"{name}_kumulatif"])
            assert cumulated == pytest.approx(wanted, abs=1e-6), (row["kode"], name)
        assert own["predikat"] == told["predikat"] == row["predikat"]


@pytest.mark.parametrize("period", BUDGETS)
def test_every_rupiah_of_a_document_is_that_of_the_table(year, period):
    told = {row["seksi"]: row for row in year.contexts[period]["kinerja"]["anggaran"]}
    answers = {
        row["seksi_ini"]: row
        for row in year.contexts[period]["data"]["Activity_IsiData"]
    }

    for row in BUDGETS[period]:
        own = told[row["seksi"]]
        assert own["pagu"] == int(row["pagu"])
        assert own["realisasi"] == int(row["realisasi"])
        assert own["serapan"] == float(row["serapan"])
        assert answers[row["seksi"]]["anggaran_serapan"] == float(row["serapan"])


# Of the five indicators: measured, on target, below, not known, mean of the percents.
SUMMARIES = {
    "2025-01": (5, 1, 4, 0, "96.27"),
    "2025-03": (5, 4, 1, 0, "120.79"),
    "2025-04": (5, 1, 4, 0, "90.23"),
    "2025-06": (5, 3, 1, 1, "112.47"),
    "2025-TW4": (5, 4, 1, 0, "100.86"),
    "2025-12": (5, 4, 1, 0, "99.72"),
}


@pytest.mark.parametrize(("period", "wanted"), SUMMARIES.items())
def test_the_summary_of_a_document_follows(year, period, wanted):
    told = year.contexts[period]["ringkasan"]

    found = [told[name] for name in ("indikator", "tercapai", "di_bawah", "belum")]
    assert found == list(wanted[:4])
    assert told["rerata"] == float(wanted[4])


def test_a_quarter_shows_the_quarters_before_it(year):
    rows = {row["kode"]: row for row in year.contexts["2025-TW3"]["kinerja"]["baris"]}

    assert rows["PRG-2"]["perkembangan"] == [150.0, 100.0, 111.11]
    assert rows["PRG-4"]["perkembangan"] == [98.95, 104.74, 107.06]


def test_who_signed_stands_in_the_document_of_that_day(year):
    signers = {
        period: (context["pelaksana"]["sebutan"], context["pelaksana"]["nama"])
        for period, context in year.contexts.items()
    }

    assert signers["2025-10"] == ("Plh.", "Yusra Aulia, S.E. (contoh)")
    others = {who for period, who in signers.items() if period != "2025-10"}
    assert others == {("", "Hendra Gunawan, S.Sos. (contoh)")}


def test_targets_of_a_document_are_those_of_the_plan_of_that_day(year):
    revisions = {
        period: context["kinerja"]["rencana"]["revisi"]
        for period, context in year.contexts.items()
    }

    assert [revisions[f"2025-{n:02d}"] for n in range(1, 13)] == [1] * 6 + [2] * 6


def test_a_document_made_again_later_is_the_same(year):
    """March was corrected and the plan revised since; its document knows neither."""
    office = year.house.office
    with office.database.read() as uow:
        (document,) = uow.documents.of_instance(year.cases["2025-03"])
        *_, context = office.documents._letter(uow, document, year.house.clock.now())
        versions = uow.indicators.versions_of("PRG-4", YEAR, month_of(YEAR, 3).key)

    assert context == year.contexts["2025-03"]
    assert [str(one.value) for one, _ in versions] == ["18.0", "20"]


def test_the_year_ends_where_the_table_does(year):
    """The Kinerja page tells the last quarter's figures, as its document does."""
    period = period_of_text("2025-TW4")
    assert period is not None
    sheet = year.house.office.performance.sheet(period, year.measuring.actors["camat"])

    rows = {row.planned.code: row for row in sheet.rows}
    for row in FIGURES["2025-TW4"]:
        found = rows[row["kode"]]
        assert str(found.now.achievement) == row["capaian"]
        assert str(found.so_far.achievement) == row["capaian_kumulatif"]


def test_numbers_are_printed_as_they_were_computed(year):
    """One document is really printed: its text holds every number of its table."""
    from tests.adapters.test_pdf import text_of  # noqa: PLC0415 - heavy

    partials = {
        path.name.removesuffix(".html.j2"): path.read_text("utf-8")
        for path in FORMS.glob("_*.html.j2")
    }
    source = (FORMS / "dokumen-pengukuran.html.j2").read_text("utf-8")
    context = year.contexts["2025-TW3"]

    text = text_of(WeasyRenderer().render(source, context, [], partials))

    for row in FIGURES["2025-TW3"]:
        for name in ("capaian", "capaian_kumulatif"):
            assert row[name].replace(".", ",") in text
    for row in BUDGETS["2025-TW3"]:
        assert row["serapan"].replace(".", ",") in text
        assert f"{int(row['pagu']):,}".replace(",", ".") in text
    assert "Capaian kumulatif sampai dengan Triwulan III Tahun 2025" in text
