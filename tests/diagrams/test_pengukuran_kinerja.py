"""The shipped SOP is the SOP of the office, row by row."""

from pathlib import Path

import pytest
import yaml

from engine.adapters.bpmn.reader import XmlDiagramReader
from engine.domain.checking import Known, check
from engine.domain.compiling import compile_definition
from engine.domain.durations import parse_duration
from engine.domain.forms import FormDefinition
from engine.domain.problems import Severity, Verdict
from engine.domain.values import DefinitionId, ElementId
from tests.diagrams.drawing import NAMES, ROOT, tree

DIAGRAM = ROOT / "bpmn" / "pengukuran-kinerja.bpmn"
SEED = ROOT.parent / "shared" / "sop" / "steps.yaml"
SOP = yaml.safe_load((Path(__file__).parent / "sop_rows.yaml").read_text("utf-8"))
ROWS = SOP["steps"]

FORMS = {
    path.name.removesuffix(".form.json"): FormDefinition.from_json(
        path.name, path.read_bytes()
    )
    for path in (ROOT / "forms").glob("*.form.json")
}
FIELDS = {key: form.field_names for key, form in FORMS.items()}
TEMPLATES = frozenset(
    path.name.removesuffix(".html.j2") for path in (ROOT / "forms").glob("*.html.j2")
)
REPORT = check(
    XmlDiagramReader().read(DIAGRAM.read_bytes(), DIAGRAM.name),
    known=Known(forms=FIELDS, templates=TEMPLATES, processes=frozenset(), strict=True),
)
DEFINITION = compile_definition(
    REPORT.processes[0],
    version=1,
    definition_id=DefinitionId("1"),
    checksum="",
    form_fields=FIELDS,
)
STEPS = {step.number: step for step in DEFINITION.steps.values() if step.number}
FILLING = DEFINITION.steps[ElementId("Activity_IsiData")]


def test_it_deploys_without_a_warning():
    told = [one.code for one in REPORT.problems if one.severity is not Severity.INFO]

    assert REPORT.verdict is Verdict.DEPLOYABLE
    assert not told


def test_it_is_named_as_the_office_names_it():
    assert DEFINITION.key == SOP["process"]["id"]
    assert DEFINITION.name == SOP["process"]["name"]
    assert {one.role: one.lane for one in DEFINITION.lanes} == SOP["lanes"]


def test_it_has_the_rows_of_the_table_and_no_other():
    assert sorted(STEPS) == [row["nomor"] for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"row {row['nomor']}")
def test_a_row_of_the_table_is_a_step(row):
    step = STEPS[row["nomor"]]

    assert step.name == row["uraian"]
    assert step.role == row["lane"]
    assert step.standard is not None
    assert step.standard.duration == parse_duration(f"PT{row['minutes']}M")
    assert step.mutu_baku.kelengkapan == row["kelengkapan"]
    assert step.mutu_baku.output == row["output"]
    assert step.mutu_baku.keterangan == row["keterangan"]
    assert step.instructions
    assert step.form in FORMS
    assert bool(step.documents) == ("document" in row or row["nomor"] in (6, 14))


def test_the_standards_add_up_to_the_sop_s_six_hours():
    minutes = sum(row["minutes"] for row in ROWS)

    assert minutes == SOP["process"]["total_minutes"]


@pytest.mark.parametrize(
    ("number", "forward", "back"),
    [
        pytest.param(5, "Activity_IsiData", "Activity_Sampaikan", id="meeting"),
        pytest.param(6, "Activity_Analisis", "Activity_IsiData", id="collecting"),
        pytest.param(7, "Activity_Konsep", "Activity_Himpun", id="analysis"),
        pytest.param(9, "Activity_Ajukan", "Activity_Konsep", id="correction"),
        pytest.param(11, "Activity_SuratPengantar", "Activity_Koreksi", id="signing"),
    ],
)
def test_an_officer_decides_whether_it_goes_back(number, forward, back):
    decision = STEPS[number].decision

    assert decision is not None
    onward, returning = decision.choices
    assert (onward.target, onward.leads_back) == (forward, False)
    assert (returning.target, returning.leads_back) == (back, True)
    assert decision.default == onward


def test_only_the_rows_with_a_return_decide():
    deciding = [number for number, step in STEPS.items() if step.decision]

    assert deciding == [row["nomor"] for row in ROWS if row.get("rework")]


def test_every_section_fills_in_its_own_format_by_a_due_date():
    assert FILLING.number is None
    assert FILLING.standard is None
    assert FILLING.repeats
    assert FILLING.item == "seksi_ini"
    assert FILLING.role == "kasi"
    assert FILLING.performer == "=seksi_ini"
    assert FILLING.due == "batas_pengisian"


def test_it_starts_by_hand_every_month_and_every_quarter():
    assert [one.text for one in DEFINITION.cycles] == [
        "30 7 1 * *",
        "30 7 2 1,4,7,10 *",
    ]


def test_the_identity_block_is_the_sop_s():
    identity, sop = DEFINITION.identity, SOP["process"]

    assert identity.nomor == sop["nomor_sop"]
    assert identity.judul == sop["name"]
    assert identity.unit == sop["unit"]
    assert identity.tanggal_pembuatan == str(sop["tanggal_pembuatan"])
    assert identity.tanggal_efektif == str(sop["tanggal_efektif"])
    assert identity.tanggal_revisi == "-"
    assert identity.disahkan_oleh.upper().startswith(sop["disahkan_oleh"].upper())
    assert len(identity.dasar_hukum) == 2
    assert len(identity.keterkaitan) == 3


def test_all_that_is_our_own_stands_in_our_namespace():
    known = {NAMES["mutubaku"], *NAMES.values(), None}
    known.add("http://www.w3.org/2001/XMLSchema-instance")

    for element in tree(DIAGRAM).iter():
        names = [element.tag, *(key for key in element.attrib if "}" in str(key))]
        assert {str(one).partition("}")[0].lstrip("{") for one in names} <= known


@pytest.mark.skipif(not SEED.exists(), reason="the seed lies beside the project only")
def test_our_copy_of_the_rows_is_the_seed_s():
    assert yaml.safe_load(SEED.read_text("utf-8")) == SOP
