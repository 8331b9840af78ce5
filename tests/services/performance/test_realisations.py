"""Figures come in through steps of cases, with their evidence, and none is lost."""

from decimal import Decimal

import pytest

from engine.domain.periods import month_of, quarter_of
from engine.errors import IndicatorNotFoundError, OfficeInvalidError, RefusedError
from engine.services.performance.achievement import Reporting
from tests.services.measured import MeasuringHouse

MARCH, FIRST = month_of(2025, 3), quarter_of(2025, 1)


@pytest.fixture
def measuring(house):
    return MeasuringHouse(house)


@pytest.fixture
def either_measuring(either_house):
    return MeasuringHouse(either_house)


def test_a_section_reports_by_completing_its_step(either_measuring):
    measuring = either_measuring
    case = measuring.start(MARCH, measuring.rows("IKU-4", "PRG-4"))

    measuring.report(
        case,
        "kasi_pelayanan",
        {"IKU-4": {"realisasi": 84.52, "penjelasan": "Survei semester"}, "PRG-4": 17},
        anggaran_pagu=1_000,
        anggaran_realisasi=250,
    )

    with measuring.office.database.read() as uow:
        ((figure, source),) = uow.indicators.versions_of("IKU-4", 2025, MARCH.key)
    officer = measuring.officer("kasi_pelayanan")
    assert (figure.value, figure.remark) == (Decimal("84.52"), "Survei semester")
    assert (source.by, source.instance, source.reason) == (officer.user, case, "")
    assert source.at == measuring.house.clock.now()
    sheet = measuring.office.performance.sheet(MARCH, officer)
    assert sheet.budget[0].spent == 250


def test_a_return_makes_another_version_of_what_changed_only(either_measuring):
    measuring = either_measuring
    case = measuring.start(MARCH, measuring.rows("IKU-1", "PRG-1", "IKU-4"))
    measuring.report(case, "kasi_pemerintahan", {"IKU-1": 8, "PRG-1": 72})
    measuring.report(case, "kasi_pelayanan", {"IKU-4": 84})
    measuring.check(case, back={"kasi_pemerintahan": "Bukan persen"})

    measuring.report(case, "kasi_pemerintahan", {"IKU-1": 80, "PRG-1": 72})

    assert measuring.versions("IKU-1", MARCH) == [("8", ""), ("80", "Bukan persen")]
    assert measuring.versions("PRG-1", MARCH) == [("72", "")]
    assert measuring.versions("IKU-4", MARCH) == [("84", "")]


def test_nothing_is_no_figure_and_zero_is_one(measuring):
    case = measuring.start(MARCH, measuring.rows("PRG-2", "KEG-3"))

    measuring.report(case, "kasi_trantib", {"PRG-2": 0})

    assert measuring.versions("PRG-2", MARCH) == [("0", "")]
    assert measuring.versions("KEG-3", MARCH) == []


def test_a_figure_that_is_taken_back_stays_in_the_history(measuring):
    case = measuring.start(MARCH, measuring.rows("PRG-2"))
    measuring.report(case, "kasi_trantib", {"PRG-2": 5})
    measuring.check(case, back={"kasi_trantib": "Belum dihitung"})

    measuring.report(case, "kasi_trantib", {})

    assert measuring.versions("PRG-2", MARCH) == [("5", ""), ("None", "Belum dihitung")]


def test_month_and_quarter_of_the_same_number_are_two_figures(measuring):
    for period, value in ((month_of(2025, 1), 1), (FIRST, 7)):
        case = measuring.start(period, measuring.rows("PRG-2"))
        measuring.report(case, "kasi_trantib", {"PRG-2": value})

    assert measuring.versions("PRG-2", month_of(2025, 1)) == [("1", "")]
    assert measuring.versions("PRG-2", FIRST) == [("7", "")]


def test_a_correction_is_a_version_more_with_its_reason(either_measuring):
    measuring = either_measuring
    case = measuring.start(MARCH, measuring.rows("IKU-5"))
    measuring.report(case, "sekretariat", {"IKU-5": "B"})
    planner = measuring.actors["kasubag.perencanaan"]

    measuring.office.realisations.correct(
        "IKU-5", MARCH, "BB", "Hasil evaluasi resmi terbit", planner
    )

    assert measuring.versions("IKU-5", MARCH) == [
        ("70", ""),
        ("80", "Hasil evaluasi resmi terbit"),
    ]


@pytest.mark.parametrize(
    ("value", "reason", "field"),
    [("delapan", "x", "value"), ("-1", "x", "value"), ("8", " ", "reason")],
)
def test_a_correction_needs_a_figure_and_a_reason(measuring, value, reason, field):
    case = measuring.start(MARCH, measuring.rows("PRG-2"))
    measuring.report(case, "kasi_trantib", {"PRG-2": 5})

    with pytest.raises(OfficeInvalidError) as refused:
        measuring.office.realisations.correct(
            "PRG-2", MARCH, value, reason, measuring.actors["sekretaris"]
        )

    assert field in refused.value.facts["errors"]
    assert measuring.versions("PRG-2", MARCH) == [("5", "")]


def test_what_no_case_reported_cannot_be_corrected(measuring):
    with pytest.raises(IndicatorNotFoundError):
        measuring.office.realisations.correct(
            "PRG-2", MARCH, "5", "tanpa berkas", measuring.actors["sekretaris"]
        )
    with pytest.raises(RefusedError):
        measuring.office.realisations.correct(
            "PRG-2", MARCH, "5", "bukan wewenang", measuring.actors["kasi.trantib"]
        )
    assert measuring.versions("PRG-2", MARCH) == []


def test_late_open_and_missing_sections_are_told_apart(measuring):
    rows = measuring.rows("IKU-1", "PRG-1", "PRG-2", "KEG-3", "PRG-3", "IKU-4")
    case = measuring.start(MARCH, rows, batas_pengisian="2024-08-20")
    measuring.report(case, "kasi_trantib", {"PRG-2": 1, "KEG-3": 3})
    camat = measuring.actors["camat"]

    def states():
        found = measuring.office.performance.sheet(MARCH, camat).sections
        return {one.section: one.state for one in found}

    early = states()
    measuring.house.clock.set(measuring.house.clock.now().replace(day=22))

    assert early["kasi_trantib"] is Reporting.DONE
    assert early["kasi_kesos"] is Reporting.OPEN
    assert early["kasi_pemberdayaan"] is Reporting.MISSING
    assert states()["kasi_kesos"] is Reporting.LATE
