"""What the office reads of its performance: numbers, levels, history, and who sees it."""

from decimal import Decimal

import pytest

from engine.domain.indicators import Level, Outcome
from engine.domain.performance import Criterion, Trend
from engine.domain.periods import Span, month_of, quarter_of, year_of
from engine.errors import IndicatorNotFoundError, PlanNotFoundError
from tests.services.measured import MeasuringHouse

Q1, Q2 = quarter_of(2025, 1), quarter_of(2025, 2)
D = Decimal


@pytest.fixture
def measuring(house):
    return MeasuringHouse(house)


def reported(measuring, period, values, analysis=()):
    """Play a case in which sections report the values of the given indicators."""
    case = measuring.start(period, measuring.rows(*values))
    for section in measuring.waiting(case):
        measuring.report(case, section, values)
    measuring.check(case, analisis=list(analysis))
    return case


def rows(measuring, period, login="camat"):
    sheet = measuring.office.performance.sheet(period, measuring.actors[login])
    return {row.planned.code: row for row in sheet.rows}


def test_a_sheet_tells_period_year_and_the_year_before(measuring):
    reported(measuring, quarter_of(2024, 2), {"PRG-2": 6, "IKU-4": 83})
    reported(measuring, Q1, {"PRG-2": 3, "IKU-4": 83})
    reported(measuring, Q2, {"PRG-2": 9, "IKU-4": 85.26})

    found = rows(measuring, Q2)

    # Six events were promised each quarter: (2×6-9)÷6 and (2×12-12)÷12.
    events, index = found["PRG-2"], found["IKU-4"]
    assert (events.now.achievement, events.so_far.achievement) == (D("50.00"), 100)
    assert (index.now.achievement, index.so_far.target) == (D("101.50"), 84)
    assert events.last_year.achievement == 100
    assert (events.trend, index.trend) == (Trend.DOWN, Trend.UP)
    assert found["IKU-1"].now.outcome is Outcome.INCOMPLETE


def test_levels_and_criterion_follow_from_their_indicators(measuring):
    reported(measuring, Q1, {"IKU-4": 83, "IKU-1": 77, "PRG-2": 9})
    camat = measuring.actors["camat"]

    sheet = measuring.office.performance.sheet(Q1, camat)

    iku, program = sheet.levels[Level.IKU], sheet.levels[Level.PROGRAM]
    assert (iku.indicators, iku.on_target, iku.incomplete) == (5, 2, 3)
    assert (iku.criterion, program.criterion) == (Criterion.OPEN, Criterion.MISSED)
    assert (iku.mean, program.mean) == (D("100.00"), D("50.00"))


def test_a_quarter_follows_from_its_months_where_only_they_were_reported(measuring):
    for place, events in ((1, 1), (2, 0), (3, 2)):
        reported(measuring, month_of(2025, place), {"PRG-2": events})

    row = rows(measuring, Q1)["PRG-2"]

    assert (row.now.target, row.now.realisation) == (6, 3)
    assert row.now.achievement == 150
    assert row.report is None


def test_a_section_sees_its_own_figures_and_nobody_elses(measuring):
    reported(measuring, Q1, {"IKU-4": 83, "IKU-1": 77})

    own = rows(measuring, Q1, "kasi.pelayanan")

    assert set(own) == {"IKU-4", "PRG-4", "KEG-5"}
    with pytest.raises(PlanNotFoundError):
        measuring.office.performance.sheet(
            Q1, measuring.actors["kasi.pelayanan"], section="kasi_trantib"
        )
    with pytest.raises(PlanNotFoundError):
        rows(measuring, Q1, "kasubag.umum")
    with pytest.raises(IndicatorNotFoundError):
        measuring.office.performance_history.indicator(
            "IKU-1", 2025, measuring.actors["kasi.pelayanan"]
        )


def test_a_year_without_a_signed_plan_has_nothing_to_show(measuring):
    with pytest.raises(PlanNotFoundError):
        rows(measuring, quarter_of(2030, 1))

    assert measuring.office.performance.years() == [2024, 2025, 2026]


def test_an_indicator_is_told_with_its_course_versions_and_analysis(measuring):
    told = {"kode": "IKU-4", "kendala": "Antrean", "rencana_aksi": "Loket baru"}
    reported(measuring, quarter_of(2024, 4), {"IKU-4": 85})
    case = reported(measuring, Q1, {"IKU-4": 84.66}, analysis=[told])
    measuring.office.realisations.correct(
        "IKU-4", Q1, "86,32", "Pembulatan", measuring.actors["sekretaris"]
    )

    found = measuring.office.performance_history.indicator(
        "IKU-4", 2025, measuring.actors["kasi.pelayanan"]
    )

    reached = [
        (one.period.text, one.assessment.realisation)
        for one in found.points
        if one.assessment.realisation is not None
    ]
    assert reached == [("2024-TW4", 85), ("2025-TW1", D("86.32"))]
    assert [one.realisation.value for one in found.versions] == [
        D("86.32"),
        D("84.66"),
    ]
    assert found.versions[0].by == "Yusra Aulia, S.E. (contoh)"
    (analysis,) = found.analyses
    assert (analysis.case, analysis.told["kendala"]) == (case, "Antrean")
    assert found.year.achievement == D("104.00")
    # 87 is promised for the last year of the Renstra.
    assert found.end_percent == D("99.22")
    assert not found.may_correct


def test_months_are_points_where_they_are_asked_for(measuring):
    reported(measuring, month_of(2025, 2), {"PRG-4": 18})

    found = measuring.office.performance_history.indicator(
        "PRG-4", 2025, measuring.actors["camat"], span=Span.MONTH
    )

    points = {one.period.text: one.assessment for one in found.points}
    assert len(points) == 24
    assert points["2025-02"].realisation == 18
    assert rows(measuring, year_of(2025))["PRG-4"].now.realisation == 18


def test_a_revised_target_counts_from_its_signature_on(measuring):
    reported(measuring, Q1, {"IKU-4": 84})
    plans, planner = measuring.office.plans, measuring.actors["kasubag.perencanaan"]
    before = rows(measuring, Q1)["IKU-4"].now.achievement
    plans.revise(2025, "Target diperbaiki", planner)
    draft = plans.view(2025, planner).revision
    planned = draft.plan.indicator("IKU-4")
    raised = type(planned)(
        **{
            **{name: getattr(planned, name) for name in planned.__dataclass_fields__},
            "targets": {**planned.targets, 1: D(80)},
        }
    )
    measuring.office.plan_editing.put(
        2025, raised, planner, version=draft.version, replaces="IKU-4"
    )
    still = rows(measuring, Q1)["IKU-4"].now.achievement
    plans.sign(
        2025, plans.view(2025, planner).revision.version, measuring.actors["camat"]
    )

    assert before == still == D("101.20")
    assert rows(measuring, Q1)["IKU-4"].now.achievement == 105
