"""Forms copy what the office promised: a section's programme and ceiling."""

from decimal import Decimal
from pathlib import Path

import pytest

from engine.domain.forms import FormDefinition, default_submission
from engine.domain.periods import month_of
from engine.domain.plans import Branch, BranchKind, BudgetLine, Plan
from engine.domain.values import RoleKey
from engine.services.office.promised import ceiling_words, ceilings_of
from tests.services.measured import MeasuringHouse

FORM = Path(__file__).parents[3] / "forms" / "isi-data-kinerja.form.json"


def line(code, branch, section, ceiling):
    return BudgetLine(
        code=code, branch=branch, section=RoleKey(section), ceiling=Decimal(ceiling)
    )


PLAN = Plan(
    year=2025,
    renstra=(2021, 2026),
    branches=(
        Branch(code="P1", kind=BranchKind.PROGRAM, name="Pelayanan", above="S1"),
        Branch(code="P2", kind=BranchKind.PROGRAM, name="Penunjang", above="S1"),
    ),
    budget=(
        line("B1", "P1", "kasi", "57300000"),
        line("B2", "P2", "kasi", "700000.50"),
        line("B3", "P2", "sekretariat", "9"),
    ),
)


@pytest.mark.parametrize(
    ("section", "year", "words"),
    [
        pytest.param(
            "kasi", 2025, ("Pelayanan; Penunjang", 58000000.5), id="two lines"
        ),
        pytest.param("sekretariat", 2025, ("Penunjang", 9), id="one line"),
        pytest.param("kasi", 2024, (None, None), id="a year without a plan"),
        pytest.param("camat", 2025, (None, None), id="no budget"),
        pytest.param(None, 2025, (None, None), id="no section"),
    ],
)
def test_a_section_gets_its_programmes_and_their_sum(section, year, words):
    told = ceiling_words(ceilings_of([PLAN]), section, year)

    assert (told["program"], told["pagu"]) == words


@pytest.mark.parametrize(
    ("told", "typed", "filled"),
    [
        pytest.param({"program": "P", "pagu": 5}, {}, ("P", 5), id="signed plan"),
        pytest.param({"program": None, "pagu": None}, {}, (None, None), id="no plan"),
        pytest.param(
            {"program": None, "pagu": None},
            {"program": "Ketik", "anggaran_pagu": 7},
            ("Ketik", 7),
            id="typed before",
        ),
    ],
)
def test_the_form_of_a_section_begins_with_the_plan_or_what_was_typed(
    told, typed, filled
):
    form = FormDefinition.from_json("isi-data-kinerja", FORM.read_text())

    values = default_submission(form, case_data={"pagu_seksi": told, **typed})

    assert (values.get("program"), values.get("anggaran_pagu")) == filled


def test_a_section_finds_its_ceiling_in_the_form_once_the_plan_was_signed(house):
    measuring = MeasuringHouse(house)
    case = measuring.start(month_of(2025, 3), measuring.rows("IKU-4", "PRG-4"))
    officer = measuring.officer("kasi_pelayanan")

    task = measuring.waiting(case)["kasi_pelayanan"]
    told = house.office.task_details.detail(task.id, officer).lists["pagu_seksi"]

    assert told["program"] == "Penyelenggaraan Pelayanan Publik"
    assert told["pagu"] == 60_165_000
